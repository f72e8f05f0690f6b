"""Chinese-medicine care of residents from 65: their constitution once a year (规范第三版, 中医药健康管理服务规范)."""

from datetime import date

from gongwei.catalog.advice import ask_again, next_constitution
from gongwei.catalog.codelists.constitution import CONSTITUTION_GUIDANCE
from gongwei.catalog.fields import visit
from gongwei.catalog.fields.constitution import QUESTIONS, SCORES, TYPES, told
from gongwei.catalog.fields.measurements import bmi, height, waist, weight
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import age, lives_here
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choices, Text
from gongwei.domain.program import Program, otherwise, when

guidance = Choices(
    "constitution_guidance", "中医药保健指导", codes=CONSTITUTION_GUIDANCE, required=True, source=NORM_2017
)
guidance_other = Text("constitution_guidance_other", "其他指导", required=guidance.isin("6"), source=NORM_2017)

program = Program(
    key="constitution",
    title="老年人中医药健康管理",
    source=NORM_2017,
    since=date(2017, 2, 28),
    enrol=lives_here & (age >= 65),
    visit=Form(
        visit.visit_date.but(title="辨识日期"),
        Section("测量", height, weight.but(required=True), bmi, waist.but(required=True)),
        Section("近一年的体验和感觉", *QUESTIONS.values()),
        Section("得分", *SCORES.values()),
        Section("体质类型", *TYPES.values()),
        Section("指导", guidance, guidance_other, visit.next_due_date.but(title="下次辨识日期")),
        checks=(visit.next_after_visit,),
    ),
    rules=(
        when(~told.called("判定出体质类型", contrary="九种体质均为否"), key="no type", do=ask_again, days=14),
        otherwise(key="next year", do=next_constitution, months=12),
    ),
)
