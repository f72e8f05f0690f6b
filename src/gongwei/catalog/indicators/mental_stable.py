"""Share of managed patients who were stable at their last visit (管理治疗工作规范 2018)."""

from gongwei.catalog.fields.mental import stability
from gongwei.catalog.fields.mental_frames import MANAGED, managed, visits
from gongwei.catalog.sources import MENTAL_2018
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="mental_stable",
    title="严重精神障碍患者病情稳定率",
    unit="%",
    better="higher",
    population=managed,
    counted=visits.last(stability) == "3",
    source=MENTAL_2018,
    owner="精神卫生",
    verified=False,
    notes=(
        MANAGED,
        "以年内最后一次随访的医生分类为准；失访、住院、未随访的不计为稳定。",
    ),
)
