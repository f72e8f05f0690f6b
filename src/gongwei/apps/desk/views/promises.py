"""What a contract promised and what was done of it, and to which key groups somebody belongs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.middleware import now
from gongwei.apps.contracts.queries import Contract
from gongwei.apps.people import queries as people
from gongwei.catalog.discovery import packages
from gongwei.domain.contract import Standing, contract_year, standings
from gongwei.domain.period import Period
from gongwei.domain.record import Record

OTHER = "other_key"


@dataclass(frozen=True)
class Kept:
    """The items of a contract in the year that runs, and how many are fulfilled."""

    period: Period
    rows: tuple[Standing, ...]

    @property
    def done(self) -> int:
        return sum(row.fulfilled for row in self.rows)


def kept(contract: Contract, record: Record, services: Sequence[Any], *, on: date) -> Kept:
    """Count what was done of each item in the contract's running year."""
    period = contract_year(contract.from_date, contract.to_date, on)
    by_hand: dict[str, int] = {}
    for one in services:
        if one.served_date in period:
            by_hand[one.item] = by_hand.get(one.item, 0) + 1
    promised = tuple(packages()[key] for key in contract.packages if key in packages())
    return Kept(period, standings(promised, record, period=period, on=on, by_hand=by_hand))


def groups_of(one: people.Resident, record: Record, *, by: Acting, on: date) -> list[tuple[str, str]]:
    """Name the packages of the key groups that a record tells; guarded ones only to who may read them, as “other”."""
    found = [(key, _(one.title)) for key, one in packages().items() if one.key_group and one.holds(record, on=on)]
    if people.guarded_conditions_of(one, by=by, at=now()):
        found.append((OTHER, _(packages()[OTHER].title)))
    return found
