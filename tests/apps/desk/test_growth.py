"""A child's curves on the page: what was measured since birth, by corrected age, among the named lines."""

import uuid
from datetime import date

import pytest

from tests.apps.desk.conftest import HERE

pytestmark = pytest.mark.django_db(transaction=True)
AT_TWELVE_MONTHS = {
    "visit_date": "2026-06-29", "child_weight": "7.5", "weight_level": "2", "child_length": "72", "length_level": "2",
    "complexion_later": "1", "fontanelle_closed": "1", "child_skin": "1", "child_eyes": "1", "child_ears": "1",
    "child_chest": "1", "child_abdomen": "1", "child_limbs": "1", "child_teeth": "6", "child_caries": "0",
    "child_hearing": "1", "outdoor_hours": "2", "vitamin_d": "400", "rickets_signs": ["none"],
    "warning_signs_12m": ["none"], "illness_between": ["1"], "child_guidance": ["1"],
}  # fmt: skip


@pytest.fixture
def premature(registered, sign_in):
    one = registered(
        "child", birth_date="2025-06-25", document_type="99", document_number="T2", conditions=[], onset_date="",
        enrolled=date(2026, 6, 1), resident_from="2025-06-25",
    )  # fmt: skip
    return one, sign_in("village_doctor", HERE)


def visit(one, client, **changes):
    answers = AT_TWELVE_MONTHS | {"visit_id": str(uuid.uuid4())} | changes
    return client.post(f"/residents/{one.pk}/visit/child/", answers, follow=True)


def test_a_level_that_is_not_the_standards_is_asked_about_and_the_weeks_settle_it(premature) -> None:
    one, client = premature
    asked = visit(one, client).content.decode()
    assert "所选等级与按标准查得的不一致" in asked
    assert "下（−3SD～−2SD）" in asked
    said = visit(one, client, gestation_weeks="31").content.decode()
    assert "已保存" in said
    assert "建议转诊" not in said


def test_the_weeks_at_birth_are_asked_once_and_filled_in_afterwards(premature) -> None:
    one, client = premature
    assert 'name="gestation_weeks" id' not in client.get("/").content.decode()
    visit(one, client, gestation_weeks="31")
    page = client.get(f"/residents/{one.pk}/visit/child/").content.decode()
    field = page[page.index('name="gestation_weeks"') - 300 : page.index('name="gestation_weeks"') + 300]
    assert 'value="31"' in field


def test_curves_show_the_measures_by_corrected_age_and_the_lines_by_name(premature) -> None:
    one, client = premature
    assert client.get(f"/residents/{one.pk}/growth/").status_code == 302  # nothing was measured yet
    assert "growth-weight" not in client.get(f"/residents/{one.pk}/").content.decode()
    visit(one, client, gestation_weeks="31")
    page = client.get(f"/residents/{one.pk}/growth/").content.decode()
    assert all(word in page for word in ("\\u22123SD", "\\u4e2d\\u4f4d\\u6570", "growth-bmi"))
    assert "按矫正月龄画点" in page
    assert "7.5 中下（−2SD～−1SD）" in page
    assert "[10.05, 7.5]" in page  # 369 days less nine weeks
    assert "growth-weight" in client.get(f"/residents/{one.pk}/").content.decode()
