"""The referral slip (转出单): the clinic sends a patient up, the hospital answers with diagnosis and plan."""

from datetime import date

from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.card import Card, within
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Text

known_date, known_time, reporter = WHEN

card = Card(
    key="referral",
    title="双向转诊（转出单）",
    source=NORM_2017,
    since=date(2017, 2, 28),
    form=Form(
        known_date.but(title="转诊日期"),
        known_time.but(title="转诊时间"),
        reporter.but(title="转诊医生"),
        Section(
            "病情",
            Text("department", "转入科室", longest=50, source=NORM_2017),
            Text("impression", "初步印象", longest=200, required=True, source=NORM_2017),
            Text("reason", "主要现病史（转出原因）", longest=500, required=True, source=NORM_2017),
            Text("history", "主要既往史", longest=500, source=NORM_2017),
            Text("treatment", "治疗经过", longest=500, source=NORM_2017),
        ),
    ),
    to="hospital",
    clocks=(within(days=1),),
    answer_days=14,
    by_hospitals=False,
    verified=False,
)
