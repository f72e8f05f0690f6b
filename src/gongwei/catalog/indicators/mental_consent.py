"""Share of registered patients who, or whose guardian, signed that they agree to be managed (规范第三版: 知情同意)."""

from gongwei.catalog.fields.mental_file import consent
from gongwei.catalog.fields.mental_frames import REGISTERED, files, registered
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="mental_consent",
    title="严重精神障碍患者知情同意签署率",
    unit="%",
    better="higher",
    population=registered,
    counted=files.last_known(consent) == "1",
    source=NORM_2017,
    owner="精神卫生",
    verified=False,
    notes=(
        REGISTERED,
        "以最近一次补充表为准；没有填表的计为未签。规范要求签署，签署率的算法由本市定（本市可调整）。",
    ),
)
