"""The three short forms of a street's joint group: what is shared, what was answered, what a meeting agreed on.

A centre shares a name, a village, a reachable guardian and a request; never readings, diagnoses or medicines.
"""

from gongwei.catalog.codelists import joint_group as codes
from gongwei.catalog.sources import MENTAL_TASKS_2016
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Choices, Day, Text

NO_HEALTH = "只写请求，不写诊断、症状、用药"

share = Form(
    Section(
        "请小组协助",
        Choice("why", "共享原因", codes=codes.WHY, required=True, source=MENTAL_TASKS_2016),
        Choices("asked", "协助事项", codes=codes.ASKED, required=True, source=MENTAL_TASKS_2016),
        Choices("asked_of", "请哪些单位", codes=codes.MEMBERS, required=True, source=MENTAL_TASKS_2016),
        Text("request", "具体请求", longest=200, source=MENTAL_TASKS_2016, note=NO_HEALTH),
    ),
    Section(
        "可联系的监护人",
        Text("guardian", "监护人姓名", required=True, longest=30, source=MENTAL_TASKS_2016),
        Text("phone", "监护人电话", required=True, longest=20, source=MENTAL_TASKS_2016),
    ),
    Section(
        "依据",
        Choice("ground", "共享依据", codes=codes.GROUNDS, required=True, source=MENTAL_TASKS_2016),
        Text("basis", "依据说明", required=True, longest=200, source=MENTAL_TASKS_2016,
             note="同意书签字人和日期，或紧急情况"),
    ),
)  # fmt: skip
answer = Form(
    Choice("member", "办理单位", codes=codes.MEMBERS, required=True, source=MENTAL_TASKS_2016),
    Choice("outcome", "办理结果", codes=codes.OUTCOMES, required=True, source=MENTAL_TASKS_2016),
    Text("said", "说明", required=True, longest=300, source=MENTAL_TASKS_2016),
)
meeting = Form(
    Day("held_date", "会议日期", past=True, required=True, source=MENTAL_TASKS_2016, note="每季度至少 1 次"),
    Choices("members", "到会单位", codes=codes.MEMBERS, required=True, source=MENTAL_TASKS_2016),
    Text("agreed", "议定事项", required=True, longest=1000, source=MENTAL_TASKS_2016, note="不写患者姓名"),
)
