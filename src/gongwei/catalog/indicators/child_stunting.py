"""Share of children under five whose last length of the year was below −2 SD of the standard."""

from gongwei.catalog.fields.growth import length_band, short
from gongwei.catalog.programs.child import program
from gongwei.catalog.sources import GROWTH_2022
from gongwei.domain.expr import age, known, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="child_stunting",
    title="5 岁以下儿童生长迟缓率",
    unit="%",
    better="lower",
    unknown="excluded",
    population=lives_here & (age < 5),
    counted=program.visits.during(year).where(known(length_band)).last(short),
    source=GROWTH_2022,
    owner="妇幼",
    verified=False,
    notes=(
        "身长（身高）低于同年龄同性别 −2SD（WS/T 423-2022，早产儿按矫正月龄）。",
        "本年末次测量为准，没有测量的不计入分母。",
    ),
)
