"""Share of people at high risk of diabetes whose fasting glucose was measured in the year."""

from gongwei.catalog.fields.frames import visits
from gongwei.catalog.fields.measurements import fasting_glucose
from gongwei.catalog.programs.diabetes_risk import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import known
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="diabetes_risk_glucose",
    title="糖尿病高危人群血糖检测率",
    unit="%",
    better="higher",
    population=program.enrolled.any_day(year),
    counted=visits.during(year).where(known(fasting_glucose).called("测过空腹血糖")).exists(),
    source=NORM_2017,
    owner="慢病",
    verified=False,
    notes=("年内任何服务中测过 1 次空腹血糖即计入（本市可调整）。",),
)
