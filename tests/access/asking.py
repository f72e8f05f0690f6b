"""How every address is filled and asked, and what of an answer may be compared."""

import io
import re
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest

from gongwei.site.world.build import World
from gongwei.site.world.ground import DISTRICTS, VILLAGES
from tests.access.conftest import Seat
from tests.access.truth import SIGHT, Route, relation, sees

OF_A_ROW = {
    "resident_id",
    "visit_id",
    "enrolment_id",
    "referral_id",
    "batch_id",
    "row_id",
    "report_id",
    "pair_id",
    "merge_id",
    "concern_id",
    "card_id",
    "contract_id",
    "team_id",
    "relative_id",
    "doubt_id",
    "objection_id",
    "task_id",
    "cover_id",
    "handover_id",
    "message_id",
    "finding_id",
    "activity_id",
    "hidden_visit_id",
    "hidden_referral_id",
}
EXAMPLES = {
    "hidden_program": "hiv",
    "program": "hypertension", "indicator": "hypertension_control", "slug:key": "hypertension_control",
    "str:key": "001-I040", "number": "systolic.hard", "pk": 1, "glass_id": uuid.UUID(int=0), "code": DISTRICTS[0],
    "kind": "discharge", "package": "hypertension",
}  # fmt: skip
READINGS = {
    "visit_mode": "1", "hypertension_symptoms": ["1"], "danger_signs": ["none"], "systolic": 136, "diastolic": 84,
    "heart_rate": 72, "height": 158, "weight": 56, "cigarettes": 0, "alcohol": 0, "exercise_per_week": 5,
    "exercise_minutes": 30, "salt": "2", "psychology": "1", "compliance": "1", "adherence": "1", "adverse": "1",
    "new_complication": "1", "medicines": [{"name": "氨氯地平", "dose": 5, "unit": "mg", "times_a_day": 1}],
}  # fmt: skip
VISIT = {"program": "hypertension", "visit_date": "2026-06-30", "readings": READINGS}
QUERIES: dict[str, dict[str, Any]] = {
    "api/residents": {"area": 330100000000, "size": 100}, "api/indicators": {"level": "village"},
}  # fmt: skip
BODIES: dict[str, Any] = {
    "api/residents/search": {"text": "王"},
    "api/residents/<uuidstr:resident_id>/visits": VISIT,
    "residents/": {"q": "王"},
    "users/<uuid:user_id>/change/": {"what": "activate"},
}
VARYING = re.compile(
    rb'(csrfmiddlewaretoken" value=|X-CSRFToken": ?|nonce=|name="(?:resident|visit|form)_id" value=)"[^"]*"'
)
ANY_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[457][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
FRESH = re.compile(r"csrftoken=\w+|expires=[^;]*;")
UNIQUE = re.compile(r"Q[A-Z2-7]{8}Z|(?<!\d)\d{17}[\dX](?!\d)|(?<!\d)199\d{8}(?!\d)")


class Unfilled(KeyError):
    """A part of an address has no example: add it to EXAMPLES, or to OF_A_ROW and the small world."""


def fill(route: Route, ids: Mapping[str, Any]) -> str:
    """Fill an address with the ids of a row, and with examples where it varies by something else."""

    def part(found: re.Match[str]) -> str:
        name = found[2]
        value = ids.get(name) or EXAMPLES.get(name) or EXAMPLES.get(f"{found[1]}:{name}")
        if value is None:
            raise Unfilled(f"{route.address}: {name}. {Unfilled.__doc__}")
        return str(value)

    return re.sub(r"<(\w+):(\w+)>", part, route.address)


def send(seat: Seat, route: Route, ids: Mapping[str, Any]) -> Any:
    """Ask for a route about a row, with what the route needs to be answered."""
    address = fill(route, ids)
    if route.method == "GET":
        return seat.ask("GET", address, QUERIES.get(route.address, {}) | _own_village(seat, route))
    body = BODIES.get(route.address, {})
    if not route.address.startswith("api/"):
        return seat.ask("POST", address, body)
    headers = {"Idempotency-Key": "oracle-0001"}
    return seat.ask("POST", address, body, content_type="application/json", headers=headers)


def _own_village(seat: Seat, route: Route) -> dict[str, int]:
    """The people behind a figure are listed by village: ask about one that the post holds."""
    if "people" not in route.address:
        return {}
    who = seat.who
    return {"region": next(one for one in VILLAGES if SIGHT[relation(who.area_code, who.former_code, one)])}


def rows_of(world: World, place: int, route: Route) -> Iterator[dict[str, Any]]:
    """Give the ids with which a route can be asked about a place: one for each row there."""
    wanted = [name for name in route.parts if name in OF_A_ROW]
    columns = [world.ids[place].get(name, []) for name in wanted]
    for values in zip(*columns, strict=True):
        yield dict(zip(wanted, values, strict=True))


def nowhere(route: Route) -> dict[str, Any]:
    """Give ids that are nobody's."""
    return {name: uuid.UUID(int=0xDEAD, version=4) for name in route.parts if name in OF_A_ROW}


def body(answer: Any) -> bytes:
    """Give what an answer says, a workbook unpacked, without what differs at every reading."""
    content = answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [book.read(name) for name in sorted(book.namelist()) if "docProps" not in name]
        content = b"\n".join(parts)
    return VARYING.sub(b"", content)


def told(answer: Any) -> str:
    """Give all that reaches a browser: headers, cookies, the messages they carry, and the body."""
    book = answer.content[:2] == b"PK"  # a workbook notes when it was made: its packed length varies, its content not
    head = [f"{name}: {value}" for name, value in answer.items() if not (book and name == "Content-Length")]
    cookies = dict(answer.cookies)
    carried = cookies.pop("messages", None)
    if carried is not None and carried.value:
        head += [str(one) for one in CookieStorage(HttpRequest())._decode(carried.value) or ()]  # type: ignore[attr-defined]
    head += [FRESH.sub("", cookie.OutputString()) for cookie in cookies.values()]
    return "\n".join([*head, body(answer).decode(errors="replace")])


def leaks(world: World, seat: Seat, text: str) -> list[str]:
    """List the canaries in a text that its reader may not see."""
    found = []
    for token in set(UNIQUE.findall(text)) & set(world.planted):
        where = world.planted[token]
        if where.table != "accounts_user" and not _sees(seat, where.table, where.area_code):
            found.append(f"{token} of {where.table} in {where.area_code}")
    return found


def _sees(seat: Seat, table: str, area: int) -> bool:
    return sees(seat.who.role.value, table, post=seat.who.area_code, former=seat.who.former_code, row=area)
