"""A visit of class 4 on its page, on paper and corrected: by who reads the class, and to others as if it were not."""

import re
import uuid
from typing import Any

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.registries.models import GuardedCard
from tests.apps.desk.conftest import HERE, STREET
from tests.apps.desk.test_guarded_programmes import owner, readings, served
from tests.apps.guarded import SECRET, breathing
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("made_programs")]
__all__ = ["served"]
ENDS = ("", "paper/", "edit/")


def visit_id() -> Any:
    return owner("SELECT id FROM programs_guardedvisit")[0][0]


def test_who_reads_the_class_opens_prints_and_corrects_its_visits_under_the_audit(served: Any, sign_in: Any) -> None:
    client, one = sign_in("centre_doctor", STREET), visit_id()
    for read, end in enumerate(ENDS, start=1):
        answer = client.get(f"/visits/{one}/{end}")
        assert answer.status_code == 200 and SECRET in answer.content.decode() and readings() == read, end
    printed = client.get(f"/visits/{one}/paper/pdf/")
    assert printed.content.startswith(b"%PDF") or printed["Location"].endswith("/paper/"), "where no printer is"
    changed = {"spo2": "97", "danger_signs": ["none"], "visit_id": str(one)}
    sent = client.post(f"/visits/{one}/edit/", breathing(**changed))
    assert sent.status_code == 302, sent.context["hard"]
    assert owner("SELECT counted->>'spo2' FROM programs_guardedvisit") == [("97",)]
    assert owner("SELECT count(*) FROM programs_visit") == [(0,)]


def test_to_all_others_a_guarded_visit_is_as_one_that_is_not(served: Any, sign_in: Any) -> None:
    client, one, absent = sign_in("village_doctor", HERE), visit_id(), uuid.uuid4()
    for end in (*ENDS, "paper/pdf/"):
        hidden, nothing = (client.get(f"/visits/{each}/{end}") for each in (one, absent))
        assert (hidden.status_code, nothing.status_code) == (404, 404), end
        assert said(hidden, str(one)) == said(nothing, str(absent))
    assert client.post(f"/visits/{one}/edit/", breathing()).status_code == 404
    assert readings() == 0


def test_a_guarded_referral_is_told_to_the_hospital_on_a_guarded_slip(served: Any, sign_in: Any) -> None:
    page = sign_in("centre_doctor", STREET).get("/referrals/").content.decode()
    assert f"/residents/{served.pk}/cards/guarded_referral/" in page
    assert f"/residents/{served.pk}/cards/referral/" not in page, "that one every reader of class 3 opens"


def said(answer: Any, address: str) -> str:
    page = answer.content.decode().replace(address, "")
    return re.sub(r'(nonce|value|content)="[^"]*"|csrf[^,}]*', "", page, flags=re.I)


def test_a_list_that_shows_a_guarded_card_is_written_down(registered: Any, sign_in: Any) -> None:
    """The title of such a card tells what its patient has."""
    one, client = registered("hypertension"), sign_in("centre_doctor", STREET)
    row = GuardedCard(
        kind="guarded_referral", resident=one, area_code=one.area_code, recorded_at=NOW, reported_at=NOW, known_at=NOW,
        due_at=NOW, answer_due_date=NOW.date(), actor_id=client.acting.user_id,
    )  # fmt: skip
    row.person, row.said = {}, {}
    with as_acting(client.acting):
        row.save(force_insert=True)
    for read, page in enumerate(("/cards/", f"/residents/{one.pk}/"), start=1):
        assert "受保护" in client.get(page).content.decode()
        assert owner("SELECT count(*) FROM accounts_auditentry WHERE action = 'card.read'") == [(read,)], page
    village = sign_in("village_doctor", HERE)
    assert "双向转诊（转出单，受保护）" not in village.get("/cards/").content.decode()
    assert owner("SELECT count(*) FROM accounts_auditentry WHERE action = 'card.read'") == [(2,)]
