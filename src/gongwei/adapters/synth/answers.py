"""What every follow-up form asks beside its own measurements: habits, advice, medicines, class and referral."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.bodies import Bodies, as_written
from gongwei.adapters.synth.draws import as_dates
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.sheet import ABSENT, Column, Sheet, chosen, number

MISCLASSED = 0.02  # share of visits that the doctor classes as satisfactory against the numbers (ours)
MISSING = 0.01  # share of visits that lack one of the less important answers (ours)
REASONS = {
    "urgent": "危急值或危急症状",
    "new complication": "新发或加重并发症",
    "twice off target": "连续两次控制不满意",
    "lasting side effects": "药物不良反应难以控制",
    "arms differ": "双臂血压相差超过 20 mmHg",
    "depressed": "抑郁量表 15 分及以上",
    "doctor refers": "体检发现异常，医生建议转诊",
    "reaction": "药物不良反应或并发症",
    "stopped": "停止治疗，评估转归",
    "missed by reaction": "因不良反应漏服药",
    "missed a week": "漏服药 1 周及以上",
    "suspect": "可疑肺结核",
    "infected": "结核感染检测阳性",
}
ANSWERED = ("已就诊，调整用药方案", "已住院治疗后好转", "门诊复查，维持原方案", "上级医院建议继续社区随访")


def rare(rng: np.random.Generator, count: int, common: Any, others: Sequence[Any], shares: float | NDArray) -> Column:
    """Give the common answer to all but a share of the visits, which get one of the others."""
    share = np.broadcast_to(np.asarray(shares, dtype=float), (count,))
    other = rng.integers(1, len(others) + 1, count)
    return chosen(np.where(rng.random(count) < share, other, 0), [common, *others])


def yes_no(yes: NDArray[np.bool_]) -> Column:
    """Answer 1 无 or 2 有."""
    return chosen(yes.astype(np.int32), ["1", "2"])


def first_of_year(visits: Visits) -> NDArray[np.bool_]:
    """Mark the first visit of each enrolment in each calendar year; visits stand in the order of days."""
    key = visits.enrolment.astype(np.int64) * 10_000 + as_dates(visits.day).astype("datetime64[Y]").astype(np.int64)
    return np.diff(key, prepend=-1) != 0


def habits(rng: np.random.Generator, visits: Visits, enrolled: Enrolled, bodies: Bodies) -> Sheet:
    """Fill weight, habits and their goals; a goal is set where a habit is harmful."""
    person = enrolled.person[visits.enrolment]
    count = len(visits)
    height, weight = bodies.height[person], bodies.weight[person] + rng.normal(0, 0.8, count)
    bmi = weight / (height / 100) ** 2
    heavy = bmi >= 24
    weighed = heavy | first_of_year(visits) | (rng.random(count) < 0.3)
    smokes, drinks = bodies.cigarettes[person], bodies.alcohol[person]
    exercise, minutes = bodies.exercise[person], bodies.minutes[person]
    kept = rng.random(count) >= MISSING
    return {
        "height": number(height, (1200, 2100), decimals=1).only(weighed),
        "weight": number(weight, (280, 1600), decimals=1).only(weighed),
        "target_weight": number(np.minimum(weight - 1, 23.9 * (height / 100) ** 2), (280, 1600), decimals=1).only(
            weighed & heavy
        ),
        "bmi": number(as_written(height, weight)[2], (80, 800), decimals=1).only(weighed),
        "cigarettes": number(smokes, (0, 60)).only(kept),
        "target_cigarettes": number(smokes // 2, (0, 60)).only(smokes > 0),
        "alcohol": number(drinks, (0, 200), decimals=1).only(kept),
        "target_alcohol": number(np.minimum(drinks, 1), (0, 200), decimals=1).only(drinks > 1),
        "exercise_per_week": number(exercise, (0, 21)).only(kept),
        "exercise_minutes": number(minutes, (0, 120)).only(kept),
        "target_exercise_per_week": number(np.full(count, 5), (0, 21)).only(exercise < 3),
        "target_exercise_minutes": number(np.full(count, 30), (0, 120)).only(exercise < 3),
    }


def course(
    rng: np.random.Generator, visits: Visits, enrolled: Enrolled, bodies: Bodies, medicines: Column, examined: NDArray
) -> Sheet:
    """Fill advice, medicines, the doctor's class and what followed from the last referral."""
    person, count = enrolled.person[visits.enrolment], len(visits)
    taking = medicines.present
    adverse = visits.sheet["adverse"].positions == 1
    compliance = np.clip(rng.choice(3, count, p=[0.62, 0.33, 0.05]) + (bodies.adherence[person] > 0), 0, 2)
    exam = first_of_year(visits) & (rng.random(count) < examined[visits.enrolment])
    referred = referred_rows(visits)
    after = np.concatenate([[False], referred[:-1] & (np.diff(visits.enrolment) == 0)]) if count else referred
    return {
        "psychology": rare(rng, count, "1", ["2", "2", "3"], 0.14),
        "compliance": chosen(compliance, ["1", "2", "3"]),
        "exam_done": chosen(np.where(exam, 0, ABSENT), [True]),
        "adherence": chosen(bodies.adherence[person], ["1", "2", "3"]).only(taking),
        "adverse_text": rare(rng, count, "下肢水肿", ["干咳", "头晕", "胃部不适", "乏力"], 0.7).only(adverse),
        "medicines": medicines,
        "visit_class": _visit_class(rng, visits),
        "referral_reason": _reason(visits).only(referred),
        "referral_to": chosen(np.zeros(count), ["上级医院专科门诊"]).only(referred),
        "referral_followed_date": texts_of_days(visits.day).only(after),
        "referral_result": rare(rng, count, ANSWERED[0], ANSWERED[1:], 0.6).only(after),
    }


def referred_rows(visits: Visits) -> NDArray[np.bool_]:
    """Mark the visits whose rule sends the patient elsewhere."""
    found = np.zeros(len(visits), dtype=bool)
    for position, edition in enumerate(visits.program.editions):
        refers = np.array([rule.refer_to is not None for rule in edition.rules] + [False])
        found |= (visits.judged.edition == position) & refers[visits.judged.rule]
    return found


def _visit_class(rng: np.random.Generator, visits: Visits) -> Column:
    codes = ["1", "2", "3", "4"]
    given = visits.judged.visit_class
    positions = np.full(len(visits), ABSENT)
    for position, code in enumerate(codes):
        positions[given == code] = position
    wrong = rng.random(len(visits)) < MISCLASSED
    return chosen(np.where(wrong & (positions > 0), 0, positions), codes)


def _reason(visits: Visits) -> Column:
    keys = [rule.key for rule in visits.program.rules]
    return chosen(np.maximum(visits.judged.rule, 0), [REASONS.get(key, key) for key in keys])


def texts_of_days(days: NDArray[np.int32]) -> Column:
    """Write days as texts."""
    first = int(days.min()) if len(days) else 0
    last = int(days.max()) + 1 if len(days) else 0
    return chosen(days - first, as_dates(np.arange(first, last)).astype(str).tolist())
