"""One round of cancer screening: invitation, consent, first test, recall, diagnosis, treatment, closed.

A round is one sheet that grows: each time something is learnt it is written out again with what stood before (one key
repeats the last answer), and the sheet as it stands decides what must follow. So a step that came out of order, or two
steps on one day, are decided as they should be; and no step ends without an answer: a positive sheet stays due until a
diagnosis stands on it, and a diagnosis of disease until a treatment does.
"""

from datetime import date

from gongwei.catalog import advice
from gongwei.catalog.codelists import screening as codes
from gongwei.catalog.fields import visit
from gongwei.domain.expr import Expr, known
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Day, Field, Text
from gongwei.domain.opening import Opening
from gongwei.domain.program import Program, Rule, otherwise, when

SOURCE = "癌症筛查流程（本市规定，待核实）"
RECALL_DAYS = 30

consent = Choice("screen_consent", "是否参加", codes=codes.CONSENT, required=True, carried=True, source=SOURCE)
invited_date = Day("screen_invited_date", "邀请日期", past=True, carried=True, source=SOURCE)
recall = Choice("screen_recall", "诊断性检查", codes=codes.RECALL, carried=True, source=SOURCE)
diagnosed_date = Day("screen_diagnosed_date", "诊断日期", past=True, carried=True, source=SOURCE)
diagnosis = Choice("screen_diagnosis", "诊断结果", codes=codes.FOUND, carried=True, source=SOURCE)
pathology = Text("screen_pathology", "病理诊断", carried=True, source=SOURCE)
treatment = Choice("screen_treatment", "治疗", codes=codes.TREATED, carried=True, source=SOURCE)
treated_date = Day("screen_treated_date", "治疗日期", past=True, carried=True, source=SOURCE)

refused = (consent == "2").called("不同意参加")
cancer = diagnosis.isin("4", "5").called("查出癌")
precancer = (diagnosis == "3").called("查出癌前病变")
early = diagnosis.isin("3", "4").called("癌前病变或早期癌")
answered = treatment.isin("1", "3").called("已治疗或拒绝治疗")


def screening(
    *,
    key: str,
    title: str,
    source: str,
    enrol: Expr,
    first: tuple[Field, ...],
    positive: Expr,
    tested: Expr,
    further: tuple[Field, ...],
    months: int,
) -> Program:
    """Write a round: who is invited, the fields of the first test and of the further one, and when it is positive.

    `tested` says that the first test has a result; whoever is clear is invited again after `months`.
    """
    steps = _sections(first, further)
    return Program(
        key=key,
        title=title,
        source=source,
        since=date(2021, 1, 1),
        enrol=enrol,
        visit=Form(visit.visit_date.but(title="登记日期"), *steps, checks=(visit.next_after_visit,)),
        rules=_rules(positive, tested, months),
        opens=(Opening(cancer, condition="cancer"),),
        verified=False,
    )


def _sections(first: tuple[Field, ...], further: tuple[Field, ...]) -> tuple[Section, ...]:
    return (
        Section("邀请与同意", invited_date, consent),
        Section("初筛", *first),
        Section("召回与诊断", recall, *further, diagnosed_date, diagnosis, pathology),
        Section("治疗与转诊", treatment, treated_date, *visit.REFERRAL, visit.next_due_date.but(title="下次联系日期")),
    )


def _rules(positive: Expr, tested: Expr, months: int) -> tuple[Rule, ...]:
    found = (cancer | precancer).called("查出癌或癌前病变")
    shy = (positive & (recall == "3")).called("初筛阳性，不愿检查")
    again = {"months": months, "verified": False}
    refer = {"refer_to": "hospital", "days": RECALL_DAYS, "verified": False}
    return (
        when(found & ~answered, key="treat", do=advice.arrange_treatment, **refer),
        when(found, key="treated", do=advice.after_treatment, months=6, verified=False),
        when(known(diagnosis), key="cleared", do=advice.cleared, **again),
        when(shy, key="recall refused", do=advice.talk_again, months=3, verified=False),
        when(positive, key="recall", do=advice.recall, **refer),
        when(tested, key="negative", do=advice.next_round, **again),
        when(refused, key="refused", do=advice.invite_next_round, months=12, verified=False),
        otherwise(key="invited", do=advice.ask_to_come, days=RECALL_DAYS, verified=False),
    )


STEPS = ("invited", "refused", "negative", "recall", "recall refused", "cleared", "treat", "treated")
