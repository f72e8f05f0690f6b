"""Contracts with family doctors on the page: signed, kept, renewed, ended, and told of only in one's sight."""

import re
import uuid
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.contracts import actions, queries
from gongwei.apps.desk.views.promises import kept
from gongwei.apps.people import actions as people_actions
from gongwei.apps.people.models import Resident
from gongwei.apps.places.models import Institution
from gongwei.apps.programs.queries.histories import records
from tests.apps.desk.conftest import HERE, NEXT_DOOR, STREET
from tests.conftest import NOW, TODAY, enter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team(sign_in):
    client = sign_in("centre_director", STREET)
    sent = {
        "name": "清波一队", "villages": [str(HERE), str(NEXT_DOOR)], "members-0-name": "张医生",
        "members-0-role": "doctor", "team_id": str(uuid.uuid4()),
    }  # fmt: skip
    assert "已建立团队" in client.post("/teams/new/", sent, follow=True).content.decode()
    with as_acting(client.acting):
        return queries.teams(HERE, on=TODAY)[0]


def terms(team, **changes):
    return {
        "contract_id": str(uuid.uuid4()), "act": "signed", "team": str(team.pk), "packages": ["hypertension"],
        "sign_way": "1", "from_date": TODAY.isoformat(), "years": "1",
    } | changes  # fmt: skip


def chosen(page: str) -> str:
    """Give the marked options of a form."""
    return " ".join(part for part in re.findall(r"<input[^>]*>", page) if "checked" in part)


def sheet(answer) -> list:
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def current(client, one):
    with as_acting(client.acting):
        return queries.open_contract(one)


@pytest.fixture
def signed(registered, team, sign_in):
    def make(days_left: int = 30):
        one, client = registered("hypertension"), sign_in("village_doctor", HERE)
        start = (TODAY - timedelta(365 - days_left)).isoformat()
        client.post(f"/residents/{one.pk}/contract/sign/", terms(team, from_date=start))
        return one, client

    return make


def test_the_form_offers_what_the_record_tells_and_one_contract_is_signed_however_often_it_is_sent(
    registered, team, sign_in
) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    form = client.get(f"/residents/{one.pk}/contract/sign/").content.decode()
    offered = {code for code in ("elderly", "hypertension", "diabetes") if f'value="{code}"' in chosen(form)}
    assert offered == {"elderly", "hypertension"}
    sent = terms(team)
    for _again in range(2):
        assert client.post(f"/residents/{one.pk}/contract/sign/", sent).status_code == 302
    with as_acting(client.acting):
        (only,) = queries.contracts_of(one)
    assert (only.state, only.to_date) == ("signed", date(2027, 6, 30))
    page = client.get(f"/residents/{one.pk}/contract/").content.decode()
    assert "0 / 12" in page  # reminders
    assert "高血压面对面随访" in page


def test_a_contract_that_ends_within_60_days_waits_for_renewal_and_goes_on_from_its_end(signed, team) -> None:
    one, client = signed(days_left=30)
    assert "王秀英" in client.get("/contracts/?w=renew").content.decode()
    form = client.get(f"/residents/{one.pk}/contract/sign/").content.decode()
    assert 'value="2026-07-30"' in form
    client.post(f"/residents/{one.pk}/contract/sign/", terms(team, from_date="2026-07-30"))
    with as_acting(client.acting):
        new, old = queries.contracts_of(one)
    assert (old.state, new.state, new.follows_id, new.to_date) == ("renewed", "signed", old.pk, date(2027, 7, 30))
    assert "王秀英" not in client.get("/contracts/?w=renew").content.decode()


@pytest.mark.parametrize(("days_left", "listed"), [(60, True), (61, False)])
def test_renewal_is_offered_from_the_sixtieth_day_before_the_end(signed, days_left, listed) -> None:
    _one, client = signed(days_left=days_left)
    assert ("王秀英" in client.get("/contracts/?w=renew").content.decode()) == listed


