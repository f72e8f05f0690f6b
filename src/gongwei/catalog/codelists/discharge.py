"""Codes of the notice with which a hospital hands a patient down to the community."""

from gongwei.catalog.sources import NORM_2017
from gongwei.domain.codes import Codelist

WHY_DOWN = Codelist(
    "下转原因",
    {"1": "病情稳定，社区继续管理", "2": "康复治疗", "3": "术后随访", "4": "产后（新生儿）访视", "9": "其他"},
    source=NORM_2017,
    verified=False,
)
WISHES = Codelist(
    "请社区做什么",
    {"1": "上门访视", "2": "门诊随访", "3": "康复指导", "4": "换药拆线", "5": "复查化验", "9": "其他"},
    none=None,
    source=NORM_2017,
    verified=False,
)
