"""Reads of report cards: those of a post's area, by their clocks, and those that one's own hospital has sent."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people.queries import Resident
from gongwei.apps.registries.models import Card as CardTable
from gongwei.apps.registries.models import CardRow, CardState, GuardedCard, HiddenCard
from gongwei.catalog.discovery import cards
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import Card

State = CardState
TABLES: dict[Sensitivity, type[CardRow]] = {
    Sensitivity.HEALTH: CardTable,
    Sensitivity.GUARDED_HEALTH: GuardedCard,
    Sensitivity.HIDDEN_HEALTH: HiddenCard,
}
OPEN_STATES = (State.WAITING, State.RETURNED, State.RECEIVED)
SENT, INCOMING = "gw_sent", "gw_incoming"  # functions of the migrations, one for each table
MOST_SHOWN = 500  # of one list: what waits longest comes first


def table_of(card: Card) -> type[CardRow]:
    """Give the table of a card's class."""
    return TABLES[card.sensitivity]


def readable(by: Acting) -> Iterator[type[CardRow]]:
    """List the tables whose class a post may read: the others are not even asked."""
    return (table for kind, table in TABLES.items() if by.rights.may_read(kind))


def listed(*, state: str, by: Acting) -> list[CardRow]:
    """List the cards of one state in the post's sight, or those that are not closed, by the day an answer is due."""
    states = [state] if state else OPEN_STATES
    found = [
        row
        for table in readable(by)
        for row in table._default_manager.filter(state__in=states)
        .select_related("resident", "institution")
        .defer("said_cipher")
        .order_by("answer_due_date", "id")[:MOST_SHOWN]
    ]
    return sorted(found, key=lambda row: (row.answer_due_date, row.pk))[:MOST_SHOWN]


def counts(*, by: Acting) -> dict[str, int]:
    """Count the cards in the post's sight by state."""
    found: dict[str, int] = {}
    for table in readable(by):
        for state, rows in table._default_manager.values_list("state").annotate(Count("id")):
            found[state] = found.get(state, 0) + rows
    return found


def pressing(*, on: date, by: Acting) -> tuple[int, int]:
    """Count the cards in the post's sight that nobody has taken up, and those past the day of their answer."""
    waiting, late = Count("id", filter=Q(state=State.WAITING)), Count("id", filter=Q(answer_due_date__lt=on))
    found = [
        table._default_manager.filter(state__in=OPEN_STATES).aggregate(waiting=waiting, late=late)
        for table in readable(by)
    ]
    return sum(one["waiting"] for one in found), sum(one["late"] for one in found)


def card_row(kind: str, card_id: UUID, *, by: Acting) -> CardRow | None:
    """Find a card whom the post may see; hidden and absent are the same."""
    card = cards().get(kind)
    if card is None or not by.rights.may_read(card.sensitivity):
        return None
    rows: QuerySet[CardRow] = table_of(card)._default_manager.select_related("resident", "institution", "actor")
    return rows.filter(kind=kind, pk=card_id).first()


def cards_of(resident: Resident, *, by: Acting) -> list[CardRow]:
    """List a resident's cards that the post may see, the latest first."""
    found = [row for table in readable(by) for row in table._default_manager.filter(resident=resident)]
    return sorted(found, key=lambda row: row.reported_at, reverse=True)


def reported(kind: str, residents: Collection[UUID], *, by: Acting) -> set[UUID]:
    """Give those of some residents about whom a card of a kind stands that was not excluded."""
    card = cards()[kind]
    if not by.rights.may_read(card.sensitivity):
        return set()
    rows = table_of(card)._default_manager.filter(kind=kind, resident__in=residents).exclude(outcome="excluded")
    return set(rows.values_list("resident_id", flat=True))


def sent(*, most: int = MOST_SHOWN) -> list[CardRow]:
    """List what the acting post's own hospital has sent, the latest first."""
    newest = "ORDER BY reported_at DESC LIMIT %s"
    found = [row for table in TABLES.values() for row in _own(table, SENT, newest, most)]
    return sorted(found, key=lambda row: row.reported_at, reverse=True)[:most]


def incoming(*, most: int = MOST_SHOWN) -> list[CardRow]:
    """List the slips addressed to the acting post's own hospital: those that wait first, by their clocks."""
    found = [
        row for table in TABLES.values() for row in _own(table, INCOMING, "ORDER BY answer_due_date LIMIT %s", most)
    ]
    return sorted(found, key=lambda row: (row.state == State.CLOSED, row.answer_due_date, row.pk))[:most]


def sent_card(kind: str, card_id: UUID) -> CardRow | None:
    """Find a card that the acting post's own hospital has sent."""
    return _own_card(SENT, kind, card_id)


def incoming_card(kind: str, card_id: UUID) -> CardRow | None:
    """Find a slip addressed to the acting post's own hospital."""
    return _own_card(INCOMING, kind, card_id)


def _own_card(function: str, kind: str, card_id: UUID) -> CardRow | None:
    card = cards().get(kind)
    found = _own(table_of(card), function, "WHERE id = %s AND kind = %s", card_id, kind) if card else ()
    return next(iter(found), None)


def _own(table: type[CardRow], function: str, which: str, *asked: object) -> Iterable[CardRow]:
    """Ask a function of the owner for rows of one's own hospital: its post holds no area that would show them."""
    return table._default_manager.raw(f"SELECT * FROM {function}_{table._meta.db_table}() {which}", asked)  # noqa: S608
