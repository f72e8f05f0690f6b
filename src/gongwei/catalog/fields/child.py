"""What the children's forms ask at more than one age. Ranges are plausibility limits of the platform."""

from gongwei.catalog.codelists.answers import NO_YES, NORMAL
from gongwei.catalog.sources import NORM_2017, PLAUSIBILITY
from gongwei.domain.elapsed import birth_date, months_since
from gongwei.domain.expr import Expr, Or
from gongwei.domain.form_field import Choice, Field, Number, Text
from gongwei.domain.milestones import Milestone, Milestones

months = months_since(birth_date)
# A check in one year of age is not the weight of an adult: keys of its own, since limits go with a key.
weight = Number("child_weight", "体重", "kg", hard=(0.3, 80), soft=(2, 40), required=True, source=PLAUSIBILITY)
length = Number(
    "child_length", "身长（身高）", "cm", hard=(20, 150), soft=(45, 130), required=True, source=PLAUSIBILITY
)
with_head = months < 12
head = Number("head", "头围", "cm", hard=(25, 60), soft=(32, 50), required=True, asked=with_head, source=PLAUSIBILITY)
fontanelle_length = Number("fontanelle_length", "前囟长", "cm", hard=(0, 8), source=PLAUSIBILITY)
fontanelle_width = Number("fontanelle_width", "前囟宽", "cm", hard=(0, 8), source=PLAUSIBILITY)
neck_mass = Choice("child_neck_mass", "颈部包块", codes=NO_YES, required=True, source=NORM_2017)


def looked_at(key: str, title: str, *, asked: Expr | bool = True) -> Choice:
    """Ask whether a part of the body is as it should be."""
    return Choice(f"child_{key}", title, codes=NORMAL, required=True, asked=asked, source=NORM_2017)


def findings(*parts: Field) -> Text:
    """Ask in words for what was found, when a part was not as it should be."""
    found = Or(tuple(part == "2" for part in parts))
    return Text("child_findings", "异常所见", required=found, source=NORM_2017)


# 规范第三版 p.36-40: a month of age is its days 0-29, from three years the whole year of age.
STAGES = Milestones(
    birth_date,
    (
        Milestone("满月", days=28, open_days=3),
        *(Milestone(f"{n} 月龄", months=n, open_days=30) for n in (3, 6, 8, 12, 18, 24, 30)),
        *(Milestone(f"{n} 岁", months=12 * n, open_months=12) for n in (3, 4, 5, 6)),
    ),
)
