"""Two worlds once more: a number that somebody out of sight holds is answered byte for byte like one nobody holds.

In the first world the person is there, in the second not. Both are asked the same by page, file and pages behind.
"""

import re
from collections.abc import Iterator
from copy import copy
from difflib import unified_diff
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from gongwei.apps.accounts.acting import as_acting, valid_assignment
from gongwei.apps.exchange.jobs import take_import
from gongwei.apps.people.models import Resident
from gongwei.apps.people.queries import document_of
from gongwei.site.world.build import World
from gongwei.site.world.ground import VILLAGES
from tests.access import asking
from tests.access.conftest import Seat, as_superuser, seat, undone
from tests.access.truth import SIGHT, relation
from tests.conftest import TODAY

WRITERS = ("village-doctor-6", "centre-doctor-3", "centre-director-4", "data-operator-2")
NO_CARD = {"document_type": "none", "document_number": "", "sex": "1", "birth_date": "1950-03-04"}
ANY_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REGISTERED = UUID("5c1f7d52-0f0f-4a3b-9c9c-1a2b3c4d5e6f")


def seen(one: Seat, area: int) -> bool:
    return SIGHT[relation(one.who.area_code, one.who.former_code, area)]


def out_of_sight(one: Seat) -> tuple[UUID, str, str]:
    """Give a resident whom the post does not see, with the numbers of the document and the archive."""
    with as_superuser():
        hidden = next(it for it in Resident.objects.order_by("id") if not seen(one, it.area_code))
        return hidden.pk, document_of(hidden, masked=False), str(hidden.archive_no)


def told(one: Seat, method: str, address: str, data: Any = None) -> str:
    cache.clear()
    return asking.told(getattr(one.client, method)(address, data))


def form_of(village: int, card: str) -> dict[str, str]:
    return {
        "resident_id": str(REGISTERED), "name": "周正", "document_type": "01", "document_number": card, "sex": "",
        "birth_date": "", "phone": "19912345678", "area_code": str(village), "address": "9 幢",
        "archived_date": "2026-06-01", "resident_from": "2026-06-01",
    }  # fmt: skip


def answers(one: Seat, card: str, archive_no: str) -> Iterator[str]:
    """Register, correct, import and search under a number, and keep all that is told."""
    village = next(area for area in VILLAGES if seen(one, area))
    form = form_of(village, card)
    made = one.client.post("/residents/new/", form)
    yield asking.told(made)
    page_of = made.get("Location", "/residents/")
    for page in ("", "edit/", "move/"):
        yield told(one, "get", f"{page_of}{page}")
    yield told(one, "post", f"{page_of}edit/", form | {"phone": "19987654321"})
    yield told(one, "post", "/residents/", {"q": card})
    yield told(one, "post", "/residents/", {"q": archive_no})
    yield told(one, "get", "/duplicates/")
    yield told(one, "post", f"{page_of}edit/", form | NO_CARD)
    rows = f"姓名,身份证号,档案编号,现住址,村代码\n钱进,{card},{archive_no},8 幢,{village}\n"
    sent = told(one, "post", "/imports/", {"kind": "residents", "file": SimpleUploadedFile("甲.csv", rows.encode())})
    batch = sent.split("/imports/")[1].split("/")[0]
    for step in ("", "take/"):
        if step:
            yield told(one, "post", f"/imports/{batch}/{step}")
        take_import(batch_id=batch, assignment_id=str(one.post_id))
        yield told(one, "get", f"/imports/{batch}/")
        yield told(one, "get", f"/imports/{batch}/waiting/")
    yield told(one, "post", "/residents/", {"q": "钱进"})
    yield told(one, "post", f"/imports/{batch}/undo/")


def settled(world: World, text: str) -> str:
    """Leave out ids that were drawn, or made of drawn ones, for this answer alone."""
    known = {str(value) for ids in world.ids.values() for values in ids.values() for value in values}
    return ANY_ID.sub(lambda found: found[0] if found[0] in known else "…", text)


def in_a_world(world: World, one: Seat, numbers: tuple[str, str], without: UUID | None) -> list[str]:
    kept = copy(one.client.cookies)
    with undone():
        if without is not None:
            with as_superuser() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute("DELETE FROM people_resident WHERE id = %s", [without])
                cursor.execute("SET LOCAL session_replication_role = origin")
        found = [settled(world, text) for text in answers(one, *numbers)]
    one.client.cookies = kept
    return found


@pytest.mark.parametrize("username", WRITERS)
def test_a_number_held_out_of_sight_is_answered_like_a_free_one(world: World, username: str) -> None:
    one = seat(world, username)
    with undone():
        hidden, *numbers = out_of_sight(one)
    with_holder = in_a_world(world, one, (numbers[0], numbers[1]), None)
    without = in_a_world(world, one, (numbers[0], numbers[1]), hidden)
    apart = [pair for pair in zip(with_holder, without, strict=True) if pair[0] != pair[1]]
    assert not apart, "\n".join(unified_diff(*(text.splitlines() for text in apart[0])))
    assert "周正" in with_holder[1] and "钱进" in with_holder[-2]  # both were taken


def test_an_id_that_somebody_out_of_sight_has_is_as_good_as_any_other(world: World) -> None:
    one = seat(world, "village-doctor-6")
    with undone():
        hidden, *_numbers = out_of_sight(one)
        form = form_of(one.who.area_code, "") | NO_CARD | {"resident_id": str(hidden)}
        assert one.client.post("/residents/new/", form).status_code == 302


def test_the_comparison_would_notice_a_holder_in_sight(world: World) -> None:
    one = seat(world, "village-doctor-6")
    with undone(), as_superuser():
        seen_one = next(it for it in Resident.objects.order_by("id") if seen(one, it.area_code))
        numbers = document_of(seen_one, masked=False), str(seen_one.archive_no)
    assert in_a_world(world, one, numbers, None) != in_a_world(world, one, numbers, seen_one.pk)


def test_a_serial_does_not_tell_whether_its_holder_lives_on_elsewhere(world: World) -> None:
    """Who moved out of sight took the number along; the next one is the same whether or not they are still there."""
    one, given = seat(world, "village-doctor-6"), []
    here, client = one.who.area_code, one.client  # signed in before the worlds part
    for gone in (False, True):
        with undone():
            with as_superuser() as cursor:
                cursor.execute("SELECT id FROM people_resident WHERE area_code = %s ORDER BY archive_no DESC", [here])
                last = cursor.fetchone()[0]
                cursor.execute("UPDATE people_resident SET area_code = %s WHERE id = %s", [VILLAGES[3], last])
                if gone:
                    cursor.execute("SET LOCAL session_replication_role = replica")
                    cursor.execute("DELETE FROM people_resident WHERE id = %s", [last])
                    cursor.execute("SET LOCAL session_replication_role = origin")
            answer = client.post("/residents/new/", form_of(here, "") | NO_CARD)
            assert answer.status_code == 302
            with as_acting(valid_assignment(one.post_id, on=TODAY)):
                given.append(Resident.objects.get(name="周正").archive_no)
    assert given[0] == given[1] is not None
