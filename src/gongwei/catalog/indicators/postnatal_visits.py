"""Share of the year's mothers visited within 28 days of leaving hospital (规范第三版, 孕产妇: 产后访视率)."""

from gongwei.catalog.fields.pregnancy import discharge_date, home
from gongwei.catalog.indicators.early_booking import delivered
from gongwei.catalog.programs.pregnancy import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.elapsed import days_since
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

visited = program.visits.during(year).where(home & (days_since(discharge_date) <= 28)).exists()

indicator = Indicator(
    key="postnatal_visits",
    title="产后访视率",
    unit="%",
    better="higher",
    population=delivered.exists(),
    counted=visited,
    source=NORM_2017,
    owner="妇幼",
    verified=False,
    notes=(
        "产后 28 天内（自出院起算）接受过访视；服务要求的出院后 7 天另计，在待办中催办。",
        "分母为本年登记分娩、有活产的产妇。年末分娩、次年访视的不计入本年。",
    ),
)
