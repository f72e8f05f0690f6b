"""Home visits to newborns within a week of leaving hospital (规范第三版, 0–6 岁儿童健康管理服务规范)."""

from datetime import date

from gongwei.catalog.advice import refer, refer_now, remind_parents, to_child_care, visit_again
from gongwei.catalog.codelists import children as codes
from gongwei.catalog.codelists.answers import NO_YES
from gongwei.catalog.fields import child, growth, measurements, visit
from gongwei.catalog.sources import NEWBORN_2012, NORM_2017, PLAUSIBILITY
from gongwei.domain.elapsed import birth_date, days_since
from gongwei.domain.expr import known, lives_here
from gongwei.domain.form import Check, Form, Section
from gongwei.domain.form_field import Choice, Choices, Day, Flag, Number, Text
from gongwei.domain.milestones import Milestones
from gongwei.domain.program import Program, otherwise, when

visit_date = visit.visit_date.but(title="访视日期")
discharge_date = Day(
    "discharge_date",
    "出院日期",
    past=True,
    required=True,
    source=NORM_2017,
    note="服务要求所列，纸表无此格；未住院填出生日期",
)
weeks = growth.weeks.but(required=True)
mothers_illness = Choice(
    "mothers_illness", "母亲妊娠期患病", codes=codes.MOTHERS_ILLNESS, required=True, source=NORM_2017
)
birth_modes = Choices("birth_modes", "出生情况", codes=codes.BIRTH_MODES, required=True, source=NORM_2017)
birth_place = Text(
    "birth_institution", "助产机构", longest=60, required=True, source=NORM_2017, note="不在医院出生填“无”"
)
asphyxia = Choice("asphyxia", "新生儿窒息", codes=NO_YES, required=True, source=NORM_2017)
apgar_1 = Number("apgar_1", "Apgar 评分（1 分钟）", "分", hard=(0, 10), integer=True, source=NORM_2017)
apgar_5 = apgar_1.but(key="apgar_5", title="Apgar 评分（5 分钟）")
malformation = Choice("malformation", "畸形", codes=NO_YES, required=True, source=NORM_2017)
malformation_text = Text("malformation_text", "畸形说明", required=malformation == "2", source=NORM_2017)
hearing = Choice("hearing_screen", "新生儿听力筛查", codes=codes.HEARING_SCREEN, required=True, source=NORM_2017)
screened = Choices("disease_screen", "新生儿疾病筛查", codes=codes.DISEASE_SCREEN, required=True, source=NORM_2017)
birth_weight = child.weight.but(key="birth_weight", title="出生体重", hard=(0.3, 8), soft=(1.5, 5))
birth_length = child.length.but(key="birth_length", title="出生身长", hard=(20, 65), soft=(40, 58))
feeding = Choice("feeding", "喂养方式", codes=codes.FEEDING, required=True, source=NORM_2017)
milk = Number("milk_volume", "吃奶量", "mL/次", hard=(0, 300), required=feeding == "3", source=PLAUSIBILITY)
feeds = Number("feeds_a_day", "吃奶次数", "次/日", hard=(0, 30), integer=True, required=True, source=PLAUSIBILITY)
vomiting = Choice("vomiting", "呕吐", codes=NO_YES, required=True, source=NORM_2017)
stool = Choice("stool", "大便", codes=codes.STOOL, required=True, source=NORM_2017)
stools = Number("stools_a_day", "大便次数", "次/日", hard=(0, 30), integer=True, required=True, source=PLAUSIBILITY)
temperature = measurements.temperature.but(required=True)
pulse = Number(
    "child_heart_rate",
    "心率",
    "次/分",
    hard=(40, 260),
    soft=(90, 180),
    integer=True,
    required=True,
    source=PLAUSIBILITY,
)
breaths = Number(
    "child_respiration", "呼吸频率", "次/分", hard=(5, 120), soft=(25, 60), integer=True, required=True,
    source=PLAUSIBILITY,
)  # fmt: skip
complexion = Choice("complexion", "面色", codes=codes.COMPLEXION, required=True, source=NORM_2017)
jaundice = Choices("jaundice", "黄疸部位", codes=codes.JAUNDICE, required=True, source=NORM_2017)
fontanelle = Choice("fontanelle", "前囟", codes=codes.FONTANELLE, required=True, source=NORM_2017)
skin = Choices("newborn_skin", "皮肤", codes=codes.SKIN, required=True, source=NORM_2017)
cord = Choices("cord", "脐带", codes=codes.CORD, required=True, source=NORM_2017)
BODY = tuple(
    child.looked_at(key, title)
    for key, title in (
        ("eyes", "眼睛"), ("ears", "耳外观"), ("nose", "鼻"), ("mouth", "口腔"), ("chest", "心肺"), ("abdomen", "腹部"),
        ("limbs", "四肢活动度"), ("anus", "肛门"), ("breast", "胸部"), ("spine", "脊柱"), ("genitals", "外生殖器"),
    )
)  # fmt: skip
bcg = Flag("bcg_given", "已接种卡介苗", required=True, source=NORM_2017)
hepb = Flag("hepb1_given", "已接种第 1 剂乙肝疫苗", required=True, source=NORM_2017)
guidance = Choices("child_guidance", "指导", codes=codes.GUIDANCE, required=True, source=NORM_2017)

