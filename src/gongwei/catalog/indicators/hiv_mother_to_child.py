"""Infants infected of those whose result is known (规划 001 专栏7)."""

from gongwei.catalog.fields.hiv import infant
from gongwei.catalog.programs.hiv import program
from gongwei.catalog.sources import HIV_PLAN
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

seen = program.visits.during(year)

indicator = Indicator(
    key="hiv_mother_to_child",
    title="艾滋病母婴传播率",
    unit="%",
    better="lower",
    population=seen.where(infant.isin("1", "2").called("婴儿检测结果已知")).exists(),
    counted=seen.where(infant.isin("1", "2").called("婴儿检测结果已知")).last((infant == "2").called("婴儿感染")),
    source=HIV_PLAN,
    owner="疾控",
    verified=False,
    notes=("分母为本年登记婴儿检测结果的母亲；一名母亲计一次。",),
)
