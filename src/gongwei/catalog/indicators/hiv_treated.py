"""Second of the three nineties: who is treated (规划 000 附件2-6)."""

from gongwei.catalog.fields.hiv import treated
from gongwei.catalog.programs.hiv import program
from gongwei.catalog.sources import HIV_PLAN
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

seen = program.visits.during(year)

indicator = Indicator(
    key="hiv_treated",
    title="感染者抗病毒治疗比例",
    unit="%",
    better="higher",
    population=program.enrolled.any_day(year),
    counted=seen.last(treated.called("在抗病毒治疗")),
    source=HIV_PLAN,
    owner="疾控",
    verified=False,
    notes=("分母为本年在册者，不另除去不宜治疗的人。",),
)
