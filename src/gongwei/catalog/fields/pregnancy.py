"""What the maternal forms ask: first antenatal check, later checks, delivery, home visit, 42 days (规范第三版 2017).

One form, whose sheet `stage` says which boxes stand; so the days that pregnancy is counted from are written once and
offered again. "Required" marks and ranges are the platform's reading of the printed forms (not verified).
"""

from gongwei.catalog.codelists import pregnancy as codes
from gongwei.catalog.codelists.answers import NO_YES, NORMAL
from gongwei.catalog.codelists.personal import ABO, RH
from gongwei.catalog.fields import measurements
from gongwei.catalog.sources import NORM_2017, PLAUSIBILITY
from gongwei.domain.elapsed import days_after, days_since, weeks_since
from gongwei.domain.expr import Expr, Or, cases, known, previous
from gongwei.domain.form import Check
from gongwei.domain.form_field import Choice, Choices, Day, Field, Number, Text

stage = Choice("pregnancy_stage", "记录表", codes=codes.STAGE, required=True, absent="must", source=NORM_2017)
booking, checking, delivering, home, day_42, ending = (stage == code for code in codes.STAGE)
expecting = stage.isin("1", "2")
after = stage.isin("4", "5")
seen = stage.isin("1", "2", "4")  # what rates a risk and measures pressure

# After the check at 42 days or a pregnancy that ended begins the next one.
next_sheet = cases((previous(expecting), "2"), (previous(delivering), "4"), (previous(home), "5"), otherwise="1")

# The days of the pregnancy: written once, offered again at every sheet.
edd_ultrasound = Day(
    "edd_ultrasound", "B 超核实预产期", carried=True, source=NORM_2017, note="与末次月经推算不符时填写，以此为准"
)
lmp = Day(
    "lmp", "末次月经", past=True, required=~known(edd_ultrasound), carried=True, absent="must", source=NORM_2017,
    note="不详时填 B 超核实预产期",
)  # fmt: skip
booked_date = Day("booked_date", "建册日期", past=True, required=True, carried=True, source=NORM_2017)
TERM = 280  # days from the last period to the expected day (规范第三版: month + 9 or - 3, day + 7)
origin = cases((known(edd_ultrasound), days_after(edd_ultrasound, -TERM)), otherwise=lmp)
edd = Day("edd", "预产期", derived=days_after(origin, TERM), source=NORM_2017)
weeks = weeks_since(origin)
gestation_weeks = Number(
    "pregnancy_weeks", "孕周", "周", hard=(0, 45), soft=(4, 42), integer=True, derived=weeks, asked=expecting,
    source=PLAUSIBILITY,
)  # fmt: skip
gestation_days = gestation_weeks.but(
    key="pregnancy_days", title="孕周余天", unit="天", hard=(0, 6), soft=None, derived=days_since(origin) - weeks * 7
)


def _counted(key: str, title: str, most: int, unit: str = "次") -> Number:
    return Number(
        key, title, unit, hard=(0, most), integer=True, required=True, asked=booking, source=PLAUSIBILITY, note="无填 0"
    )


def _measured(key: str, title: str, unit: str, hard: tuple[float, float], soft: tuple[float, float]) -> Number:
    return Number(key, title, unit, hard=hard, soft=soft, required=True, asked=booking, source=PLAUSIBILITY)


def _looked_at(key: str, title: str, asked: Expr) -> Choice:
    return Choice(f"mother_{key}", title, codes=NORMAL, required=True, asked=asked, source=NORM_2017)


def findings(key: str, asked: Expr, *parts: Field) -> Text:
    """Ask in words for what was found, when a part was not as it should be."""
    return Text(key, "异常所见", asked=asked, required=Or(tuple(part == "2" for part in parts)), source=NORM_2017)


gravidity = _counted("gravidity", "孕次", 30).but(note="含本次")
vaginal_births = _counted("vaginal_births", "阴道分娩", 20)
caesareans = _counted("caesareans", "剖宫产", 10)
PAST_PREGNANCIES = (
    gravidity,
    vaginal_births,
    caesareans,
    *(
        _counted(key, title, 20)
        for key, title in (
            ("miscarriages", "自然流产"), ("abortions", "人工流产"), ("foetal_deaths", "死胎"),
            ("past_stillbirths", "死产"), ("neonatal_deaths", "新生儿死亡"), ("birth_defects", "出生缺陷儿"),
        )
    ),
)  # fmt: skip
HISTORY = (
    Choices("pregnancy_past", "既往史", codes=codes.PAST, required=True, asked=booking, source=NORM_2017),
    Choices("pregnancy_family", "家族史", codes=codes.FAMILY, required=True, asked=booking, source=NORM_2017),
    Choices("pregnancy_personal", "个人史", codes=codes.PERSONAL, required=True, asked=booking, source=NORM_2017),
    Choice("gynaecological_surgery", "妇产科手术史", codes=NO_YES, required=True, asked=booking, source=NORM_2017),
    Text("husband_name", "丈夫姓名", asked=booking, longest=30, source=NORM_2017),
    Text("husband_phone", "丈夫电话", asked=booking, longest=20, source=NORM_2017),
)

