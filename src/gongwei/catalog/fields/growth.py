"""How a child grows, worked out from what was measured: the bands of WS/T 423-2022 by sex and corrected age.

A child born before 37 weeks is judged by corrected age up to 24 months (早产儿保健工作规范 2017), if the weeks are
recorded. The standard's table 3 names what the bands say of nutrition.
"""

from gongwei.catalog.fields import child
from gongwei.catalog.growth import tables
from gongwei.catalog.sources import GROWTH_2022, PLAUSIBILITY, PRETERM_2017
from gongwei.domain.elapsed import birth_date, days_since
from gongwei.domain.expr import Expr, cases, literal
from gongwei.domain.form import Check
from gongwei.domain.form_field import Choice, Number
from gongwei.domain.growth import BANDS, CORRECTED_UNTIL, FULL, TERM, GrowthBand

weeks = Number("gestation_weeks", "出生孕周", "周", hard=(22, 44), integer=True, lasting=True, source=PLAUSIBILITY)
weeks_until_24 = weeks.but(
    asked=child.months < CORRECTED_UNTIL, source=PRETERM_2017, note="早产儿必填：24 月龄前按矫正月龄评价；不填按足月计"
)
corrected = days_since(birth_date) - cases(
    ((child.months < CORRECTED_UNTIL) & (weeks < TERM), (literal(FULL) - weeks) * 7), otherwise=0
)
WORKED_OUT = "按性别和（矫正）月龄查 WS/T 423-2022，自动得出"


def band(key: str, title: str, of: Expr, *, asked: Expr | bool = True) -> Choice:
    """Work out in which band of the standard a measure lies."""
    return Choice(key, title, codes=BANDS, derived=of, asked=asked, source=GROWTH_2022, note=WORKED_OUT)


weight_band = band(
    "weight_band", "体重等级（按标准）", GrowthBand("年龄别体重", tables.WEIGHT, child.weight, corrected)
)
length_band = band(
    "length_band", "身长（身高）等级（按标准）", GrowthBand("年龄别身长/身高", tables.LENGTH, child.length, corrected)
)
shape_band = band(
    "shape_band",
    "身长（身高）别体重等级（按标准）",
    cases(
        (
            child.months < CORRECTED_UNTIL,
            GrowthBand("身长别体重", tables.WEIGHT_FOR_LENGTH, child.weight, child.length * 10),
        ),
        otherwise=GrowthBand("身高别体重", tables.WEIGHT_FOR_HEIGHT, child.weight, child.length * 10),
    ),
)
head_band = band(
    "head_band",
    "头围等级（按标准）",
    GrowthBand("年龄别头围", tables.HEAD, child.head, corrected),
    asked=child.with_head,
)
WORKED = (weight_band, length_band, shape_band, head_band)

light = weight_band.isin("1", "2").called("低体重（< −2SD）")
short = length_band.isin("1", "2").called("生长迟缓（< −2SD）")
thin = shape_band.isin("1", "2").called("消瘦（< −2SD）")
heavy = shape_band.isin("5", "6", "7").called("超重或肥胖（≥ +1SD）")
obese = shape_band.isin("6", "7").called("肥胖（≥ +2SD）")
undernourished = (light | short | thin).called("营养不良（低体重、生长迟缓或消瘦）")
severe = ((weight_band == "1") | (length_band == "1") | (shape_band == "1")).called("重度营养不良（< −3SD）")
strange_head = head_band.isin("1", "7").called("头围在 ±3SD 之外")


def agrees(level: Choice, worked_out: Choice) -> Check:
    """Doubt a level by the doctor that is not the standard's: 上 from +2SD on, 下 below −2SD."""
    low, high = worked_out.isin("1", "2"), worked_out.isin("6", "7")
    holds = ((level == "3") & low) | ((level == "1") & high) | ((level == "2") & ~low & ~high)
    return Check(holds, "soft", level.key, "所选等级与按标准查得的不一致，请核对测量值和等级。")


def growth_agrees(growth: Choice) -> Check:
    """Doubt a doctor's judgement of growth (codes.GROWTH) that the bands contradict; 超重 may be called well."""
    well = ~(light | short | thin | obese)
    holds = (
        ((growth == "1") & well)
        | ((growth == "2") & light)
        | ((growth == "3") & thin)
        | ((growth == "4") & short)
        | ((growth == "5") & heavy)
    )
    return Check(holds, "soft", growth.key, "发育评价与按标准查得的不一致，请核对测量值和评价。")
