"""Two records of one person become one, and can be taken apart again as if nothing had been."""

import json
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.desk.actions import merge, unmerge
from gongwei.apps.people import actions, queries
from gongwei.apps.people.actions.merging import FIELDS, GONE, STAYS, defaults, suggested
from gongwei.apps.people.queries import document_of, phone_of
from gongwei.apps.programs.actions import record_visit
from gongwei.apps.programs.forms import draft
from gongwei.apps.programs.queries import enrolments_of, open_enrolment, visits_of
from tests.apps.world import URGENT
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)

HERE, NEXT_DOOR, STREET, DISTRICT = 330102001051, 330102001052, 330102001000, 330102000000
TABLES = """SELECT c.conrelid::regclass::text FROM pg_constraint c WHERE c.contype = 'f'
    AND c.confrelid = 'people_resident'::regclass AND c.conrelid <> 'people_merge'::regclass
    UNION SELECT 'people_resident' ORDER BY 1"""
SECOND = {"document_type": "none", "document_number": "", "archived_date": "", "phone": "19900009999"}


def snapshot() -> dict[str, list[str]]:
    """Give every row about every person as the database has it, but for the transaction that wrote it last."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(TABLES)
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT to_jsonb(t) - 'changed_xid' FROM {table} t")
            found[table] = sorted(json.dumps(json.loads(row), sort_keys=True) for (row,) in cursor.fetchall())
        return found


def visited(one: Any, day: date, by: Any, *, at: Any = NOW, program: str = "hypertension") -> Any:
    sent = draft(
        program, {"visit_date": day.isoformat(), **URGENT}, person=queries.person_of(one), today=TODAY, before=None
    )
    confirmed = {doubt.key: str(sent.readings[doubt.key]) for doubt in sent.doubts}
    return record_visit(visit_id=uuid.uuid4(), resident=one, draft=sent, confirmed=confirmed, by=by, at=at)


@pytest.fixture
def director(post: Any) -> Any:
    return post("centre_director", STREET)


@pytest.fixture
def two(registered: Any) -> tuple[Any, Any]:
    """The same woman twice: with an archive in one village, without a document in the next."""
    first = registered("hypertension", enrolled=date(2025, 3, 1))
    again = registered("hypertension", "diabetes", enrolled=date(2024, 6, 1), area_code=str(NEXT_DOOR), **SECOND)
    return first, again


def merged(two: tuple[Any, Any], by: Any, **chosen: str) -> Any:
    stays, gone = suggested(*two)
    return merge(stays=stays, gone=gone, chosen=defaults(stays, gone) | chosen, by=by, at=NOW)


def test_the_record_with_an_archive_goes_on(two):
    assert [one.pk for one in suggested(*two)] == [two[0].pk, two[1].pk]
    assert [one.pk for one in suggested(*reversed(two))] == [two[0].pk, two[1].pk]


def test_a_merge_carries_every_row_to_the_record_that_goes_on(two, director):
    first, again = two
    with as_acting(director) as by:
        actions.diagnose_guarded(resident=again, code="mental_disorder", onset_date=date(2020, 1, 1), by=by, at=NOW)
        old, new = visited(first, date(2025, 9, 1), by), visited(again, date(2026, 2, 1), by)
        merged(two, by)
        assert queries.resident(again.pk) is None
        stays = queries.resident(first.pk)
        assert {one.pk for one in visits_of(stays)} == {old.pk, new.pk}
        assert len(queries.guarded_conditions_of(stays, by=by, at=NOW)) == 1
        assert {row.program for row in enrolments_of(stays)} == {"hypertension", "diabetes"}
    assert all(again.pk.hex not in row.replace("-", "") for rows in snapshot().values() for row in rows)


def test_enrolments_in_one_programme_become_one_from_the_earlier_day_on(two, director):
    first, again = two
    with as_acting(director) as by:
        visited(first, date(2025, 9, 1), by)
        newest = visited(again, date(2026, 2, 1), by)
        merged(two, by)
        united = open_enrolment(queries.resident(first.pk), "hypertension")
        assert united.enrolled_date == date(2024, 6, 1)
        assert (united.last_visit_date, united.next_due_date) == (newest.visit_date, newest.next_due_date)


def test_each_field_comes_from_the_record_that_was_chosen(two, director):
    first, _again = two
    with as_acting(director) as by:
        made = merged(two, by, phone=GONE, address=GONE, name=STAYS)
        stays = queries.resident(first.pk)
        assert phone_of(stays, masked=False) == "19900009999"
        assert document_of(stays, masked=False) == document_of(first, masked=False)
        assert stays.area_code == NEXT_DOOR
        assert {row.area_code for row in visits_of(stays)} | {row.area_code for row in enrolments_of(stays)} == {
            NEXT_DOOR
        }
        assert made.chosen["phone"] == GONE and made.chosen["name"] == STAYS


def test_two_visits_on_one_day_keep_the_one_of_the_record_that_goes_on_until_they_part(two, director):
    first, again = two
    with as_acting(director) as by:
        kept, aside = visited(first, date(2026, 1, 5), by), visited(again, date(2026, 1, 5), by)
        made = merged(two, by)
        assert [one.pk for one in visits_of(queries.resident(first.pk))] == [kept.pk]
        unmerge(merged=made, by=by, at=NOW)
        back = visits_of(queries.resident(again.pk))
        assert [one.pk for one in back] == [aside.pk]


def test_what_was_written_after_a_merge_stays_with_the_record_that_goes_on(two, director):
    first, again = two
    with as_acting(director) as by:
        visited(again, date(2025, 5, 1), by)
        made = merged(two, by)
        later = visited(queries.resident(first.pk), date(2026, 6, 1), by, at=NOW + timedelta(hours=1))
    with as_acting(director) as by:
        unmerge(merged=made, by=by, at=NOW + timedelta(hours=2))
        stays, gone = queries.resident(first.pk), queries.resident(again.pk)
        assert [one.pk for one in visits_of(stays)] == [later.pk]
        enrolment = open_enrolment(stays, "hypertension")
        assert (enrolment.enrolled_date, enrolment.last_visit_date) == (date(2025, 3, 1), date(2026, 6, 1))
        assert open_enrolment(gone, "hypertension").last_visit_date == date(2025, 5, 1)


def test_a_field_corrected_after_the_merge_is_not_put_back(two, director):
    first, _again = two
    with as_acting(director) as by:
        made = merged(two, by, name=GONE, phone=GONE)
        stays = queries.resident(first.pk)
        stays.name = "王秀瑛"
        stays.save()
        unmerge(merged=made, by=by, at=NOW)
        stays = queries.resident(first.pk)
        assert stays.name == "王秀瑛"
        assert phone_of(stays, masked=False) == phone_of(first, masked=False)


def test_a_later_merge_into_the_same_record_is_undone_first(two, registered, director):
    third = registered(area_code=str(HERE), **SECOND | {"phone": "19900008888"})
    with as_acting(director) as by:
        earlier = merged(two, by)
        stays = queries.resident(two[0].pk)
        later = merge(stays=stays, gone=third, chosen=defaults(stays, third), by=by, at=NOW + timedelta(minutes=1))
        with pytest.raises(actions.LaterMerge):
            unmerge(merged=earlier, by=by, at=NOW)
        unmerge(merged=later, by=by, at=NOW)
        unmerge(merged=earlier, by=by, at=NOW)
        with pytest.raises(actions.NotMerged):
            unmerge(merged=earlier, by=by, at=NOW)


def test_new_keys_reach_what_a_merge_keeps_also_after_a_later_merge(two, registered, director):
    from gongwei.adapters.cipher import Sealer
    from gongwei.apps.people import sealed
    from gongwei.site.rotation import rotate, uses

    third = registered(area_code=str(HERE), **SECOND | {"phone": "19900008888", "archived_date": "2020-01-01"})
    with as_acting(director) as by:
        merged(two, by, phone=GONE)
        stays = queries.resident(two[0].pk)
        later = merge(stays=third, gone=stays, chosen={"phone": GONE}, by=by, at=NOW + timedelta(minutes=1))
    old = sealed.sealer()
    newer = Sealer(dict(old.keys) | {9: b"9" * 32}, 9, old.index_key, old.cipher)
    rotate(newer)
    assert set(uses()) <= {9}
    with pytest.MonkeyPatch.context() as patch, as_acting(director) as by:
        patch.setattr(sealed, "sealer", lambda: newer)
        unmerge(merged=later, by=by, at=NOW)
        back = queries.resident(two[0].pk)
        unmerge(merged=queries.merges_of(back)[0], by=by, at=NOW)
        assert phone_of(queries.resident(two[0].pk), masked=False) == "19900001234"
        assert phone_of(queries.resident(two[1].pk), masked=False) == "19900009999"
        assert phone_of(queries.resident(third.pk), masked=False) == "19900008888"


def test_a_refused_merge_leaves_nothing_half_done(two, director, post):
    first, again = two
    with as_acting(post("centre_doctor", STREET)) as by:
        with pytest.raises(actions.NotMergeable):
            merge(stays=first, gone=again, chosen={}, by=by, at=NOW)
        assert open_enrolment(first, "hypertension").enrolled_date == date(2025, 3, 1)


def test_who_does_not_hold_both_cannot_merge(two, post):
    first, again = two
    with as_acting(post("village_doctor", HERE)) as by, pytest.raises(actions.NotMergeable):
        merge(stays=first, gone=again, chosen={}, by=by, at=NOW)
    with as_acting(post("centre_doctor", STREET)) as by, pytest.raises(actions.NotMergeable):
        merge(stays=first, gone=again, chosen={}, by=by, at=NOW)


def test_the_functions_of_the_database_ask_for_the_right_themselves(two, post):
    from django.db import DatabaseError, connection, transaction

    for role, area in (("centre_doctor", STREET), ("centre_director", 330102003000), ("city_cdc", 330100000000)):
        with as_acting(post(role, area)), connection.cursor() as cursor:
            for call in ("gw_merge_rows(gen_random_uuid(), %s, %s)", "gw_carry_rows(%s)"):
                ids = [two[0].pk, two[1].pk][: call.count("%s")]
                with pytest.raises(DatabaseError, match="MayNotMerge"), transaction.atomic():
                    cursor.execute(f"SELECT {call}", ids)


days = st.lists(st.dates(date(2025, 4, 1), date(2026, 6, 29)), max_size=3, unique=True)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(firsts=days, seconds=days, taken=st.sets(st.sampled_from(sorted(FIELDS))), conditions=st.booleans())
def test_merge_and_unmerge_leave_everything_as_it_was(registered, director, firsts, seconds, taken, conditions):
    first = registered("hypertension", enrolled=date(2025, 3, 1), document_number="", document_type="none")
    again = registered("hypertension", "diabetes", enrolled=date(2024, 6, 1), area_code=str(NEXT_DOOR), **SECOND)
    with as_acting(director) as by:
        for day in firsts:
            visited(first, day, by)
        for day in seconds:
            visited(again, day, by)
        if conditions:
            for one in (first, again):
                actions.diagnose_guarded(resident=one, code="mental_disorder", onset_date=TODAY, by=by, at=NOW)
    before = snapshot()
    with as_acting(director) as by:
        made = merge(stays=first, gone=again, chosen=dict.fromkeys(taken, GONE), by=by, at=NOW)
    assert snapshot() != before
    with as_acting(director) as by:
        unmerge(merged=made, by=by, at=NOW)
    assert snapshot() == before


def test_the_figures_follow_a_merge_and_its_undoing(two, director):
    from gongwei.apps.planning.actions import lake
    from gongwei.apps.planning.models import IndicatorCount

    def counted() -> list[tuple[Any, ...]]:
        assert lake.verify(on=TODAY, at=NOW) == []
        rows = IndicatorCount.objects.using("report").filter(indicator="hypertension_control", numerator__gte=0)
        return sorted(rows.values_list("area_code", "year", "numerator", "denominator"))

    first, again = two
    with as_acting(director) as by:
        visited(first, date(2026, 1, 5), by)
        visited(again, date(2026, 2, 1), by)
    apart = counted()
    with as_acting(director) as by:
        made = merged(two, by)
    together = counted()
    assert together != apart
    assert sum(row[3] for row in together if row[1] == 2026) == sum(row[3] for row in apart if row[1] == 2026) - 1
    with as_acting(director) as by:
        unmerge(merged=made, by=by, at=NOW)
    assert counted() == apart
