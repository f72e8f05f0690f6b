"""Answers that several service forms share (规范第三版 2017, 附件: 随访服务记录表, 健康体检表)."""

from gongwei.domain.codes import Codelist

# The COPD form prints 3 for 视频 and 4 for 电话. Here a code means the same on every form: 3 stays 电话.
VISIT_MODES = Codelist("随访方式", {"1": "门诊", "2": "家庭", "4": "视频", "3": "电话"})
VISIT_MODE = VISIT_MODES.only("1", "2", "3")
GOOD = Codelist("评价", {"1": "良好", "2": "一般", "3": "差"})
ADHERENCE = Codelist("服药依从性", {"1": "规律", "2": "间断", "3": "不服药"})
NO_YES = Codelist("有无", {"1": "无", "2": "有"}, none="1")
NORMAL = Codelist("检查结果", {"1": "未见异常", "2": "异常"}, none="1")
SALT = Codelist("摄盐情况", {"1": "轻", "2": "中", "3": "重"})

# Several may apply at one visit: the gravest is recorded, 4 before 3 before 2 (that order is not verified).
VISIT_CLASS = Codelist("此次随访分类", {"1": "控制满意", "2": "控制不满意", "3": "不良反应", "4": "并发症"})
