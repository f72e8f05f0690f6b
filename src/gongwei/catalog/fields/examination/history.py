"""Examination sheet: symptoms, scales, habits, exposure at work, illnesses, medicines, evaluation."""

from gongwei.catalog.codelists import examination as answers
from gongwei.catalog.codelists.answers import ADHERENCE, NO_YES
from gongwei.catalog.codelists.symptoms import EXAM_SYMPTOMS
from gongwei.catalog.fields import visit
from gongwei.catalog.sources import NORM_2017, PLAUSIBILITY
from gongwei.domain.expr import age, cases
from gongwei.domain.form import Check, Form, Repeat, Section
from gongwei.domain.form_field import Choice, Choices, Day, Number, Text


def _choice(key: str, title: str, codes: answers.Codelist, **rest: object) -> Choice:
    return Choice(key, title, codes=codes, source=NORM_2017, **{"required": True, **rest})  # type: ignore[arg-type]


def _choices(key: str, title: str, codes: answers.Codelist, **rest: object) -> Choices:
    return Choices(key, title, codes=codes, source=NORM_2017, **{"required": True, **rest})  # type: ignore[arg-type]


def _scale(key: str, title: str, *levels: tuple[int, str]) -> Number:
    names = dict(levels)
    return Number(key, title, "分", integer=True, levels=names, source=NORM_2017, verified=True)


symptoms = _choices("exam_symptoms", "症状", EXAM_SYMPTOMS)
symptom_other = visit.symptom_other.but(required=symptoms.isin("25"))

# Self-care: points by level; a level without points does not exist on the form.
eating = _scale("eating", "进餐", (0, "独立完成"), (3, "需要协助，如切碎、搅拌食物"), (5, "完全需要帮助"))
grooming = _scale(
    "grooming", "梳洗", (0, "独立完成"), (1, "能独立梳洗，洗澡需要协助"), (3, "部分需要协助"), (7, "完全需要帮助")
)
dressing = _scale("dressing", "穿衣", (0, "独立完成"), (3, "需要协助，在适当时间内完成部分"), (5, "完全需要帮助"))
toileting = _scale("toileting", "如厕", (0, "不需协助，可自控"), (1, "偶尔失禁"), (5, "经常失禁"), (10, "完全失禁"))
moving = _scale(
    "moving", "活动", (0, "独立完成"), (1, "借助较小外力"), (5, "借助较大外力，不能上下楼梯"), (10, "卧床不起")
)
self_care_score = Number(
    "self_care_score",
    "自理能力总分",
    "分",
    hard=(0, 37),
    integer=True,
    derived=eating + grooming + dressing + toileting + moving,
    source=NORM_2017,
    verified=True,
    note="五项之和",
)
self_care = _choice(
    "self_care",
    "生活自理能力自我评估",
    answers.SELF_CARE,
    derived=cases(
        (self_care_score.but(absent="must") <= 3, "1"),
        (self_care_score <= 8, "2"),
        (self_care_score <= 18, "3"),
        otherwise="4",
    ),
    note="由五项评分得出",
)
self_health = _choice("self_health", "健康状态自我评估", answers.SELF_HEALTH)
cognition = _choice(
    "cognition", "认知功能", answers.SCREEN, note="三件物品，立即和 1 分钟后复述；阳性者做简易智力状态检查"
)
mmse = Number(
    "mmse", "简易智力状态检查总分", "分", hard=(0, 30), integer=True, required=cognition == "2", source=NORM_2017
)
emotion = _choice("emotion", "情感状态", answers.SCREEN, note="经常感到伤心或抑郁，或情绪不好；阳性者做老年抑郁量表")
gds = Number("gds", "老年抑郁量表总分", "分", hard=(0, 30), integer=True, required=emotion == "2", source=NORM_2017)
SCALES = Section(
    "老年人评估",
    self_health,
    eating,
    grooming,
    dressing,
    toileting,
    moving,
    self_care_score,
    self_care,
    cognition,
    mmse,
    emotion,
    gds,
)

exercise_frequency = _choice("exercise_frequency", "锻炼频率", answers.EXERCISE, carried=True)
_exercises = exercise_frequency.isin("1", "2", "3")
exercise_minutes = visit.exercise_minutes.but(required=_exercises)
exercise_years = Number("exercise_years", "坚持锻炼时间", "年", hard=(0, 100), required=_exercises, source=PLAUSIBILITY)
exercise_kind = Text("exercise_kind", "锻炼方式", carried=True, required=_exercises, source=NORM_2017)
diet = _choices("diet", "饮食习惯", answers.DIET, carried=True)
smoking = _choice("smoking", "吸烟状况", answers.SMOKING, carried=True)
_smoked = smoking.isin("2", "3")
_years = Number("", "", "岁", hard=(5, 120), integer=True, carried=True, source=PLAUSIBILITY)
smoking_start_age = _years.but(key="smoking_start_age", title="开始吸烟年龄", required=_smoked)
smoking_stop_age = _years.but(key="smoking_stop_age", title="戒烟年龄", required=smoking == "2")
drinking_frequency = _choice("drinking_frequency", "饮酒频率", answers.DRINKING, carried=True)
_drinks = drinking_frequency.isin("2", "3", "4")
drinking_start_age = _years.but(key="drinking_start_age", title="开始饮酒年龄", required=_drinks)
quit_drinking = _choice("quit_drinking", "是否戒酒", answers.QUIT_DRINKING, carried=True, required=_drinks)
quit_drinking_age = _years.but(key="quit_drinking_age", title="戒酒年龄", required=quit_drinking == "2")
drunk_last_year = _choice("drunk_last_year", "近一年内是否曾醉酒", answers.YES_NO, required=_drinks)
alcohol_kinds = _choices("alcohol_kinds", "饮酒种类", answers.ALCOHOL_KINDS, carried=True, required=_drinks)
HABITS = Section(
    "生活方式",
    exercise_frequency,
    exercise_minutes,
    exercise_years,
    exercise_kind,
    diet,
    smoking,
    visit.cigarettes.but(required=_smoked),
    smoking_start_age,
    smoking_stop_age,
    drinking_frequency,
    visit.alcohol.but(required=_drinks),
    drinking_start_age,
    quit_drinking,
    quit_drinking_age,
    drunk_last_year,
    alcohol_kinds,
)

