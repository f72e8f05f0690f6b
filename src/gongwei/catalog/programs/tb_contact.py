"""Screening of those who lived, studied or worked closely with a patient (结核病预防控制工作技术规范 2020)."""

from datetime import date

from gongwei.catalog.advice import prevent_tb, screen_on, suspect_tb, watch_contact
from gongwei.catalog.codelists.conditions import TB_CONTACT
from gongwei.catalog.fields import tuberculosis as asked
from gongwei.catalog.fields import visit
from gongwei.catalog.sources import TUBERCULOSIS_2020
from gongwei.domain.expr import Parameter, has, lives_here
from gongwei.domain.form import Form, Section
from gongwei.domain.milestones import Milestone, Milestones
from gongwei.domain.program import Program, otherwise, when

# Half a year and a year after the patient was found: the specification was not read in print.
RECHECKS = Milestones(
    asked.last_contact.but(absent="must"),
    (Milestone("半年复查", months=6, open_days=30), Milestone("1 年复查", months=12, open_days=30)),
)
hardened = Parameter(10, "tb_contact.tst", "皮试阳性的硬结", "mm")
suspect = ((asked.suspicious == "2") | (asked.chest == "2")).called("有可疑症状或疑似活动性病变")
infected = ((asked.igra == "2") | (asked.tst >= hardened)).called("结核感染检测阳性")
incomplete = (asked.chest == "3").called("胸部影像检查未做")

program = Program(
    key="tb_contact",
    title="肺结核密切接触者筛查",
    source=TUBERCULOSIS_2020,
    since=date(2017, 2, 28),
    enrol=has(TB_CONTACT) & lives_here,
    first_days=14,
    visit=Form(
        visit.visit_date.but(title="筛查日期"),
        asked.relation,
        asked.last_contact,
        Section("筛查", asked.suspicious, asked.chest, asked.igra, asked.tst),
        Section("转诊与下次复查", *visit.REFERRAL, visit.next_due_date.but(title="下次复查日期")),
        checks=(visit.next_after_visit,),
    ),
    rules=(
        when(suspect, key="suspect", do=suspect_tb, refer_to="tb_hospital", days=7),
        when(infected, key="infected", do=prevent_tb, refer_to="tb_hospital", days=14),
        when(incomplete, key="incomplete", do=screen_on, days=14),
        otherwise(key="watch", do=watch_contact, at=RECHECKS),
    ),
    verified=False,
)
