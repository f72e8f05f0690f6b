"""What a post is told does not depend on rows outside its sight: byte for byte, at every address it may use.

The world is changed in a transaction that is undone: rows out of the post's sight go, move or are renamed.
"""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from gongwei.site.world.build import World
from gongwei.site.world.ground import PLACES
from tests.access import asking
from tests.access.conftest import Seat, as_superuser, seat, undone
from tests.access.truth import COUNTED, TABLES, may, routes, sees

SEATS = (
    "village-doctor-7", "centre-doctor-3", "centre-director-5", "district-cdc-1", "district-bureau-2",
    "data-operator-1", "system-admin-0", "auditor-0",
)  # fmt: skip
MORE = (  # the same addresses sorted, filtered, on further pages, behind a cursor, and searched by a number
    ("GET", "today/", {"w": "today", "sort": "name"}),
    ("GET", "today/", {"w": "today", "page": "2"}),
    ("GET", "referrals/", {"state": "accepted"}),
    ("GET", "api/worklist", {"window": "today", "size": "2", "page": "2"}),
    ("GET", "api/residents", {"area": "330100000000", "size": "1"}),
    ("GET", "api/changes", {"size": "3"}),
    ("GET", "plan/indicators/hypertension_control/", {"sort": "-denominator", "level": "4"}),
    ("GET", "plan/indicators/hypertension_control/", {"region": "330105000000"}),
    ("GET", "api/indicators", {"level": "city"}),
    ("POST", "residents/", {"q": "19900000004"}),
    ("GET", "audit/", {"username": "city-cdc-0"}),
)


def answers(world: World, one: Seat) -> dict[str, str]:
    """Ask everything the post may ask, about one row of each place in its sight, and keep what it is told."""
    role, found = one.who.role.value, {}
    for route in routes():
        if may(role, route.kind, route.verb):
            for ids in _askable(world, one, route):
                found[f"{route} {ids}"] = asking.told(asking.send(one, route, ids | {"user_id": one.user_id}))
    for method, address, data in MORE:
        found[f"{method} {address} {data}"] = asking.told(one.ask(method, address, data))
    return {name: _settled(world, text) for name, text in found.items()}


def _askable(world: World, one: Seat, route: Any) -> Iterator[dict[str, Any]]:
    if not set(route.parts) & asking.OF_A_ROW:
        yield {}
        return
    yield asking.nowhere(route)
    for place in PLACES:
        if _sees(one, "people_resident", place) or _sees(one, "planning_reportedvalue", place):
            yield from list(asking.rows_of(world, place, route))[:1]


def _settled(world: World, text: str) -> str:
    """Leave out ids that were drawn for this answer alone."""
    known = {str(value) for ids in world.ids.values() for values in ids.values() for value in values}
    return asking.ANY_ID.sub(lambda found: found[0] if found[0] in known else "…", text)


def _sees(one: Seat, table: str, place: int) -> bool:
    return sees(one.who.role.value, table, post=one.who.area_code, former=one.who.former_code, row=place)


def change_what_is_hidden(one: Seat, seed: int) -> int:
    """Delete, rename and move rows that the post may not see; give how many were touched."""
    chance, touched = random.Random(seed), 0
    with as_superuser() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, kind in TABLES.items():
            if kind == "audit":
                continue
            hidden = [place for place in PLACES if not _sees(one, table, place)]
            for place in hidden:
                if seed == 0 or table in COUNTED or chance.random() < 0.5:
                    cursor.execute(f"DELETE FROM {table} WHERE area_code = %s", [place])
                else:
                    to = chance.choice(hidden)
                    cursor.execute(f"UPDATE {table} SET area_code = %s WHERE area_code = %s", [to, place])
                touched += cursor.rowcount
        if seed and not may(one.who.role.value, "3", "read"):
            cursor.execute("UPDATE people_resident SET name = '张' || name")
        if not may(one.who.role.value, "audit", "read"):
            cursor.execute("DELETE FROM accounts_auditentry")
        cursor.execute("SET LOCAL session_replication_role = origin")
    return touched


@pytest.mark.proof
@pytest.mark.parametrize("username", SEATS)
def test_a_post_is_told_the_same_whatever_lies_outside_its_sight(world: World, username: str) -> None:
    one = seat(world, username)
    before = answers(world, one)
    for seed in (0, 1):
        with undone():
            assert change_what_is_hidden(one, seed) > 20
            after = answers(world, one)
        apart = [name for name in before if before[name] != after[name]]
        assert not apart, "\n".join(apart)


@pytest.mark.proof
def test_the_comparison_notices_a_row_inside_the_sight(world: World) -> None:
    """The proof above could not fail if it compared nothing."""
    one = seat(world, "village-doctor-7")
    before = answers(world, one)
    with undone():
        with as_superuser() as cursor:
            cursor.execute("UPDATE people_resident SET name = '张' || name WHERE area_code = %s", [one.who.area_code])
        after = answers(world, one)
    assert transaction.get_autocommit()
    assert len([name for name in before if before[name] != after[name]]) > 8
