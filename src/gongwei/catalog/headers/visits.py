"""Files of visits: who, and then the fields of the programme's own form, under its titles or what clinics call them.

Synonyms as seen in clinics' exports, not verified.
"""

from functools import cache

from gongwei.catalog.discovery import programs
from gongwei.catalog.headers.columns import Column, Layout
from gongwei.catalog.headers.person import IDENTITY, NOT_THE_PERSON
from gongwei.domain.form import Repeat
from gongwei.domain.form_field import Choice, Choices, Day, Field, Number

SYNONYMS: dict[str, tuple[str, ...]] = {
    "visit_mode": ("随访方式代码", "访视方式", "随访形式"),
    "next_due_date": ("下次随访时间", "下次随访", "下次体检时间"),
    "hypertension_symptoms": ("目前症状", "症状代码"),
    "diabetes_symptoms": ("目前症状", "症状代码"),
    "exam_symptoms": ("目前症状", "症状代码"),
    "systolic": ("收缩压(mmHg)", "血压收缩压", "收缩压值", "高压", "SBP"),
    "diastolic": ("舒张压(mmHg)", "血压舒张压", "舒张压值", "低压", "DBP"),
    "systolic_left": ("左侧血压收缩压", "血压左侧收缩压", "左收缩压"),
    "diastolic_left": ("左侧血压舒张压", "血压左侧舒张压", "左舒张压"),
    "systolic_right": ("右侧血压收缩压", "血压右侧收缩压", "右收缩压"),
    "diastolic_right": ("右侧血压舒张压", "血压右侧舒张压", "右舒张压"),
    "height": ("身高值",),
    "weight": ("体重目前", "目前体重", "当前体重", "体重值"),
    "target_weight": ("体重目标", "目标体重值"),
    "bmi": ("体质指数目前", "BMI", "体重指数", "目前体质指数"),
    "target_bmi": ("体质指数目标", "目标BMI"),
    "heart_rate": ("心率值", "HR"),
    "waist": ("腰围值",),
    "cigarettes": ("日吸烟量目前", "吸烟量", "日吸烟", "吸烟"),
    "target_cigarettes": ("日吸烟量目标",),
    "alcohol": ("日饮酒量目前", "饮酒量", "日饮酒", "饮酒"),
    "target_alcohol": ("日饮酒量目标",),
    "exercise_per_week": ("运动频率", "每周运动次数", "运动次数目前", "运动次/周"),
    "exercise_minutes": ("运动时间", "运动分钟/次", "每次运动时间目前", "运动时长"),
    "salt": ("摄盐情况目前", "摄盐", "摄盐量"),
    "target_salt": ("摄盐情况目标",),
    "staple_food": ("主食量", "主食目前", "日主食量"),
    "target_staple_food": ("主食目标",),
    "psychology": ("心理状况", "心理"),
    "compliance": ("遵医", "遵医情况"),
    "labs": ("辅助检查结果",),
    "adherence": ("用药依从性", "服药情况", "依从性"),
    "adverse": ("不良反应", "药物副作用"),
    "adverse_text": ("不良反应描述", "药物不良反应说明"),
    "visit_class": ("随访分类", "本次随访分类", "随访评价结果"),
    "fasting_glucose": ("空腹血糖值", "血糖", "FPG", "空腹血糖(GLU)", "空腹血糖浓度"),
    "postprandial_glucose": ("餐后血糖", "餐后2小时血糖", "餐后2h血糖"),
    "random_glucose": ("随机血糖值",),
    "hba1c": ("糖化血红蛋白值", "HbA1c"),
    "foot_pulse": ("足背动脉", "足背动脉搏动情况"),
    "hypoglycaemia": ("低血糖",),
    "haemoglobin": ("血红蛋白(g/L)", "Hb"),
    "tb_month": ("治疗月份", "治疗月数"),
    "tb_missed_doses": ("漏服次数", "漏服药"),
    "tb_notice_date": ("通知时间", "接到通知时间"),
    "risk_level": ("危险性", "危险性等级", "危险行为评估", "危险性分级"),
    "stability": ("随访分类", "病情分类", "分类"),
    "taking": ("服药依从性", "服药情况"),
    "mental_symptoms": ("精神症状",),
    "insight": ("自知力情况",),
    "hospital": ("住院情况",),
    "mental_diagnosis": ("诊断", "精神科诊断", "诊断名称"),
    "mental_consent": ("是否知情同意", "知情同意情况"),
    "referral_reason": ("转诊原因说明",),
    "referral_to": ("转诊机构及科别", "转诊机构", "转入机构"),
}
VISIT_DATES = {
    "elderly": ("体检时间", "检查日期", "年检日期"),
}
FOLLOW_UP_DATES = ("随访时间", "本次随访日期", "访视日期", "服务日期")
PAIRS = (
    ("pressure", "血压", ("systolic", "diastolic"), ("血压值", "血压(收缩压/舒张压)", "收缩压/舒张压", "BP")),
    ("pressure_left", "左侧血压", ("systolic_left", "diastolic_left"), ("血压左侧", "血压(左侧)")),
    ("pressure_right", "右侧血压", ("systolic_right", "diastolic_right"), ("血压右侧", "血压(右侧)")),
)
NEEDS = {
    "hypertension": (("systolic",), ("diastolic",)),
    "diabetes": (("fasting_glucose",),),
    "elderly": (("systolic_left", "systolic_right", "systolic"),),
    "copd": (("spo2", "fev1"),),
    "constitution": (("constitution_1",),),
    "newborn": (("birth_weight", "child_weight"),),
    "child": (("child_weight", "child_length"),),
    "mental_disorder": (("risk_level", "lost_reason", "hospital"),),
    "mental_file": (("mental_diagnosis",),),
    "newborn_screening": (("blood_taken", "hearing_first"),),
    "high_risk_infant": (("infant_neurology", "high_risk_reasons"),),
    "child_nutrition": (("nutrition_course",),),
    "tb_first_visit": (("tb_notice_date",), ("tb_sputum", "tb_regimen")),
    "tuberculosis": (("tb_missed_doses",),),
    "tb_contact": (("tb_chest",),),
    "pressure_check": (("pressure_turn",),),
    "hypertension_risk": (("pressure_turn",), ("family_hypertension", "waist")),
    "diabetes_risk": (("fasting_glucose",), ("family_diabetes", "glucose_conclusion")),
    "colorectal": (("fit", "colorectal_questionnaire"),),
    "cervix": (("hpv", "cytology"),),
    "breast": (("breast_ultrasound", "mammography"),),
    "care_level": (("eating",), ("moving",)),
    "home_bed": (("bed_stage",),),
    "nursing_home": (("dwelling_institution",),),
}
PROGRAM = Column(
    key="program",
    title="服务项目",
    synonyms=("服务项目名称", "随访项目", "随访类型", "随访类别", "管理项目", "项目名称", "program"),
    weak=("慢病类型", "慢性病类型", "慢病种类", "病种", "疾病类型", "疾病名称"),
)
WORDS = {
    "hypertension": ("高血压",),
    "diabetes": ("糖尿病",),
    "elderly": ("老年", "体检"),
    "copd": ("慢阻肺", "慢性阻塞性肺"),
    "constitution": ("体质辨识", "中医"),
    "newborn": ("新生儿",),
    "child": ("儿童健康检查", "儿童随访"),
    "mental_disorder": ("严重精神障碍随访", "重性精神", "精神病患者随访"),
    "mental_file": ("个人信息补充表",),
    "newborn_screening": ("疾病筛查与召回", "足跟血"),
    "high_risk_infant": ("高危儿",),
    "child_nutrition": ("营养性疾病", "儿童贫血", "儿童营养不良"),
    "tb_first_visit": ("第一次入户", "首次入户"),
    "tuberculosis": ("肺结核患者健康管理", "肺结核患者随访", "肺结核随访", "结核病随访"),
    "tb_contact": ("密切接触者",),
    "pressure_check": ("首诊测血压",),
    "hypertension_risk": ("高血压高危",),
    "diabetes_risk": ("糖尿病高危",),
    "colorectal": ("大肠癌", "结直肠癌"),
    "cervix": ("宫颈癌",),
    "breast": ("乳腺癌",),
    "care_level": ("失能评估",),
    "home_bed": ("家庭病床",),
    "nursing_home": ("养老机构",),
}
KINDS: tuple[tuple[type[Field], str], ...] = ((Choice, "code"), (Choices, "codes"), (Day, "day"))
MEDICINES = 3
MEDICINE = (
    ("name", "药物名称", ("药品名称", "用药名称", "药名")),
    ("dose", "每次用量", ("用药剂量", "每次剂量", "剂量")),
    ("unit", "用量单位", ("剂量单位",)),
    ("times_a_day", "每日次数", ("用药频次", "每日用药次数")),
)
SIGNATURES = dict.fromkeys(
    ("随访医生", "随访医生签名", "责任医生", "随访机构", "录入人", "录入时间", "录入日期", "用药情况", "现住址"),
    "这一列目前不保存",
)


