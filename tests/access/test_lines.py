"""Every line of Python that guards something is weakened once, in this process; each must be noticed.

Weakened are the rights of each role, the policy of each address, and the checks that stand before every request.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client

from gongwei.apps.accounts import acting, actions, middleware
from gongwei.apps.accounts.acting import as_acting, valid_assignment
from gongwei.apps.accounts.middleware import SESSION_KEY, ContextMiddleware
from gongwei.apps.accounts.models import ApiToken, Assignment, AuditEntry, User
from gongwei.apps.accounts.policy import Policy
from gongwei.apps.exchange.api.doors import Door
from gongwei.domain.access import RIGHTS, Role, Sensitivity
from gongwei.site import api, lints
from gongwei.site.world.build import World
from tests.access import asking, truth
from tests.access.conftest import Seat, as_superuser, seat, undone
from tests.access.probing import Rows, faults
from tests.conftest import NOW, TODAY, enter

pytestmark = pytest.mark.proof
ASK_THEMSELVES = ("password/", "confirm/", "factors/")  # allauth's own views send away who is not signed in
WEAKER = ("reads", "writes", "manages")


def first_of(world: World, role: str) -> Seat:
    """Give the first of the world who has a role."""
    return seat(world, next(one.username for one in world.sign_ins if one.role.value == role))


# The rights of each role.
def test_a_right_that_a_role_has_not_is_noticed_when_given(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    survivors = []
    with undone():
        rows = Rows()
        for role, ours in RIGHTS.items():
            for name, kind in granted(role):
                weak = replace(ours, **{name: getattr(ours, name) | {kind}})
                monkeypatch.setitem(RIGHTS, role, weak)
                tables = [table for table, written in truth.TABLES.items() if written == str(int(kind))]
                if not any(faults(world, first_of(world, role.value).who, tables, rows)):
                    survivors.append((role, name, kind))
                monkeypatch.setitem(RIGHTS, role, ours)
    assert survivors == []


def granted(role: Role) -> Iterator[tuple[str, Sensitivity]]:
    """List the rights over tables that a role lacks."""
    kept = {kind for kind in Sensitivity if str(int(kind)) in truth.TABLES.values()}
    for kind in sorted(kept):
        if not RIGHTS[role].may_read(kind):
            yield "reads", kind
        elif not RIGHTS[role].may_write(kind):
            yield "writes", kind


# The policy of each address.
def guards() -> Iterator[tuple[str, str, Callable[[Policy], None], Policy]]:
    """List every policy in force: method, address, how to put another in its place, and what it is."""
    for address, view in lints.routes():
        inner: Any = view
        while inner is not None and "policy" not in inner.__code__.co_freevars:
            inner = getattr(inner, "__wrapped__", None)
        if inner is not None:
            cell = inner.__closure__[inner.__code__.co_freevars.index("policy")]
            yield "", address, partial(setattr, cell, "cell_contents"), cell.cell_contents
    for router in api.ROUTERS:
        for address, operations in router.path_operations.items():
            for one in operations.operations:
                door = next(each for each in one.auth_callbacks if isinstance(each, Door))
                route = "api/" + address.strip("/").replace("{", "<").replace("}", ">")
                yield one.methods[0], route, partial(setattr, door, "policy"), door.policy


def weaker(policy: Policy) -> Iterator[Policy]:
    """Give a policy without each of the things it asks for, for anybody, and for the public."""
    unset: dict[str, Any] = {field.name: field.default for field in fields(Policy)}
    for name in WEAKER:
        if getattr(policy, name):
            less: dict[str, Any] = {name: unset[name], "anybody": True}
            yield replace(policy, **less)
    yield replace(policy, public=True)


def admitted(world: World, policy: Policy) -> set[str]:
    """Name the roles that a policy lets in."""
    posts = {one.role.value: world.users[one.username][1] for one in world.sign_ins}
    return {role for role, post in posts.items() if policy.admits(valid_assignment(post, on=TODAY))}


def test_an_address_that_asks_for_less_is_noticed(world: World) -> None:
    survivors, tried = [], 0
    for method, address, put, policy in list(guards()):
        if policy.public:
            continue
        lines = [one for one in truth.routes() if one.address == address and method in ("", one.method)]
        for weak in weaker(policy):
            more = admitted(world, weak) - admitted(world, policy)
            if not (more or weak.public) or (weak.public and address.startswith(ASK_THEMSELVES)):
                continue  # the same roles have both rights, or the view asks again: it asks for no less
            tried += 1
            put(weak)
            try:
                if not notices(world, lines[0], more, weak.public):
                    survivors.append(f"{lines[0]} for {more or 'the public'}")
            finally:
                put(policy)
    assert not survivors, "\n".join(survivors)
    assert tried > 100


def notices(world: World, route: truth.Route, more: set[str], public: bool) -> bool:
    """Ask as those whom the table refuses, and see that one is not refused."""
    if public and not route.address.startswith("api/"):  # an operation's door asks who it is before all else
        return not _turned_away(Seat(world.sign_ins[0], None, None), route)
    refused = sorted(role for role in more if not truth.may(role, route.kind, route.verb))
    return any(
        asking.send(first_of(world, role), route, asking.nowhere(route) | {"user_id": uuid.uuid4()}).status_code != 403
        for role in refused
    )


def _turned_away(nobody: Seat, route: truth.Route) -> bool:
    nobody.__dict__["client"] = Client(raise_request_exception=False)
    answer = asking.send(nobody, route, asking.nowhere(route) | {"user_id": uuid.uuid4()})
    return answer.status_code == 401 or "/sign-in/" in answer.get("Location", "")


# What stands before every request.
def ended_post(world: World) -> bool:
    one = seat(world, "centre-doctor-3")
    with undone():
        Assignment.objects.filter(pk=one.post_id).update(valid_to=TODAY)
        session = one.client.session
        session[SESSION_KEY] = str(one.post_id)
        session.save()
        return one.client.get("/today/").status_code == 403


def post_to_come(world: World) -> bool:
    one = seat(world, "centre-doctor-3")
    with undone():
        Assignment.objects.filter(pk=one.post_id).update(valid_from=TODAY + timedelta(1))
        session = one.client.session
        session[SESSION_KEY] = str(one.post_id)
        session.save()
        return one.client.get("/today/").status_code == 403


def post_of_somebody_else(world: World) -> bool:
    one, other = seat(world, "centre-doctor-3"), seat(world, "centre-doctor-5")
    with undone():
        client = Client()
        enter(client, one.user_id)
        session = client.session
        session[SESSION_KEY] = str(other.post_id)
        session.save()
        return client.get("/today/").status_code == 403


def _with_token(world: World, spoil: Callable[[], Any], address: str = "/api/worklist") -> int:
    one = seat(world, "centre-doctor-3")
    with undone():
        with as_acting(valid_assignment(one.post_id, on=TODAY)) as by:
            _token, secret = actions.create_token(title="测试", expires_date=date(2027, 1, 1), by=by, at=NOW)
        spoil()
        return (
            Client(raise_request_exception=False)
            .get(address, headers={"Authorization": f"Bearer {secret}"})
            .status_code
        )


def token_of_who_left(world: World) -> bool:
    return _with_token(world, lambda: User.objects.update(is_active=False)) == 401


def token_of_an_ended_post(world: World) -> bool:
    return _with_token(world, lambda: Assignment.objects.update(valid_to=TODAY)) == 401


def revoked_token(world: World) -> bool:
    return _with_token(world, lambda: ApiToken.objects.update(revoked_at=NOW)) == 401


def token_past_its_day(world: World) -> bool:
    return _with_token(world, lambda: ApiToken.objects.update(expires_date=TODAY)) == 401


def token_on_a_page(world: World) -> bool:
    return _with_token(world, lambda: None, "/today/") == 302


def refusal_in_the_audit(world: World) -> bool:
    one = seat(world, "city-bureau-0")
    with undone():
        assert one.client.get("/today/").status_code == 403
        with as_superuser() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_auditentry WHERE action = 'refused'")
            return cursor.fetchone()[0] > 0


def rights_of_this_request_alone(world: World) -> bool:
    with undone():
        assert seat(world, "city-cdc-0").client.get("/today/").status_code == 200
    try:
        with undone():
            AuditEntry.objects.count()
    except Exception as refused:
        return "NoContext" in str(refused)
    return False


def _left_out(text: str, part: str) -> str:
    assert part in text, part
    return text.replace(part, "")


FROM, ACTIVE = "a.valid_from <= %(on)s AND ", " AND u.is_active"
TO = " AND (a.valid_to IS NULL OR a.valid_to > %(on)s)"
SQL: list[tuple[str, str, Callable[[World], bool]]] = [
    ("POST", TO, ended_post),
    ("POST", FROM, post_to_come),
    ("POST_OF_TOKEN", TO, token_of_an_ended_post),
    ("POST_OF_TOKEN", ACTIVE, token_of_who_left),
    ("POST_OF_TOKEN", " AND t.revoked_at IS NULL", revoked_token),
    ("POST_OF_TOKEN", " AND t.expires_date > %(on)s", token_past_its_day),
]


@pytest.mark.parametrize(("name", "part", "holds"), SQL)
def test_a_condition_left_out_of_a_look_up_is_noticed(world: World, monkeypatch: Any, name, part, holds) -> None:
    assert holds(world)
    monkeypatch.setattr(acting, name, _left_out(getattr(acting, name), part))
    assert not holds(world)


def test_a_session_that_names_the_post_of_somebody_else_opens_nothing(world: World, monkeypatch: Any) -> None:
    assert post_of_somebody_else(world)
    blind = lambda self, request: valid_assignment(request.session[SESSION_KEY], on=TODAY)  # noqa: E731
    monkeypatch.setattr(ContextMiddleware, "_of_session", blind)
    assert not post_of_somebody_else(world)


def test_a_token_that_opens_pages_is_noticed(world: World, monkeypatch: Any) -> None:
    assert token_on_a_page(world)
    monkeypatch.setattr(middleware, "FOR_PROGRAMS", "/")
    assert not token_on_a_page(world)


def test_a_refusal_that_nobody_writes_down_is_noticed(world: World, monkeypatch: Any) -> None:
    assert refusal_in_the_audit(world)
    monkeypatch.setattr(ContextMiddleware, "_write_refusal", lambda self, request, response: None)
    assert not refusal_in_the_audit(world)


def test_a_context_that_outlives_its_request_is_noticed(world: World, monkeypatch: Any) -> None:
    assert rights_of_this_request_alone(world)
    monkeypatch.setattr(acting, "CONTEXT", acting.CONTEXT.replace("true)", "false)"))
    monkeypatch.setattr("tests.access.test_lines.undone", _kept)
    assert not rights_of_this_request_alone(world)


def _kept() -> Any:
    """A transaction that is committed: a setting made for the session then stays."""
    from django.db import transaction

    return transaction.atomic()
