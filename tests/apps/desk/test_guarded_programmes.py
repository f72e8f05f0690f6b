"""Programmes of class 4 and 5: kept in their own tables, sealed, and shown to nobody who may not read them."""

import json
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.desk.views import attention
from gongwei.apps.people.actions import move
from gongwei.apps.programs import actions, queries
from gongwei.apps.programs.forms import draft
from gongwei.apps.programs.models import GuardedReferral, GuardedVisit, Visit
from tests.apps.desk.conftest import HERE, NEXT_DOOR, STREET
from tests.apps.guarded import SECRET, breathing
from tests.conftest import NOW, TODAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("made_programs")]


def owner(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def sent(one: Any, key: str, **changes: Any) -> Any:
    raw = breathing(**changes)
    return draft(key, raw, person=queries.person_of(one), today=TODAY, before=None)


@pytest.fixture
def served(registered: Any, post: Any) -> Any:
    """A resident in a programme of class 4 with an urgent visit, written by the centre's doctor."""
    one = registered("hypertension")
    with as_acting(post("centre_doctor", STREET)) as by:
        actions.enrol(resident=one, program="made_guarded", enrolled_date=TODAY - timedelta(90), by=by, at=NOW)
        made = sent(one, "made_guarded")
        assert made.decision is not None and not made.refused, made.problems
        confirmed = {doubt.key: str(made.readings[doubt.key]) for doubt in made.doubts}
        actions.record_visit(visit_id=uuid.uuid4(), resident=one, draft=made, confirmed=confirmed, by=by, at=NOW)
    return one


def said(answer: Any, address: str) -> str:
    """Give a page without what differs from one asking to the next: its address and tokens."""
    page = answer.content.decode().replace(address, "")
    return re.sub(r'(nonce|value|content)="[^"]*"|csrf[^,}]*', "", page, flags=re.I)


def readings() -> int:
    return len(owner("SELECT 1 FROM accounts_auditentry WHERE action = 'program.read'"))


def test_a_guarded_visit_lies_sealed_in_its_own_table_with_the_counted_readings_beside_it(served: Any) -> None:
    ((cover, counted),) = owner("SELECT readings_cipher, counted FROM programs_guardedvisit")
    assert SECRET.encode() not in bytes(cover)
    assert json.loads(counted) == {"spo2": 96, "heart_rate": 72, "copd_symptoms": ["2"]}
    assert owner("SELECT count(*) FROM programs_visit") == [(0,)]
    ((reason,),) = owner("SELECT reason_cipher FROM programs_guardedreferral")
    assert "加重".encode() not in bytes(reason)


def test_who_reads_the_class_gets_the_readings_back(served: Any, post: Any) -> None:
    with as_acting(post("centre_doctor", STREET)) as by:
        (visit,) = queries.visits_of(served, by=by)
        assert isinstance(visit, GuardedVisit) and visit.readings["symptom_other"] == SECRET
        assert visit.counted == {"spo2": 96, "heart_rate": 72, "copd_symptoms": ["2"]}
        (referral,) = queries.referrals_of(served, by=by)
        assert referral.reason and referral.result == ""
        assert queries.visits_of(served) == [], "of nobody in particular, class 3 alone"
    with as_acting(post("village_doctor", HERE)) as by:
        assert queries.visits_of(served, by=by) == [] and not GuardedVisit.objects.exists()


def test_the_record_tells_a_village_doctor_nothing(served: Any, sign_in: Any) -> None:
    client = sign_in("village_doctor", HERE)
    ((visit,), (enrolment,), (referral,)) = (
        owner(f"SELECT id FROM programs_guarded{table}")[0] for table in ("visit", "enrolment", "referral")
    )
    page = client.get(f"/residents/{served.pk}/").content.decode()
    assert "受保护的项目" not in page and SECRET not in page
    missing = str(uuid.uuid4())
    for address, other in (
        (f"/visits/{visit}/", f"/visits/{missing}/"),
        (f"/calls/{enrolment}/", f"/calls/{missing}/"),
        (f"/residents/{served.pk}/visit/made_guarded/", f"/residents/{served.pk}/visit/nothing/"),
    ):
        hidden, absent = client.get(address), client.get(other)
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert said(hidden, address) == said(absent, other)
    assert client.post(f"/referrals/{referral}/step/", {"to": "accepted"}).status_code == 404
    for address in ("/today/", "/today/?w=overdue", "/today/?program=made_guarded", "/referrals/"):
        assert "受保护的项目" not in client.get(address, follow=True).content.decode()
    assert readings() == 0


def test_the_record_is_read_under_the_audit_once_a_page(served: Any, sign_in: Any) -> None:
    client = sign_in("centre_doctor", STREET)
    page = client.get(f"/residents/{served.pk}/").content.decode()
    assert "受保护的项目" in page and readings() == 1
    ((visit,),) = owner("SELECT id FROM programs_guardedvisit")
    assert SECRET in client.get(f"/visits/{visit}/").content.decode() and readings() == 2
    assert "受保护的项目" in client.get("/referrals/").content.decode() and readings() == 3


def test_my_day_lists_both_classes_by_day_and_pages_them_as_one(served: Any, registered: Any, sign_in: Any) -> None:
    client = sign_in("centre_doctor", STREET)
    owner("UPDATE programs_guardedenrolment SET next_due_date = '2026-06-25' RETURNING 1")
    owner("UPDATE programs_enrolment SET next_due_date = '2026-06-26' RETURNING 1")
    shown = client.get("/today/?w=overdue").context
    assert [row.enrolment.program for row in shown["rows"]] == ["made_guarded", "hypertension"]
    for sort, first in (("-due", "hypertension"), ("name", None), ("last", "made_guarded"), ("-last", "hypertension")):
        rows = client.get(f"/today/?w=overdue&sort={sort}").context["rows"]
        assert len(rows) == 2 and first in (None, rows[0].enrolment.program), sort
    chosen = client.get("/today/?w=overdue&program=made_guarded").context["rows"]
    assert [row.enrolment.program for row in chosen] == ["made_guarded"]


def test_a_guarded_visit_is_corrected_called_about_and_referred_as_any_other(served: Any, post: Any) -> None:
    with as_acting(post("centre_doctor", STREET)) as by:
        (visit,) = queries.visits_of(served, by=by)
        same = actions.correct_visit(visit=visit, draft=sent(served, "made_guarded"), confirmed={}, by=by, at=NOW)
        assert same.recorded_at == visit.recorded_at
        calmer = sent(served, "made_guarded", danger_signs=["none"], spo2="97")
        changed = actions.correct_visit(visit=visit, draft=calmer, confirmed={}, by=by, at=NOW + timedelta(1))
        assert changed.counted["spo2"] == 97 and changed.readings["spo2"] == 97
        assert [one.state for one in GuardedReferral.objects.all()] == ["cancelled"]
        enrolment = queries.open_enrolment(served, "made_guarded")
        assert enrolment is not None
        call = actions.record_call(
            form_id=uuid.uuid4(), enrolment=enrolment, outcome="coming", agreed_date=None, note="母亲接的", by=by,
            at=NOW,
        )  # fmt: skip
        assert queries.last_calls([enrolment])[served.pk, "made_guarded"].note == "母亲接的"
        assert "母亲".encode() not in bytes(call.note_cipher)


def test_an_answer_to_a_guarded_referral_stands_sealed(served: Any, post: Any) -> None:
    with as_acting(post("centre_doctor", STREET)) as by:
        (referral,) = queries.referrals_of(served, by=by)
        done = actions.step_referral(referral=referral, to="answered", result="已住院", by=by, on=TODAY, at=NOW)
        assert done.result == "已住院"
    ((cover,),) = owner("SELECT result_cipher FROM programs_guardedreferral")
    assert "已住院".encode() not in bytes(cover)


def test_a_move_carries_guarded_rows_along_whoever_moves_the_resident(served: Any, post: Any) -> None:
    with as_acting(post("data_operator", 330102000000)) as by:
        move(resident=served, to=NEXT_DOOR, address="", from_date=TODAY, by=by, at=NOW)
    for table in ("enrolment", "visit", "referral"):
        assert owner(f"SELECT DISTINCT area_code FROM programs_guarded{table}") == [(NEXT_DOOR,)]


def test_a_death_ends_the_programmes_that_who_records_it_may_not_see(served: Any, post: Any) -> None:
    with as_acting(post("village_doctor", HERE)) as by:
        actions.end_enrolments(resident=served, on=TODAY, reason="died", by=by, at=NOW)
        assert owner("SELECT ended_date FROM programs_guardedenrolment") == [(None,)], "the resident lives"
        served.died_date = TODAY
        served.save(update_fields=["died_date"])
        actions.end_enrolments(resident=served, on=TODAY, reason="died", by=by, at=NOW)
    assert owner("SELECT ended_date, end_reason, next_due_date FROM programs_guardedenrolment") == [
        (TODAY, "died", None)
    ]


def test_writes_of_class_four_leave_no_notes_for_others(served: Any) -> None:
    kinds = {kind for (kind,) in owner("SELECT DISTINCT kind FROM accounts_change")}
    assert "enrolment" in kinds and not [kind for kind in kinds if kind.startswith(("guarded", "hidden"))]


def test_nobody_enrols_where_they_may_not_write(served: Any, sign_in: Any) -> None:
    client = sign_in("village_doctor", HERE)
    client.post(f"/residents/{served.pk}/enrol/", {"program": "made_hidden"})
    client.post(f"/residents/{served.pk}/end/", {"program": "made_guarded", "reason": "lost"})
    assert owner("SELECT count(*) FROM programs_hiddenenrolment") == [(0,)]
    assert owner("SELECT ended_date FROM programs_guardedenrolment") == [(None,)]
    assert not Visit.objects.using("owner").exists() and not AuditEntry.objects.using("owner").filter(
        action="program.end"
    )


def test_who_was_unstable_at_the_last_visit_is_counted_on_my_day_and_listed(
    served: Any, registered: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The made programme takes the place of the patients'."""
    monkeypatch.setattr(attention, "UNSTABLE", "made_guarded")
    monkeypatch.setattr(attention, "WATCHED", {"made_guarded": ("urgent",)})
    monkeypatch.setattr(attention, "LISTS", {"made_guarded": attention.LISTS["mental_disorder"]})
    registered(document_number="990102196103076512", sex="1", birth_date="1961-03-07", name="李建国")
    client = sign_in("centre_doctor", STREET)
    (tile,) = (one for one in client.get("/today/").context["attention"] if one.bad)
    assert (tile.count, tile.link) == (1, "/unstable/")
    page = client.get(tile.link)
    assert [line.name for line in page.context["rows"]] == [served.name] and readings() == 1
    monkeypatch.setattr(attention, "WATCHED", {"made_guarded": ("unstable",)})
    assert "没有病情不稳定的患者" in client.get("/unstable/").content.decode()
    assert sign_in("village_doctor", HERE).get("/unstable/").status_code == 403
