"""The first visit at home within 72 hours of the hospital's notice (规范第三版, 肺结核患者健康管理服务规范)."""

from datetime import date

from gongwei.catalog.advice import teach_again, tell_the_school, to_supervise
from gongwei.catalog.codelists.conditions import TUBERCULOSIS
from gongwei.catalog.fields import tuberculosis as asked
from gongwei.catalog.fields import visit
from gongwei.catalog.sources import NORM_2017, TUBERCULOSIS_2020
from gongwei.domain.elapsed import birth_date
from gongwei.domain.expr import Or, has, lives_here
from gongwei.domain.form import Check, Form, Section
from gongwei.domain.milestones import Milestones
from gongwei.domain.program import Program, otherwise, when

visit_mode = visit.visit_mode.but(codes=visit.visit_mode.codes.only("1", "2"), note="首次须面对面")
not_learnt = Or(tuple(lesson == "2" for lesson in asked.LESSONS)).called("有未掌握的内容")
at_school = asked.school.isin("2", "3").called("患者是学生或教职员工")
ONCE = Milestones(birth_date, ())  # what follows stands in the follow-up of the treatment

program = Program(
    key="tb_first_visit",
    title="肺结核患者第一次入户随访",
    source=NORM_2017,
    since=date(2017, 2, 28),
    enrol=has(TUBERCULOSIS) & lives_here,
    first_days=3,
    visit=Form(
        visit.visit_date.but(title="访视日期"),
        asked.notice_date,
        visit_mode,
        Section("患者", asked.patient_type, asked.sputum, asked.resistance, asked.first_symptoms, asked.school),
        Section("用药", asked.regimen, asked.usage, asked.drug_forms, asked.supervisor),
        Section("家庭居住环境与密切接触者", asked.single_room, asked.ventilation, asked.contacts),
        Section("生活方式评估", *asked.HABITS),
        Section("健康教育及培训", asked.pickup_place, asked.pickup_date, *asked.LESSONS),
        checks=(
            Check(
                asked.notice_date <= visit.visit_date,
                "hard",
                "tb_notice_date",
                "接到通知单日期须不晚于访视日期，请改正。",
            ),
        ),
    ),
    rules=(
        when(at_school, key="school", do=tell_the_school, at=ONCE, source=TUBERCULOSIS_2020, verified=False),
        when(not_learnt, key="not learnt", do=teach_again, at=ONCE),
        otherwise(key="supervise", do=to_supervise, at=ONCE),
    ),
)
