"""Every address against the truth written by hand: who, about a row of whom, doing what.

A cell is one request: refused (403, whatever is asked for), hidden (404, exactly as if it were not there) or open.
"""

from collections import Counter
from itertools import zip_longest
from typing import Any

import pytest

from gongwei.site import lints
from gongwei.site.world.build import World
from gongwei.site.world.ground import PLACES, sign_ins
from tests.access import asking
from tests.access.conftest import Seat, seat
from tests.access.truth import RIGHTS, SIGHT, Route, may, relation, routes

SIGN_INS = [one.username for one in sign_ins()]
CELLS: Counter[str] = Counter()


def asked_for() -> set[tuple[str, str]]:
    return {(route.method, route.address) for route in routes()}


def methods_of(view: Any) -> set[str]:
    """Give the methods for which a view declares a policy; a page's policy stands for all of its methods."""
    return set(lints.policies(view)) or {""}


def test_every_address_has_its_line_in_the_table() -> None:
    written = asked_for()
    missing, known = [], set()
    for address, view in lints.routes():
        for method, policy in lints.policies(view).items():
            lines = {one for one in written if one[1] == address and method in ("", one[0])}
            known |= lines
            if not lines and not policy.public:
                missing.append(f"{method or 'GET'}  {address}")
    assert missing == [], "add these to tests/access/routes.txt with class and verb"
    assert written - known == set(), "these addresses are no more: take them out of tests/access/routes.txt"


def test_every_role_has_its_line_in_the_table() -> None:
    from gongwei.domain.access import Role

    assert {role.value for role in Role} == set(RIGHTS), "write the role's line in tests/access/truth.txt"


BY_INSTITUTION = {"hospital"}  # no area opens a row: tests/apps/desk/test_cards.py opens them as the hospital itself


def wrong(one: Seat, route: Route, world: World, *, turn: int) -> list[str]:
    """Ask a route about a row of every place, and list where the answer is not the table's.

    The rows of a place are sown alike; each `turn` takes the next, so that every one is asked about.
    """
    found, role = [], one.who.role.value
    allowed = may(role, route.kind, route.verb)
    absent = asking.send(one, route, asking.nowhere(route) | {"user_id": one.user_id})
    found += [f"{route}: about nobody, says {leak}" for leak in asking.leaks(world, one, asking.told(absent))]
    if not set(route.parts) & asking.OF_A_ROW:
        CELLS[role] += 1
        refused = absent.status_code == 403
        return found + ([f"{route}: {absent.status_code}"] if refused == allowed or absent.status_code >= 500 else [])
    for number, place in enumerate(PLACES, start=turn):
        near = relation(one.who.area_code, one.who.former_code, place)
        wanted = "refused" if not allowed else "open" if SIGHT[near] and route.kind not in BY_INSTITUTION else "hidden"
        rows = list(asking.rows_of(world, place, route))
        for ids in rows[number % len(rows) :][:1] if rows else ():
            answer = asking.send(one, route, ids)
            CELLS[role] += 1
            found += _judged(f"{route} {near} {place}", answer, wanted, absent)
            found += [f"{route} {near} {place}: leaks {leak}" for leak in asking.leaks(world, one, asking.told(answer))]
    return found


def _difference(answer: Any, absent: Any) -> str:
    """Say where two answers part, the ids that were asked for aside: a page names its own address."""
    one, other = (asking.ANY_ID.sub("…", asking.told(each)).splitlines() for each in (answer, absent))
    return next((f"{a!r} for {b!r}" for a, b in zip_longest(one, other) if a != b), "")


def _judged(what: str, answer: Any, wanted: str, absent: Any) -> list[str]:
    status = answer.status_code
    got = {403: "refused", 404: "hidden"}.get(status, "open" if status < 500 else "broken")
    if got != wanted:
        return [f"{what}: {status}, should be {wanted}"]
    if wanted == "hidden" and (apart := _difference(answer, absent)):
        return [f"{what}: hidden, but not as absent: {apart[:300]}"]
    return []


@pytest.mark.proof
@pytest.mark.parametrize("username", SIGN_INS)
def test_each_post_meets_every_address_as_the_table_says(world: World, username: str) -> None:
    one = seat(world, username)
    faults = [fault for turn, route in enumerate(routes()) for fault in wrong(one, route, world, turn=turn)]
    assert not faults, "\n".join(faults[:60])


@pytest.mark.proof
def test_the_table_was_held_against_ten_thousand_cells() -> None:
    if len(CELLS) < len(RIGHTS):
        pytest.skip("the cells are counted where all posts were asked in one process")
    assert sum(CELLS.values()) >= 10_000
