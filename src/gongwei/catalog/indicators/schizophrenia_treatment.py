"""Share of registered patients with schizophrenia who are treated with medicine (精神卫生综合管理 2016)."""

from gongwei.catalog.fields.mental import adherence
from gongwei.catalog.fields.mental_frames import REGISTERED, registered, schizophrenia, visits
from gongwei.catalog.sources import MENTAL_TASKS_2016
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="schizophrenia_treatment",
    title="精神分裂症治疗率",
    unit="%",
    better="higher",
    population=registered & schizophrenia,
    counted=visits.last(adherence).isin("1", "2"),
    source=MENTAL_TASKS_2016,
    owner="精神卫生",
    verified=False,
    notes=(
        REGISTERED,
        "治疗：年内最后一次随访在服药（规律或间断；本市可调整）。",
    ),
)
