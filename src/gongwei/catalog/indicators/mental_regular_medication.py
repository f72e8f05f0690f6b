"""Share of registered patients who take medicine as prescribed at their last visit (管理治疗工作规范 2018)."""

from gongwei.catalog.fields.mental import adherence
from gongwei.catalog.fields.mental_frames import REGISTERED, registered, visits
from gongwei.catalog.sources import MENTAL_2018
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="mental_regular_medication",
    title="严重精神障碍患者规律服药率",
    unit="%",
    better="higher",
    population=registered,
    counted=visits.last(adherence) == "1",
    source=MENTAL_2018,
    owner="精神卫生",
    verified=False,
    notes=(
        REGISTERED,
        "以年内最后一次随访为准；“规律”为医生按医嘱判断，未按全年四分之三天数计算（本市可调整）。",
    ),
)
