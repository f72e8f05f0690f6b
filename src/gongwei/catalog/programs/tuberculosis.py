"""Supervised treatment of tuberculosis, from the second visit to the outcome (规范第三版, 肺结核患者健康管理)."""

from datetime import date

from gongwei.catalog.advice import (
    assess_outcome,
    close,
    find_the_cause,
    refer,
    refer_now,
    report_missed,
    supervise,
)
from gongwei.catalog.codelists.conditions import TUBERCULOSIS
from gongwei.catalog.fields import tuberculosis as asked
from gongwei.catalog.fields import visit
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.elapsed import birth_date
from gongwei.domain.expr import Parameter, has, known, lives_here
from gongwei.domain.form import Check, Form, Section
from gongwei.domain.milestones import Milestones
from gongwei.domain.program import Program, otherwise, when

urgent = asked.danger_signs.any().called("有危急情况")
worse = ((visit.adverse == "2") | (asked.complication == "2")).called("有药物不良反应、并发症或合并症")
missed_by_reaction = ((asked.missed > 0) & (asked.miss_reason == "1")).called("因不良反应漏服药")
# A week of doses is seven where they are daily and three or four where every other day; the norm says “1 周”.
missed_a_week = ((asked.missed >= 7) | ((asked.usage == "2") & (asked.missed >= 4))).called("漏服药 1 周及以上")
missed_some = (asked.missed > 0).called("有漏服药")
died = (asked.stop_reason == "2").called("患者死亡")
closed = known(asked.outcome).called("治疗转归已核实")
intensive = Parameter(2, "tuberculosis.intensive.months", "强化期", "月")
CLOSED = Milestones(birth_date, ())

program = Program(
    key="tuberculosis",
    title="肺结核患者健康管理",
    source=NORM_2017,
    since=date(2017, 2, 28),
    enrol=has(TUBERCULOSIS) & lives_here,
    first_days=10,
    visit=Form(
        visit.visit_date,
        visit.visit_mode.but(note=""),
        asked.month,
        Section("症状", asked.symptoms, asked.danger_signs, visit.symptom_other),
        Section("生活方式指导", *asked.HABITS),
        Section(
            "用药", asked.supervisor, asked.regimen, asked.usage, asked.drug_forms, asked.missed, asked.miss_reason
        ),
        Section(
            "不良反应与并发症",
            visit.adverse.but(required=True),
            visit.adverse_text,
            asked.complication,
            asked.complication_text,
        ),
        Section("转诊与下次随访", *visit.REFERRAL, visit.next_due_date),
        asked.CLOSING,
        checks=(
            visit.next_after_visit,
            Check(
                asked.doses_taken <= asked.doses_due,
                "hard",
                "tb_doses_taken",
                "实际服药次数须不多于应服药次数，请改正。",
            ),
        ),
    ),
    # What is grave decides first; a treatment that has ended needs no count of doses.
    rules=(
        when(urgent, key="urgent", do=refer_now, refer_to="tb_hospital", days=14),
        when(worse, key="reaction", do=refer_now, refer_to="tb_hospital", days=14),
        when(closed | died, key="closed", do=close, at=CLOSED),
        when(asked.stopped.called("已停止治疗"), key="stopped", do=assess_outcome, refer_to="tb_hospital", days=14),
        when(missed_by_reaction, key="missed by reaction", do=refer, refer_to="tb_hospital", days=14),
        when(missed_a_week, key="missed a week", do=report_missed, refer_to="tb_hospital", days=14, verified=False),
        when(missed_some, key="missed", do=find_the_cause, days=14),
        when(asked.month <= intensive, key="intensive", do=supervise, days=10, verified=False),
        otherwise(key="continuation", do=supervise, months=1, verified=False),
    ),
)
