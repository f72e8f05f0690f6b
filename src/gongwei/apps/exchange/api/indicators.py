"""The indicators counted from records, with interval, targets and verdicts, for the areas inside a post's own."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Router

from gongwei.apps.accounts.policy import Request
from gongwei.apps.exchange.api.doors import may
from gongwei.apps.exchange.api.errors import REFUSALS, Refusal, Refused, absent
from gongwei.apps.exchange.api.schemas import Area, Indicators, Key, Size
from gongwei.apps.planning.queries.figures import Figures, as_of, figures
from gongwei.apps.planning.queries.targets import Judged, judged
from gongwei.catalog.discovery import indicators as defined
from gongwei.catalog.regions import regions
from gongwei.domain.demography.rates import Rate
from gongwei.domain.regions import CITY, DISTRICT, STREET, VILLAGE, Region, area_of, level_of

router = Router(tags=["指标"])
LEVELS = {"city": CITY, "district": DISTRICT, "street": STREET, "village": VILLAGE}
NOT_COUNTED = Rate(0, 0, None, None, None, "no denominator")
Level = Literal["city", "district", "street", "village"]
Year = Annotated[int, Field(ge=2010, le=2100)]


@router.get("/indicators", auth=may(reads=2), response={200: Indicators, REFUSALS: Refused})
def indicators(
    request: Request,
    level: Level,
    year: Year | None = None,
    region: Area | None = None,
    indicator: Key | None = None,
    after: Area | None = None,
    size: Size = 50,
) -> dict[str, Any]:
    """一个地区内某一级各区划的指标：数值、95% 区间、当年有效的目标和判断。按区划代码分页（size 为每页区划数）。

    地区默认为岗位所在地区；数值只由岗位可见的村级计数汇总，所以不能要求比岗位更高的层级。
    """
    within = _within(request, region, LEVELS[level])
    fresh = as_of()
    if fresh is None:
        return {"as_of": None, "year": year, "items": [], "next": None}
    places = [one for one in regions(on=fresh.day) if one.level == LEVELS[level] and one.code in area_of(within)]
    places = sorted((one for one in places if one.code > (after or 0)), key=lambda one: one.code)
    found = figures(level=LEVELS[level], within=within)  # all of them: a target may ask two indicators at once
    wanted = year or fresh.day.year
    return {
        "as_of": fresh.moment,
        "year": wanted,
        "items": list(_rows([indicator] if indicator else list(defined()), places[:size], wanted, found, fresh.day)),
        "next": places[size - 1].code if len(places) > size else None,
    }


def _within(request: Request, region: int | None, level: int) -> int:
    """Choose the area to read: outside the post's own nothing is there; above it a sum would be a part."""
    within = region or request.acting.area_code
    if not request.acting.holds(within):
        raise absent()
    if level < level_of(within):
        said = "层级应不高于地区（或岗位）本身的层级，请改 level 或 region。"
        raise Refusal(422, "level_above_region", said, fields={"level": said})
    return within


def _rows(keys: list[str], places: list[Region], year: int, found: Figures, on: date) -> Iterator[dict[str, Any]]:
    for place in places:
        for key in keys:
            rate = found.get((key, place.code, year), NOT_COUNTED)
            yield {
                "indicator": key,
                "title": defined()[key].title,
                "unit": defined()[key].unit,
                "region_code": place.code,
                "region": place.name,
                **{
                    name: getattr(rate, name)
                    for name in ("numerator", "denominator", "value", "lower", "upper", "flag")
                },
                "targets": [_target(one) for one in judged(key, place.code, year=year, found=found, on=on)],
            }


def _target(one: Judged) -> dict[str, Any]:
    said = {"verdict": one.verdict.state, "reason": one.verdict.reason}
    if one.target is None:
        return said
    columns = {name: getattr(one.target.row, name) for name in ("id", "operator", "target", "target_text")}
    return {**said, **columns, "document": one.target.plan.document, "binding": one.target.binding}
