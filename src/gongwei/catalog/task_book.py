"""The public-health task book of medical institutions: what each is asked, and what shows that it was done.

The plans name the duties (001 三(三)3 and 专栏6; 000 三(一)9 with 附件1); the points are ours (not verified).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PLAN_2021 = "杭州市公共卫生服务体系五年计划 2021：医疗卫生机构公共卫生责任"
PLAN_2018 = "杭州市公共卫生三年行动 2018：三(一)9"
HOSPITAL, CENTRE = "hospital", "centre"


@dataclass(frozen=True)
class Task:
    """One duty of an institution in a quarter: what shows it, and the points of a full score."""

    key: str
    title: str
    shows: str
    points: int
    source: str
    kinds: frozenset[str] = frozenset({HOSPITAL, CENTRE})
    verified: bool = False


LISTED = (
    Task(
        "leadership",
        "党政领导责任制",
        "主要负责人为第一责任人的文件，班子分工，本季度研究的记录",
        10,
        PLAN_2021,
    ),
    Task("office", "独立公共卫生科和专职人员", "科室设置文件，专职人员名单", 10, PLAN_2021, frozenset({HOSPITAL})),
    Task("training", "医护人员公共卫生培训", "本季度培训的日期、内容、签到人数和考核结果", 15, PLAN_2021),
    Task("infectious", "传染病疫情监测与报告", "门诊日志抽查数、应报数、漏报和迟报数", 20, PLAN_2021),
    Task("emergency", "突发公共卫生事件监测与报告", "值班和报告记录，演练或处置的日期和小结", 15, PLAN_2021),
    Task("key_diseases", "重点疾病监测与报告", "慢性病、死因、肿瘤报告卡数和审核记录", 15, PLAN_2021),
    Task("early_finding", "传染病和慢性病早发现、早处置", "首诊测血压、肺结核可疑者转诊等的人数", 10, PLAN_2018),
    Task("health_education", "健康教育与临床服务结合", "本季度活动次数、资料种类、受众人数", 5, PLAN_2018),
)
TASKS: Mapping[str, Task] = MappingProxyType({one.key: one for one in LISTED})


def tasks_of(kind: str) -> tuple[Task, ...]:
    """List the tasks of a kind of institution, in the order of the book."""
    return tuple(task for task in TASKS.values() if kind in task.kinds)
