"""What the two tuberculosis forms and the screening of contacts ask. Ranges are plausibility limits of the platform."""

from gongwei.catalog.codelists import tuberculosis as codes
from gongwei.catalog.codelists.answers import GOOD, NO_YES
from gongwei.catalog.codelists.symptoms import TUBERCULOSIS_DANGER
from gongwei.catalog.fields import visit
from gongwei.catalog.sources import NORM_2017, PLAUSIBILITY, TUBERCULOSIS_2020
from gongwei.domain.expr import known
from gongwei.domain.form import Section
from gongwei.domain.form_field import Choice, Choices, Day, Number, Text

# How the patient is treated stands on both forms; the card of treatment says it.
regimen = Text("tb_regimen", "化疗方案", longest=60, required=True, carried=True, source=NORM_2017, note="如 2HRZE/4HR")
usage = Choice("tb_usage", "用法", codes=codes.USAGE, required=True, carried=True, source=NORM_2017)
drug_forms = Choices("tb_drug_forms", "药品剂型", codes=codes.DRUG_FORMS, required=True, carried=True, source=NORM_2017)
supervisor = Choice(
    "tb_supervisor", "督导人员", codes=codes.SUPERVISOR, required=True, carried=True, source=NORM_2017,
    note="医务人员优先；家属督导须先培训",
)  # fmt: skip
HABITS = (
    visit.cigarettes.but(required=True), visit.target_cigarettes, visit.alcohol.but(required=True), visit.target_alcohol
)  # fmt: skip

# The first visit at home.
notice_date = Day(
    "tb_notice_date", "接到通知单日期", past=True, required=True, source=NORM_2017, note="72 小时内访视；两次未见须上报"
)
patient_type = Choice("tb_patient_type", "患者类型", codes=codes.PATIENT_TYPE, required=True, source=NORM_2017)
sputum = Choice("tb_sputum", "痰菌情况", codes=codes.SPUTUM, required=True, source=NORM_2017)
resistance = Choice("tb_resistance", "耐药情况", codes=codes.RESISTANCE, required=True, source=NORM_2017)
first_symptoms = Choices("tb_first_symptoms", "症状及体征", codes=codes.FIRST_SYMPTOMS, required=True, source=NORM_2017)
single_room = Choice("tb_single_room", "单独的居室", codes=codes.HAS, required=True, source=NORM_2017)
ventilation = Choice("tb_ventilation", "通风情况", codes=GOOD, required=True, source=NORM_2017)
pickup_place = Text("tb_pickup_place", "取药地点", longest=60, required=True, source=NORM_2017)
pickup_date = Day("tb_pickup_date", "取药时间", required=True, source=NORM_2017)
school = Choice("tb_school", "学校人员", codes=codes.SCHOOL, required=True, source=TUBERCULOSIS_2020, note="纸表无此格")
contacts = Number(
    "tb_contacts", "密切接触者", "人", hard=(0, 500), soft=(0, 30), integer=True, required=True, source=PLAUSIBILITY,
    note="纸表无此格；逐人登记后筛查",
)  # fmt: skip
LESSONS = tuple(
    Choice(f"tb_taught_{key}", title, codes=codes.LEARNT, required=True, source=NORM_2017)
    for key, title in (
        ("card", "服药记录卡的填写"), ("storage", "服药方法及药品存放"), ("course", "肺结核治疗疗程"),
        ("irregular", "不规律服药危害"), ("adverse", "服药后不良反应及处理"), ("sputum", "治疗期间复诊查痰"),
        ("travel", "外出期间如何坚持服药"), ("habits", "生活习惯及注意事项"), ("contacts", "密切接触者检查"),
    )
)  # fmt: skip

# Each visit of the treatment.
month = Number(
    "tb_month", "治疗月序", "月", hard=(1, 36), soft=(1, 24), integer=True, required=True, absent="must",
    source=PLAUSIBILITY, note="第几个月；初治 6 个月，复治 8 个月，耐多药 24 个月",
)  # fmt: skip
symptoms = Choices("tb_symptoms", "症状及体征", codes=codes.SYMPTOMS, required=True, source=NORM_2017)
danger_signs = Choices("danger_signs", "危急情况", codes=TUBERCULOSIS_DANGER, source=NORM_2017, note="流程图所列")
missed = Number(
    "tb_missed_doses", "漏服药次数", "次", hard=(0, 200), soft=(0, 30), integer=True, required=True, absent="must",
    source=PLAUSIBILITY, note="上次随访以来",
)  # fmt: skip
miss_reason = Choice("tb_miss_reason", "漏服药原因", codes=codes.MISS_REASON, required=missed > 0, source=NORM_2017)
complication = visit.new_complication.but(title="并发症或合并症", required=True, note="")
complication_text = Text("tb_complication_text", "并发症或合并症说明", required=complication == "2", source=NORM_2017)

# The end of the treatment, and what the hospital made of it.
stop_reason = Choice("tb_stop_reason", "停止治疗原因", codes=codes.STOP_REASON, source=NORM_2017)
stopped = known(stop_reason)
stop_date = Day("tb_stop_date", "停止治疗日期", past=True, required=stopped, source=NORM_2017)
visits_due = Number(
    "tb_visits_due", "应访视次数", "次", hard=(0, 200), integer=True, required=stopped, source=PLAUSIBILITY
)
visits_done = visits_due.but(key="tb_visits_done", title="实际访视次数")
doses_due = Number(
    "tb_doses_due", "应服药次数", "次", hard=(1, 2000), integer=True, required=stopped, source=PLAUSIBILITY
)
doses_taken = doses_due.but(key="tb_doses_taken", title="实际服药次数", hard=(0, 2000))
dose_rate = Number(
    "tb_dose_rate", "服药率", "%", hard=(0, 100), derived=doses_taken / doses_due * 100, source=NORM_2017
)
outcome = Choice(
    "tb_outcome", "治疗转归", codes=codes.OUTCOME, source=TUBERCULOSIS_2020, note="停止治疗后 2 周内电话核实后填写"
)
CLOSING = Section(
    "停止治疗与结案", stop_reason, stop_date, visits_due, visits_done, doses_due, doses_taken, dose_rate, outcome
)

# The screening of contacts.
relation = Choice(
    "tb_relation", "与患者的关系", codes=codes.RELATION, required=True, carried=True, source=TUBERCULOSIS_2020
)
last_contact = Day(
    "tb_contact_since", "患者确诊日期", past=True, required=True, carried=True, source=TUBERCULOSIS_2020,
    note="复查从这一天起算",
)  # fmt: skip
suspicious = Choice(
    "tb_suspicious", "可疑症状", codes=NO_YES, required=True, absent="must", source=TUBERCULOSIS_2020,
    note="咳嗽、咳痰 2 周以上，咯血或血痰",
)  # fmt: skip
chest = Choice("tb_chest", "胸部影像检查", codes=codes.CHEST, required=True, absent="must", source=TUBERCULOSIS_2020)
igra = Choice("tb_igra", "γ-干扰素释放试验", codes=codes.IGRA, source=TUBERCULOSIS_2020)
tst = Number("tb_tst", "结核菌素皮试硬结", "mm", hard=(0, 80), soft=(0, 40), source=PLAUSIBILITY, note="平均直径")
