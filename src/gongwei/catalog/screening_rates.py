"""What is counted of every round of cancer screening: who came, who was recalled and answered, what was found early."""

from gongwei.catalog.screening import cancer, diagnosis, early, precancer
from gongwei.domain.expr import Expr, known
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year
from gongwei.domain.program import Program

OWNER = "慢病"


def participation(program: Program, name: str) -> Indicator:
    """Count who of the invited had a first test in the year."""
    tested = program.visits.during(year).where(_condition(program, "negative"))
    return Indicator(
        key=f"{program.key}_participation",
        title=f"{name}筛查参与率",
        unit="%",
        better="higher",
        population=program.enrolled.any_day(year),
        counted=tested.exists(),
        source=program.source,
        owner=OWNER,
        verified=False,
        notes=("受邀：年内在筛查名单上的人；参与：年内有初筛结果（本市可调整）。",),
    )


def recalled(program: Program, name: str) -> Indicator:
    """Count who of those with a positive test in the year has a diagnosis by now."""
    return Indicator(
        key=f"{program.key}_recall",
        title=f"{name}初筛阳性者诊断率",
        unit="%",
        better="higher",
        population=program.visits.during(year).where(_condition(program, "recall")).exists(),
        counted=program.visits.where(known(diagnosis).called("已有诊断结果")).exists(),
        source=program.source,
        owner=OWNER,
        verified=False,
        notes=("分母：年内初筛阳性者；分子：到统计日已有诊断结果者，年后诊断的也算（本市可调整）。",),
    )


def found_early(program: Program, name: str) -> Indicator:
    """Count who of those with a cancer or what comes before it was found early."""
    found = program.visits.during(year)
    return Indicator(
        key=f"{program.key}_early",
        title=f"{name}早诊率",
        unit="%",
        better="higher",
        population=found.where((cancer | precancer).called("查出癌或癌前病变")).exists(),
        counted=found.where(early).exists(),
        source=program.source,
        owner=OWNER,
        verified=False,
        notes=("早诊：癌前病变和早期癌占查出的癌及癌前病变（本市可调整）。",),
    )


def _condition(program: Program, rule: str) -> Expr:
    """Give the condition under which a sheet is at that step or has passed it."""
    return next(one.condition for one in program.rules if one.key == rule)
