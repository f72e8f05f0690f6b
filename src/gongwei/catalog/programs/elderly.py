"""Yearly examination of residents aged 65 and over (规范第三版, 老年人健康管理服务规范)."""

from datetime import date

from gongwei.catalog.advice import next_year, refer, refer_now, repeat_scale
from gongwei.catalog.codelists.symptoms import ELDERLY_DANGER
from gongwei.catalog.fields import visit
from gongwei.catalog.fields.examination import body, history, laboratory
from gongwei.catalog.fields.measurements import fasting_glucose, heart_rate
from gongwei.catalog.sources import ELDERLY_2015, NORM_2017, NOTICE_2025, PRESSURE_2025
from gongwei.domain.expr import age, lives_here
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choices
from gongwei.domain.program import Program, otherwise, when

danger_signs = Choices("danger_signs", "危急情况", codes=ELDERLY_DANGER, source=ELDERLY_2015)
# The examination may wait for the laboratory: what is not yet known there does not stop the danger of the rest.
urgent = (
    (body.systolic >= 180)
    | (body.diastolic >= 110)
    | (heart_rate < 40)
    | (fasting_glucose >= 16.7)
    | (fasting_glucose < 3.9)
    | danger_signs.any()
).called("体检发现危急值")
# A positive screen is followed by the scale; without its points the visit cannot be decided.
depressed = ((history.emotion == "2") & (history.gds.but(absent="must") >= 15)).called("老年抑郁量表 15 分及以上")
low_mood = (history.emotion == "2").called("情感粗筛阳性，量表不足 15 分")
doctor_refers = history.guidance.isin("3").called("医生建议转诊")


def _form(*, from_2025: bool) -> Form:
    return Form(
        visit.visit_date.but(title="体检日期"),
        Section("症状", history.symptoms, history.symptom_other, danger_signs),
        body.GENERAL,
        history.SCALES,
        history.HABITS,
        history.EXPOSURE,
        body.ORGANS,
        body.FINDINGS,
        laboratory.section(from_2025=from_2025),
        history.ILLNESSES,
        history.TREATMENT,
        history.EVALUATION,
        Section("转诊与下次体检", *visit.REFERRAL, visit.next_due_date.but(title="下次体检日期")),
        checks=(*body.CHECKS, *history.CHECKS, visit.next_after_visit),
    )


third_edition = Program(
    key="elderly",
    title="老年人健康管理",
    source=NORM_2017,
    since=date(2017, 2, 28),
    enrol=lives_here & (age >= 65),
    visit=_form(from_2025=False),
    rules=(
        when(urgent, key="urgent", do=refer_now, refer_to="hospital", days=14, source=ELDERLY_2015),
        when(
            body.left_right_differ,
            key="arms differ",
            do=refer,
            refer_to="hospital",
            days=14,
            source=PRESSURE_2025,
        ),
        when(depressed, key="depressed", do=refer, refer_to="hospital", days=14, source=ELDERLY_2015),
        when(doctor_refers, key="doctor refers", do=refer, refer_to="hospital", days=14),
        when(low_mood, key="low mood", do=repeat_scale, months=3, source=ELDERLY_2015),
        otherwise(key="next year", do=next_year, months=12),
    ),
)

# The notice adds the chest X-ray and glycated haemoglobin from 2025; the day within the year is not verified.
program = third_edition.revise(
    since=date(2025, 1, 1),
    source=f"{NORM_2017}；{NOTICE_2025}",
    visit=_form(from_2025=True),
    verified=False,
)
