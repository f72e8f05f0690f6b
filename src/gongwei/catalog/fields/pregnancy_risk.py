"""The colour of a pregnancy: the items of the form, the lowest colour that they and the numbers allow, and its doubts.

Where a value lies on the border of two colours, the higher one holds (国卫办妇幼发〔2017〕35号 附件 2).
"""

from gongwei.catalog.codelists import pregnancy_risk as codes
from gongwei.catalog.codelists.pregnancy import SPECIAL_CARE
from gongwei.catalog.codelists.pregnancy_risk import GREEN, ORANGE, RED, YELLOW
from gongwei.catalog.fields import pregnancy as asked
from gongwei.catalog.sources import PREGNANCY_RISK_2017, PREGNANCY_RISK_ZHEJIANG
from gongwei.domain.codes import Codelist
from gongwei.domain.expr import Expr, age, cases, known, previous
from gongwei.domain.form import Check
from gongwei.domain.form_field import Choice, Choices

# At the birth nothing is rated, and what was said before is kept: the visit after it must not call an old red new.
kept = asked.seen | asked.delivering
colour = Choice(
    "risk_colour", "妊娠风险颜色", codes=codes.COLOUR, required=asked.seen, asked=kept, carried=True,
    absent="must", source=PREGNANCY_RISK_2017, note="由医生评定；紫色见传染病",
)  # fmt: skip


def _items(key: str, items: Codelist) -> Choices:
    return Choices(key, items.title, codes=items, required=True, asked=asked.seen, carried=True, source=items.source)


def _but(items: Codelist, *left_out: str) -> tuple[str, ...]:
    return tuple(code for code in items.positive if code not in left_out)


red_items = _items("risk_red", codes.RED_ITEMS)
orange_items = _items("risk_orange", codes.ORANGE_ITEMS)
yellow_items = _items("risk_yellow", codes.YELLOW_ITEMS)
infectious = _items("risk_infectious", codes.INFECTIOUS).but(required=asked.seen, asked=kept)
special_care = Choice(
    "special_care", "专案管理", codes=SPECIAL_CARE, required=colour.isin(YELLOW, ORANGE, RED),
    asked=kept, carried=True, source=PREGNANCY_RISK_2017,
)  # fmt: skip

pressure_raised = (asked.systolic >= 140) | (asked.diastolic >= 90)
red_numbers = (asked.haemoglobin <= 40) | (asked.platelets < 30)
orange_numbers = (age >= 40) | (asked.bmi >= 28) | (asked.haemoglobin <= 60) | (asked.platelets <= 50)
yellow_numbers = (
    (age >= 35)
    | (age <= 18)
    | (asked.bmi > 25)
    | (asked.bmi < 18.5)
    | (asked.haemoglobin <= 110)
    | (asked.platelets <= 100)
    | pressure_raised
    | (asked.surface_antigen == "2")
    | ((asked.weeks < 24) & (asked.fasting_glucose >= 7.0))
    | ((asked.weeks >= 24) & (asked.fasting_glucose >= 5.1))
)
drugs = yellow_items.isin(codes.NATIONALLY_RED)
nationally_orange = yellow_items.isin(*codes.YELLOW_NATIONALLY_ORANGE) | red_items.isin(*codes.NATIONALLY_ORANGE)
# Zhejiang's own: three caesareans are red, a height below 145 cm is yellow.
floor = Choice(
    "risk_floor", "按所填应评颜色（浙江表）", codes=codes.COLOUR, asked=asked.seen, source=PREGNANCY_RISK_ZHEJIANG,
    derived=cases(
        (red_items.any() | red_numbers | (asked.caesareans >= 3), RED),
        (orange_items.any() | orange_numbers, ORANGE),
        (yellow_items.any() | yellow_numbers | (asked.height < 145), YELLOW),
        otherwise=GREEN,
    ),
)  # fmt: skip


national_floor = floor.but(
    key="risk_floor_national", title="按国家表应评颜色", source=PREGNANCY_RISK_2017,
    derived=cases(
        (red_items.isin(*_but(codes.RED_ITEMS, *codes.NATIONALLY_ORANGE)) | red_numbers | drugs, RED),
        (orange_items.any() | orange_numbers | (asked.caesareans >= 3) | nationally_orange, ORANGE),
        (yellow_items.any() | yellow_numbers, YELLOW),
        otherwise=GREEN,
    ),
)  # fmt: skip

sunk = (
    (previous(colour == RED) & (colour < RED))
    | (previous(colour.isin(ORANGE, RED)) & (colour < ORANGE))
    | (previous(colour != GREEN) & (colour < YELLOW))
)
CHECKS = (
    Check(
        colour >= floor, "soft", colour.key, "颜色低于按所选情形和检查结果应评的颜色，请核对；确由医生降低则确认保留。"
    ),
    Check(asked.booking | ~sunk, "soft", colour.key, "颜色低于上次评定，请核对；确由医生降低则确认保留。"),
)
FIELDS = (red_items, orange_items, yellow_items, infectious, colour, special_care, floor, national_floor)

is_red, is_orange, is_yellow = (colour == code for code in (RED, ORANGE, YELLOW))
red, orange, yellow = (asked.seen & said for said in (is_red, is_orange, is_yellow))
violet = asked.seen & infectious.any()


def newly(said: Expr, of: Choice | Choices = colour) -> Expr:
    """Say it of a state that the sheet before, in the same pregnancy, did not have; one left empty had none."""
    return asked.seen & said & (asked.booking | ~previous(known(of) & said))
