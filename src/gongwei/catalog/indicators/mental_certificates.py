"""Share of registered patients with a right to a certificate of disability who have one (精神卫生综合管理 2016)."""

from gongwei.catalog.fields.mental_file import certificate_date, certificate_due
from gongwei.catalog.fields.mental_frames import REGISTERED, files, registered
from gongwei.catalog.sources import MENTAL_TASKS_2016
from gongwei.domain.expr import known
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="mental_certificates",
    title="符合条件的严重精神障碍患者残疾证持证率",
    unit="%",
    better="higher",
    population=registered & files.last_known(certificate_due),
    counted=known(files.last_known(certificate_date)),
    source=MENTAL_TASKS_2016,
    owner="精神卫生",
    verified=False,
    notes=(
        REGISTERED,
        "符合条件：补充表登记为符合领取残疾证条件。",
    ),
)
