"""What changed is told to others once it stands, in an order that misses no late commit, and to nobody out of sight."""

import os
import signal
import subprocess
import sys
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from gongwei.apps.accounts import outbox
from gongwei.apps.accounts.acting import as_acting, open_context
from gongwei.apps.accounts.outbox import Position
from gongwei.apps.people import actions as people
from gongwei.apps.people.models import Resident, SensitiveCondition
from gongwei.site import server_lints
from tests import others
from tests.apps.api.conftest import error
from tests.apps.desk.conftest import HERE, NEXT_DOOR, STREET
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def registered(registered: Any) -> Any:
    def register(*programs: str) -> Any:
        one = registered(*programs)
        others.are_done()
        return one

    return register


@pytest.fixture
def told(post: Any) -> Any:
    """Read all that a post is told behind a position: `told("village_doctor", HERE)`."""

    def read(role: str, area: int, after: Position | None = None) -> tuple[list[tuple[str, str, str]], Position]:
        others.are_done()
        with as_acting(post(role, area)):
            found, following = outbox.read(after or outbox.start(on=TODAY), most=100, on=TODAY)
        return [(one.kind, one.verb, one.key) for one in found], following

    return read


def test_every_write_about_a_resident_leaves_a_note_that_holds_ids_alone(registered: Any, told: Any) -> None:
    one = registered("hypertension")
    found, _ = told("village_doctor", HERE)
    assert [(kind, verb) for kind, verb, _key in found] == [
        ("resident", "written"), ("residence", "written"), ("condition", "written"), ("enrolment", "written"),
    ]  # fmt: skip
    assert found[0][2] == str(one.pk)
    with connection.cursor() as cursor, transaction.atomic():
        open_context_of_all(cursor)
        cursor.execute("SELECT string_agg(t::text, ' ') FROM accounts_change t")
        whole = cursor.fetchone()[0]
    assert one.name not in whole and "19900001234" not in whole and "1958" not in whole


def open_context_of_all(cursor: Any) -> None:
    cursor.execute("SELECT set_config('gw.lo', '0', true), set_config('gw.hi', '999999999999', true)")
    cursor.execute("SELECT set_config('gw.read', '3', true)")


def test_a_post_is_told_of_its_own_area_alone(registered: Any, told: Any) -> None:
    registered()
    assert told("village_doctor", NEXT_DOOR)[0] == []
    assert len(told("centre_doctor", STREET)[0]) == 3
    assert told("district_bureau", 330102000000)[0] == []


def test_who_moves_away_is_told_as_left_there_and_as_written_here(registered: Any, told: Any, post: Any) -> None:
    one = registered()
    (_, there), (_, here) = told("village_doctor", HERE), told("village_doctor", NEXT_DOOR)
    with as_acting(post("centre_doctor", STREET)) as by:
        known = Resident.objects.get(pk=one.pk)
        people.move(resident=known, to=NEXT_DOOR, address="1 号", from_date=TODAY, by=by, at=NOW)
    left, _ = told("village_doctor", HERE, there)
    assert {(kind, verb) for kind, verb, _ in left} >= {("resident", "left"), ("condition", "left")}
    came, _ = told("village_doctor", NEXT_DOOR, here)
    assert ("resident", "written", str(one.pk)) in came and "left" not in {verb for _, verb, _ in came}


def test_conditions_of_class_four_are_told_to_nobody(registered: Any, told: Any, post: Any) -> None:
    one = registered()
    with as_acting(post("centre_doctor", STREET)) as by:
        people.diagnose_guarded(resident=one, code="mental_disorder", onset_date=date(2020, 1, 1), by=by, at=NOW)
    kinds = {kind for kind, _, _ in told("city_cdc", 330100000000)[0]}
    assert "condition" in kinds and SensitiveCondition._meta.model_name not in kinds


def test_a_late_commit_is_not_missed(registered: Any, post: Any, told: Any) -> None:
    """The earlier transaction commits last: nothing of the later one is told before it, and then both are."""
    one, by = registered(), post("village_doctor", HERE)
    _, start = told("village_doctor", HERE)
    began, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with as_acting(by):
                people.diagnose(resident=one, code="diabetes", onset_date=date(2020, 1, 1), by=by, at=NOW)
                began.set()
                assert may_end.wait(30)
        finally:
            connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert began.wait(30)
    with as_acting(by):
        people.diagnose(resident=one, code="copd", onset_date=date(2020, 1, 1), by=by, at=NOW)
    early, between = told("village_doctor", HERE, start)
    may_end.set()
    writer.join()
    late, _ = told("village_doctor", HERE, between)
    assert early == []
    assert [kind for kind, _, _ in late] == ["condition", "condition"]


def test_pages_of_changes_follow_each_other_without_gap_or_double(registered: Any, post: Any) -> None:
    registered("hypertension")
    with as_acting(post("village_doctor", HERE)):
        place, seen = outbox.start(on=TODAY), list[outbox.Change]()
        while found := (turn := outbox.read(place, most=1, on=TODAY))[0]:
            place, seen = turn[1], seen + found
        whole, end = outbox.read(outbox.start(on=TODAY), most=100, on=TODAY)
    assert seen == whole and (place.transaction, place.number) == (end.transaction, end.number)


