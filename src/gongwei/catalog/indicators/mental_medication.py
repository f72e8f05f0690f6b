"""Share of registered patients who take medicine, regularly or not, at their last visit (管理治疗工作规范 2018)."""

from gongwei.catalog.fields.mental import adherence
from gongwei.catalog.fields.mental_frames import REGISTERED, registered, visits
from gongwei.catalog.sources import MENTAL_2018
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="mental_medication",
    title="严重精神障碍患者服药率",
    unit="%",
    better="higher",
    population=registered,
    counted=visits.last(adherence).isin("1", "2"),
    source=MENTAL_2018,
    owner="精神卫生",
    verified=False,
    notes=(
        REGISTERED,
        "以年内最后一次随访为准；失访、未随访的计为未服药。",
    ),
)
