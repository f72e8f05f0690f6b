"""A birth defect found from 28 weeks of pregnancy to seven days after birth (出生缺陷监测, not read in print)."""

from datetime import date

from gongwei.catalog.codelists import birth_defects as codes
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import BIRTH_DEFECTS, PLAUSIBILITY
from gongwei.domain.card import Card, within
from gongwei.domain.expr import age, sex
from gongwei.domain.form import Check, Form, Section
from gongwei.domain.form_field import Choice, Choices, Day, Number, Text

known_date, known_time, reporter = WHEN
born = Day("defect_birth_date", "出生日期", past=True, required=True, source=BIRTH_DEFECTS)
found = Choices("defects", "出生缺陷诊断", codes=codes.DEFECTS, required=True, source=BIRTH_DEFECTS)
weeks = Number("defect_weeks", "胎龄", "周", hard=(20, 45), soft=(28, 42), integer=True, required=True)
weight = Number("defect_weight", "出生体重", "kg", hard=(0.3, 8), soft=(1, 5), required=True)

card = Card(
    key="birth_defect",
    title="出生缺陷儿登记卡",
    source=BIRTH_DEFECTS,
    since=date(2017, 2, 28),
    form=Form(
        known_date,
        known_time,
        reporter,
        Section(
            "缺陷儿情况",
            born,
            weeks.but(source=PLAUSIBILITY),
            weight.but(source=PLAUSIBILITY),
            Choice("defect_fetuses", "胎数", codes=codes.FETUSES, required=True, source=BIRTH_DEFECTS),
            Choice("defect_outcome", "转归", codes=codes.OUTCOME, required=True, source=BIRTH_DEFECTS),
            Choices("defect_told_by", "诊断依据", codes=codes.TOLD_BY, required=True, source=BIRTH_DEFECTS),
            Choice("defect_when", "诊断时间", codes=codes.WHEN, required=True, source=BIRTH_DEFECTS),
        ),
        Section(
            "诊断",
            found,
            Text(
                "defect_other",
                "其他缺陷的名称和特征",
                longest=300,
                required=found.isin("24"),
                source=BIRTH_DEFECTS,
            ),
            Text("defect_history", "孕早期患病、用药和接触史，家族史", longest=500, source=BIRTH_DEFECTS),
        ),
        checks=(Check(born <= known_date, "soft", "known_date", "诊断日期早于出生日期，若为产前诊断请确认。"),),
    ),
    to="maternal",
    clocks=(within(days=7),),
    answer_days=30,
    about=(age < 2) | (sex == "2"),  # the child, or the mother of one that was born dead
    opens="high_risk_infant",
    verified=False,
)