def test_a_reader_is_handed_what_it_has_not_read_and_what_failed_comes_again(registered: Any, post: Any) -> None:
    registered()
    by, handed = post("village_doctor", HERE), []

    def fail(found: Any) -> None:
        handed.extend(found)
        raise ConnectionError("the other system is away")

    with pytest.raises(ConnectionError), as_acting(by):
        outbox.consume("bus", fail, most=100, by=by, on=TODAY)
    first, handed = list(handed), []
    with as_acting(by):
        assert outbox.consume("bus", handed.extend, most=100, by=by, on=TODAY) == 3
        assert outbox.consume("bus", handed.extend, most=100, by=by, on=TODAY) == 0
    assert handed == first
    with as_acting(by):
        assert outbox.consume("another", handed.extend, most=100, by=by, on=TODAY) == 3


DYING = """
import os, signal, sys
from gongwei.site.cli import use_django
use_django()
from datetime import date
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from gongwei.apps.accounts import outbox
from gongwei.apps.accounts.acting import as_acting, valid_assignment
from pathlib import Path
on = date(2026, 6, 30)
def effect(found):
    with open(sys.argv[3], "a") as out:
        out.writelines(f"{one.kind} {one.key} {one.version}\\n" for one in found)
    if len(sys.argv) > 4:
        os.kill(os.getpid(), signal.SIGKILL)
with as_acting(valid_assignment(sys.argv[2], on=on)) as by:
    outbox.consume("bus", effect, most=100, by=by, on=on)
"""


def test_a_reader_killed_between_effect_and_acknowledgement_is_handed_the_same_again(
    registered: Any, post: Any, tmp_path: Any
) -> None:
    registered()
    by, out = post("village_doctor", HERE), tmp_path / "out"
    words = [sys.executable, "-c", DYING, connection.settings_dict["NAME"], str(by.assignment_id), str(out)]
    assert subprocess.run([*words, "die"], env=os.environ).returncode == -signal.SIGKILL
    first = out.read_text().splitlines()
    for _turn in range(2):
        subprocess.run(words, env=os.environ, check=True)
    assert len(first) == 3 and out.read_text().splitlines() == first * 2, "again once, with the same versions"


def test_notes_are_forgotten_after_thirty_days_and_who_stood_before_is_told(registered: Any, post: Any) -> None:
    registered()
    by = post("village_doctor", HERE)
    with as_acting(by):
        _, position = outbox.read(outbox.start(on=TODAY), most=100, on=TODAY)
    assert outbox.forget() == 0
    as_owner("UPDATE accounts_change SET at = at - interval '31 days'")
    assert outbox.forget() == 3
    with as_acting(by):
        assert outbox.read(position, most=100, on=TODAY + timedelta(29))[1].day == TODAY + timedelta(29)
        with pytest.raises(outbox.PositionGone):
            outbox.read(position, most=100, on=TODAY + timedelta(30))


def as_owner(statement: str) -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def test_a_position_of_another_server_is_gone(post: Any) -> None:
    with as_acting(post("village_doctor", HERE)), pytest.raises(outbox.PositionGone):
        outbox.read(Position(10**15, 1, TODAY), most=1, on=TODAY)


@pytest.mark.parametrize("text", ["", "1", "1-2", "1-2-20260230", "a-b-20260101", "1-2-20260101x", "-1-2-20260101"])
def test_a_position_that_was_not_given_here_is_refused(api: Any, text: str) -> None:
    answer = api("village_doctor", HERE).get(f"changes?after={text}")
    assert answer.status_code == 422 and error(answer)["code"] == "no_position"


def test_the_api_gives_changes_and_the_position_behind_them(registered: Any, api: Any) -> None:
    one, client = registered(), api("village_doctor", HERE)
    said = client.get("changes?size=2").json()
    assert said["more"] and [item["kind"] for item in said["items"]] == ["resident", "residence"]
    rest = client.get(f"changes?after={said['next']}").json()
    assert not rest["more"] and [item["resident_id"] for item in rest["items"]] == [str(one.pk)]
    assert client.get(f"changes?after={rest['next']}").json() == {"items": [], "next": rest["next"], "more": False}
    gone = client.get("changes?after=5-5-20260501")
    assert gone.status_code == 410 and error(gone)["code"] == "position_gone"


def test_the_application_cannot_write_or_forget_a_note_itself(registered: Any, post: Any) -> None:
    registered()
    for statement in ("DELETE FROM accounts_change", "UPDATE accounts_change SET verb = ''"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            open_context(post("village_doctor", HERE))
            cursor.execute(statement)


def test_a_table_of_residents_that_tells_nothing_is_found_by_the_lint() -> None:
    assert list(server_lints.silent_tables("default")) == []
    as_owner("ALTER TABLE programs_visit DISABLE TRIGGER gw_tell_update")
    try:
        assert "programs_visit" in next(server_lints.silent_tables("default"))
    finally:
        as_owner("ALTER TABLE programs_visit ENABLE TRIGGER gw_tell_update")


def test_every_table_about_one_resident_up_to_class_three_tells() -> None:
    """By hand, so that a table that falls silent is noticed."""
    telling = {model._meta.db_table for model in apps.get_models() if outbox.tells(model)}
    assert telling >= {
        "people_resident", "people_residence", "people_residentnumber", "people_condition", "people_observation",
        "people_merge", "programs_enrolment", "programs_visit", "programs_referral", "programs_callattempt",
    }  # fmt: skip
    assert not telling & {"people_sensitivecondition", "people_mergedrow", "people_brokenglass", "accounts_change"}
