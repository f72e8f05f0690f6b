"""Which addresses ask once more who is there, written by hand; and each line that makes them ask, weakened in turn.

Three proofs are asked for: a password of one's own before anything, a fresh one before persons leave in a file, and a
second factor before a glass is broken. Some roles show a second factor before anything.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from gongwei.apps.accounts import policy, second_factor
from gongwei.apps.accounts.models import User
from gongwei.apps.exchange.api import doors
from gongwei.site import lints
from gongwei.site.world.build import World
from tests.access import asking, truth
from tests.access.conftest import Seat, seat, undone
from tests.conftest import enter

pytestmark = pytest.mark.proof
FACTOR = {"glass/"}
DOORS = {"password/", "confirm/", "devices/", "post/"}  # and allauth's own under factors/
AN_HOUR = 3600


def pages() -> list[truth.Route]:
    """List each address of the site once, as somebody may ask for it."""
    return list({route.address: route for route in reversed(truth.routes()) if "api/" not in route.address}.values())


LEAVING = {"export", "rejects", "pdf", "ws365"}
FIGURES = {"activities/export/", "cohorts/teams/export/", "tasks/export/"}  # they count what institutions do


def leaves(route: truth.Route) -> bool:
    return bool(LEAVING & set(route.address.split("/")))


def fresh(route: truth.Route) -> bool:
    """Say whether a file is about persons, users or the audit: figures and the catalogue are about nobody."""
    return leaves(route) and route.kind not in ("1", "2") and route.address not in FIGURES


def asks(route: truth.Route) -> bool:
    return not (route.address in DOORS or route.address.startswith("factors/"))


def seat_for(world: World, route: truth.Route) -> Seat:
    """Give somebody who may use an address and works without a second factor, where there is such a role."""
    able = [one for one in world.sign_ins if truth.may(one.role.value, route.kind, route.verb)]
    return seat(world, min(able, key=lambda one: one.role.value in settings.SECOND_FACTOR_ROLES).username)


def entered(one: Seat, *, method: str, ago: float = 0) -> Seat:
    """Sign in anew, by a method and so many seconds ago."""
    client = Client(raise_request_exception=False)
    enter(client, one.user_id, method=method)
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago}]
    session.save()
    one.__dict__["client"] = client
    return one


def sent_to(one: Seat, route: truth.Route) -> str:
    """Ask for an address about nobody, and say where the answer leads; "" when it leads nowhere."""
    answer = asking.send(one, route, asking.nowhere(route) | {"user_id": one.user_id})
    return str(answer.get("Location", "")).split("?")[0]


def with_a_first_password(one: Seat, route: truth.Route) -> str:
    with undone():
        User.objects.filter(pk=one.user_id).update(password_at=None)
        return sent_to(entered(one, method="mfa"), route)


def an_hour_later(one: Seat, route: truth.Route) -> str:
    needs = one.who.role.value in settings.SECOND_FACTOR_ROLES
    return sent_to(entered(one, method="mfa" if needs else "password", ago=AN_HOUR), route)


def test_every_page_waits_for_a_password_of_ones_own(world: World) -> None:
    wrong = [
        str(route)
        for route in pages()
        if (with_a_first_password(seat_for(world, route), route) == "/password/") != asks(route)
        and route.address != "password/"
    ]
    assert wrong == []


def test_persons_leave_only_after_a_fresh_proof_and_figures_at_once(world: World) -> None:
    assert {fresh(route) for route in pages() if leaves(route)} == {True, False}
    wrong = []
    for route in pages():
        where = an_hour_later(seat_for(world, route), route)
        if not asks(route):
            continue  # allauth's own ask before a factor goes
        if (where in ("/confirm/", "/factors/confirm/")) != fresh(route):
            wrong.append((str(route), where))
    assert wrong == [], wrong


def test_a_glass_waits_for_a_second_factor(world: World) -> None:
    for route in pages():
        if route.address in FACTOR:
            assert sent_to(entered(seat_for(world, route), method="password"), route) == "/factors/"


@cache
def guarded() -> dict[str, Any]:
    """Give the function by address that stands before each view."""
    found = {}
    for address, view in lints.routes():
        inner: Any = view
        while inner is not None and "policy" not in inner.__code__.co_freevars:
            inner = getattr(inner, "__wrapped__", None)
        if inner is not None:
            found[address] = inner
    return found


def cell(function: Any, name: str) -> Any:
    return function.__closure__[function.__code__.co_freevars.index(name)]


def weakened() -> Iterator[tuple[truth.Route, Callable[[], Any], Callable[[], Any], Callable[[Seat, Any], str], str]]:
    """List each line once: the address, how to weaken it and how to mend it, how to ask, and what must be answered."""
    for route in pages():
        function = guarded().get(route.address)
        if function is None or not asks(route) or cell(function, "policy").cell_contents.public:
            continue
        held, ours = cell(function, "policy"), cell(function, "policy").cell_contents

        def put(value: Any, held: Any = held) -> None:
            held.cell_contents = value

        yield (
            route,
            lambda put=put, ours=ours: put(replace(ours, door=True)),
            lambda put=put, ours=ours: put(ours),
            with_a_first_password,
            "/password/",
        )
        if ours.factor:
            yield (
                route,
                lambda put=put, ours=ours: put(replace(ours, factor=False)),
                lambda put=put, ours=ours: put(ours),
                lambda one, about: sent_to(entered(one, method="password"), about),
                "/factors/",
            )
        of = getattr(function, "exports", "")
        if of and of not in ("figures", "catalogue"):
            shown = cell(function, "guarded").cell_contents
            yield (
                route,
                lambda shown=shown: setattr(shown, "exports", "figures"),
                lambda shown=shown, of=of: setattr(shown, "exports", of),
                an_hour_later,
                "confirm",
            )


def test_every_line_that_asks_who_is_there_is_noticed_when_it_is_weakened(world: World) -> None:
    survivors, tried = [], 0
    for route, weaken, mend, ask, expected in weakened():
        one = seat_for(world, route)
        assert expected in ask(one, route), route
        weaken()
        try:
            if expected in ask(one, route):
                survivors.append((str(route), expected))
        finally:
            mend()
        tried += 1
    assert survivors == []
    assert tried > 60


def by_password_alone(world: World, role: str) -> str:
    who = next(one for one in world.sign_ins if one.role.value == role)
    return sent_to(entered(seat(world, who.username), method="password"), truth.Route("GET", "regions/", "1", "list"))


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor", "data_operator"])
def test_a_role_that_no_longer_needs_a_second_factor_is_noticed(world: World, monkeypatch: Any, role: str) -> None:
    assert by_password_alone(world, role) == "/factors/"
    monkeypatch.setattr(settings, "SECOND_FACTOR_ROLES", settings.SECOND_FACTOR_ROLES - {role})
    assert by_password_alone(world, role) == ""


def refused_by_the_api(world: World) -> bool:
    one = entered(seat(world, "data-operator-0"), method="password")
    return bool(one.ask("GET", "api/worklist").status_code == 403)


def test_a_program_s_door_that_asks_for_no_factor_is_noticed(world: World, monkeypatch: Any) -> None:
    assert refused_by_the_api(world)
    monkeypatch.setattr(doors, "stopped_at_the_door", lambda request: False)
    assert not refused_by_the_api(world)


@pytest.mark.parametrize(
    ("where", "name", "blind"),
    [
        (policy, "needs_new_password", lambda request: False),
        (policy, "needs_factor", lambda acting: False),
        (second_factor, "FRESH_SECONDS", 10 * AN_HOUR),
    ],
)
def test_a_proof_that_is_never_asked_for_is_noticed(world: World, monkeypatch: Any, where: Any, name: str, blind: Any):
    def holds() -> bool:
        today = next(route for route in pages() if route.address == "today/")
        leaves = next(route for route in pages() if route.address == "today/export/")
        doctor = seat(world, "village-doctor-6")
        return (
            with_a_first_password(doctor, today) == "/password/"
            and by_password_alone(world, "auditor") == "/factors/"
            and an_hour_later(doctor, leaves) == "/confirm/"
        )

    assert holds()
    monkeypatch.setattr(where, name, blind)
    assert not holds()
