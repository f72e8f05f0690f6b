"""Share of managed patients who are unstable or endangered others and have a case plan (精神卫生综合管理 2016)."""

from gongwei.catalog.fields.mental import crimes, offences, stability
from gongwei.catalog.fields.mental_frames import MANAGED, followed, managed, visits
from gongwei.catalog.programs.mental_case import program as case
from gongwei.catalog.sources import MENTAL_TASKS_2016
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

unstable = visits.where(stability == "1").exists()
endangered = followed.visits.where((offences > 0) | (crimes > 0)).exists()

indicator = Indicator(
    key="mental_case_management",
    title="病情不稳定患者个案管理比例",
    unit="%",
    better="higher",
    population=managed & (unstable | endangered),
    counted=case.visits.during(year).exists(),
    source=MENTAL_TASKS_2016,
    owner="精神卫生",
    verified=False,
    notes=(
        MANAGED,
        "病情不稳定：年内有一次随访分类为不稳定；曾肇事肇祸：随访记录中有过，不限年份（本市可调整）。",
        "接受个案管理：年内制定或评估过个案计划（本市可调整）。",
    ),
)
