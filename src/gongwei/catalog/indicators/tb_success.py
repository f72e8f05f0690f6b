"""Share of the year's known outcomes of tuberculosis treatment that are cured or completed (规划 001: 成功治疗率)."""

from gongwei.catalog.fields.tuberculosis import outcome
from gongwei.catalog.programs.tuberculosis import program
from gongwei.catalog.sources import TUBERCULOSIS_2020
from gongwei.domain.expr import known
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

assessed = program.visits.during(year).where(known(outcome).called("治疗转归已核实"))

indicator = Indicator(
    key="tb_success",
    title="肺结核成功治疗率",
    unit="%",
    better="higher",
    population=assessed.exists(),
    counted=assessed.last(outcome.isin("1", "2").called("治愈或完成疗程")),
    source=TUBERCULOSIS_2020,
    owner="疾控",
    verified=False,
    notes=("本年核实转归的患者中治愈或完成疗程者；按核实转归的年份计，不按登记队列。",),
)