hazard_exposure = _choice("hazard_exposure", "职业病危害因素接触史", NO_YES, carried=True)
_exposed = hazard_exposure == "2"


def _hazard(key: str, title: str) -> tuple[Text, Choice]:
    what = Text(f"hazard_{key}", title, carried=True, source=NORM_2017)
    guard = Choice(f"hazard_{key}_protection", f"{title}防护措施", codes=NO_YES, carried=True, source=NORM_2017)
    return what, guard


EXPOSURE = Section(
    "职业病危害因素接触史",
    hazard_exposure,
    Text("hazard_job", "工种", carried=True, required=_exposed, source=NORM_2017),
    Number("hazard_years", "从业时间", "年", hard=(0, 80), carried=True, required=_exposed, source=PLAUSIBILITY),
    *_hazard("dust", "粉尘"),
    *_hazard("radiation", "放射物质"),
    *_hazard("physical", "物理因素"),
    *_hazard("chemical", "化学物质"),
    *_hazard("other", "其他有害因素"),
)

_nervous = _choice("nervous_disease", "神经系统其他疾病", answers.FOUND)
_other = _choice("other_disease", "其他系统疾病", answers.FOUND)
ILLNESSES = Section(
    "现存主要健康问题",
    _choices("brain_disease", "脑血管疾病", answers.BRAIN),
    _choices("kidney_disease", "肾脏疾病", answers.KIDNEY),
    _choices("heart_disease", "心脏疾病", answers.HEART),
    _choices("vessel_disease", "血管疾病", answers.VESSEL),
    _choices("eye_disease", "眼部疾病", answers.EYE),
    _nervous,
    Text("nervous_disease_text", "神经系统其他疾病说明", required=_nervous == "2", source=NORM_2017),
    _other,
    Text("other_disease_text", "其他系统疾病说明", required=_other == "2", source=NORM_2017),
)

_stay = Form(
    Day("from_date", "入院（建床）日期", past=True),
    Day("to_date", "出院（撤床）日期", past=True),
    Text("reason", "原因"),
    Text("institution", "医疗机构名称", longest=60),
    Text("case_number", "病案号", longest=40),
)
TREATMENT = Section(
    "近一年住院、用药与接种",
    Repeat("hospital_stays", "住院史", form=_stay, source=NORM_2017),
    Repeat("home_beds", "家庭病床史", form=_stay, source=NORM_2017),
    Repeat(
        "long_term_medicines",
        "主要用药情况",
        form=Form(
            Text("name", "药物名称", required=True, longest=60),
            Text("usage", "用法", longest=40),
            Text("dose", "用量", longest=40),
            Text("duration", "用药时间", longest=40),
            Choice("adherence", "服药依从性", codes=ADHERENCE),
        ),
        carried=True,
        source=NORM_2017,
    ),
    Repeat(
        "vaccines_outside",
        "非免疫规划预防接种史",
        form=Form(
            Text("name", "疫苗名称", required=True, longest=60),
            Day("given_date", "接种日期", past=True),
            Text("institution", "接种机构", longest=60),
        ),
        source=NORM_2017,
    ),
)

evaluation = _choice("evaluation", "健康评价", answers.EVALUATION, note="无新发疾病且原有疾病控制良好为无异常")
guidance = _choices("guidance", "健康指导", answers.GUIDANCE)
risk_control = _choices("risk_control", "危险因素控制", answers.RISK_CONTROL)
EVALUATION = Section(
    "健康评价与指导",
    evaluation,
    Repeat(
        "abnormal_findings",
        "异常",
        form=Form(Text("finding", "异常情况", required=True)),
        most=4,
        required=evaluation == "2",
        source=NORM_2017,
    ),
    guidance,
    risk_control,
    visit.target_weight.but(required=risk_control.isin("5")),
    Text("advised_vaccine", "建议接种的疫苗", required=risk_control.isin("6"), source=NORM_2017),
)

CHECKS = (
    Check(
        (exercise_frequency != "4") | (exercise_minutes == 0),
        "soft",
        "exercise_minutes",
        "锻炼频率填了“不锻炼”，请清空每次运动时间或改正频率。",
    ),
    Check(smoking_start_age <= age, "hard", "smoking_start_age", "开始吸烟年龄大于现年龄，请核对。"),
    Check(drinking_start_age <= age, "hard", "drinking_start_age", "开始饮酒年龄大于现年龄，请核对。"),
    Check(
        smoking_stop_age >= smoking_start_age,
        "hard",
        "smoking_stop_age",
        "戒烟年龄不能小于开始吸烟年龄，请核对。",
    ),
    Check(
        quit_drinking_age >= drinking_start_age,
        "hard",
        "quit_drinking_age",
        "戒酒年龄不能小于开始饮酒年龄，请核对。",
    ),
)
