"""Third of the three nineties: whose virus is suppressed (规划 000 附件2-6)."""

from gongwei.catalog.fields.hiv import treated, viral_load
from gongwei.catalog.programs.hiv import program, suppressed_below
from gongwei.catalog.sources import HIV_PLAN
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

seen = program.visits.during(year)

indicator = Indicator(
    key="hiv_suppressed",
    title="抗病毒治疗成功率",
    unit="%",
    better="higher",
    population=seen.last(treated.called("在抗病毒治疗")),
    counted=seen.last_known(viral_load) < suppressed_below,
    source=HIV_PLAN,
    owner="疾控",
    verified=False,
    notes=("本年最近一次病毒载量低于 1000 拷贝/mL；本年没有检测的不算成功。",),
)
