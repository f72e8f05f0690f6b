"""Share of the year's mothers who were booked, and first checked, before 13 weeks (规范第三版, 孕产妇: 早孕建册率)."""

from gongwei.catalog.fields.pregnancy import TERM, booked_date, delivering, edd, live_births
from gongwei.catalog.programs.pregnancy import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.elapsed import days_after, days_since
from gongwei.domain.expr import Parameter
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

delivered = program.visits.during(year).where(delivering & (live_births >= 1))
booked_at = (days_since(days_after(edd, -TERM)) - days_since(booked_date)).called("建册时孕龄")
early = booked_at < Parameter(91, "early_booking.days", "早孕建册孕龄上限", "天")

indicator = Indicator(
    key="early_booking",
    title="早孕建册率",
    unit="%",
    better="higher",
    population=delivered.exists(),
    counted=delivered.last(early),
    source=NORM_2017,
    owner="妇幼",
    verified=False,
    notes=(
        "孕 13 周前（12 周加 6 天及以内）建册并做第 1 次产前检查；西湖区“十三五”规划按孕 12 周，可由本市改为 84 天。",
        "分母为本年登记分娩、有活产的产妇，代替规范的活产数：双胎计 1 人。",
    ),
)
