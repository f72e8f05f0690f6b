"""Newborn screening and recall: heel blood, hearing, heart; results come later, a positive is followed to its end.

Source: 新生儿疾病筛查技术规范 (2010) and 新生儿先天性心脏病筛查 (2018), not read in print.
"""

from datetime import date

from gongwei.catalog.advice import recall_newborn, refer_hearing, refer_heart, screened, treat_found, wait_result
from gongwei.catalog.codelists import child_care as codes
from gongwei.catalog.fields import visit
from gongwei.catalog.sources import SCREENING_2010
from gongwei.domain.elapsed import birth_date, days_since
from gongwei.domain.expr import Or, Parameter, lives_here
from gongwei.domain.form import Check, Form, Section
from gongwei.domain.form_field import Choice, Day, Text
from gongwei.domain.milestones import Milestone, Milestones
from gongwei.domain.program import Program, otherwise, when

taken = Choice("blood_taken", "足跟血采集", codes=codes.TAKEN, required=True, source=SCREENING_2010)
taken_date = Day("blood_taken_date", "采血日期", past=True, required=taken == "1", source=SCREENING_2010)
DISEASES = tuple(
    Choice(f"screen_{key}", title, codes=codes.RESULT, required=taken == "1", carried=True, source=SCREENING_2010)
    for key, title in (
        ("ch", "先天性甲状腺功能减退症"),
        ("pku", "苯丙酮尿症（高苯丙氨酸血症）"),
        ("cah", "先天性肾上腺皮质增生症"),
        ("g6pd", "G6PD 缺乏症"),
        ("metabolic", "其他遗传代谢病（串联质谱）"),
    )
)
recalled = Choice("recall", "召回", codes=codes.RECALL, source=SCREENING_2010)
recalled_date = Day("recall_date", "召回日期", past=True, source=SCREENING_2010)
hearing = Choice("hearing_first", "听力初筛", codes=codes.HEARING, required=True, carried=True, source=SCREENING_2010)
rescreen = Choice("hearing_second", "听力复筛（42 天内）", codes=codes.HEARING, carried=True, source=SCREENING_2010)
diagnosed = Choice("hearing_diagnosis", "听力诊断", codes=codes.HEARING_DIAGNOSIS, source=SCREENING_2010)
heart = Choice(
    "heart_screen", "先天性心脏病筛查", codes=codes.HEART, required=True, carried=True, source=SCREENING_2010
)
echo = Choice("heart_echo", "超声心动图", codes=codes.ECHO, carried=True, source=SCREENING_2010)
treatment = Text("newborn_treatment", "确诊后治疗随访", source=SCREENING_2010)

found = (Or(tuple(one == "3" for one in DISEASES)) | (diagnosed == "2") | (echo == "2")).called(
    "确诊遗传代谢病、听力障碍或先天性心脏病"
)
positive = Or(tuple(one == "2" for one in DISEASES)).called("足跟血筛查可疑阳性")
heart_waits = ((heart == "2") & ~echo.isin("1", "2")).called("心脏筛查阳性，未做超声心动图")
deaf_waits = ((rescreen == "2") & ~diagnosed.isin("1", "2")).called("听力复筛未通过，未做诊断")
rescreen_waits = (hearing.isin("2", "3") & ~rescreen.isin("1", "2")).called("听力初筛未通过或未做，未复筛")
not_taken = (taken == "2").called("未采足跟血")
waiting = Or(tuple(one == "5" for one in DISEASES)).called("足跟血结果未回")
by_42_days = Milestones(birth_date, (Milestone("听力复筛", days=28, open_days=15), Milestone("补筛", months=3)))
late = days_since(birth_date) > Parameter(42, "newborn_screening.hearing", "听力复筛的期限", "天")
DONE = Milestones(birth_date, ())

program = Program(
    key="newborn_screening",
    title="新生儿疾病筛查与召回",
    source=SCREENING_2010,
    since=date(2017, 2, 28),
    enrol=lives_here & (days_since(birth_date) < 180),
    visit=Form(
        visit.visit_date.but(title="登记日期"),
        Section("足跟血筛查", taken, taken_date, *DISEASES, recalled, recalled_date),
        Section("听力筛查", hearing, rescreen, diagnosed),
        Section("先天性心脏病筛查", heart, echo),
        Section("治疗与转诊", treatment, *visit.REFERRAL, visit.next_due_date.but(title="下次登记日期")),
        checks=(
            visit.next_after_visit,
            Check(taken_date <= visit.visit_date, "hard", "blood_taken_date", "采血日期须不晚于登记日期，请改正。"),
        ),
    ),
    # A positive is called back at once; how many days that is the specification leaves to the province.
    rules=(
        when(positive, key="recall", do=recall_newborn, refer_to="hospital", days=7, verified=False),
        when(found, key="found", do=treat_found, refer_to="hospital", days=30, verified=False),
        when(heart_waits, key="heart", do=refer_heart, refer_to="hospital", days=7, verified=False),
        when(deaf_waits, key="hearing", do=refer_hearing, refer_to="hospital", days=30, verified=False),
        when(not_taken, key="blood", do=wait_result, days=3, verified=False),
        when(rescreen_waits & late, key="hearing late", do=refer_hearing, refer_to="hospital", days=14, verified=False),
        when(rescreen_waits, key="rescreen", do=wait_result, at=by_42_days),
        when(waiting, key="waiting", do=wait_result, days=14, verified=False),
        otherwise(key="done", do=screened, at=DONE),
    ),
    first_days=7,
    verified=False,
)
