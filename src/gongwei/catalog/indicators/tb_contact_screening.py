"""Share of the year's close contacts of tuberculosis patients who were screened (结核病预防控制工作技术规范 2020)."""

from gongwei.catalog.codelists.conditions import TB_CONTACT
from gongwei.catalog.fields.tuberculosis import chest
from gongwei.catalog.indicators.tb_management import code
from gongwei.catalog.programs.tb_contact import program
from gongwei.catalog.sources import TUBERCULOSIS_2020
from gongwei.domain.expr import Frame
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="tb_contact_screening",
    title="肺结核密切接触者筛查率",
    unit="%",
    better="higher",
    population=Frame("conditions", code.isin(*TB_CONTACT)).during(year).exists(),
    counted=program.visits.where(chest.isin("1", "2")).exists(),
    source=TUBERCULOSIS_2020,
    owner="疾控",
    verified=False,
    notes=("已筛查：做过症状筛查和胸部影像检查；分母为本年登记的密切接触者。",),
)
