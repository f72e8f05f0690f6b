"""An emergency with a patient and the medical response to it (管理治疗工作规范 2018, 应急医疗处置)."""

from datetime import date

from gongwei.catalog.codelists import mental as codes
from gongwei.catalog.fields import mental_card as asked
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import MENTAL_2018
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import Card, within
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Choices, Flag, Text

card = Card(
    key="mental_event",
    title="严重精神障碍应急医疗处置单",
    source=MENTAL_2018,
    since=date(2018, 5, 28),
    form=Form(
        *(field.but(title="事件日期") if field.key == "known_date" else field for field in WHEN),
        Section(
            "事件",
            Choice("event_kind", "事件类别", codes=codes.EVENTS, required=True, source=MENTAL_2018),
            asked.risk.but(title="处置时危险性"),
            Text("event_place", "地点", longest=60, source=MENTAL_2018),
            Text("event_course", "经过", longest=500, required=True, source=MENTAL_2018),
        ),
        Section(
            "处置",
            Choices("responses", "处置措施", codes=codes.RESPONSES, required=True, source=MENTAL_2018),
            Flag("police_came", "公安已立案", source=MENTAL_2018),
            Text("response_result", "处置结果", longest=300, required=True, source=MENTAL_2018),
        ),
    ),
    to="centre",
    # The span was not read in print.
    clocks=(within(hours=24),),
    answer_days=7,
    sensitivity=Sensitivity.GUARDED_HEALTH,
    verified=False,
)
