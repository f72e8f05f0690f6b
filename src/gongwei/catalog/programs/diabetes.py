"""Follow-up of type 2 diabetes from 35 (规范第三版, 2型糖尿病患者健康管理服务规范)."""

from datetime import date

from gongwei.catalog.advice import adjust_medicine, go_on, refer, refer_now
from gongwei.catalog.codelists.conditions import DIABETES
from gongwei.catalog.codelists.diabetes import FOOT_PULSE, HYPOGLYCAEMIA, SIDE
from gongwei.catalog.codelists.symptoms import DIABETES_DANGER, DIABETES_SYMPTOMS
from gongwei.catalog.fields import measurements, visit
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import age, cases, has, known, previous
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Choices, Day, Text
from gongwei.domain.program import Program, Target, otherwise, when

fasting_glucose = measurements.fasting_glucose.but(absent="must", required=True)
symptoms = Choices("diabetes_symptoms", "症状", codes=DIABETES_SYMPTOMS, required=True, source=NORM_2017)
danger_signs = Choices(
    "danger_signs", "危急情况", codes=DIABETES_DANGER, source=NORM_2017, note="服务要求所列，纸表无此格"
)
foot_pulse = Choice("foot_pulse", "足背动脉搏动", codes=FOOT_PULSE, required=True, source=NORM_2017)
foot_pulse_side = Choice(
    "foot_pulse_side", "减弱或消失的部位", codes=SIDE, required=foot_pulse.isin("2", "3"), source=NORM_2017
)
hypoglycaemia = Choice("hypoglycaemia", "低血糖反应", codes=HYPOGLYCAEMIA, required=True, source=NORM_2017)
hba1c = measurements.hba1c
hba1c_date = Day("hba1c_date", "糖化血红蛋白检查日期", past=True, required=known(hba1c), source=NORM_2017)
insulin_kind = Text("insulin_kind", "胰岛素种类", carried=True, longest=60, source=NORM_2017)
insulin_use = Text("insulin_use", "胰岛素用法用量", carried=True, required=known(insulin_kind), source=NORM_2017)

# Any glucose counts, whenever it was taken (norm p.61).
glucose_danger = (
    (fasting_glucose >= 16.7)
    | (fasting_glucose <= 3.9)
    | (measurements.postprandial_glucose >= 16.7)
    | (measurements.postprandial_glucose <= 3.9)
    | (measurements.random_glucose >= 16.7)
    | (measurements.random_glucose <= 3.9)
)
pressure_danger = (measurements.systolic >= 180) | (measurements.diastolic >= 110)
urgent = (glucose_danger | pressure_danger | danger_signs.any()).called("血糖、血压或症状危急")
at_target = (fasting_glucose < 7.0).called("血糖达标", contrary="血糖未达标")
# Not every visit measures it: without a value the clinical target cannot be told.
clinically_at_target = (hba1c.but(absent="must") < 7.0).called("糖化血红蛋白达到临床目标")
side_effects, complication = visit.side_effects, visit.complication

program = Program(
    key="diabetes",
    title="2型糖尿病患者健康管理",
    source=NORM_2017,
    since=date(2017, 2, 28),
    enrol=has(DIABETES) & (age >= 35),
    visit=Form(
        visit.visit_date,
        visit.visit_mode,
        Section("症状", symptoms, visit.symptom_other, danger_signs),
        Section(
            "体征",
            measurements.systolic.but(required=True),
            measurements.diastolic.but(required=True),
            measurements.height,
            visit.weight,
            visit.target_weight,
            measurements.bmi,
            visit.target_bmi,
            foot_pulse,
            foot_pulse_side,
            measurements.heart_rate,
            visit.sign_other,
        ),
        Section(
            "生活方式指导",
            *visit.HABITS,
            visit.target_cigarettes,
            visit.target_alcohol,
            visit.target_exercise_per_week,
            visit.target_exercise_minutes,
            visit.staple_food.but(required=True),
            visit.target_staple_food,
            visit.psychology.but(required=True),
            visit.compliance.but(required=True),
        ),
        Section(
            "血糖与辅助检查",
            fasting_glucose,
            measurements.postprandial_glucose,
            measurements.random_glucose,
            hba1c,
            hba1c_date,
            visit.labs,
            visit.exam_done,
        ),
        Section(
            "用药",
            visit.adherence.but(required=known(visit.medicines)),
            visit.adverse.but(required=True),
            visit.adverse_text,
            hypoglycaemia,
            visit.medicines,
            insulin_kind,
            insulin_use,
        ),
        Section("分类与转诊", visit.new_complication, visit.visit_class, *visit.REFERRAL, visit.next_due_date),
        checks=(*measurements.pressure_checks(), visit.next_after_visit),
    ),
    # The order is clinical: danger first, so that it decides even when another value is missing.
    rules=(
        when(urgent, key="urgent", do=refer_now, refer_to="hospital", days=14),
        when(complication, key="new complication", do=refer, refer_to="hospital", days=14),
        when(~at_target & previous(~at_target), key="twice off target", do=refer, refer_to="hospital", days=14),
        when(side_effects & previous(side_effects), key="lasting side effects", do=refer, refer_to="hospital", days=14),
        when(~at_target | side_effects, key="off target", do=adjust_medicine, days=14),
        otherwise(key="at target", do=go_on, months=3),
    ),
    target=Target("考核标准", at_target, NORM_2017, since=date(2017, 2, 28)),
    clinical=Target("临床目标", clinically_at_target, NORM_2017, since=date(2017, 2, 28)),
    visit_class=cases((complication, "4"), (side_effects, "3"), (~at_target, "2"), otherwise="1"),
)
