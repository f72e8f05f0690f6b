"""Answers of newborn screening and of children's special records (高危儿, 营养性疾病). The codes are the platform's."""

from gongwei.catalog.sources import NUTRITION_2012, PRETERM_2017, SCREENING_2010
from gongwei.domain.codes import Codelist

TAKEN = Codelist("采血", {"1": "已采血", "2": "未采血", "3": "监护人拒绝"}, source=SCREENING_2010, verified=False)
RESULT = Codelist(
    "筛查结果",
    {"1": "阴性", "2": "可疑阳性，待召回", "3": "确诊", "4": "复查后排除", "5": "结果未回"},
    source=SCREENING_2010,
    verified=False,
)
HEARING = Codelist("听力筛查", {"1": "通过", "2": "未通过", "3": "未做"}, source=SCREENING_2010, verified=False)
HEARING_DIAGNOSIS = Codelist("听力诊断", {"1": "听力正常", "2": "听力障碍"}, source=SCREENING_2010, verified=False)
HEART = Codelist("心脏病筛查", {"1": "阴性", "2": "阳性", "3": "未做"}, source=SCREENING_2010, verified=False)
ECHO = Codelist("超声心动图", {"1": "正常", "2": "先天性心脏病"}, source=SCREENING_2010, verified=False)
RECALL = Codelist("召回情况", {"1": "已通知", "2": "已到诊", "3": "联系不上", "4": "拒绝"}, verified=False)
HIGH_RISK = Codelist(
    "高危因素",
    {
        "1": "早产（<37 周）",
        "2": "低出生体重（<2500 g）",
        "3": "新生儿窒息",
        "4": "缺氧缺血性脑病或颅内出血",
        "5": "重症黄疸",
        "6": "出生缺陷或遗传代谢病",
        "7": "先天性感染",
        "8": "双胎或多胎",
        "9": "母亲高危妊娠",
    },
    source=PRETERM_2017,
    verified=False,
)
DEVELOPMENT = Codelist("评估结果", {"1": "正常", "2": "可疑", "3": "异常"}, source=PRETERM_2017, verified=False)
FUNDUS = Codelist(
    "眼底筛查（早产儿视网膜病变）",
    {"1": "不需要", "2": "已筛查，正常", "3": "已筛查，异常", "4": "应做未做"},
    source=PRETERM_2017,
    verified=False,
)
CLOSING = Codelist("专案结论", {"1": "继续专案管理", "2": "结案，转入健康儿童管理", "3": "转诊"}, verified=False)
NUTRITIONAL = Codelist(
    "专案原因",
    {"1": "营养性缺铁性贫血", "2": "低体重", "3": "生长迟缓", "4": "消瘦", "5": "超重", "6": "肥胖"},
    source=NUTRITION_2012,
    verified=False,
)
COURSE = Codelist("转归", {"1": "无好转", "2": "好转", "3": "痊愈，结案"}, source=NUTRITION_2012, verified=False)
MEASURES = Codelist(
    "干预措施",
    {"1": "膳食指导", "2": "铁剂", "3": "维生素与微量元素", "4": "运动与行为指导", "5": "治疗原发病"},
    source=NUTRITION_2012,
    verified=False,
)
