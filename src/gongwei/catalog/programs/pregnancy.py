"""Pregnancy from booking to 42 days after birth (规范第三版, 孕产妇健康管理服务规范; 国卫办妇幼发〔2017〕35号)."""

from datetime import date

from gongwei.catalog import advice
from gongwei.catalog.fields import pregnancy as asked
from gongwei.catalog.fields import pregnancy_risk as risk
from gongwei.catalog.fields import visit
from gongwei.catalog.sources import NORM_2017, PREGNANCY_RISK_2017
from gongwei.domain.access import Sensitivity
from gongwei.domain.elapsed import days_since
from gongwei.domain.expr import age, cases, known, sex
from gongwei.domain.form import Form, Section, Sheets
from gongwei.domain.milestones import Milestone, Milestones
from gongwei.domain.program import Program, otherwise, when

# The norm's windows in weeks from the last period; then the expected day, on which the birth is asked after.
ANTENATAL = Milestones(
    asked.origin,
    (
        *(
            Milestone(f"孕 {first}–{last} 周产前随访", days=7 * first, open_days=7 * (last - first + 1))
            for first, last in ((16, 20), (21, 24), (28, 36), (37, 40))
        ),
        Milestone("分娩追踪", days=asked.TERM, open_days=7),
    ),
)
discharged = cases((known(asked.discharge_date), asked.discharge_date), otherwise=asked.delivery_date)
HOME_VISIT = Milestones(discharged, (Milestone("产后访视", days=1, open_days=7),))
DAY_42 = Milestones(asked.delivery_date, (Milestone("产后 42 天检查", days=42, open_days=15),))
OVER = Milestones(asked.origin, ())  # nothing follows

systolic, diastolic = (field.but(absent="must") for field in (asked.systolic, asked.diastolic))
severe_pressure = ((systolic >= 160) | (diastolic >= 110)).called("血压 ≥160/110 mmHg")
poor_foetus = ((asked.foetal_heart < 110) | (asked.foetal_heart > 160) | (asked.movement == "2")).called(
    "胎心率或胎动异常"
)
urgent = asked.danger.any() | (asked.seen & severe_pressure) | poor_foetus | (asked.temperature >= 38.5)
abnormal = (
    (asked.seen & ((systolic >= 140) | (diastolic >= 90))).called("血压 ≥140/90 mmHg")
    | asked.urine_protein.isin("3", "4", "5", "6").called("尿蛋白阳性")
    | (asked.haemoglobin < 70).called("重度贫血")
    | (asked.fasting_glucose >= 5.1).called("空腹血糖 ≥5.1 mmol/L")
)
unwell_after = (asked.home & ((asked.temperature >= 37.5) | (asked.epds >= 13) | asked.RECOVERY[1].isin("2"))) | (
    asked.day_42 & ((asked.recovered == "2") | (asked.outcome == "2"))
)

program = Program(
    key="pregnancy",
    title="孕产妇健康管理",
    source=NORM_2017,
    since=date(2017, 2, 28),
    sensitivity=Sensitivity.GUARDED_HEALTH,
    counted=(
        "pregnancy_stage", "edd", "booked_date", "delivery_date", "discharge_date", "delivery_place", "live_births",
        "antenatal_checks", "risk_colour", "risk_infectious", "special_care",
    ),
    enrol=(sex == "2") & (age >= 12) & (age <= 60),
    visit=Form(
        asked.stage, visit.visit_date.but(title="服务日期"),
        Section("孕册", asked.lmp, asked.edd_ultrasound, asked.booked_date, asked.edd, asked.gestation_weeks,
                asked.gestation_days),
        Section("孕产史与病史", *asked.PAST_PREGNANCIES, *asked.HISTORY),
        Section("危急表现与测量", asked.danger, asked.complaint, asked.systolic, asked.diastolic, asked.height,
                asked.weight, asked.bmi, asked.fundal_height, asked.girth, asked.position, asked.foetal_heart,
                asked.movement, asked.temperature),
        Section("体格检查", *asked.BODY, asked.findings("mother_findings", asked.booking, *asked.BODY)),
        Section("辅助检查", asked.haemoglobin, *asked.BLOOD, asked.urine_protein, *asked.URINE,
                asked.fasting_glucose, *asked.ORGANS, *asked.INFECTIONS, asked.other_tests),
        Section("分娩", *asked.DELIVERY),
        Section("产后", asked.general, asked.mood, asked.epds, *asked.RECOVERY,
                asked.findings("recovery_findings", asked.after, *asked.RECOVERY), asked.recovered, asked.outcome),
        Section("妊娠终止", asked.ended_date, asked.ended_how),
        Section("妊娠风险评估", *risk.FIELDS),
        Section("指导与转诊", asked.guidance, asked.guidance_after, *visit.REFERRAL, visit.next_due_date),
        checks=(visit.next_after_visit, *asked.CHECKS, *risk.CHECKS),
        sheets=Sheets(asked.stage, asked.next_sheet),
    ),
    rules=(
        when(urgent, key="urgent", do=advice.refer_now, refer_to="rescue_centre", days=3, verified=False),
        when(risk.newly(risk.is_red).called("评为红色"), key="red", do=advice.refer_red, refer_to="tertiary", days=7,
             source=PREGNANCY_RISK_2017, verified=False),
        when(risk.newly(risk.is_orange).called("评为橙色"), key="orange", do=advice.refer_orange,
             refer_to="rescue_centre", days=14, source=PREGNANCY_RISK_2017, verified=False),
        when(risk.newly(risk.infectious.any(), of=risk.infectious).called("评为紫色"), key="violet",
             do=advice.refer_violet, refer_to="designated", days=14, source=PREGNANCY_RISK_2017, verified=False),
        when(abnormal | unwell_after, key="abnormal", do=advice.refer, refer_to="hospital", days=14, verified=False),
        when(risk.red.called("红色未降"), key="red goes on", do=advice.visit_red, days=7, verified=False),
        when(risk.orange.called("橙色未降"), key="orange goes on", do=advice.visit_orange, days=14, verified=False),
        when(asked.expecting & risk.newly(risk.is_yellow).called("评为黄色"), key="yellow", do=advice.refer_yellow,
             refer_to="hospital", at=ANTENATAL, source=PREGNANCY_RISK_2017, verified=False),
        when(asked.expecting & (asked.haemoglobin < 110).called("贫血"), key="anaemia", do=advice.treat_anaemia,
             days=28, verified=False),
        when(asked.expecting & (asked.gestation_weeks >= 40), key="term", do=advice.watch_term, days=7, verified=False),
        when(asked.delivering & (days_since(discharged) >= 1), key="home visit late", do=advice.visit_soon, days=2,
             verified=False),
        when(asked.delivering, key="home visit", do=advice.to_home_visit, at=HOME_VISIT),
        when(asked.home & (days_since(asked.delivery_date) >= 42), key="day 42 late", do=advice.visit_soon, days=7,
             verified=False),
        when(asked.home, key="day 42", do=advice.to_day_42, at=DAY_42),
        when(asked.day_42 | asked.ending, key="close", do=advice.close_pregnancy, at=OVER),
        otherwise(key="next antenatal", do=advice.next_antenatal, at=ANTENATAL),
    ),
)  # fmt: skip
