"""Children's checks on the page: the boxes of the age, the next stage, and the end after the last one."""

import re
import uuid
from datetime import date

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.programs import queries
from tests.apps.desk.conftest import HERE

pytestmark = pytest.mark.django_db(transaction=True)
NAMED = re.compile(r'\bname="([a-z_0-9]+)"')


@pytest.fixture
def child(registered):
    def make(birth_date: str):
        return registered(
            "child", birth_date=birth_date, document_type="99", document_number="T1", conditions=[], onset_date="",
            enrolled=date.fromisoformat("2026-06-01"), resident_from=birth_date,
        )  # fmt: skip

    return make


def six_years(**changes):
    return {
        "visit_id": str(uuid.uuid4()), "visit_date": "2026-06-30", "child_weight": "21", "weight_level": "2",
        "child_length": "118", "length_level": "2", "weight_for_height": "2", "growth": "1", "child_chest": "1",
        "child_abdomen": "1", "child_teeth": "22", "child_caries": "0", "child_vision_left": "1.0",
        "child_vision_right": "1.0", "haemoglobin": "124", "warning_signs_72m": ["none"], "illness_between": ["1"],
        "child_guidance": ["1", "4"],
    } | changes  # fmt: skip


def test_the_page_shows_the_boxes_of_the_age_only(child, sign_in) -> None:
    one, client = child("2025-06-20"), sign_in("village_doctor", HERE)
    shown = set(NAMED.findall(client.get(f"/residents/{one.pk}/visit/child/").content.decode()))
    assert {"warning_signs_12m", "child_hearing", "child_caries"} <= shown
    assert not {"warning_signs_8m", "head", "child_vision_left", "growth"} & shown


def test_a_box_of_another_age_is_refused_with_the_reason_and_shown(child, sign_in) -> None:
    one, client = child("2020-05-20"), sign_in("village_doctor", HERE)
    page = client.post(f"/residents/{one.pk}/visit/child/", six_years(head="50"))
    assert page.status_code == 422
    assert "本次不问头围" in page.content.decode()
    assert "head" in NAMED.findall(page.content.decode())


def test_after_the_check_at_six_years_nothing_is_due_and_the_lists_live_with_it(child, sign_in) -> None:
    one, client = child("2020-05-20"), sign_in("village_doctor", HERE)
    said = client.post(f"/residents/{one.pk}/visit/child/", six_years(), follow=True).content.decode()
    assert "不再安排下次" in said
    with as_acting(client.acting):
        (saved,) = queries.visits_of(one)
        assert (saved.rule, saved.next_due_date) == ("next stage", None)
        assert queries.open_enrolment(one, "child").next_due_date is None
    for page in ("/", f"/residents/{one.pk}/", f"/visits/{saved.pk}/", f"/visits/{saved.pk}/edit/"):
        assert client.get(page, follow=True).status_code == 200