height = measurements.height.but(required=True, asked=booking)
weight = measurements.weight.but(required=True, asked=expecting)
bmi = measurements.bmi.but(asked=booking)
systolic = measurements.systolic.but(required=seen, asked=seen | day_42)
diastolic = measurements.diastolic.but(required=seen, asked=seen | day_42)
BODY = tuple(
    _looked_at(key, title, booking)
    for key, title in (
        ("heart", "心脏"), ("lungs", "肺部"), ("vulva", "外阴"), ("vagina", "阴道"), ("cervix", "宫颈"),
        ("uterus", "子宫"), ("adnexa", "附件"),
    )
)  # fmt: skip

haemoglobin = Number(
    "haemoglobin", "血红蛋白", "g/L", hard=(20, 260), soft=(60, 190), required=True, asked=expecting,
    source=PLAUSIBILITY,
)  # fmt: skip
urine_protein = Choice(
    "pregnancy_urine_protein", "尿蛋白", codes=codes.URINE, required=True, asked=expecting, source=NORM_2017
)
platelets = _measured("platelets", "血小板", "×10⁹/L", (1, 2500), (50, 600))
fasting_glucose = measurements.fasting_glucose.but(asked=expecting, note="非免费项目")
surface_antigen = Choice(
    "hbsag", "乙型肝炎表面抗原", codes=codes.SURFACE_ANTIGEN, required=True, asked=booking, source=NORM_2017
)
URINE = tuple(
    Choice(f"pregnancy_urine_{key}", title, codes=codes.URINE, required=True, asked=booking, source=NORM_2017)
    for key, title in (("glucose", "尿糖"), ("ketone", "尿酮体"), ("blood", "尿潜血"))
)
BLOOD = (
    _measured("white_cells", "白细胞", "×10⁹/L", (0.1, 500), (2, 25)),
    platelets,
    Choice("pregnancy_abo", "血型", codes=ABO, required=True, asked=booking, source=NORM_2017),
    Choice("pregnancy_rh", "RH 血型", codes=RH, asked=booking, source=NORM_2017),
)
ORGANS = (
    _measured("alt", "血清谷丙转氨酶", "U/L", (0, 10_000), (3, 300)),
    _measured("ast", "血清谷草转氨酶", "U/L", (0, 10_000), (3, 300)),
    _measured("albumin", "白蛋白", "g/L", (5, 90), (25, 60)),
    _measured("total_bilirubin", "总胆红素", "μmol/L", (0, 1000), (2, 60)),
    _measured("direct_bilirubin", "结合胆红素", "μmol/L", (0, 800), (0, 30)),
    _measured("creatinine", "血清肌酐", "μmol/L", (5, 3000), (30, 300)),
    _measured("urea", "血尿素", "mmol/L", (0.1, 100), (1, 25)),
)
INFECTIONS = (
    surface_antigen,
    Choice("syphilis_tested", "梅毒血清学", codes=codes.TESTED, required=True, asked=booking, source=NORM_2017,
           note="只记是否检测，结果另册登记"),
    Choice("hiv_tested", "HIV 抗体", codes=codes.TESTED, required=True, asked=booking, source=NORM_2017,
           note="只记是否检测，结果另册登记"),
    Choices("vaginal_discharge", "阴道分泌物", codes=codes.DISCHARGE, asked=booking, source=NORM_2017),
    Choice("vaginal_cleanness", "阴道清洁度", codes=codes.CLEANNESS, asked=booking, source=NORM_2017),
)  # fmt: skip
other_tests = Text("pregnancy_tests", "其他辅助检查", asked=expecting, source=NORM_2017, note="B 超等")

