"""Share of managed patients whose guardian signed for the award for care (以奖代补), as the supplementary form says."""

from gongwei.catalog.fields.mental_file import guardian_award_date
from gongwei.catalog.fields.mental_frames import MANAGED, files, managed
from gongwei.catalog.sources import MENTAL_TASKS_2016
from gongwei.domain.expr import known
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="mental_guardian_award",
    title="监护责任书（以奖代补）签订率",
    unit="%",
    better="higher",
    population=managed,
    counted=known(files.last_known(guardian_award_date)),
    source=MENTAL_TASKS_2016,
    owner="精神卫生",
    verified=False,
    notes=(
        MANAGED,
        "签订：补充表登记了签订日期。应签对象由本市定，未定时按全部在管患者计算（本市可调整）。",
    ),
)
