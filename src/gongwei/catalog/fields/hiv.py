"""What is asked of people living with HIV at a follow-up. Limits are plausibility, the rest awaits the city's form."""

from gongwei.catalog.codelists import hiv as codes
from gongwei.catalog.codelists.answers import NO_YES
from gongwei.catalog.sources import HIV_FOLLOW_UP, PLAUSIBILITY
from gongwei.domain.expr import sex
from gongwei.domain.form_field import Choice, Choices, Day, Number

party = Choice("hiv_party", "随访机构", codes=codes.PARTY, required=True, source=HIV_FOLLOW_UP)
stage = Choice("hiv_stage", "病程阶段", codes=codes.STAGE, required=True, source=HIV_FOLLOW_UP)
route = Choice("hiv_route", "感染途径", codes=codes.ROUTE, carried=True, source=HIV_FOLLOW_UP)
confirmed_date = Day("hiv_confirmed_date", "确诊日期", carried=True, source=HIV_FOLLOW_UP)
told = Choice("hiv_told", "已告知本人感染状况", codes=NO_YES, required=True, source=HIV_FOLLOW_UP)
danger_signs = Choices("danger_signs", "危急情况", codes=codes.HIV_DANGER, required=True, source=HIV_FOLLOW_UP)
tb_screen = Choices("hiv_tb_screen", "结核症状筛查", codes=codes.TB_SCREEN, required=True, source=HIV_FOLLOW_UP)
treatment = Choice(
    "hiv_treatment", "抗病毒治疗", codes=codes.TREATMENT, required=True, source=HIV_FOLLOW_UP, absent="must"
)
treated = treatment == "2"
start_date = Day("hiv_start_date", "开始治疗日期", carried=True, required=treated, source=HIV_FOLLOW_UP)
regimen = Choice("hiv_regimen", "治疗方案", codes=codes.REGIMEN, carried=True, required=treated, source=HIV_FOLLOW_UP)
missed = Number(
    "hiv_missed_doses", "近 1 个月漏服次数", "次", hard=(0, 62), soft=(0, 30), integer=True, required=treated,
    source=PLAUSIBILITY,
)  # fmt: skip
cd4 = Number("cd4", "CD4 细胞计数", "个/μL", hard=(0, 3000), soft=(1, 2000), integer=True, source=PLAUSIBILITY)
viral_load = Number(
    "viral_load", "病毒载量", "拷贝/mL", hard=(0, 1e8), soft=(0, 1e7), integer=True, source=PLAUSIBILITY,
    note="低于检测下限填 0",
)  # fmt: skip
viral_load_date = Day("viral_load_date", "病毒载量检测日期", source=HIV_FOLLOW_UP)
partner = Choice("hiv_partner", "配偶（性伴）检测", codes=codes.PARTNER, required=True, source=HIV_FOLLOW_UP)
woman = sex == "2"
pregnant = Choice("hiv_pregnant", "是否怀孕", codes=NO_YES, asked=woman, required=True, source=HIV_FOLLOW_UP)
prevention = Choices("hiv_prevention", "母婴阻断措施", codes=codes.PREVENTION, asked=woman, source=HIV_FOLLOW_UP)
infant = Choice("hiv_infant", "婴儿感染状况", codes=codes.INFANT, asked=woman, source=HIV_FOLLOW_UP)
