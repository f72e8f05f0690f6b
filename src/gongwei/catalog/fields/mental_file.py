"""The supplementary form on a patient with severe mental disorder (规范第三版, 附件 1: 个人信息补充表), and relief."""

from gongwei.catalog.codelists import mental as codes
from gongwei.catalog.fields.mental import symptoms
from gongwei.catalog.sources import MENTAL_TASKS_2016, NORM_2017, PLAUSIBILITY
from gongwei.domain.expr import known
from gongwei.domain.form import Section
from gongwei.domain.form_field import Choice, Choices, Day, Flag, Number, Text

consent = Choice("mental_consent", "知情同意", codes=codes.CONSENT, required=True, source=NORM_2017)
CONSENT = Section(
    "知情同意",
    consent,
    Choice("consent_signed_by", "签字人", codes=codes.SIGNED, required=known(consent), source=NORM_2017),
    Text("consent_name", "签字人姓名", required=known(consent), longest=30, source=NORM_2017),
    Day("consent_date", "签字日期", past=True, required=known(consent), source=NORM_2017),
)
# Who refuses is registered with what the hospital reported; nothing more is asked.
agreed = ~(consent == "0")


def _asked(field: Choice | Choices | Number | Text) -> Choice | Choices | Number | Text:
    return field.but(asked=agreed, required=True)


GUARDIAN = Section(
    "监护人与村（居）委会",
    Text("guardian_name", "监护人姓名", required=True, longest=30, source=NORM_2017),
    Text("guardian_relation", "与患者关系", required=True, longest=20, source=NORM_2017),
    Text("guardian_address", "监护人住址", required=True, longest=100, source=NORM_2017),
    Text("guardian_phone", "监护人电话", required=True, longest=20, source=NORM_2017),
    Text("committee_contact", "村（居）委会联系人、电话", required=True, longest=60, source=NORM_2017),
)
diagnosis = Choice("mental_diagnosis", "目前诊断", codes=codes.DIAGNOSES, required=True, source=NORM_2017)
DIAGNOSIS = Section(
    "诊断",
    diagnosis,
    Text("diagnosis_hospital", "确诊医院", required=True, longest=60, source=NORM_2017),
    Day("diagnosis_date", "确诊日期", past=True, required=True, source=NORM_2017),
    Text("first_onset", "初次发病时间", required=True, longest=10, source=NORM_2017, note="至少填到年份，如 2009"),
)
past_lock = Choice("past_lock", "既往关锁情况", codes=codes.LOCK, source=NORM_2017)
HISTORY = Section(
    "病史与治疗",
    _asked(symptoms.but(key="past_symptoms", title="既往主要症状")),
    _asked(past_lock),
    Day("lock_released_date", "关锁解除日期", past=True, source=MENTAL_TASKS_2016),
    _asked(Choice("outpatient_history", "既往门诊治疗", codes=codes.TREATED, source=NORM_2017)),
    Text("first_drug_time", "首次抗精神病药治疗时间", longest=10, source=NORM_2017, note="至少填到年份"),
    _asked(
        Number("admissions", "曾住精神专科医院次数", "次", hard=(0, 200), integer=True, source=PLAUSIBILITY,
               note="没有住过填 0")
    ),
    _asked(Choice("last_effect", "最近一次治疗效果", codes=codes.LAST_EFFECT, source=NORM_2017)),
)  # fmt: skip


def _past(key: str, title: str) -> Number:
    return Number(key, title, "次", hard=(0, 500), soft=(0, 50), integer=True, source=PLAUSIBILITY)


ACTS = Section(
    "患病以来的危险行为（次数）",
    _past("past_trouble", "轻度滋事"),
    _past("past_offence", "肇事"),
    _past("past_crime", "肇祸"),
    _past("past_other_acts", "其他危害行为"),
    _past("past_self_harm", "自伤"),
    _past("past_suicide", "自杀未遂"),
)
economy = Choice("economy", "经济状况", codes=codes.ECONOMY, source=NORM_2017)
LIVING = Section(
    "生活状况",
    _asked(Choice("household_type", "户别", codes=codes.HOUSEHOLD, source=NORM_2017)),
    _asked(Choice("employment_state", "就业情况", codes=codes.EMPLOYMENT, source=NORM_2017)),
    _asked(economy),
    _asked(Text("specialist_opinion", "专科医生的意见", source=NORM_2017, note="没有填“不详”")),
)
certificate_due = Flag("certificate_due", "符合领取残疾证条件", source=MENTAL_TASKS_2016)
certificate_date = Day("certificate_date", "精神残疾证发证日期", past=True, source=MENTAL_TASKS_2016)
subsistence_date = Day("subsistence_date", "纳入最低生活保障日期", past=True, source=MENTAL_TASKS_2016)
guardian_award_date = Day("guardian_award_date", "监护责任书（以奖代补）签订日期", past=True, source=MENTAL_TASKS_2016)
free_medicine_date = Day("free_medicine_date", "免费服药批准日期", past=True, source=MENTAL_TASKS_2016)
RELIEF = Section(
    "救治救助",
    certificate_due,
    certificate_date,
    subsistence_date,
    free_medicine_date,
    guardian_award_date,
)
