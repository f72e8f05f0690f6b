"""Suspected or confirmed tuberculosis, told to the health centre of where the patient lives, who is seen at home."""

from datetime import date

from gongwei.catalog.codelists.tuberculosis import FILM, KNOWN_AS, SCHOOL, SPUTUM, SUSPECT_SIGNS
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import NORM_2017, TUBERCULOSIS_2020
from gongwei.domain.card import Card, within
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Choices, Text

card = Card(
    key="tb_suspect",
    title="肺结核（疑似）患者报告和转诊卡",
    source=NORM_2017,
    since=date(2017, 2, 28),
    form=Form(
        *WHEN,
        Section(
            "发现",
            Choice("tb_known_as", "报告类别", codes=KNOWN_AS, required=True, source=TUBERCULOSIS_2020),
            Choices("tb_suspect_signs", "可疑症状", codes=SUSPECT_SIGNS, required=True, source=NORM_2017),
            Choice("tb_film", "胸部影像", codes=FILM, required=True, source=TUBERCULOSIS_2020),
            Choice("tb_sputum_found", "痰检", codes=SPUTUM, required=True, source=TUBERCULOSIS_2020),
            Choice("tb_at_school", "是否学校人员", codes=SCHOOL, required=True, source=TUBERCULOSIS_2020),
        ),
        Section(
            "转诊",
            Text("tb_hospital", "转往的定点医院", longest=60, required=True, source=NORM_2017),
            Text("tb_told", "已告知患者的事项", longest=200, source=NORM_2017, note="如戴口罩、就诊时间"),
        ),
    ),
    to="centre",
    clocks=(within(hours=24),),
    answer_days=3,  # the first visit at home within 72 hours of the notice
    opens="tb_first_visit",
    verified=False,
)
