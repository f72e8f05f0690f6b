"""Share of those who completed treatment in the year who took 90 % of their doses (规范第三版: 规则服药率)."""

from gongwei.catalog.fields.tuberculosis import doses_due, doses_taken, stop_reason
from gongwei.catalog.programs.tuberculosis import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

finished = program.visits.during(year).where(stop_reason.isin("1").called("完成疗程"))

indicator = Indicator(
    key="tb_regular_treatment",
    title="肺结核患者规则服药率",
    unit="%",
    better="higher",
    population=finished.exists(),
    counted=finished.last((doses_taken >= doses_due * 0.9).called("实际服药次数占应服药次数的 90% 及以上")),
    source=NORM_2017,
    owner="疾控",
    notes=("同期辖区内已完成治疗的肺结核患者；以停止治疗时登记的应服、实服次数计算。",),
)
