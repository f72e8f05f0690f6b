"""Follow-up of chronic obstructive pulmonary disease from 35 (慢阻肺患者健康服务规范（试行）2024)."""

from datetime import date

from gongwei.catalog.advice import adjust_medicine, go_on, refer, refer_now
from gongwei.catalog.codelists.answers import NO_YES, VISIT_MODES
from gongwei.catalog.codelists.conditions import COPD
from gongwei.catalog.codelists.copd import (
    COMORBIDITIES,
    COPD_DANGER,
    COPD_SYMPTOMS,
    RESPIRATORY_VACCINES,
)
from gongwei.catalog.fields import measurements, visit
from gongwei.catalog.sources import COPD_2024, PLAUSIBILITY
from gongwei.domain.expr import age, cases, has, known, previous
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Choices, Number
from gongwei.domain.program import Program, otherwise, when

visit_mode = visit.visit_mode.but(codes=VISIT_MODES, source=COPD_2024, note="首次随访须门诊或入户")
symptoms = Choices("copd_symptoms", "症状", codes=COPD_SYMPTOMS, required=True, source=COPD_2024)
danger_signs = Choices("danger_signs", "危急情况", codes=COPD_DANGER, source=COPD_2024, note="急性加重的表现")
cyanosis = Choice("cyanosis", "口唇紫绀", codes=NO_YES, required=True, source=COPD_2024)
oedema = Choice("peripheral_oedema", "外周水肿", codes=NO_YES, required=True, source=COPD_2024)
spo2 = measurements.spo2.but(required=visit_mode.isin("1", "2"), note="每次随访测量；电话、视频随访可由患者自测")
comorbidities = Choices("comorbidities", "合并症", codes=COMORBIDITIES, required=True, source=COPD_2024)
vaccines = Choices("respiratory_vaccines", "疫苗免疫史", codes=RESPIRATORY_VACCINES, required=True, source=COPD_2024)
fev1 = Number("fev1", "第一秒用力呼气容积", "L", hard=(0.1, 8), soft=(0.3, 5), source=PLAUSIBILITY)
fvc = Number("fvc", "用力肺活量", "L", hard=(0.2, 10), soft=(0.5, 6), source=PLAUSIBILITY)
fev1_fvc = Number("fev1_fvc", "一秒率", "%", hard=(5, 100), derived=fev1 / fvc * 100, source=PLAUSIBILITY)
fev1_predicted = Number("fev1_predicted", "第一秒用力呼气容积占预计值", "%", hard=(5, 150), source=PLAUSIBILITY)
oxygen_hours = Number("oxygen_hours", "家庭氧疗时间", "小时/天", hard=(0, 24), carried=True, source=PLAUSIBILITY)
oxygen_flow = Number("oxygen_flow", "吸氧流量", "L/min", hard=(0, 15), carried=True, source=PLAUSIBILITY)
oxygen_adverse = Choice("oxygen_adverse", "氧疗不良反应", codes=NO_YES, source=COPD_2024)
ventilator_hours = Number(
    "ventilator_hours", "无创呼吸机使用时间", "小时/天", hard=(0, 24), carried=True, source=PLAUSIBILITY
)
ventilator_adverse = Choice("ventilator_adverse", "呼吸机不良反应", codes=NO_YES, source=COPD_2024)

urgent = danger_signs.any().called("有急性加重的表现")
low_oxygen = (spo2 < 90).called("血氧饱和度低于 90%", contrary="血氧饱和度不低于 90%")
side_effects, complication = visit.side_effects, visit.complication

program = Program(
    key="copd",
    title="慢阻肺患者健康管理",
    source=COPD_2024,
    since=date(2024, 9, 1),
    enrol=has(COPD) & (age >= 35),
    visit=Form(
        visit.visit_date,
        visit_mode,
        Section("症状", symptoms, visit.symptom_other, danger_signs, comorbidities),
        Section(
            "体征",
            cyanosis,
            oedema,
            measurements.respiration.but(required=visit_mode.isin("1", "2")),
            measurements.heart_rate.but(required=visit_mode.isin("1", "2")),
            spo2,
            measurements.height,
            visit.weight,
            measurements.bmi,
            visit.sign_other,
        ),
        Section("肺通气功能", fev1, fvc, fev1_fvc, fev1_predicted),
        Section(
            "生活方式指导",
            *(habit for habit in visit.HABITS if habit.key != "alcohol"),
            visit.target_cigarettes,
            visit.target_exercise_per_week,
            visit.target_exercise_minutes,
            visit.psychology.but(required=True),
            visit.compliance.but(required=True),
            vaccines,
        ),
        Section("辅助检查", visit.labs, visit.exam_done),
        Section(
            "用药与氧疗",
            visit.adherence.but(required=known(visit.medicines)),
            visit.adverse.but(required=True),
            visit.adverse_text,
            visit.medicines,
            oxygen_hours,
            oxygen_flow.but(required=oxygen_hours > 0),
            oxygen_adverse.but(required=oxygen_hours > 0),
            ventilator_hours,
            ventilator_adverse.but(required=ventilator_hours > 0),
        ),
        Section("分类与转诊", visit.new_complication, visit.visit_class, *visit.REFERRAL, visit.next_due_date),
        checks=(visit.next_after_visit,),
    ),
    # The norm names the acute worsening and lasting low oxygen; the rest follows the other chronic programmes.
    rules=(
        when(urgent, key="urgent", do=refer_now, refer_to="hospital", days=14),
        when(low_oxygen & previous(low_oxygen), key="lasting low oxygen", do=refer, refer_to="hospital", days=14),
        when(complication, key="new complication", do=refer, refer_to="hospital", days=14, verified=False),
        when(
            side_effects & previous(side_effects),
            key="lasting side effects",
            do=refer,
            refer_to="hospital",
            days=14,
            verified=False,
        ),
        when(low_oxygen | side_effects, key="unstable", do=adjust_medicine, days=14, verified=False),
        otherwise(key="stable", do=go_on, months=3),
    ),
    visit_class=cases((complication | urgent, "4"), (side_effects, "3"), (low_oxygen, "2"), otherwise="1"),
    verified=False,
)
