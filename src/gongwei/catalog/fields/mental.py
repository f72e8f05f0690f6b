"""What the follow-up of severe mental disorder asks (规范第三版, 附件 2: 严重精神障碍患者随访服务记录表)."""

from gongwei.catalog.codelists import mental as codes
from gongwei.catalog.codelists.answers import GOOD, NO_YES
from gongwei.catalog.fields import visit
from gongwei.catalog.sources import NORM_2017, PLAUSIBILITY
from gongwei.domain.expr import Expr, known
from gongwei.domain.form import Check, Form, Repeat, Section
from gongwei.domain.form_field import Choice, Choices, Day, Flag, Number, Severity, Text

hospital = Choice("hospital", "两次随访期间住院情况", codes=codes.HOSPITAL, source=NORM_2017)
discharge = Day("last_discharge_date", "末次出院日期", past=True, required=hospital == "2", source=NORM_2017)
lost_reason = Choice("lost_reason", "失访原因", codes=codes.LOST, source=NORM_2017, note="本次未访到时填写")
death_date = Day("death_date", "死亡日期", past=True, source=NORM_2017)
death_cause = Choice("death_cause", "死亡原因", codes=codes.DEATH, required=known(death_date), source=NORM_2017)
death_illness = Choice(
    "death_illness", "躯体疾病", codes=codes.DEATH_ILLNESS, required=death_cause == "1", source=NORM_2017
)
reached: Expr = ~known(lost_reason) & ~known(death_date)
# Who lies in a ward is asked for there; who was not found, or is dead, is asked nothing.
at_home: Expr = (reached & ~(hospital == "1")).called("访到且未在住院")
visit_mode = visit.visit_mode.but(title="本次随访形式")
informant = Choice("informant", "受访者", codes=codes.INFORMANT, source=NORM_2017, note="面访须见到患者本人")

risk = Choice("risk_level", "危险性评估", codes=codes.RISK, asked=at_home, required=True, source=NORM_2017)
symptoms = Choices("mental_symptoms", "目前症状", codes=codes.SYMPTOMS, asked=at_home, required=True, source=NORM_2017)
symptom_other = Text("mental_symptom_other", "其他症状", required=symptoms.isin("12"), source=NORM_2017)
danger_signs = Choices(
    "danger_signs", "危急情况", codes=codes.MENTAL_DANGER, asked=at_home, source=NORM_2017,
    note="服务要求所列，纸表无此格",
)  # fmt: skip
insight = Choice("insight", "自知力", codes=codes.INSIGHT, asked=at_home, required=True, source=NORM_2017)
sleep = Choice("sleep", "睡眠情况", codes=GOOD, asked=at_home, required=True, source=NORM_2017)
appetite = sleep.but(key="appetite", title="饮食情况")


def _function(key: str, title: str) -> Choice:
    return Choice(key, title, codes=codes.FUNCTION, asked=at_home, required=True, source=NORM_2017)


FUNCTION = (
    _function("self_care_function", "个人生活料理"),
    _function("housework", "家务劳动"),
    _function("productive_work", "生产劳动及工作"),
    _function("learning", "学习能力"),
    _function("social_contact", "社会人际交往"),
)
poor_function = (
    (FUNCTION[0] == "3") | (FUNCTION[1] == "3") | (FUNCTION[2] == "3") | (FUNCTION[3] == "3") | (FUNCTION[4] == "3")
)


def _acts(key: str, title: str) -> Number:
    return Number(key, title, "次", hard=(0, 500), soft=(0, 20), integer=True, source=PLAUSIBILITY)


