"""What a doctor is told to do after a visit, from the lightest to the gravest."""

from gongwei.domain.program import Advice

go_on = Advice("continue", "继续目前方案，按期随访", 0)
adjust_medicine = Advice("adjust medicine", "结合服药依从性调整用药，2 周内随访", 1)
refer = Advice("refer", "建议转诊到上级医院，2 周内主动随访转诊结果", 2)
refer_now = Advice("refer now", "处理后紧急转诊，2 周内主动随访转诊情况", 3)

# The yearly examination.
next_year = Advice("next year", "告知体检结果并给予健康指导，次年再查", 0)
repeat_scale = Advice("repeat scale", "3 个月内复评老年抑郁量表", 1)

# The constitution of the old.
next_constitution = Advice("next constitution", "告知体质类型并给予相应的中医药保健指导，次年再辨识", 0)
ask_again = Advice("ask again", "当场核对各题，或 2 周后重新辨识", 1)
