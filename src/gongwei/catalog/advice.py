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

# Newborns and children.
to_child_care = Advice("to child care", "给予喂养和护理指导，满月时到社区卫生服务机构做儿童健康检查", 0)
next_stage = Advice("next stage", "告知检查结果并给予本年龄的指导，按月龄随访", 0)
remind_parents = Advice("remind parents", "提醒家长尽快补种疫苗、补做筛查或复筛，满月时做儿童健康检查", 1)
visit_again = Advice("visit again", "具有高危因素，增加家庭访视次数", 1)
special_care = Advice("special care", "纳入专案管理：分析原因、给予指导，1 个月内复查", 1)
