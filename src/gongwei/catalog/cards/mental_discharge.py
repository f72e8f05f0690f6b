"""The notice of a discharge from a psychiatric ward (出院信息单, 管理治疗工作规范 2018): a visit in two weeks."""

from datetime import date

from gongwei.catalog.fields import mental
from gongwei.catalog.fields import mental_card as asked
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import MENTAL_2018
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import Card, within
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Day, Text

card = Card(
    key="mental_discharge",
    title="严重精神障碍患者出院信息单",
    source=MENTAL_2018,
    since=date(2018, 5, 28),
    form=Form(
        *(field.but(title="出院日期") if field.key == "known_date" else field for field in WHEN),
        Section(
            "住院情况",
            Day("admitted_date", "入院日期", past=True, source=MENTAL_2018),
            asked.diagnosis.but(title="出院诊断"),
            mental.effect.but(asked=True, title="住院疗效"),
            asked.risk.but(title="出院时危险性"),
        ),
        Section(
            "下一步",
            mental.used.but(key="discharge_medicines", title="出院带药", carried=False, note=""),
            Text("advice_after", "下一步治疗方案及康复建议", longest=500, required=True, source=MENTAL_2018),
        ),
        asked.GUARDIAN,
    ),
    to="centre",
    # The spans were not read in print.
    clocks=(within(asked.dangerous, hours=24), within(working_days=10)),
    answer_days=14,
    sensitivity=Sensitivity.GUARDED_HEALTH,
    opens="mental_file",
    verified=False,
)
