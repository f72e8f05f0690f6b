"""Answers of the card of a birth defect: the 23 kinds that the national surveillance names, not read in print."""

from gongwei.catalog.sources import BIRTH_DEFECTS
from gongwei.domain.codes import Codelist

_KINDS = (
    "无脑畸形", "脊柱裂", "脑膨出", "先天性脑积水", "腭裂", "唇裂", "唇裂合并腭裂", "小耳（包括无耳）",
    "外耳其他畸形（小耳、无耳除外）", "食道闭锁或狭窄", "直肠肛门闭锁或狭窄（包括无肛）", "尿道下裂", "膀胱外翻",
    "马蹄内翻足", "多指（趾）", "并指（趾）", "肢体短缩（包括缺指（趾）、裂手（足））", "先天性膈疝", "脐膨出", "腹裂",
    "联体双胎", "唐氏综合征（21-三体综合征）", "先天性心脏病",
)  # fmt: skip
DEFECTS = Codelist(
    "出生缺陷",
    {**{str(number): kind for number, kind in enumerate(_KINDS, 1)}, "24": "其他"},
    source=BIRTH_DEFECTS,
    verified=False,
)
FETUSES = Codelist("胎数", {"1": "单胎", "2": "双胎", "3": "三胎及以上"}, source=BIRTH_DEFECTS, verified=False)
OUTCOME = Codelist(
    "转归", {"1": "存活", "2": "死胎", "3": "死产", "4": "7 天内死亡"}, source=BIRTH_DEFECTS, verified=False
)
TOLD_BY = Codelist(
    "诊断依据",
    {"1": "临床", "2": "超声", "3": "尸解", "4": "生化检查", "5": "染色体", "6": "其他"},
    source=BIRTH_DEFECTS,
    verified=False,
)
WHEN = Codelist("诊断时间", {"1": "产前", "2": "产后 7 天内", "3": "7 天以后"}, source=BIRTH_DEFECTS, verified=False)
