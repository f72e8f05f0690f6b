"""Share of children under seven who were overweight or obese at the last check of the year."""

from gongwei.catalog.fields.growth import heavy, shape_band
from gongwei.catalog.programs.child import program
from gongwei.catalog.sources import GROWTH_2022
from gongwei.domain.expr import age, known, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="child_overweight",
    title="7 岁以下儿童超重肥胖率",
    unit="%",
    better="lower",
    unknown="excluded",
    population=lives_here & (age < 7),
    counted=program.visits.during(year).where(known(shape_band)).last(heavy),
    source=GROWTH_2022,
    owner="妇幼",
    verified=False,
    notes=(
        "身长（身高）别体重达到 +1SD 及以上（WS/T 423-2022）。",
        "本年末次测量为准，没有测量的不计入分母。",
    ),
)
