"""Share of COPD patients served in the year who were served as the norm asks (慢阻肺规范 2024: 规范健康服务率)."""

from gongwei.catalog.fields.frames import exams
from gongwei.catalog.fields.measurements import spo2
from gongwei.catalog.programs.copd import program
from gongwei.catalog.sources import COPD_2024
from gongwei.domain.expr import known
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

visits = program.visits.during(year)
served = program.enrolled.any_day(year) & visits.exists()
enough_visits = visits.where(known(spo2)).count() >= program.owed(4)

indicator = Indicator(
    key="copd_standard_management",
    title="慢阻肺患者规范健康服务率",
    unit="%",
    better="higher",
    population=served,
    counted=enough_visits & exams.during(year).exists(),
    source=COPD_2024,
    owner="慢病",
    verified=False,
    notes=(
        "年内已接受服务：年内在管且至少随访 1 次（本市可调整）。",
        "规范：测过血氧的随访每满一个季度 1 次、全年 4 次，年内健康检查 1 次（本市可调整）。",
    ),
)
