"""Share of pregnancies with a raised colour that are managed as a case (妇幼卫生统计: 高危孕产妇管理率)."""

from gongwei.catalog.codelists.pregnancy_risk import GREEN
from gongwei.catalog.fields.pregnancy_risk import colour, infectious, special_care
from gongwei.catalog.programs.pregnancy import program
from gongwei.catalog.sources import PREGNANCY_RISK_2017
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

found = program.visits.during(year).where((colour > GREEN) | infectious.any())

indicator = Indicator(
    key="high_risk_pregnancy",
    title="高危孕产妇管理率",
    unit="%",
    better="higher",
    population=found.exists(),
    counted=found.last(special_care == "1"),
    source=PREGNANCY_RISK_2017,
    owner="妇幼",
    verified=False,
    notes=(
        "筛出：本年评为黄、橙、红色，或有传染病（紫色）；管理：末次评定时已纳入专案管理。",
        "是否包括黄色，各地不一，可由本市调整。",
    ),
)
