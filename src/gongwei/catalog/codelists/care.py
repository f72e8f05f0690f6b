"""Answers about the care of the old: where they live, who cares, what a bed at home is for. Codes are ours."""

from gongwei.domain.codes import Codelist


def _listed(title: str, *names: str) -> Codelist:
    return Codelist(title, {str(number): name for number, name in enumerate(names, 1)}, source="本平台", verified=False)


DWELLING = _listed("居住方式", "与家人同住", "独居", "养老机构", "护理院或医院")
CARER = _listed("主要照护者", "配偶", "子女", "护工或保姆", "机构人员", "无人照护")
SERVICES = Codelist(
    "需要的服务",
    {
        "none": "暂不需要", "home_bed": "家庭病床", "nursing": "上门护理", "rehab": "康复", "meals": "助餐",
        "respite": "喘息照护",
    },
    none="none",
    source="本平台",
    verified=False,
)  # fmt: skip
BED_STAGE = _listed("本次", "建床", "巡诊", "撤床")
BED_REASON = _listed("建床原因", "失能卧床", "慢性病需连续治疗", "出院后康复", "安宁疗护")
BED_ROUNDS = _listed("巡诊计划", "每周", "每两周", "每月")
BED_CLOSED = _listed("撤床原因", "好转", "转入医院", "转入机构", "本人要求", "去世")
CHANGE = _listed("病情变化", "稳定", "有变化", "加重")
NURSING_WORK = Codelist(
    "护理内容",
    {
        "none": "无", "wound": "换药或压疮护理", "tube": "管道护理", "injection": "注射或输液", "sampling": "采血",
        "rehab": "康复训练", "teaching": "指导照护者",
    },
    none="none",
    source="本平台",
    verified=False,
)  # fmt: skip
SORES = _listed("压疮", "无", "1 期", "2 期及以上")
