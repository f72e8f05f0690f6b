"""Hypertension follow-up for residents aged 35 and over (规范第三版, 高血压患者健康管理服务规范)."""

from datetime import date

from gongwei.catalog.advice import adjust_medicine, go_on, refer, refer_now
from gongwei.catalog.codelists.conditions import HYPERTENSION
from gongwei.catalog.codelists.symptoms import HYPERTENSION_DANGER, HYPERTENSION_SYMPTOMS
from gongwei.catalog.fields import measurements, visit
from gongwei.catalog.sources import NORM_2017, PRIMARY_CARE_2025
from gongwei.domain.expr import Parameter, age, cases, has, known, previous
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choices
from gongwei.domain.program import Program, Target, otherwise, when

systolic = measurements.systolic.but(absent="must", required=True)
diastolic = measurements.diastolic.but(absent="must", required=True)
symptoms = Choices("hypertension_symptoms", "症状", codes=HYPERTENSION_SYMPTOMS, required=True, source=NORM_2017)
danger_signs = Choices(
    "danger_signs", "危急情况", codes=HYPERTENSION_DANGER, source=NORM_2017, note="服务要求所列，纸表无此格"
)

urgent = ((systolic >= 180) | (diastolic >= 110) | danger_signs.any()).called("血压或症状危急")
at_target = ((diastolic < 90) & ((systolic < 140) | ((age >= 65) & (systolic < 150)))).called(
    "血压达标", contrary="血压未达标"
)
# The guideline was not read in print: the city settles these.
oldest = Parameter(80, "hypertension.clinical.age", "高龄界限", "岁")
lower_systolic = Parameter(130, "hypertension.clinical.systolic", "高龄以下收缩压", "mmHg")
lower_diastolic = Parameter(80, "hypertension.clinical.diastolic", "高龄以下舒张压", "mmHg")
higher_systolic = Parameter(150, "hypertension.clinical.oldest.systolic", "高龄收缩压", "mmHg")
higher_diastolic = Parameter(90, "hypertension.clinical.oldest.diastolic", "高龄舒张压", "mmHg")
clinically_at_target = (
    ((age < oldest) & (systolic < lower_systolic) & (diastolic < lower_diastolic))
    | ((age >= oldest) & (systolic < higher_systolic) & (diastolic < higher_diastolic))
).called("血压达到临床目标", contrary="血压未达到临床目标")
side_effects, complication = visit.side_effects, visit.complication

program = Program(
    key="hypertension",
    title="高血压患者健康管理",
    source=NORM_2017,
    since=date(2017, 2, 28),
    enrol=has(HYPERTENSION) & (age >= 35),
    visit=Form(
        visit.visit_date,
        visit.visit_mode,
        Section("症状", symptoms, visit.symptom_other, danger_signs),
        Section(
            "体征",
            systolic,
            diastolic,
            measurements.height,
            visit.weight,
            visit.target_weight,
            measurements.bmi,
            visit.target_bmi,
            measurements.heart_rate.but(required=True),
            visit.sign_other,
        ),
        Section(
            "生活方式指导",
            *visit.HABITS,
            visit.target_cigarettes,
            visit.target_alcohol,
            visit.target_exercise_per_week,
            visit.target_exercise_minutes,
            visit.salt.but(required=True),
            visit.target_salt,
            visit.psychology.but(required=True),
            visit.compliance.but(required=True),
        ),
        Section("辅助检查", visit.labs, visit.exam_done),
        Section(
            "用药",
            visit.adherence.but(required=known(visit.medicines)),
            visit.adverse.but(required=True),
            visit.adverse_text,
            visit.medicines,
        ),
        Section("分类与转诊", visit.new_complication, visit.visit_class, *visit.REFERRAL, visit.next_due_date),
        checks=(*measurements.pressure_checks(systolic, diastolic), visit.next_after_visit),
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
    clinical=Target("临床目标", clinically_at_target, PRIMARY_CARE_2025, since=date(2025, 1, 1), verified=False),
    visit_class=cases((complication, "4"), (side_effects, "3"), (~at_target, "2"), otherwise="1"),
)
