"""Measurements. Hard and soft limits are plausibility limits of the platform, not of the norm (not verified)."""

from gongwei.catalog.sources import PLAUSIBILITY
from gongwei.domain.expr import cases, known
from gongwei.domain.form import Check
from gongwei.domain.form_field import Number

systolic = Number("systolic", "收缩压", "mmHg", hard=(50, 300), soft=(80, 200), integer=True, source=PLAUSIBILITY)
diastolic = Number("diastolic", "舒张压", "mmHg", hard=(20, 200), soft=(40, 120), integer=True, source=PLAUSIBILITY)
heart_rate = Number("heart_rate", "心率", "次/分", hard=(20, 250), soft=(40, 140), integer=True, source=PLAUSIBILITY)
pulse = Number("pulse", "脉率", "次/分", hard=(20, 250), soft=(40, 140), integer=True, source=PLAUSIBILITY)
respiration = Number("respiration", "呼吸频率", "次/分", hard=(5, 60), soft=(10, 30), integer=True, source=PLAUSIBILITY)
temperature = Number("temperature", "体温", "℃", hard=(30, 45), soft=(35, 40), source=PLAUSIBILITY)
spo2 = Number("spo2", "脉搏氧饱和度", "%", hard=(30, 100), soft=(80, 100), integer=True, source=PLAUSIBILITY)

# Adults; children have forms of their own.
height = Number("height", "身高", "cm", hard=(80, 250), soft=(130, 200), source=PLAUSIBILITY)
weight = Number("weight", "体重", "kg", hard=(15, 300), soft=(35, 130), source=PLAUSIBILITY)
waist = Number("waist", "腰围", "cm", hard=(30, 200), soft=(55, 130), source=PLAUSIBILITY)
bmi = Number(
    "bmi",
    "体质指数",
    "kg/m²",
    hard=(8, 80),
    soft=(14, 45),
    derived=weight / (height * height / 10_000),
    source=PLAUSIBILITY,
    note="体重 ÷ 身高²",
)

fasting_glucose = Number(
    "fasting_glucose", "空腹血糖", "mmol/L", hard=(0.5, 60), soft=(2.5, 25), source=PLAUSIBILITY, note="mg/dL 先除以 18"
)
postprandial_glucose = fasting_glucose.but(key="postprandial_glucose", title="餐后 2 小时血糖")
random_glucose = fasting_glucose.but(key="random_glucose", title="随机血糖")
hba1c = Number("hba1c", "糖化血红蛋白", "%", hard=(2, 25), soft=(4, 15), source=PLAUSIBILITY)

# At examinations both arms are measured and the higher one counts (WS/T 872-2025).
systolic_left = systolic.but(key="systolic_left", title="左侧收缩压")
diastolic_left = diastolic.but(key="diastolic_left", title="左侧舒张压")
systolic_right = systolic.but(key="systolic_right", title="右侧收缩压")
diastolic_right = diastolic.but(key="diastolic_right", title="右侧舒张压")


def _higher(left: Number, right: Number) -> object:
    return cases((~known(left), right), (~known(right), left), (left >= right, left), otherwise=right)


systolic_higher = systolic.but(derived=_higher(systolic_left, systolic_right), note="两侧中较高的一侧")
diastolic_higher = diastolic.but(derived=_higher(diastolic_left, diastolic_right), note="两侧中较高的一侧")


def pressure_checks(upper: Number = systolic, lower: Number = diastolic) -> tuple[Check, ...]:
    """Say how far the two pressures must lie apart, in mmHg."""
    side = upper.title.removesuffix("收缩压")
    swapped = f"{side}收缩压须比舒张压高至少 5 mmHg，请核对是否填反。"
    unusual = f"{side}脉压不常见（通常 15–120 mmHg），请再核对一次，无误则确认保留。"
    apart = upper - lower
    return (
        Check(apart >= 5, "hard", lower.key, swapped),
        Check((apart < 5) | ((apart >= 15) & (apart <= 120)), "soft", lower.key, unusual),
    )
