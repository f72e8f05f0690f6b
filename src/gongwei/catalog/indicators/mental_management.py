"""Share of registered patients who agreed to be followed (管理治疗工作规范 2018: 在册患者管理率)."""

from gongwei.catalog.fields.mental_frames import MANAGED, REGISTERED, managed, registered
from gongwei.catalog.sources import MENTAL_2018
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="mental_management",
    title="严重精神障碍患者管理率",
    unit="%",
    better="higher",
    population=registered,
    counted=managed,
    source=MENTAL_2018,
    owner="精神卫生",
    verified=False,
    notes=(
        REGISTERED,
        MANAGED,
    ),
)
