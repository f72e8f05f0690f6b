"""First of the three nineties, among those registered: who knows (规划 000 附件2-6)."""

from gongwei.catalog.fields.hiv import told
from gongwei.catalog.programs.hiv import program
from gongwei.catalog.sources import HIV_PLAN
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

seen = program.visits.during(year)

indicator = Indicator(
    key="hiv_aware",
    title="感染者知晓自身感染状况比例",
    unit="%",
    better="higher",
    population=program.enrolled.any_day(year),
    counted=seen.last((told == "2").called("已告知本人")),
    source=HIV_PLAN,
    owner="疾控",
    verified=False,
    notes=("分母为在册者；规划以估计感染人数为分母，须由疾控提供估计数。",),
)
