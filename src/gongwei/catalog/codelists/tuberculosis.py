"""Answers of the tuberculosis forms (规范第三版 2017, 肺结核患者第一次入户随访记录表, 随访服务记录表).

The two forms number their symptoms differently from 6 on, so each has a list and a key of its own.
"""

from gongwei.catalog.sources import NORM_2017, TUBERCULOSIS_2020
from gongwei.domain.codes import Codelist

PATIENT_TYPE = Codelist("患者类型", {"1": "初治", "2": "复治"})
SPUTUM = Codelist("痰菌情况", {"1": "阳性", "2": "阴性", "3": "未查痰"})
RESISTANCE = Codelist("耐药情况", {"1": "耐药", "2": "非耐药", "3": "未检测"})
USAGE = Codelist("用法", {"1": "每日", "2": "间歇"})
DRUG_FORMS = Codelist("药品剂型", {"1": "固定剂量复合制剂", "2": "散装药", "3": "板式组合药", "4": "注射剂"})
SUPERVISOR = Codelist("督导人员", {"1": "医生", "2": "家属", "3": "自服药", "4": "其他"})
HAS = Codelist("有无", {"1": "有", "2": "无"})
LEARNT = Codelist("掌握情况", {"1": "掌握", "2": "未掌握"})
SCHOOL = Codelist("学校人员", {"1": "不是", "2": "学生", "3": "教职员工"}, source=TUBERCULOSIS_2020, verified=False)
KNOWN_AS = Codelist("报告类别", {"1": "疑似", "2": "临床诊断", "3": "确诊"}, source=TUBERCULOSIS_2020, verified=False)
SUSPECT_SIGNS = Codelist(
    "可疑症状",
    {
        "0": "没有症状",
        "1": "咳嗽、咳痰 2 周及以上",
        "2": "咯血或血痰",
        "3": "发热、盗汗",
        "4": "胸痛",
        "5": "不明原因消瘦",
    },
    none="0",
    source=NORM_2017,
    verified=False,
)
FILM = Codelist(
    "胸部影像",
    {"1": "符合活动性肺结核", "2": "异常，待查", "3": "正常", "4": "未查"},
    source=TUBERCULOSIS_2020,
    verified=False,
)
FIRST_SYMPTOMS = Codelist(
    "症状及体征",
    {
        "0": "没有症状",
        "1": "咳嗽咳痰",
        "2": "低热盗汗",
        "3": "咯血或血痰",
        "4": "胸痛消瘦",
        "5": "恶心纳差",
        "6": "头痛失眠",
        "7": "视物模糊",
        "8": "皮肤瘙痒或皮疹",
        "9": "耳鸣或听力下降",
    },
    none="0",
)
SYMPTOMS = Codelist(
    "症状及体征",
    {
        "0": "没有症状",
        "1": "咳嗽咳痰",
        "2": "低热盗汗",
        "3": "咯血或血痰",
        "4": "胸痛消瘦",
        "5": "恶心纳差",
        "6": "关节疼痛",
        "7": "头痛失眠",
        "8": "视物模糊",
        "9": "皮肤瘙痒或皮疹",
        "10": "耳鸣或听力下降",
    },
    none="0",
)
MISS_REASON = Codelist("漏服药原因", {"1": "不良反应", "2": "其他原因"})
STOP_REASON = Codelist("停止治疗原因", {"1": "完成疗程", "2": "死亡", "3": "丢失", "4": "转入耐多药治疗"})

# Who lived or studied with a patient. The list of questions is the platform's, after the technical specification.
RELATION = Codelist(
    "与患者的关系",
    {"1": "共同居住", "2": "同班或同宿舍", "3": "同一办公室或车间", "4": "其他密切接触"},
    source=TUBERCULOSIS_2020,
    verified=False,
)
IGRA = Codelist("γ-干扰素释放试验", {"1": "阴性", "2": "阳性", "3": "未做"}, source=TUBERCULOSIS_2020, verified=False)
CHEST = Codelist(
    "胸部影像检查", {"1": "未见异常", "2": "疑似活动性病变", "3": "未做"}, source=TUBERCULOSIS_2020, verified=False
)
# What the designated hospital told at the telephone call after the end of treatment.
OUTCOME = Codelist(
    "治疗转归",
    {"1": "治愈", "2": "完成疗程", "3": "治疗失败", "4": "死亡", "5": "丢失", "6": "其他"},
    source=TUBERCULOSIS_2020,
    verified=False,
)
