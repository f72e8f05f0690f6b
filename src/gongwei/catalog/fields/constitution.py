"""The 33 questions on a person's constitution and what they add up to (规范第三版, 老年人中医药健康管理服务记录表)."""

from functools import reduce
from operator import add

from gongwei.catalog.codelists.constitution import LIKENESS
from gongwei.catalog.fields.measurements import bmi, waist
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import And, Case, Expr, Or, cases, literal
from gongwei.domain.form_field import Choice, Number

ANSWERS = {1: "没有", 2: "很少", 3: "有时", 4: "经常", 5: "总是"}
ANSWERS_OF = {  # questions with a scale of their own
    9: {1: "BMI＜24", 2: "24≤BMI＜25", 3: "25≤BMI＜26", 4: "26≤BMI＜28", 5: "BMI≥28"},
    14: {1: "一年＜2次", 2: "一年2–4次", 3: "一年5–6次", 4: "一年8次以上", 5: "几乎每月感冒"},
    17: {1: "从来没有", 2: "一年1、2次", 3: "一年3、4次", 4: "一年5、6次", 5: "每次遇到上述原因都过敏"},
    28: {1: "腹围＜80cm", 2: "腹围80–85cm", 3: "腹围86–90cm", 4: "腹围91–105cm", 5: "腹围＞105cm"},
}
TITLES = (
    "精力充沛", "容易疲乏", "容易气短", "说话声音低弱无力", "闷闷不乐、情绪低沉", "容易精神紧张、焦虑不安",
    "因生活状态改变而感到孤独失落", "容易感到害怕或受到惊吓", "身体超重不轻松", "眼睛干涩", "手脚发凉",
    "胃脘部、背部、腰膝部怕冷", "比一般人耐受不了寒冷", "容易感冒", "没有感冒也鼻塞流涕", "口粘口腻或睡眠打鼾",
    "容易过敏", "皮肤容易起荨麻疹", "皮肤不知不觉出现青紫瘀斑", "皮肤一抓就红并出现抓痕", "皮肤或口唇干",
    "有肢体麻木或固定部位疼痛", "面部或鼻部油腻发亮", "面色或目眶晦黯，或有褐斑", "有皮肤湿疹、疮疖",
    "口干咽燥、总想喝水", "口苦或嘴里有异味", "腹部肥大", "吃凉的东西不舒服或怕吃凉的", "大便黏滞不爽、解不尽",
    "大便干燥", "舌苔厚腻", "舌下静脉瘀紫或增粗",
)  # fmt: skip


def _graded(item: Number, *limits: float) -> Case:
    """Grade a measure: 1 below the first limit, one more from each limit on."""
    return cases(*((item < limit, grade) for grade, limit in enumerate(limits, 1)), otherwise=len(limits) + 1)


# The waist is read in whole centimetres: 85.4 is 85, 85.5 is 86 (the rounding is ours, not verified).
MEASURED = {9: _graded(bmi, 24, 25, 26, 28), 28: _graded(waist, 79.5, 85.5, 90.5, 105.5)}
QUESTIONS = {
    number: Number(
        f"constitution_{number}",
        f"{number}. {title}",
        "分",
        absent="must",
        integer=True,
        levels=ANSWERS_OF.get(number, ANSWERS),
        required=True,
        derived=MEASURED.get(number),
        source=NORM_2017,
        verified=True,
    )
    for number, title in enumerate(TITLES, 1)
}
GROUPS = {  # by type its title and questions; a question with a minus counts the other way round
    "balanced": ("平和质", (1, -2, -4, -5, -13)),
    "qi_deficient": ("气虚质", (2, 3, 4, 14)),
    "yang_deficient": ("阳虚质", (11, 12, 13, 29)),
    "yin_deficient": ("阴虚质", (10, 21, 26, 31)),
    "phlegm_damp": ("痰湿质", (9, 16, 28, 32)),
    "damp_heat": ("湿热质", (23, 25, 27, 30)),
    "blood_stasis": ("血瘀质", (19, 22, 24, 33)),
    "qi_stagnant": ("气郁质", (5, 6, 7, 8)),
    "special": ("特禀质", (15, 17, 18, 20)),
}


def _points(numbers: tuple[int, ...]) -> Expr:
    parts: list[Expr] = [QUESTIONS[n] if n > 0 else literal(6) - QUESTIONS[-n] for n in numbers]
    return reduce(add, parts)


SCORES = {
    kind: Number(
        f"{kind}_score",
        f"{title}得分",
        "分",
        hard=(len(numbers), 5 * len(numbers)),
        integer=True,
        derived=_points(numbers),
        source=NORM_2017,
        verified=True,
    )
    for kind, (title, numbers) in GROUPS.items()
}
BIASED = tuple(kind for kind in GROUPS if kind != "balanced")


def _all_below(limit: int) -> Expr:
    return And(tuple(SCORES[kind] <= limit for kind in BIASED))


def _likeness(kind: str) -> Case:
    score = SCORES[kind].but(absent="must")
    if kind == "balanced":
        return cases(((score >= 17) & _all_below(8), "yes"), ((score >= 17) & _all_below(10), "nearly"), otherwise="no")
    return cases((score >= 11, "yes"), (score >= 9, "nearly"), otherwise="no")


TYPES = {
    kind: Choice(
        kind,
        title,
        codes=LIKENESS,
        derived=_likeness(kind),
        source=NORM_2017,
        verified=True,
        note="平和质的“倾向是”即“基本是”" if kind == "balanced" else "",
    )
    for kind, (title, _numbers) in GROUPS.items()
}
# Some type is told: nine points lean to a biased one, and without those seventeen are balanced.
told = Or(tuple(_points(numbers) >= (17 if kind == "balanced" else 9) for kind, (_, numbers) in GROUPS.items()))
