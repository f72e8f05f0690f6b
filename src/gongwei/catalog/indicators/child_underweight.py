"""Share of children under five whose last weight of the year was below −2 SD of the standard."""

from gongwei.catalog.fields.growth import light, weight_band
from gongwei.catalog.programs.child import program
from gongwei.catalog.sources import GROWTH_2022
from gongwei.domain.expr import age, known, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="child_underweight",
    title="5 岁以下儿童低体重率",
    unit="%",
    better="lower",
    unknown="excluded",
    population=lives_here & (age < 5),
    counted=program.visits.during(year).where(known(weight_band)).last(light),
    source=GROWTH_2022,
    owner="妇幼",
    verified=False,
    notes=(
        "体重低于同年龄同性别 −2SD（WS/T 423-2022，早产儿按矫正月龄）。",
        "本年末次测量为准，没有测量的不计入分母。",
    ),
)
