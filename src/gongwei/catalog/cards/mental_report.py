"""A hospital's report of a confirmed severe mental disorder (精神卫生法 art. 24; 管理治疗工作规范 2018)."""

from datetime import date

from gongwei.catalog.fields import mental_card as asked
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import MENTAL_2018
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import Card, within
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Flag, Text

card = Card(
    key="mental_report",
    title="严重精神障碍患者发病报告",
    source=MENTAL_2018,
    since=date(2018, 5, 28),
    form=Form(
        *WHEN,
        Section(
            "诊断与危险性",
            asked.diagnosis,
            asked.risk,
            Text("first_onset", "初次发病时间", longest=10, source=MENTAL_2018, note="至少填到年份，如 2009"),
            Flag("admitted", "已收住院", source=MENTAL_2018),
            Text("treatment", "目前治疗", longest=300, source=MENTAL_2018),
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
