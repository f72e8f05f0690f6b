"""Share of the old who cannot care for themselves and have a bed at home or a round in their home (医养护)."""

from gongwei.catalog.programs import care_level, home_bed, nursing_home
from gongwei.catalog.sources import CARE_2019
from gongwei.domain.expr import lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

at_home, in_a_home = home_bed.program, nursing_home.program
served = at_home.visits.during(year).exists() | in_a_home.visits.during(year).exists()

indicator = Indicator(
    key="disabled_served",
    title="失能老年人上门与机构巡诊服务率",
    unit="%",
    better="higher",
    population=lives_here & care_level.program.visits.last(care_level.severe),
    counted=served,
    source=CARE_2019,
    owner="老龄",
    verified=False,
    notes=("失能：末次评估为不能自理；服务：年内有家庭病床或养老机构巡诊记录（本市可调整）。",),
)
