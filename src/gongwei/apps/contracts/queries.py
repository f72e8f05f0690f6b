"""Reads of teams, contracts and services. Row-level security decides whose."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gongwei.apps.contracts.models import OPEN, Contract, ContractState, Service, StoppedPackage, Team
from gongwei.apps.people.queries import Resident, living_in
from gongwei.domain.contract import RENEWAL_DAYS, contract_year
from gongwei.domain.period import Period
from gongwei.domain.regions import area_of

State = ContractState
RENEW, LAPSED, WAITING, CURRENT = "renew", "lapsed", "waiting", "current"
LISTS = (RENEW, LAPSED, WAITING, CURRENT)
STILL_HERE = Q(resident__died_date=None, resident__resident_to=None)  # nobody renews who is gone


def due_by(name: str, today: date) -> Q:
    """Select contracts of one list: to be renewed soon, run out, not yet signed, or in force."""
    if name == RENEW:
        soon = today + timedelta(days=RENEWAL_DAYS)
        return STILL_HERE & Q(state=State.SIGNED, to_date__gt=today, to_date__lte=soon)
    if name == LAPSED:
        return STILL_HERE & (Q(state=State.SIGNED, to_date__lte=today) | Q(state=State.LAPSED))
    if name == WAITING:
        return Q(state__in=(State.PRELIMINARY, State.WAITING, State.ENDING))
    return Q(state=State.SIGNED, to_date__gt=today)


def contracts(name: str, *, today: date, team: Team | None = None) -> QuerySet[Contract]:
    """List the contracts of one list by the day of their end."""
    found = Contract.objects.filter(due_by(name, today))
    return (found.filter(team=team) if team else found).order_by("to_date", "id")


def counts(*, today: date, team: Team | None = None) -> dict[str, int]:
    """Count every list in one reading."""
    found = Contract.objects.filter(team=team) if team else Contract.objects.all()
    return found.aggregate(**{name: Count("id", filter=due_by(name, today)) for name in LISTS})


def page(found: QuerySet[Contract], *, first: int, size: int) -> list[Contract]:
    """Give one page with residents and teams. The page is cut before they are joined."""
    return in_order(list(found.values_list("id", flat=True)[first : first + size]))


def due_this_year(of: Team, *, today: date) -> list[UUID]:
    """List a team's contracts in force by the day on which their running year ends, the soonest first."""
    found = Contract.objects.filter(STILL_HERE, due_by(CURRENT, today), team=of, from_date__lte=today)
    terms = found.values_list("from_date", "to_date", "id")
    return [one for _day, one in sorted((contract_year(start, end, today).stop, one) for start, end, one in terms)]


def in_order(ids: Collection[UUID]) -> list[Contract]:
    """Give contracts with residents and teams, as they are asked for."""
    rows = Contract.objects.select_related("resident", "team").in_bulk(ids)
    return [rows[one] for one in ids if one in rows]


def contract(contract_id: UUID) -> Contract | None:
    return Contract.objects.select_related("resident", "team").filter(pk=contract_id).first()


def contracts_of(one: Resident) -> list[Contract]:
    """List a resident's contracts, the latest first."""
    return list(Contract.objects.select_related("team", "actor").filter(resident=one).order_by("-from_date"))


def open_contract(one: Resident) -> Contract | None:
    """Find the contract that a resident has, signs, or is about to end."""
    return Contract.objects.filter(resident=one, state__in=OPEN).first()


def services(ids: Collection[UUID], period: Period | None = None) -> dict[UUID, list[Service]]:
    """Give the services written down for some contracts, of a period if given, the latest first."""
    rows = Service.objects.filter(contract__in=ids).order_by("-served_date", "item")
    if period is not None:
        rows = rows.filter(served_date__gte=period.start, served_date__lt=period.stop)
    found: dict[UUID, list[Service]] = {}
    for row in rows:
        found.setdefault(row.contract_id, []).append(row)
    return found


def team(team_id: UUID) -> Team | None:
    return Team.objects.select_related("institution").filter(pk=team_id).first()


def teams(area_code: int, *, on: date) -> list[Team]:
    """List the teams that serve a village of an area, by name."""
    area = area_of(area_code)
    standing = Team.objects.select_related("institution").filter(Q(ended_date=None) | Q(ended_date__gt=on))
    streets = standing.filter(area_code__gte=area.lo // 1000 * 1000, area_code__lt=area.hi).order_by(
        "area_code", "name"
    )
    return [one for one in streets if any(area.lo <= village < area.hi for village in one.villages)]


def teams_by_id(ids: Collection[UUID]) -> dict[UUID, Team]:
    """Give teams by their number, those that have ended too."""
    return Team.objects.select_related("institution").in_bulk(list(ids))


def stopped(institution: UUID | None) -> dict[str, date]:
    """Give the packages that an institution signs no more, with the day from which on."""
    return dict(StoppedPackage.objects.filter(institution=institution).values_list("package", "since_date"))


@dataclass(frozen=True)
class Coverage:
    """How many live in a village, and how many of them have a contract with the team."""

    village: int
    people: int
    signed: int


def coverage(of: Team, *, today: date) -> list[Coverage]:
    """Count residents and contracts in force in each village of a team, as far as it lies in sight."""
    people = living_in(of.villages, on=today)
    inside = Contract.objects.filter(due_by(CURRENT, today), team=of).values_list("area_code")
    signed = dict(inside.annotate(Count("id")).order_by())
    return [Coverage(one, people[one], signed.get(one, 0)) for one in sorted(of.villages) if one in people]


def by_package(of: Team, *, today: date) -> dict[str, int]:
    """Count a team's contracts in force by their main package."""
    found = Contract.objects.filter(due_by(CURRENT, today), team=of)
    counted = found.values_list("packages__0").annotate(signed=Count("id"))
    return dict(counted.order_by("-signed"))
