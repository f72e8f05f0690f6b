"""Share of poor patients with a certificate of disability who receive subsistence (精神卫生综合管理 2016: 应保尽保)."""

from gongwei.catalog.fields.mental_file import certificate_date, subsistence_date
from gongwei.catalog.fields.mental_frames import REGISTERED, files, poor, registered
from gongwei.catalog.sources import MENTAL_TASKS_2016
from gongwei.domain.expr import known
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="mental_subsistence",
    title="贫困精神残疾人纳入最低生活保障比例",
    unit="%",
    better="higher",
    population=registered & poor & known(files.last_known(certificate_date)),
    counted=known(files.last_known(subsistence_date)),
    source=MENTAL_TASKS_2016,
    owner="精神卫生",
    verified=False,
    notes=(
        REGISTERED,
        "符合规定：补充表经济状况为贫困，并已领精神残疾证（本市可调整）。",
    ),
)