def test_a_contract_that_ran_out_is_listed_until_it_is_renewed(signed, team) -> None:
    one, client = signed(days_left=0)
    assert "王秀英" in client.get("/contracts/?w=lapsed").content.decode()
    client.post(f"/residents/{one.pk}/contract/sign/", terms(team))
    assert "王秀英" not in client.get("/contracts/?w=lapsed").content.decode()


def test_the_contract_of_who_has_moved_away_is_neither_listed_nor_counted_for_renewal(signed) -> None:
    one, client = signed(days_left=-3)
    with as_acting(client.acting):
        assert queries.counts(today=TODAY)[queries.LAPSED] == 1
        Resident.objects.filter(pk=one.pk).update(resident_to=TODAY)
        assert (
            queries.counts(today=TODAY)[queries.LAPSED] == queries.contracts(queries.LAPSED, today=TODAY).count() == 0
        )


def test_a_service_that_no_visit_tells_of_is_written_down_once_a_day(signed) -> None:
    one, client = signed()
    standing = current(client, one)
    for _again in range(2):
        client.post(f"/contracts/{standing.pk}/serve/", {"item": "reminders"})
    assert "1 / 12" in client.get(f"/residents/{one.pk}/contract/").content.decode()
    refused = client.post(f"/contracts/{standing.pk}/serve/", {"item": "seen at 80"}, follow=True)
    assert "没有这一项服务" in refused.content.decode()


def test_a_contract_ends_only_for_a_reason_and_can_be_taken_back_before(signed) -> None:
    one, client = signed()
    step = f"/contracts/{current(client, one).pk}/step/"
    assert "请选择解约原因" in client.post(step, {"to": "ending"}, follow=True).content.decode()
    client.post(step, {"to": "ending", "reason": "4"})
    client.post(step, {"to": "signed"})
    assert current(client, one).stop_reason == ""
    client.post(step, {"to": "ending", "reason": "1"})
    client.post(step, {"to": "ended"})
    with as_acting(client.acting):
        (ended,) = queries.contracts_of(one)
    assert (ended.state, ended.stop_date, ended.stop_reason) == ("ended", TODAY, "1")


def test_a_team_from_elsewhere_cannot_sign_nor_anybody_while_a_contract_is_unfinished(
    registered, team, sign_in
) -> None:
    far = registered(area_code=str(330102001053), document_number="990102195803076448", name="李远")
    client = sign_in("centre_doctor", STREET)
    with as_acting(client.acting) as by, pytest.raises(actions.NotServedHere):
        told = actions.Terms(team=team, packages=["general"], sign_way="1", signed_date=TODAY, from_date=TODAY)
        actions.sign(contract_id=uuid.uuid4(), resident=far, terms=told, state="signed", by=by, at=NOW)
    one = registered("hypertension")
    client.post(f"/residents/{one.pk}/contract/sign/", terms(team, act="waiting"))
    page = client.post(f"/residents/{one.pk}/contract/sign/", terms(team))
    assert page.status_code == 422
    assert "请先办完那一份" in page.content.decode()


def test_a_guarded_group_is_another_key_group_to_who_may_read_it_and_nothing_else(registered, team, sign_in) -> None:
    one, centre = registered("hypertension", birth_date="1990-03-07"), sign_in("centre_doctor", STREET)
    with as_acting(centre.acting) as by:
        people_actions.diagnose_guarded(
            resident=one, code="mental_disorder", onset_date=date(2020, 1, 1), by=by, at=NOW
        )
    page = centre.get(f"/residents/{one.pk}/contract/").content.decode()
    assert "其他重点人群" in page
    village = sign_in("village_doctor", HERE).get(f"/residents/{one.pk}/contract/").content.decode()
    assert "其他重点人群" not in village


def test_the_team_s_page_counts_who_lives_there_and_who_has_signed(signed, team) -> None:
    _one, client = signed()
    page = client.get(f"/teams/{team.pk}/").content.decode()
    assert "100.0%" in page
    assert "高血压患者" in page


