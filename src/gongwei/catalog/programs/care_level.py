"""Care level of residents from 65: what they cannot do alone, who cares for them, where they live (失能评估)."""

from datetime import date

from gongwei.catalog.advice import arrange_care, reassess_half_year, reassess_yearly
from gongwei.catalog.codelists import care as codes
from gongwei.catalog.fields import visit
from gongwei.catalog.fields.examination.history import (
    cognition,
    dressing,
    eating,
    grooming,
    moving,
    self_care,
    self_care_score,
    toileting,
)
from gongwei.catalog.sources import CARE_2019
from gongwei.domain.expr import age, lives_here
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Choices, Text
from gongwei.domain.program import Program, otherwise, when

dwelling = Choice("dwelling", "居住方式", codes=codes.DWELLING, required=True, carried=True, source=CARE_2019)
institution = Text(
    "dwelling_institution",
    "所住机构",
    longest=60,
    carried=True,
    required=dwelling.isin("3", "4"),
    source=CARE_2019,
)
carer = Choice("carer", "主要照护者", codes=codes.CARER, required=True, carried=True, source=CARE_2019)
services = Choices("care_services", "需要的服务", codes=codes.SERVICES, required=True, source=CARE_2019)

five = tuple(one.but(required=True) for one in (eating, grooming, dressing, toileting, moving))
severe = (self_care.but(absent="must") == "4").called("不能自理")
moderate = (self_care == "3").called("中度依赖")
forgetful = (cognition == "2").called("认知粗筛阳性")

program = Program(
    key="care_level",
    title="老年人失能评估与照护",
    source=CARE_2019,
    since=date(2019, 10, 1),
    enrol=lives_here & (age >= 65),
    visit=Form(
        visit.visit_date.but(title="评估日期"),
        visit.visit_mode,
        Section("生活自理能力", *five, self_care_score, self_care, cognition.but(required=False)),
        Section("居住与照护", dwelling, institution, carer, services),
        Section("转诊与下次评估", *visit.REFERRAL, visit.next_due_date.but(title="下次评估日期")),
        checks=(visit.next_after_visit,),
    ),
    rules=(
        when(severe, key="severe", do=arrange_care, months=3, verified=False),
        when(moderate | forgetful, key="moderate", do=reassess_half_year, months=6, verified=False),
        otherwise(key="able", do=reassess_yearly, months=12),
    ),
    verified=False,
)