crimes = _acts("acts_crime", "肇祸")
offences = _acts("acts_offence", "肇事")
ACTS = (
    _acts("acts_trouble", "轻度滋事"),
    offences,
    crimes,
    _acts("acts_other", "其他危害行为"),
    _acts("acts_self_harm", "自伤"),
    _acts("acts_suicide", "自杀未遂"),
)
lock = Choice("lock", "两次随访期间关锁情况", codes=codes.LOCK, asked=reached, required=True, source=NORM_2017)
lab = Choice("lab_done", "实验室检查", codes=NO_YES, asked=at_home, required=True, source=NORM_2017)
labs = visit.labs.but(title="实验室检查结果", required=lab == "2")
adherence = Choice("taking", "用药依从性", codes=codes.TAKING, asked=at_home, required=True, source=NORM_2017)
adverse = Choice("mental_adverse", "药物不良反应", codes=codes.ADVERSE, asked=at_home, required=True, source=NORM_2017)
adverse_text = visit.adverse_text.but(required=adverse == "2")
effect = Choice("effect", "治疗效果", codes=codes.EFFECT, asked=at_home, required=True, source=NORM_2017)
used = Repeat(
    "psychotropics",
    "用药情况",
    form=Form(
        Text("name", "药物名称", required=True, longest=60),
        Choice("per", "按日或按月", codes=codes.PER),
        Number("times", "次数", "次", hard=(0, 60), integer=True, source=PLAUSIBILITY),
        Number("milligrams", "每次剂量", "mg", hard=(0.01, 10_000), source=PLAUSIBILITY),
    ),
    most=3,
    carried=True,
    source=NORM_2017,
    note="实际服用的药物",
)
advised = used.but(key="psychotropics_advised", title="用药指导", note="医生建议的用药")
rehabilitation = Choices(
    "rehabilitation", "康复措施", codes=codes.REHABILITATION, asked=at_home, required=True, source=NORM_2017
)
stability = Choice(
    "stability", "本次随访分类", codes=codes.STABILITY, asked=at_home, required=True, source=NORM_2017,
    note="由医生判定；不得低于危险性对应的级别",
)  # fmt: skip
police_told = Flag("police_told", "已报告公安", source=NORM_2017, note="服务要求所列，纸表无此格")
specialist_asked = Flag("specialist_asked", "已联系精神专科医师", source=NORM_2017, note="服务要求所列，纸表无此格")
exam_refused = Flag("exam_refused", "患者或监护人不同意健康检查", source=NORM_2017)

SECTIONS = (
    Section(
        "住院、失访与死亡",
        hospital.but(required=reached),
        discharge,
        lost_reason,
        death_date,
        death_cause,
        death_illness,
    ),
    Section("危险性与症状", risk, danger_signs, symptoms, symptom_other, insight, sleep, appetite),
    Section("社会功能", *FUNCTION),
    Section("危险行为（上次随访以来次数）", *ACTS, lock),
    Section(
        "检查与用药", lab, labs, visit.exam_done, exam_refused, adherence, adverse, adverse_text, effect, used, advised
    ),
    Section(
        "康复、分类与转诊",
        rehabilitation,
        stability,
        *visit.REFERRAL,
        police_told,
        specialist_asked,
        visit.next_due_date,
    ),
)


def _class_check(holds: Expr, severity: Severity, message: str) -> Check:
    return Check(holds, severity, stability.key, message)


# The class is the doctor's; risk sets its floor, and what else the norm names is asked about (S3, service text).
dangerous = risk.isin("3", "4", "5").called("危险性 3–5 级")
CHECKS = (
    _class_check(~dangerous | (stability == "1"), "hard", "危险性 3–5 级应判为“不稳定”，请改正分类或核对危险性。"),
    _class_check(
        ~risk.isin("1", "2") | ~(stability == "3"), "hard", "危险性 1–2 级不能判为“稳定”，请改正分类或核对危险性。"
    ),
    _class_check(~danger_signs.any() | (stability == "1"), "soft", "有危急情况的，规范列为病情不稳定，请再核对分类。"),
    _class_check(~(insight == "3") | (stability == "1"), "soft", "自知力缺失的，规范列为病情不稳定，请再核对分类。"),
    _class_check(~poor_function | ~(stability == "3"), "soft", "社会功能较差的，不属于病情稳定，请再核对分类。"),
)
