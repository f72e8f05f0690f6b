"""Special records of anaemia, undernutrition and obesity in children (儿童营养性疾病管理技术规范 2012, not read)."""

from datetime import date

from gongwei.catalog.advice import close_record, refer, special_again, special_iron
from gongwei.catalog.codelists import child_care as codes
from gongwei.catalog.fields import child, child_check, growth, visit
from gongwei.catalog.programs import child as checks
from gongwei.catalog.sources import NUTRITION_2012
from gongwei.domain.elapsed import birth_date
from gongwei.domain.expr import lives_here, previous
from gongwei.domain.form import Check, Form, Section
from gongwei.domain.form_field import Choice, Choices, Text
from gongwei.domain.milestones import Milestones
from gongwei.domain.program import Program, otherwise, when

why = Choices(
    "nutrition_reasons", "专案原因", codes=codes.NUTRITIONAL, required=True, carried=True, source=NUTRITION_2012
)
pale = why.isin("1").called("贫血专案")
haemoglobin = child_check.haemoglobin.but(asked=True, required=pale, note="贫血专案必查")
measures = Choices(
    "nutrition_measures", "干预措施", codes=codes.MEASURES, required=True, carried=True, source=NUTRITION_2012
)
cause = Text("nutrition_cause", "原因分析", longest=200, carried=True, source=NUTRITION_2012)
course = Choice("nutrition_course", "转归", codes=codes.COURSE, required=True, source=NUTRITION_2012)
no_better = (course == "1").called("无好转")
cured = (course == "3").called("痊愈")
still_pale = (((child.months < 60) & (haemoglobin < 110)) | ((child.months >= 60) & (haemoglobin < 115))).called("贫血")
ill = (child_check.anaemic | growth.undernourished | growth.obese).called("检查贫血、营养不良或肥胖")

program = Program(
    key="child_nutrition",
    title="儿童营养性疾病专案管理",
    source=NUTRITION_2012,
    since=date(2017, 2, 28),
    enrol=lives_here & (child.months < 84) & checks.program.visits.last(ill),
    visit=Form(
        visit.visit_date,
        why,
        Section("测量", child.weight, child.length, growth.weeks_until_24, *growth.WORKED[:3], haemoglobin),
        Section("管理", cause, measures, course),
        Section("转诊与下次", *visit.REFERRAL, visit.next_due_date),
        checks=(
            visit.next_after_visit,
            Check(~(cured & still_pale), "soft", "nutrition_course", "血红蛋白仍低于正常，请核对是否结案。"),
            Check(~(cured & growth.undernourished), "soft", "nutrition_course", "生长等级仍为“下”，请核对是否结案。"),
        ),
    ),
    rules=(
        when(
            growth.severe | (haemoglobin < 60).called("重度贫血"),
            key="severe",
            do=refer,
            refer_to="hospital",
            days=14,
            verified=False,
        ),
        when(no_better & previous(no_better), key="no better", do=refer, refer_to="hospital", days=14, verified=False),
        when(cured, key="cured", do=close_record, at=Milestones(birth_date, ())),
        when(pale & still_pale, key="iron", do=special_iron, days=28, verified=False),
        otherwise(key="every month", do=special_again, months=1, verified=False),
    ),
    first_days=14,
    verified=False,
)
