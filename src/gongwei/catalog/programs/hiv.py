"""Follow-up of people living with HIV by the CDC, the hospital and the clinic together (三位一体). Class 5: hidden."""

from datetime import date

from gongwei.catalog.advice import (
    keep_treatment,
    prevent_transmission,
    refer_now,
    rule_out_tb,
    start_treatment,
    support_adherence,
    test_resistance,
)
from gongwei.catalog.codelists.hiv import HIV
from gongwei.catalog.fields import hiv as asked
from gongwei.catalog.fields import visit
from gongwei.catalog.sources import HIV_FOLLOW_UP
from gongwei.domain.access import Sensitivity
from gongwei.domain.expr import Parameter, has
from gongwei.domain.form import Form, Section
from gongwei.domain.program import Program, otherwise, when

suppressed_below = Parameter(1000, "hiv.viral_load", "病毒抑制的界值", "拷贝/mL")
urgent = asked.danger_signs.any().called("有危急情况")
coughing = asked.tb_screen.any().called("结核症状筛查阳性")
pregnant = (asked.pregnant == "2").called("感染孕妇")
untreated = asked.treatment.isin("1", "3").called("未在抗病毒治疗")
failing = (asked.viral_load >= suppressed_below).called("病毒未抑制")
unsteady = ((asked.missed >= 2) | (visit.adverse == "2")).called("漏服药或有不良反应")

program = Program(
    key="hiv",
    title="艾滋病病毒感染者随访管理",
    source=HIV_FOLLOW_UP,
    since=date(2021, 1, 1),
    sensitivity=Sensitivity.HIDDEN_HEALTH,
    counted=("hiv_told", "hiv_treatment", "viral_load", "hiv_infant", "hiv_pregnant"),
    enrol=has(HIV),
    visit=Form(
        visit.visit_date,
        visit.visit_mode.but(note=""),
        asked.party,
        Section("基本情况", asked.stage, asked.route, asked.confirmed_date, asked.told),
        Section("筛查", asked.danger_signs, asked.tb_screen, asked.partner),
        Section(
            "抗病毒治疗", asked.treatment, asked.start_date, asked.regimen, asked.missed,
            visit.adverse.but(required=asked.treated), visit.adverse_text,
        ),
        Section("检测", asked.cd4, asked.viral_load, asked.viral_load_date),
        Section("母婴阻断", asked.pregnant, asked.prevention, asked.infant),
        Section("转介与下次随访", *visit.REFERRAL, visit.next_due_date),
        checks=(visit.next_after_visit,),
    ),
    # Danger first; a pregnancy before the treatment it needs at once; no number here was read in its source.
    rules=(
        when(urgent, key="urgent", do=refer_now, refer_to="hiv_hospital", days=14, verified=False),
        when(pregnant, key="pregnant", do=prevent_transmission, refer_to="hiv_hospital", days=14, verified=False),
        when(coughing, key="tb suspected", do=rule_out_tb, refer_to="tb_hospital", days=14, verified=False),
        when(untreated, key="untreated", do=start_treatment, refer_to="hiv_hospital", days=14, verified=False),
        when(failing, key="failing", do=test_resistance, refer_to="hiv_hospital", days=30, verified=False),
        when(unsteady, key="unsteady", do=support_adherence, days=30, verified=False),
        otherwise(key="suppressed", do=keep_treatment, months=3, verified=False),
    ),
    verified=False,
)  # fmt: skip
