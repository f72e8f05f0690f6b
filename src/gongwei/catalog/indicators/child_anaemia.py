"""Share of children under five whose last haemoglobin of the year was low."""

from gongwei.catalog.fields.child_check import anaemic, haemoglobin
from gongwei.catalog.programs.child import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import age, known, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="child_anaemia",
    title="5 岁以下儿童贫血患病率",
    unit="%",
    better="lower",
    unknown="excluded",
    population=lives_here & (age < 5),
    counted=program.visits.during(year).where(known(haemoglobin)).last(anaemic),
    source=NORM_2017,
    owner="妇幼",
    verified=False,
    notes=("6–59 月龄血红蛋白 <110 g/L；本年末次检查为准，未查血红蛋白的不计入分母。",),
)
