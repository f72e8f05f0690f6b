"""Health checks of children from one month to six years (规范第三版, 0–6 岁儿童健康管理服务规范)."""

from datetime import date

from gongwei.catalog.advice import next_stage, refer, special_care
from gongwei.catalog.fields import child, growth, visit
from gongwei.catalog.fields import child_check as asked
from gongwei.catalog.sources import GROWTH_2022, NORM_2017, NUTRITION_2012
from gongwei.domain.expr import lives_here
from gongwei.domain.form import Check, Form, Section
from gongwei.domain.form_field import Field
from gongwei.domain.program import Program, otherwise, when


def _form(measured: tuple[Field, ...], checks: tuple[Check, ...] = ()) -> Form:
    return Form(
        visit.visit_date,
        Section("测量", *measured),
        Section(
            "体格检查",
            asked.complexion,
            asked.complexion_later,
            asked.fontanelle,
            child.fontanelle_length.but(asked=asked.until_30),
            child.fontanelle_width.but(asked=asked.until_30),
            asked.neck_mass,
            asked.navel,
            *asked.BODY,
            child.findings(*asked.BODY),
            asked.teeth,
            asked.caries,
            asked.rickets,
            asked.rickets_signs,
        ),
        Section("听力、视力与血红蛋白", asked.hearing, asked.vision_left, asked.vision_right, asked.haemoglobin),
        Section("发育与生活", *asked.WARNING_SIGNS, asked.outdoors, asked.vitamin_d, asked.illness),
        Section("指导与转诊", asked.tcm, asked.guidance, *visit.REFERRAL, visit.next_due_date),
        checks=(visit.next_after_visit, asked.fewer_than_teeth, *checks),
    )


JUDGED = (asked.weight_level, asked.length_level, asked.weight_for_height, asked.growth)
measured = (child.weight, asked.weight_level, child.length, asked.length_level, child.head, *JUDGED[2:])
# What to refer is the norm's; in how many days to come again it leaves open.
refers = (
    when(asked.deviation, key="deviation", do=refer, refer_to="hospital", days=14, verified=False),
    when(
        asked.poor_hearing | asked.poor_sight | asked.bad_teeth,
        key="senses and teeth",
        do=refer,
        refer_to="hospital",
        days=14,
        verified=False,
    ),
)
goes_on = otherwise(key="next stage", do=next_stage, at=child.STAGES)

first = Program(
    key="child",
    title="0–6 岁儿童健康检查",
    source=NORM_2017,
    since=date(2017, 2, 28),
    enrol=lives_here & (child.months < 84),
    visit=_form(measured),
    rules=(
        *refers,
        when(asked.anaemic | asked.thriving_badly, key="special care", do=special_care, months=1, verified=False),
        goes_on,
    ),
)
# Since WS/T 423-2022 is in force the platform looks up the levels itself, beside what the doctor chose.
program = first.revise(
    since=date(2023, 3, 1),
    source=f"{NORM_2017}；{GROWTH_2022}",
    visit=_form(
        (*measured, growth.weeks_until_24, *growth.WORKED),
        (
            growth.agrees(asked.weight_level, growth.weight_band),
            growth.agrees(asked.length_level, growth.length_band),
            growth.agrees(asked.weight_for_height, growth.shape_band),
            growth.growth_agrees(asked.growth),
        ),
    ),
    rules=(
        *refers,
        when(
            growth.severe | asked.very_pale | growth.strange_head,
            key="severe",
            do=refer,
            refer_to="hospital",
            days=14,
            source=NUTRITION_2012,
            verified=False,
        ),
        when(
            asked.anaemic | growth.undernourished | growth.obese | asked.thriving_badly,
            key="special care",
            do=special_care,
            months=1,
            source=NUTRITION_2012,
            verified=False,
        ),
        goes_on,
    ),
)
