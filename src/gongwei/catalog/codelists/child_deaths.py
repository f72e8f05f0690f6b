"""Answers of the card of a child's death: the causes that the national surveillance names, not read in print."""

from gongwei.catalog.sources import CHILD_DEATHS
from gongwei.domain.codes import Codelist

_CAUSES = (
    "痢疾", "败血症", "麻疹", "结核", "其他传染病和寄生虫病", "白血病", "其他肿瘤", "脑膜炎", "其他神经系统疾病",
    "肺炎", "其他呼吸系统疾病", "腹泻", "其他消化系统疾病", "先天性心脏病", "神经管畸形", "唐氏综合征", "其他先天异常",
    "早产或低出生体重", "出生窒息", "新生儿破伤风", "新生儿硬肿症", "颅内出血", "其他新生儿病", "溺水", "交通意外",
    "意外窒息", "意外中毒", "意外跌落", "其他意外", "内分泌、营养及代谢疾病", "血液及造血器官疾病", "循环系统疾病",
    "泌尿系统疾病", "其他", "诊断不明",
)  # fmt: skip


def _codes(title: str, *names: str) -> Codelist:
    numbered = {str(number): name for number, name in enumerate(names, 1)}
    return Codelist(title, numbered, source=CHILD_DEATHS, verified=False)


CAUSE = _codes("死因分类", *_CAUSES)
DIED_AT = _codes("死亡地点", "医院", "途中", "家中", "其他")
TREATED = _codes("死前治疗", "住院", "门诊", "未治疗")
WHY_UNTREATED = _codes("未治疗原因", "经济困难", "交通不便", "来不及送医院", "家长认为病情不严重", "风俗习惯", "其他")
TOLD_BY = _codes("死因诊断依据", "病理尸检", "临床", "死后推断")