def test_what_a_team_still_owes_is_listed_by_the_end_of_the_running_year_until_it_is_done(signed, team) -> None:
    one, client = signed(days_left=30)
    page = client.get(f"/teams/{team.pk}/owed/").content.decode()
    assert "王秀英" in page and "2026-07-30" in page
    with as_acting(client.acting):
        standing = kept(queries.open_contract(one), records([one], since=TODAY - timedelta(366))[one.pk], [], on=TODAY)
    lines = sheet(client.get(f"/teams/{team.pk}/owed/export/"))
    assert [line[3:] for line in lines[1:]] == [[row.item.title, row.done, row.times] for row in standing.rows]
    with as_acting(client.acting) as by:
        contract = queries.open_contract(one)
        for row in standing.rows:
            for turn in range(row.times):
                day = TODAY - timedelta(turn)
                actions.serve(contract=contract, item=row.item.key, on=day, note="", by=by, at=NOW)
    assert "这里的约定都已完成" in client.get(f"/teams/{team.pk}/owed/").content.decode()


def test_what_the_whole_of_a_longer_contract_owes_is_due_at_the_end_of_each_of_its_years(
    registered, team, sign_in
) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    start = TODAY - timedelta(400)
    client.post(f"/residents/{one.pk}/contract/sign/", terms(team, from_date=start.isoformat(), years="3"))
    due = date(start.year + 2, start.month, start.day)
    assert due.isoformat() in client.get(f"/teams/{team.pk}/owed/").content.decode()


def test_a_team_next_door_is_not_told_what_is_owed(team, sign_in) -> None:
    elsewhere = sign_in("village_doctor", 330102001053)
    for address in (f"/teams/{team.pk}/owed/", f"/teams/{team.pk}/owed/export/"):
        assert elsewhere.get(address).status_code == 404


def test_a_package_that_a_centre_has_stopped_is_signed_no_more_while_what_was_signed_runs_on(registered, post) -> None:
    centre = Institution.objects.create(name="清波中心", kind="centre", area_code=STREET, valid_from=TODAY)
    acting, client = post("centre_director", STREET, institution=centre), Client()
    enter(client, acting.user_id)
    sent = {"name": "二队", "villages": [str(HERE)], "members-0-name": "张医生", "members-0-role": "doctor"}
    client.post("/teams/new/", sent | {"team_id": str(uuid.uuid4())})
    with as_acting(acting):
        team = queries.teams(HERE, on=TODAY)[0]
    one = registered("hypertension")
    sign = f"/residents/{one.pk}/contract/sign/"
    client.post(sign, terms(team, from_date=(TODAY - timedelta(340)).isoformat()))
    assert "起停办" in client.post("/teams/packages/hypertension/", {"offered": ""}, follow=True).content.decode()
    assert 'value="hypertension"' not in client.get(sign).content.decode()
    assert client.post(sign, terms(team)).status_code == 422
    with as_acting(acting) as by:
        assert queries.open_contract(one).packages == ["hypertension"]
        told = actions.Terms(team=team, packages=["hypertension"], sign_way="1", signed_date=TODAY, from_date=TODAY)
        with pytest.raises(actions.NotOffered, match="高血压"):
            actions.sign(contract_id=uuid.uuid4(), resident=one, terms=told, state="signed", by=by, at=NOW)
    assert "0 / 12" in client.get(f"/residents/{one.pk}/contract/").content.decode()
    client.post("/teams/packages/hypertension/", {"offered": "1"})
    assert client.post(sign, terms(team)).status_code == 302


def test_a_post_without_an_institution_stops_no_package(team, sign_in) -> None:
    answer = sign_in("centre_doctor", STREET).post("/teams/packages/general/", {"offered": ""}, follow=True)
    assert "没有所属机构" in answer.content.decode()
