"""The visit form: judged while it is filled, saved once, by the rules of its day."""

import re
from datetime import date

import pytest
from django.db import connections

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.programs import queries
from tests.apps.desk.conftest import HERE, NEXT_DOOR, routine

pytestmark = pytest.mark.django_db(transaction=True)


def form(one, program="hypertension"):
    return f"/residents/{one.pk}/visit/{program}/"


def visits(client, one):
    with as_acting(client.acting):
        return queries.visits_of(one)


def test_a_routine_visit_is_saved_with_its_decision_and_next_day(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    answer = client.post(form(one), routine())
    assert answer.status_code == 302
    (saved,) = visits(client, one)
    assert (saved.rule, saved.at_target, saved.face_to_face) == ("at target", True, True)
    assert saved.next_due_date == date(2026, 9, 30)
    assert saved.readings["systolic"] == 136
    assert saved.readings["bmi"] == 22.4
    assert saved.readings["medicines"] == [{"name": "氨氯地平", "dose": 5, "unit": "mg", "times_a_day": 1}]
    assert "visit_date" not in saved.readings
    with as_acting(client.acting):
        assert queries.open_enrolment(one, "hypertension").next_due_date == date(2026, 9, 30)


def test_the_same_form_sent_twice_is_one_visit(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    sent = routine()
    assert [client.post(form(one), sent).status_code for _ in range(2)] == [302, 302]
    assert len(visits(client, one)) == 1


def test_a_second_visit_of_the_day_is_refused_with_a_reason(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine())
    answer = client.post(form(one), routine())
    assert answer.status_code == 422
    (standing,) = visits(client, one)
    assert "已有一次随访记录" in answer.content.decode()
    assert f'href="/visits/{standing.pk}/"' in answer.content.decode()


def test_a_visit_without_pressure_is_not_saved_and_names_the_field(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    answer = client.post(form(one), routine(systolic="", diastolic="未测"))
    assert answer.status_code == 422
    assert "请填写收缩压" in answer.content.decode()
    assert visits(client, one) == []


def test_an_unusual_value_is_asked_once_more_and_who_confirmed_is_kept(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    sent = routine(systolic="210", diastolic="100")
    answer = client.post(form(one), sent)
    assert answer.status_code == 422
    assert 'name="confirmed" value="systolic=210"' in answer.content.decode()
    confirmed = ["systolic=210", "diastolic=100"]
    assert client.post(form(one), sent | {"confirmed": confirmed}).status_code == 302
    (saved,) = visits(client, one)
    assert saved.confirmed["systolic"] == {"value": 210, "by": str(client.acting.user_id)}


def test_a_confirmation_does_not_hold_for_another_value(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    sent = routine(systolic="220", diastolic="100", confirmed=["systolic=210"])
    assert client.post(form(one), sent).status_code == 422


@pytest.mark.parametrize("value", ["999", "高", "-5", "1e3"])
def test_an_impossible_value_is_refused_even_when_confirmed(registered, sign_in, value: str) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    sent = routine(systolic=value, confirmed=[f"systolic={value}"])
    assert client.post(form(one), sent).status_code == 422
    assert visits(client, one) == []


def test_danger_opens_an_urgent_referral_with_a_clock(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine(systolic="190", diastolic="100"))
    with as_acting(client.acting):
        (referral,) = queries.referrals_of(one)
    assert (referral.urgent, referral.state, referral.due_date) == (True, "open", date(2026, 7, 14))
    assert "收缩压" in referral.reason


def test_the_page_says_what_would_follow_before_saving(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    said = client.post(f"{form(one)}judge/", {"visit_date": "2026-06-30", "systolic": "190"}).content.decode()
    assert "2026-07-14" in said
    assert visits(client, one) == []


def test_a_calm_verdict_says_that_required_fields_may_still_change_it(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    early = {"visit_date": "2026-06-30", "systolic": "130", "diastolic": "80"}
    said = [client.post(f"{form(one)}judge/", data).content.decode() for data in (early, routine())]
    assert ["判定可能会变" in one for one in said] == ["verdict--ok" not in one for one in said] == [True, False]


def test_the_page_says_which_field_is_missing_for_a_judgement(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    said = client.post(f"{form(one)}judge/", {"visit_date": "2026-06-30", "systolic": "150"}).content.decode()
    assert "还不能判定" in said or "舒张压" in said


def test_habits_and_medicines_of_the_last_visit_are_offered_and_measurements_never(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine(visit_date="2026-03-30"))
    page = client.get(form(one)).content.decode()
    assert "沿用上次" in page
    assert "氨氯地平" in page
    offered = [line for line in page.splitlines() if "data-last" in line]
    assert not any('name="systolic"' in line or 'name="weight"' in line for line in offered)
    assert 'name="systolic" id="f-systolic" value=""' in page


def test_two_visits_off_target_lead_to_a_referral(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine(visit_date="2026-06-16", systolic="166"))
    client.post(form(one), routine(visit_date="2026-06-30", systolic="164"))
    assert [saved.rule for saved in visits(client, one)] == ["twice off target", "off target"]


def test_a_visit_entered_late_does_not_set_back_the_next_day(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine())
    client.post(form(one), routine(visit_date="2026-05-01", systolic="166"))
    with as_acting(client.acting):
        assert queries.open_enrolment(one, "hypertension").next_due_date == date(2026, 9, 30)


def test_a_visit_needs_the_card_of_the_programme(registered, sign_in) -> None:
    one, client = registered(), sign_in("village_doctor", HERE)
    answer = client.post(form(one), routine())
    assert answer.status_code == 422
    assert "请先建卡" in answer.content.decode()


@pytest.mark.parametrize(("role", "area", "status"), [
    ("village_doctor", NEXT_DOOR, 404),
    ("centre_doctor", 330102001000, 200),
    ("district_cdc", 330102000000, 403),
    ("district_bureau", 330102000000, 403),
    ("system_admin", 330100000000, 403),
])  # fmt: skip
def test_only_who_writes_there_gets_the_form(registered, sign_in, role: str, area: int, status: int) -> None:
    one, client = registered("hypertension"), sign_in(role, area)
    assert client.get(form(one)).status_code == status


def test_a_programme_that_does_not_exist_is_not_found(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    assert client.get(form(one, "alchemy")).status_code == 404


@pytest.mark.parametrize("program", ["hypertension", "diabetes", "elderly"])
def test_every_programme_has_its_form(registered, sign_in, program: str) -> None:
    one, client = registered(program), sign_in("village_doctor", HERE)
    page = client.get(form(one, program))
    assert page.status_code == 200
    assert client.post(form(one, program), {"visit_date": "2026-06-30"}).status_code == 422


def test_nothing_that_is_posted_breaks_the_form(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    for odd in ({"visit_date": "0001-01-01"}, {"systolic": ["1", "2"]}, {"visit_id": "x"},
                {"medicines-x-name": "a"}, {"medicines-0-dose": "9" * 40}, {"symptom_other": "长" * 900},
                {"danger_signs": ["none", "headache"]}, {"visit_date": "9999-12-31"}):  # fmt: skip
        assert client.post(form(one), routine(**odd)).status_code in (302, 422), odd


def corrected(client, saved, **changes):
    return client.post(f"/visits/{saved.pk}/edit/", routine(visit_id=str(saved.pk)) | changes)


def test_a_saved_visit_is_corrected_judged_anew_and_its_referral_follows(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine(systolic="190"))
    (saved,) = visits(client, one)
    assert 'name="systolic" id="f-systolic" value="190"' in client.get(f"/visits/{saved.pk}/edit/").content.decode()
    assert corrected(client, saved, systolic="130").status_code == 302
    (after,) = visits(client, one)
    assert (after.pk, after.rule, after.readings["systolic"]) == (saved.pk, "at target", 130)
    with as_acting(client.acting):
        assert [referral.state for referral in queries.referrals_of(one)] == ["cancelled"]
        assert queries.open_enrolment(one, "hypertension").next_due_date == date(2026, 9, 30)


def test_a_correction_works_out_class_and_next_day_anew(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine())
    (saved,) = visits(client, one)
    assert saved.next_due_date == date(2026, 9, 30)
    page = client.get(f"/visits/{saved.pk}/edit/").content.decode()
    assert re.search(r'name="next_due_date"[^>]*value="2026-09-30"', page) is None
    assert re.search(r'name="visit_class"[^>]*checked', page) is None


def test_a_visit_moved_to_an_earlier_day_leaves_the_visit_between_as_the_last(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine(visit_date="2026-04-01"))
    client.post(form(one), routine())
    assert corrected(client, visits(client, one)[0], visit_date="2026-02-01").status_code == 302
    with as_acting(client.acting):
        found = queries.open_enrolment(one, "hypertension")
    assert (found.last_visit_date, found.next_due_date) == (date(2026, 4, 1), date(2026, 7, 1))


def test_a_correction_that_finds_danger_opens_a_referral(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine())
    corrected(client, visits(client, one)[0], systolic="190")
    with as_acting(client.acting):
        assert [referral.urgent for referral in queries.referrals_of(one)] == [True]


def test_a_correction_is_checked_as_a_new_visit_is(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine(visit_date="2026-06-01"))
    client.post(form(one), routine())
    saved = visits(client, one)[0]
    assert corrected(client, saved, systolic="999").status_code == 422
    assert "已有一次随访记录" in corrected(client, saved, visit_date="2026-06-01").content.decode()
    assert visits(client, one)[0].readings["systolic"] == 136


def test_the_former_version_of_a_corrected_visit_is_kept(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine())
    corrected(client, visits(client, one)[0], systolic="130")
    with connections["owner"].cursor() as owner:
        owner.execute("SELECT readings->>'systolic' FROM programs_visitevent ORDER BY pgh_id")
        assert [value for (value,) in owner.fetchall()] == ["136", "130"]


def test_a_visit_elsewhere_is_neither_shown_nor_corrected(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(form(one), routine())
    saved = visits(client, one)[0]
    other = sign_in("village_doctor", NEXT_DOOR)
    assert [other.get(f"/visits/{saved.pk}/{end}").status_code for end in ("", "edit/")] == [404, 404]
