"""Share of people at high risk of hypertension whose pressure was measured in each half of the year."""

from gongwei.catalog.fields.frames import visits
from gongwei.catalog.fields.measurements import diastolic, systolic
from gongwei.catalog.programs.hypertension_risk import program
from gongwei.catalog.sources import PRESSURE_CHECK
from gongwei.domain.expr import all_known
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

measured = visits.during(year).where(all_known(systolic, diastolic).called("测过血压"))

indicator = Indicator(
    key="hypertension_risk_followed",
    title="高血压高危人群规范测压率",
    unit="%",
    better="higher",
    population=program.enrolled.any_day(year),
    counted=measured.count() >= program.owed(2),
    source=PRESSURE_CHECK,
    owner="慢病",
    verified=False,
    notes=("每满半年至少测 1 次，全年 2 次；任何服务中测的血压都算（本市可调整）。",),
)
