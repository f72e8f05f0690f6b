"""Share of the year's notified tuberculosis patients who were managed (规范第三版: 肺结核患者管理率)."""

from gongwei.catalog.codelists.conditions import TUBERCULOSIS
from gongwei.catalog.fields.tuberculosis import notice_date
from gongwei.catalog.programs.tb_first_visit import program as first_visit
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.elapsed import days_since
from gongwei.domain.expr import Frame, Value
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

code = Value("code", "诊断", kind="code")
notified = Frame("conditions", code.isin(*TUBERCULOSIS)).during(year).exists()

indicator = Indicator(
    key="tb_management",
    title="肺结核患者管理率",
    unit="%",
    better="higher",
    population=notified,
    counted=first_visit.complete_visits.where(days_since(notice_date) <= 3).exists(),
    source=NORM_2017,
    owner="疾控",
    verified=False,
    notes=(
        "已管理：接到通知后 72 小时内完成第一次入户随访，记录表填写完整；时限按日历天计。",
        "分母为本年经定点医疗机构确诊并通知基层管理的患者，以登记的诊断日期为准。",
    ),
)