@cache
def visit_layout(program: str) -> Layout:
    """Give the columns of a programme's visits: those of every edition's form, the newest first."""
    editions = reversed(programs()[program].editions)
    fields = {key: asked for edition in editions for key, asked in edition.visit.fields.items()}
    columns = [_column(asked, program) for asked in fields.values() if not isinstance(asked, Repeat)]
    pairs = [
        Column(key=key, title=title, kind="pressure", keys=keys, synonyms=synonyms, unit="mmHg")
        for key, title, keys, synonyms in PAIRS
        if keys[0] in fields
    ]
    medicines = _medicines() if "medicines" in fields else []
    return Layout(
        key=f"{program} visits",
        title=f"{programs()[program].title}随访",
        columns=(*IDENTITY, PROGRAM, *columns, *pairs, *medicines),
        needs=(("visit_date",), ("name", "document", "number", "archive_no"), *NEEDS.get(program, ())),
        ignored=NOT_THE_PERSON | SIGNATURES,
    )


def _column(asked: Field, program: str) -> Column:
    synonyms = SYNONYMS.get(asked.key, ())
    if asked.key == "visit_date":
        synonyms = VISIT_DATES.get(program, FOLLOW_UP_DATES)
    codes = asked.codes.names if isinstance(asked, Choice | Choices) else {}
    return Column(
        key=asked.key,
        title=asked.title,
        kind=_kind(asked),
        synonyms=synonyms,
        choices=codes,
        unit=asked.unit if isinstance(asked, Number) else "",
    )


def _kind(asked: Field) -> str:
    if isinstance(asked, Number):
        return "text" if asked.levels else "number"  # a scale's answers have names, which the form reads itself
    return next((kind for kind_of_field, kind in KINDS if isinstance(asked, kind_of_field)), "text")


def _medicines() -> list[Column]:
    return [
        Column(
            key=f"medicines.{line}.{part}",
            title=f"{title}{line}",
            synonyms=tuple(f"{name}{line}" for name in names),
        )
        for line in range(1, MEDICINES + 1)
        for part, title, names in MEDICINE
    ]
