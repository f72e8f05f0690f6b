"""Share of residents from 65 whose care level was assessed in the year (失能评估)."""

from gongwei.catalog.programs.care_level import program
from gongwei.catalog.sources import CARE_2019
from gongwei.domain.expr import age, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="care_assessed",
    title="老年人失能评估率",
    unit="%",
    better="higher",
    population=lives_here & (age >= 65),
    counted=program.visits.during(year).exists(),
    source=CARE_2019,
    owner="老龄",
    verified=False,
    notes=("年内评估 1 次即计入；年龄按年度最后一日计算（本市可调整）。",),
)
