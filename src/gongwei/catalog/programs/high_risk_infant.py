"""High-risk infants: a special record with intervals by corrected age, until a doctor closes it (早产儿保健 2017)."""

from datetime import date

from gongwei.catalog.advice import close_record, high_risk_visit, refer
from gongwei.catalog.codelists import child_care as codes
from gongwei.catalog.fields import child, child_check, growth, visit
from gongwei.catalog.programs import newborn
from gongwei.catalog.sources import PRETERM_2017
from gongwei.domain.elapsed import birth_date
from gongwei.domain.expr import Parameter, lives_here
from gongwei.domain.form import Check, Form, Section
from gongwei.domain.form_field import Choice, Choices, Number, Text
from gongwei.domain.milestones import Milestones
from gongwei.domain.program import Program, otherwise, when

reasons = Choices(
    "high_risk_reasons", "高危因素", codes=codes.HIGH_RISK, required=True, carried=True, source=PRETERM_2017
)
weeks = growth.weeks.but(required=True)
muscle = Choice(
    "infant_neurology",
    "神经系统检查（肌张力、姿势、反射）",
    codes=codes.DEVELOPMENT,
    required=True,
    source=PRETERM_2017,
)
development = Choice("infant_development", "发育筛查", codes=codes.DEVELOPMENT, required=True, source=PRETERM_2017)
fundus = Choice(
    "infant_fundus",
    "眼底筛查（早产儿视网膜病变）",
    codes=codes.FUNDUS,
    required=True,
    carried=True,
    source=PRETERM_2017,
)
iron = Number("iron_dose", "铁剂", "mg/(kg·天)", hard=(0, 10), carried=True, note="不服填 0", source=PRETERM_2017)
vitamin_d = child_check.vitamin_d.but(asked=True, required=False, carried=True)
advice = Text("infant_advice", "喂养与早期发展指导", longest=300, source=PRETERM_2017)
conclusion = Choice("infant_conclusion", "专案结论", codes=codes.CLOSING, required=True, source=PRETERM_2017)

# Weeks are carried at birth as the newborn's form has them; corrected months are 30.4375 days (WS/T 423-2022).
corrected = growth.corrected
deviant = ((muscle == "3") | (development == "3")).called("神经系统或发育筛查异常")
fundus_due = (fundus.isin("3", "4")).called("眼底异常，或应筛查未筛查")
closing = (conclusion == "2").called("医生结案")
youngest = Parameter(365, "high_risk_infant.close", "结案的最小矫正日龄", "天")
half_year, year, two_years = 183, 365, 731  # days of corrected age

program = Program(
    key="high_risk_infant",
    title="高危儿专案管理",
    source=PRETERM_2017,
    since=date(2017, 2, 28),
    enrol=lives_here & (child.months < 36) & newborn.program.visits.where(newborn.high_risk).exists(),
    visit=Form(
        visit.visit_date,
        Section("高危因素", reasons, weeks),
        Section("测量", child.weight, child.length, child.head.but(asked=True), *growth.WORKED),
        Section("评估", muscle, development, fundus, iron, vitamin_d, advice),
        Section("结论与转诊", conclusion, *visit.REFERRAL, visit.next_due_date),
        checks=(
            visit.next_after_visit,
            Check(
                ~closing | (corrected >= youngest),
                "soft",
                "infant_conclusion",
                "矫正年龄未满 12 个月，一般不结案，请核对。",
            ),
        ),
    ),
    rules=(
        when(deviant | fundus_due | growth.severe, key="deviation", do=refer, refer_to="hospital", days=14),
        when(conclusion == "3", key="doctor refers", do=refer, refer_to="hospital", days=14),
        when(closing, key="closed", do=close_record, at=Milestones(birth_date, ())),
        when(corrected < half_year, key="every month", do=high_risk_visit, months=1, verified=False),
        when(corrected < year, key="every other month", do=high_risk_visit, months=2, verified=False),
        when(corrected < two_years, key="every quarter", do=high_risk_visit, months=3, verified=False),
        otherwise(key="every half year", do=high_risk_visit, months=6, verified=False),
    ),
    first_days=7,
    verified=False,
)
