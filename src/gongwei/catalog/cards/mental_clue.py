"""A clue that somebody may have a severe mental disorder: told, checked, confirmed or dismissed (000 三(四)1)."""

from datetime import date

from gongwei.catalog.codelists import mental as codes
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import MENTAL_2018, MENTAL_TASKS_2016
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import Card, within
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Choices, Text

card = Card(
    key="mental_clue",
    title="疑似严重精神障碍线索",
    source=MENTAL_2018,
    since=date(2018, 5, 28),
    form=Form(
        *(field.but(title="发现日期") if field.key == "known_date" else field for field in WHEN),
        Section(
            "线索",
            Choice("clue_source", "线索来源", codes=codes.CLUE_SOURCES, required=True, source=MENTAL_TASKS_2016),
            Choices("seen_symptoms", "所见表现", codes=codes.SYMPTOMS, required=True, source=MENTAL_2018),
            Text("seen", "情况说明", longest=300, source=MENTAL_TASKS_2016),
        ),
    ),
    to="centre",
    # How soon a clue is told and checked is the city's to settle.
    clocks=(within(days=7),),
    answer_days=30,
    sensitivity=Sensitivity.GUARDED_HEALTH,
    opens="mental_file",
    verified=False,
)