urgent = (
    (temperature >= 37.5)
    | (temperature <= 35.5)
    | (pulse < 100)
    | (pulse > 160)
    | (breaths < 20)
    | (breaths > 60)
    | jaundice.isin("5")
    | fontanelle.isin("2", "3")
).called("有须立即转诊的表现")
doubtful = (jaundice.isin("3", "4") | (child.neck_mass == "2") | cord.isin("3") | screened.isin("3", "4", "5")).called(
    "有建议转诊的表现"
)
early_or_light = (weeks < 37) | (birth_weight < 2.5) | birth_modes.isin("5")
high_risk = (early_or_light | (asphyxia == "2") | (malformation == "2")).called(
    "早产、低出生体重、双多胎、窒息或出生缺陷"
)
to_make_good = ((known(bcg) & ~bcg) | (known(hepb) & ~hepb) | hearing.isin("2", "3") | screened.isin("1")).called(
    "有疫苗未接种，或筛查未做、未通过"
)
still_newborn = (days_since(birth_date) < 28).called("未满 28 天")
ONCE = Milestones(birth_date, ())  # what follows is the first of the child's checks, at one month

program = Program(
    key="newborn",
    title="新生儿家庭访视",
    source=NORM_2017,
    since=date(2017, 2, 28),
    # Who was born too early may leave hospital weeks later.
    enrol=lives_here & (days_since(birth_date) < 90),
    visit=Form(
        visit_date,
        discharge_date,
        Section("出生情况", weeks, mothers_illness, birth_place, birth_modes, asphyxia, apgar_1, apgar_5),
        Section("出生缺陷与筛查", malformation, malformation_text, hearing, screened, bcg, hepb),
        Section("喂养与排便", feeding, milk, feeds, vomiting, stool, stools),
        Section("测量", birth_weight, child.weight.but(title="目前体重"), birth_length, temperature, pulse, breaths),
        Section("黄疸与前囟", complexion, jaundice, child.fontanelle_length, child.fontanelle_width, fontanelle),
        Section("体格检查", *BODY, child.neck_mass, skin, cord, child.findings(*BODY)),
        Section("指导与转诊", guidance, *visit.REFERRAL, visit.next_due_date.but(title="下次访视日期")),
        checks=(
            visit.next_after_visit,
            Check(discharge_date <= visit_date, "hard", "discharge_date", "出院日期须不晚于访视日期，请改正。"),
        ),
    ),
    rules=(
        when(urgent, key="urgent", do=refer_now, refer_to="hospital", days=3, source=NEWBORN_2012, verified=False),
        when(
            doubtful & still_newborn,
            key="doubtful",
            do=refer,
            refer_to="hospital",
            days=14,
            source=NEWBORN_2012,
            verified=False,
        ),
        when(
            doubtful, key="doubtful after", do=refer, refer_to="hospital", at=ONCE, source=NEWBORN_2012, verified=False
        ),
        when(high_risk & still_newborn, key="high risk", do=visit_again, days=7, verified=False),
        when(to_make_good, key="to make good", do=remind_parents, at=ONCE),
        otherwise(key="next", do=to_child_care, at=ONCE),
    ),
)
