"""Wrong input of every kind, at every address: an answer that says why, never a server error."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.test import Client

from gongwei.site import lints
from tests.apps import world
from tests.conftest import enter

pytestmark = pytest.mark.django_db(transaction=True)

HOSTILE = (
    "", "abc", "-1", "0", "9" * 25, "1e999", "NaN", "\0", "%00", "'; DROP TABLE people_resident; --", "٣", "王" * 3000,
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "../../etc/passwd", "<script>", "0001-01-01",
    "9999-12-31", "[]", "330102001052", "00000000-0000-4000-8000-000000000000",
)  # fmt: skip
PARAMETERS = (
    "page", "sort", "q", "window", "program", "area", "level", "state", "year", "indicator", "region", "row", "code",
    "size", "after", "next", "action", "username", "document", "place", "tab", "what", "on", "edition", "district",
)  # fmt: skip
BODIES = (
    (b"\xff" * 100, "text/plain"),
    (b"a=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    (b"--", "multipart/form-data"),
)
PARTS = {  # what stands where an address varies; a slug or number reaches the view, the rest must not
    "uuid": ("00000000-0000-4000-8000-000000000000", "abc", "%00"),
    "uuidstr": ("00000000-0000-4000-8000-000000000000", "abc"),
    "slug": ("no-such", "a" * 300, "-"),
    "int": ("0", "9" * 25, "330102001052"),
    "str": ("no-such", "%00", "'; DROP", "王"),
    "path": ("no-such", "%00", "..%2f..%2fetc"),
}
ROLES = ("centre_doctor", "city_bureau", "system_admin", "auditor")


@pytest.fixture
def made(registered: Any, post: Any) -> world.World:
    return world.build(registered, post)


def signed_in(acting: Any) -> Client:
    client = Client(raise_request_exception=False)
    enter(client, acting.user_id)
    return client


def pages(acting: Any) -> list[str]:
    """List the addresses that a post may use (the others never read their input), without the way out."""
    policies = {route: lints.policies(view).values() for route, view in lints.routes()}
    return sorted(
        {route for route, all_ in policies.items() if any(one.admits(acting) for one in all_)} - {"sign-out/"}
    )


def mixtures(names: Iterable[str]) -> Iterator[dict[str, str]]:
    """Give every parameter every hostile value once, each time in other company."""
    listed = sorted(names)
    for turn in range(len(HOSTILE)):
        yield {name: HOSTILE[(turn + place) % len(HOSTILE)] for place, name in enumerate(listed)}


def strange(route: str, made: world.World) -> Iterator[str]:
    """Give an address with each of its parts replaced by what cannot be."""
    for kind, name in world.parts(route):
        for value in PARTS[kind]:
            filled = re.sub(rf"<(?:\w+:)?{name}>", lambda _part, value=value: value, route)
            yield made.address(filled)


def broken(client: Client, method: str, address: str, data: dict[str, Any]) -> str:
    """Ask, and give the address and input back if the server broke over it."""
    status = getattr(client, method)(address, data).status_code
    return f"{method} {address} {str(data)[:60]}: {status}" if status >= 500 else ""


@pytest.mark.parametrize("role", ROLES)
def test_no_parameter_breaks_a_page(made: world.World, post: Any, role: str) -> None:
    acting, wrong = post(role, world.area_for(role)), []
    client = signed_in(acting)
    for route in pages(acting):
        address = made.address(route)
        wrong += [broken(client, "get", address, mixture) for mixture in mixtures(PARAMETERS)]
        wrong += [broken(client, "get", other, {}) for other in strange(route, made)]
    assert [said for said in wrong if said] == []


def inputs(client: Client, address: str) -> set[str]:
    """Read from a page which inputs its forms send."""
    return set(re.findall(r'name="([^"]+)"', client.get(address).content.decode(errors="replace")))


@pytest.mark.parametrize("role", ["centre_doctor", "system_admin"])
def test_no_posted_value_breaks_a_page(made: world.World, post: Any, role: str) -> None:
    acting, wrong = post(role, world.area_for(role)), []
    client = signed_in(acting)
    for route in pages(acting):
        address = made.address(route)
        sent = inputs(client, address) | set(PARAMETERS) | {"readings", "visit_id", "visit_date", "agreed_date"}
        wrong += [broken(client, "post", address, mixture) for mixture in mixtures(sent)]
        wrong += [broken(client, "post", other, {}) for other in strange(route, made)]
    assert [said for said in wrong if said] == []


def test_a_body_that_is_too_large_or_no_form_breaks_no_page(made: world.World, post: Any) -> None:
    acting, wrong = post("centre_doctor", world.area_for("centre_doctor")), []
    client = signed_in(acting)
    for route in pages(acting):
        for body, kind in BODIES:
            if client.generic("POST", made.address(route), body, kind).status_code >= 500:
                wrong.append((route, kind))
    assert wrong == []
