"""Pay: the rule in force, the work that was counted, and objections to statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from gongwei.apps.planning.models import DecidedPay, PayObjection, Workload
from gongwei.apps.planning.queries.figures import figures
from gongwei.catalog.services import QUALITIES, SERVICES
from gongwei.domain.pay import PayLine, PayRule, Quality, Work, quarter_months, statement
from gongwei.domain.regions import CITY, DISTRICT, STREET, ancestor, area_of, level_of


@dataclass(frozen=True)
class RuleInForce:
    """A rule with who decided it; `decided` None: the catalogue's own, not verified."""

    rule: PayRule
    decided: DecidedPay | None


def catalogue_rule() -> PayRule:
    """Give the rule that holds until somebody decides another."""
    prices = {key: service.price for key, service in SERVICES.items()}
    return PayRule(prices, {one.program: one for one in QUALITIES})


def rule_in_force(area: int, *, on: date) -> RuleInForce:
    """Give the rule of an area on a day: its district's, else the city's, else the catalogue's."""
    known = DecidedPay.objects.filter(replaced_at=None, since_date__lte=on).select_related("user")
    levels = (DISTRICT, CITY) if level_of(area) > CITY else (CITY,)
    for level in levels:
        if row := known.filter(area_code=ancestor(area, level)).order_by("-since_date").first():
            return RuleInForce(decided_rule(row), row)
    return RuleInForce(catalogue_rule(), None)


def decided_rule(row: DecidedPay) -> PayRule:
    """Read a decided rule; a service or a quality that is newer than the rule is the catalogue's."""
    own = catalogue_rule()
    prices = dict(own.prices) | {key: price for key, price in row.prices.items() if key in SERVICES}
    qualities = {program: Quality(program, **told) for program, told in row.qualities.items()}
    return PayRule(prices, dict(own.qualities) | qualities)


def rules_of(area: int) -> QuerySet[DecidedPay]:
    """List what an area decided, newest first."""
    return DecidedPay.objects.filter(area_code=area).select_related("user").order_by("-since_date", "-decided_at")


def work_of_streets(within: int, quarter: date) -> list[Work]:
    """Give the work of a quarter in each street of an area (or in its own village), with the quality of the year."""
    level = max(STREET, level_of(within))
    counted: dict[tuple[int, str], int] = defaultdict(int)
    for village, service, services in _counted(within, quarter, by="area_code"):
        counted[ancestor(village, level), service] += services
    quality = _quality(within, level, quarter.year)
    return [
        Work(str(street), SERVICES[service], services, quality.get((street, SERVICES[service].program)))
        for (street, service), services in sorted(counted.items(), key=_in_order)
        if service in SERVICES
    ]


def _in_order(counted: tuple[tuple[int, str], int]) -> tuple[int, int]:
    """Order by street, and services as the catalogue has them."""
    (street, service), _services = counted
    return street, list(SERVICES).index(service) if service in SERVICES else len(SERVICES)


def paid(work: Iterable[Work], *, on: date) -> list[PayLine]:
    """Pay the work of streets, each by the rule of its own district on a day."""
    by_district: dict[int, list[Work]] = defaultdict(list)
    for one in work:
        by_district[ancestor(int(one.unit), DISTRICT)].append(one)
    return [
        line
        for district, own in sorted(by_district.items())
        for line in statement(own, rule_in_force(district, on=on).rule)
    ]


def work_of_teams(street: int, quarter: date) -> list[Work]:
    """Give the work of a quarter by institution inside a street, with the quality of the whole street."""
    quality = _quality(street, level_of(street), quarter.year)
    rows = _counted(street, quarter, by="institution_id")
    return [
        Work(str(institution or ""), SERVICES[service], services, quality.get((street, SERVICES[service].program)))
        for institution, service, services in sorted(rows, key=lambda row: (str(row[0]), row[1]))
        if service in SERVICES
    ]


def _counted(within: int, quarter: date, *, by: str) -> list[tuple[Any, str, int]]:
    """Add the services of a quarter up by a column and by service."""
    area = area_of(within)
    rows = Workload.objects.filter(
        area_code__gte=area.lo, area_code__lt=area.hi, month_date__in=quarter_months(quarter)
    )
    return list(rows.order_by().values_list(by, "service").annotate(n=Sum("services")))


def _quality(within: int, level: int, year: int) -> dict[tuple[int, str], float]:
    """Give the indicators of quality by area and programme, % of the year."""
    programs = {one.indicator: one.program for one in QUALITIES}
    found = figures(level=level, within=within, only=list(programs))
    return {
        (region, programs[key]): rate.value
        for (key, region, counted), rate in found.items()
        if counted == year and rate.value is not None
    }


def counted_quarters_of_work() -> list[date]:
    """List the quarters in which work was counted, newest first."""
    months: Iterable[date] = Workload.objects.order_by().values_list("month_date", flat=True).distinct()
    return sorted({month.replace(month=(month.month - 1) // 3 * 3 + 1) for month in months}, reverse=True)


def objections(within: int, quarter: date) -> list[PayObjection]:
    """List objections to the statements of an area, those without an answer first."""
    area = area_of(within)
    rows = PayObjection.objects.filter(area_code__gte=area.lo, area_code__lt=area.hi, quarter_date=quarter)
    listed = rows.select_related("user", "answered_by")
    return sorted(listed, key=lambda row: (row.answered_at is not None, row.raised_at))


def objection(objection_id: UUID) -> PayObjection | None:
    return PayObjection.objects.filter(pk=objection_id).first()
