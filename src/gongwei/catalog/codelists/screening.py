"""Answers of the screening for high blood pressure, high glucose and three cancers. Codes are ours (not verified)."""

from gongwei.domain.codes import Codelist


def _listed(title: str, *names: str) -> Codelist:
    return Codelist(title, {str(number): name for number, name in enumerate(names, 1)}, source="本平台", verified=False)


TURN = _listed("非同日测量", "第 1 次", "第 2 次", "第 3 次")
CONCLUSION = _listed("筛查结论", "未诊断", "确诊", "排除")

CONSENT = _listed("是否参加", "同意", "拒绝", "未联系上")
RECALL = _listed("诊断性检查", "已完成", "已预约", "拒绝")
FOUND = _listed("诊断结果", "未见异常", "良性病变", "癌前病变", "早期癌", "中晚期癌")
TREATED = _listed("治疗", "已治疗", "治疗中", "拒绝治疗")

QUESTIONNAIRE = _listed("问卷评估", "低风险", "高风险")
FIT = _listed("大便潜血（免疫法）", "阴性", "阳性")
HPV = _listed("高危型 HPV", "阴性", "16 或 18 型阳性", "其他高危型阳性")
CYTOLOGY = _listed("细胞学", "未见上皮内病变", "ASC-US", "ASC-H、LSIL 及以上")
BI_RADS = Codelist(
    "BI-RADS 分类",
    {"0": "0 类", "1": "1 类", "2": "2 类", "3": "3 类", "4": "4 类", "5": "5 类"},
    source="BI-RADS 第五版",
    verified=False,
)