danger = Choices(
    "pregnancy_danger", "危急表现", codes=codes.DANGER, required=seen, asked=seen | day_42, source=codes.DANGER.source
)
complaint = Text("pregnancy_complaint", "主诉", asked=checking, source=NORM_2017)
fundal_height = Number(
    "fundal_height", "宫底高度", "cm", hard=(5, 60), soft=(8, 45), required=weeks >= 20, asked=checking,
    source=PLAUSIBILITY,
)  # fmt: skip
girth = Number(
    "abdominal_girth", "腹围", "cm", hard=(40, 200), soft=(60, 130), required=weeks >= 20, asked=checking,
    source=PLAUSIBILITY,
)  # fmt: skip
position = Choice("foetal_position", "胎位", codes=codes.POSITION, asked=checking, source=NORM_2017)
foetal_heart = Number(
    "foetal_heart_rate", "胎心率", "次/分", hard=(50, 220), soft=(100, 180), integer=True, required=weeks >= 20,
    asked=checking, source=PLAUSIBILITY,
)  # fmt: skip
movement = Choice(
    "foetal_movement", "胎动", codes=codes.MOVEMENT, required=weeks >= 28, asked=checking, source=NORM_2017
)
guidance = Choices(
    "pregnancy_guidance", "保健指导", codes=codes.GUIDANCE, required=True, asked=expecting, source=NORM_2017
)

# Delivery: told by the hospital or the family.
delivery_date = Day(
    "delivery_date", "分娩日期", past=True, required=True, asked=stage.isin("3", "4", "5"),
    carried=True, absent="must", source=NORM_2017,
)  # fmt: skip
discharge_date = Day(
    "discharge_date", "出院日期", past=True, required=after, asked=stage.isin("3", "4", "5"), carried=True,
    source=NORM_2017, note="未住院填分娩日期",
)  # fmt: skip
place = Choice("delivery_place", "分娩地点", codes=codes.PLACE, required=True, asked=delivering, source=NORM_2017)
delivery_days = Number(
    "delivery_days", "分娩孕龄", "天", hard=(140, 315), soft=(196, 301), integer=True, asked=delivering,
    derived=days_since(origin) - days_since(delivery_date), source=PLAUSIBILITY,
)  # fmt: skip
live_births = Number(
    "live_births", "活产数", "个", hard=(0, 6), integer=True, required=True, asked=delivering, source=PLAUSIBILITY
)
stillbirths = live_births.but(key="stillbirths", title="死胎死产数")
antenatal_checks = Number(
    "antenatal_checks", "产前检查次数", "次", hard=(0, 40), soft=(0, 20), integer=True, required=True, asked=delivering,
    source=PLAUSIBILITY, note="按母子健康手册，含在医院所做",
)  # fmt: skip
DELIVERY = (
    delivery_date,
    place,
    Text("delivery_institution", "助产机构", asked=delivering, longest=60, source=NORM_2017),
    Choice("delivery_mode", "分娩方式", codes=codes.MODE, required=True, asked=delivering, source=NORM_2017),
    delivery_days,
    live_births,
    stillbirths,
    Choices(
        "delivery_complications", "分娩并发症", codes=codes.COMPLICATION, required=True, asked=delivering,
        source=NORM_2017,
    ),
    antenatal_checks,
    discharge_date,
)  # fmt: skip

temperature = measurements.temperature.but(required=True, asked=home)
general = Text("mother_general", "一般健康情况", required=True, asked=after, source=NORM_2017)
mood = Text("mother_mood", "一般心理状况", required=True, asked=after, source=NORM_2017)
epds = Number(
    "epds", "爱丁堡产后抑郁量表", "分", hard=(0, 30), integer=True, asked=after, source=PLAUSIBILITY, note="本市选做"
)
RECOVERY = tuple(
    _looked_at(key, title, after)
    for key, title in (("breasts", "乳房"), ("lochia", "恶露"), ("womb", "子宫复旧"), ("wound", "伤口"))
)
recovered = Choice("mother_recovered", "产后恢复", codes=codes.RECOVERED, required=True, asked=day_42, source=NORM_2017)
guidance_after = Choices(
    "mother_guidance", "指导", codes=codes.GUIDANCE_AFTER, required=True, asked=after, source=NORM_2017
)
outcome = Choice("mother_outcome", "处理", codes=codes.OUTCOME, required=True, asked=day_42, source=NORM_2017)
ended_date = Day("pregnancy_ended_date", "终止日期", past=True, required=True, asked=ending, source=NORM_2017)
ended_how = Choice("pregnancy_ended_how", "终止方式", codes=codes.ENDING, required=True, asked=ending, source=NORM_2017)

CHECKS = (
    Check(days_since(lmp) >= 0, "hard", "lmp", "末次月经须不晚于服务日期，请改正。"),
    Check(gestation_weeks <= 44, "hard", "lmp", "按所填日期孕周已超过 44 周，请核对末次月经或 B 超预产期。"),
    Check(days_since(booked_date) >= 0, "hard", "booked_date", "建册日期须不晚于服务日期，请改正。"),
    Check(days_since(delivery_date) >= 0, "hard", "delivery_date", "分娩日期须不晚于服务日期，请改正。"),
    Check(discharge_date >= delivery_date, "hard", "discharge_date", "出院日期须不早于分娩日期，请改正。"),
    *measurements.pressure_checks(),
)
