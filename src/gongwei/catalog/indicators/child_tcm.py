"""Share of children from six to 36 months who had Chinese-medicine guidance at the ages of the year."""

from gongwei.catalog.fields.child import months
from gongwei.catalog.fields.child_check import tcm
from gongwei.catalog.programs.child import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import cases, known, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

told = program.visits.during(year).where(known(tcm)).count()
owed = cases((months >= 12, 2), otherwise=1)

indicator = Indicator(
    key="child_tcm",
    title="0–36 个月儿童中医药健康管理率",
    unit="%",
    better="higher",
    population=lives_here & (months >= 6) & (months <= 36),
    counted=told >= owed,
    source=NORM_2017,
    owner="妇幼",
    verified=False,
    notes=(
        "分子：本年内按月龄（6、12、18、24、30、36 月龄）接受中医饮食起居指导和穴位按揉传授的儿童。",
        "按年末月龄：满 12 月龄者本年应有 2 次，6–11 月龄者 1 次（本市可调整）。",
    ),
)
