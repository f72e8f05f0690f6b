"""Answers of the follow-up of people living with HIV (三位一体随访). Words and codes are ours until a form is read."""

from gongwei.catalog.codelists.symptoms import DANGER_SIGNS
from gongwei.catalog.sources import HIV_FOLLOW_UP
from gongwei.domain.codes import Codelist


def _ours(title: str, names: dict[str, str], **more: str) -> Codelist:
    return Codelist(title, names, source=HIV_FOLLOW_UP, verified=False, **more)


HIV = _ours("艾滋病", {"hiv": "艾滋病病毒感染"})  # a diagnosis of class 5, which no list of diagnoses offers
PARTY = _ours("随访机构", {"1": "疾控机构", "2": "抗病毒治疗定点医院", "3": "社区卫生服务中心"})
STAGE = _ours("病程阶段", {"1": "HIV 感染者", "2": "艾滋病病人"})
ROUTE = _ours(
    "感染途径",
    {"1": "异性性接触", "2": "同性性接触", "3": "注射毒品", "4": "母婴", "5": "血液及制品", "6": "其他", "9": "不详"},
)
TREATMENT = _ours("抗病毒治疗", {"1": "未治疗", "2": "在治疗", "3": "停止治疗"})
REGIMEN = _ours("治疗方案", {"1": "一线方案", "2": "二线方案", "3": "其他方案"})
TB_SCREEN = _ours(
    "结核症状筛查",
    {"none": "无", "cough": "咳嗽咳痰 2 周及以上", "blood": "咯血或血痰", "fever": "反复发热", "sweat": "夜间盗汗",
     "weight": "体重明显下降", "nodes": "淋巴结肿大"},
    none="none",
)  # fmt: skip
HIV_DANGER = DANGER_SIGNS.only("none", "consciousness", "dyspnoea", "fever", none="none")
PARTNER = _ours("配偶（性伴）检测", {"1": "阴性", "2": "阳性", "3": "未检测", "4": "无配偶（性伴）"})
PREVENTION = _ours(
    "母婴阻断措施", {"1": "孕期用药", "2": "产时用药", "3": "安全助产", "4": "婴儿用药", "5": "人工喂养"}
)
INFANT = _ours("婴儿感染状况", {"1": "未感染", "2": "感染", "3": "未到检测时间"})
