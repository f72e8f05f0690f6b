"""Who looks after whom: duties, cover that ends by itself, villages that change hands when they are taken."""

from datetime import date

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.queries import colleagues
from gongwei.apps.desk import actions, queries
from tests.apps.desk.conftest import HERE, NEXT_DOOR, STREET
from tests.conftest import NOW, TODAY, enter

pytestmark = pytest.mark.django_db(transaction=True)
LATER = date(2026, 7, 6)
AFAR = 330106109001


@pytest.fixture
def staff(post):
    """A director, the doctor of a village and the doctor next door."""
    return {
        "director": post("centre_director", STREET),
        "here": post("village_doctor", HERE),
        "next": post("village_doctor", NEXT_DOOR),
    }


def act(client, acting):
    enter(client, acting.user_id)
    return client


def answering(staff, village=HERE, doctor="here", **more):
    with as_acting(staff["director"]) as by:
        told = {"doctor": staff[doctor].user_id, "from_date": TODAY, "by": by, "at": NOW}
        return actions.answer_for(area_code=village, **told, **more)


def charge(staff, doctor, *, on=TODAY):
    with as_acting(staff["director"]):
        return queries.charge_of(staff[doctor].user_id, on=on)


def test_a_new_doctor_ends_the_duty_of_the_one_before(staff) -> None:
    answering(staff)
    answering(staff, doctor="next")
    assert charge(staff, "here").villages == frozenset()
    assert charge(staff, "next").villages == {HERE}


def test_a_resident_with_a_doctor_of_their_own_leaves_the_villages_list(staff, registered, client) -> None:
    own, other = registered("hypertension"), registered("hypertension", name="李建国", document_number="")
    answering(staff)
    answering(staff, doctor="next", resident=own)
    page = act(client, staff["director"]).get(f"/today/?w=overdue&doctor={staff['here'].user_id}").content.decode()
    assert other.name in page and own.name not in page
    page = client.get(f"/today/?w=overdue&doctor={staff['next'].user_id}").content.decode()
    assert own.name in page and other.name not in page


def test_the_director_divides_and_a_doctor_does_not(staff, client) -> None:
    told = {"village": str(HERE), "doctor": str(staff["here"].user_id)}
    assert act(client, staff["here"]).post("/duties/answer/", told).status_code == 403
    assert act(client, staff["director"]).post("/duties/answer/", told).status_code == 302
    assert charge(staff, "here").villages == {HERE}
    assert "测试员" in client.get("/duties/").content.decode()


def test_cover_lends_a_post_that_ends_by_itself(staff, registered, client) -> None:
    one = registered("hypertension")
    answering(staff)
    told = {
        "absent": str(staff["here"].user_id), "doctor": str(staff["next"].user_id), "first": "2026-06-30",
        "last": "2026-07-05",
    }  # fmt: skip
    for _twice in range(2):
        assert act(client, staff["director"]).post("/duties/cover/", told).status_code == 302
    with as_acting(staff["director"]) as by:
        lent = [post for user, _name, post in colleagues(by, roles=queries.DOCTORS, on=TODAY) if post.area_id == HERE]
        assert {post.user_id for post in lent} >= {staff["here"].user_id, staff["next"].user_id}
        (dated,) = [post for post in lent if post.user_id == staff["next"].user_id]
        assert (dated.role, dated.valid_from, dated.valid_to) == ("village_doctor", TODAY, LATER)
        after = colleagues(by, roles=queries.DOCTORS, on=LATER)
        assert staff["next"].user_id not in {user for user, _name, post in after if post.area_id == HERE}
    page = client.get(f"/today/?w=overdue&doctor={staff['next'].user_id}").content.decode()
    assert one.name in page and "代 测试员" in page
    assert charge(staff, "next", on=LATER).villages == frozenset()


def test_a_cover_that_ends_early_takes_its_post_along(staff) -> None:
    with as_acting(staff["director"]) as by:
        told = {"absent": staff["here"].user_id, "doctor": staff["next"].user_id, "by": by, "at": NOW}
        made = actions.cover(**told, from_date=TODAY, to_date=LATER)
        actions.end_cover(cover_id=made.pk, on=date(2026, 7, 2), by=by, at=NOW)
        posts = colleagues(by, roles=queries.DOCTORS, on=date(2026, 7, 2))
        assert not [post for user, _name, post in posts if post.area_id == HERE and user == staff["next"].user_id]


def test_a_post_that_already_reaches_the_village_is_not_lent_again(staff, post) -> None:
    centre = post("centre_doctor", STREET)
    with as_acting(staff["director"]) as by:
        told = {"absent": staff["here"].user_id, "doctor": centre.user_id, "by": by, "at": NOW}
        assert actions.cover(**told, from_date=TODAY, to_date=LATER).post_id is None


def test_nobody_beyond_the_street_is_covered_or_stands_in(staff, post) -> None:
    far = post("village_doctor", AFAR)
    with as_acting(staff["director"]) as by, pytest.raises(actions.NotADoctorHere):
        told = {"from_date": TODAY, "to_date": LATER, "by": by, "at": NOW}
        actions.cover(absent=staff["here"].user_id, doctor=far.user_id, **told)


def test_a_village_changes_hands_when_it_is_taken_and_not_before(staff, registered, client) -> None:
    registered("hypertension")
    answering(staff)
    told = {"village": str(HERE), "doctor": str(staff["next"].user_id), "note": "王秀英听力不好"}
    act(client, staff["here"]).post("/duties/hand-over/", told)
    with as_acting(staff["director"]):
        (offered,) = queries.handovers()
    assert (offered.residents, offered.overdue, offered.state) == (1, 1, "offered")
    assert charge(staff, "here").villages == {HERE}
    address = f"/duties/hand-over/{offered.pk}/"
    act(client, staff["director"]).post(address, {"answer": "take"})  # not the one to whom it was offered
    assert charge(staff, "here").villages == {HERE}
    with as_acting(staff["director"]) as by:
        actions.cover(
            absent=staff["here"].user_id, doctor=staff["next"].user_id, from_date=TODAY, to_date=LATER, by=by, at=NOW
        )
        (row,) = queries.handovers()
    with as_acting(staff["director"]) as by, pytest.raises(actions.NotForYou):
        actions.take_over(handover=row, on=TODAY, by=by, at=NOW)


def test_who_takes_a_village_answers_for_its_residents_too(staff, registered, post) -> None:
    one, centre = registered("hypertension"), post("centre_doctor", STREET)
    answering(staff)
    answering(staff, resident=one)
    with as_acting(staff["director"]) as by:
        told = {"giver": staff["here"].user_id, "taker": centre.user_id, "counts": (1, 1, 0), "note": ""}
        offered = actions.hand_over(area_code=HERE, **told, by=by, at=NOW)
    with as_acting(centre) as by:
        actions.take_over(handover=offered, on=TODAY, by=by, at=NOW)
        actions.take_over(handover=offered, on=TODAY, by=by, at=NOW)  # the same form, sent twice
        held = queries.charge_of(centre.user_id, on=TODAY)
    assert (held.villages, held.residents) == ({HERE}, {one.pk})


def test_a_declined_village_stays_where_it_is(staff, post) -> None:
    centre = post("centre_doctor", STREET)
    answering(staff)
    with as_acting(centre) as by:
        told = {"giver": staff["here"].user_id, "taker": centre.user_id, "counts": (0, 0, 0), "note": ""}
        offered = actions.hand_over(area_code=HERE, **told, by=by, at=NOW)
        actions.decline(handover=offered, by=by, at=NOW)
    assert charge(staff, "here").villages == {HERE}


def test_the_route_goes_from_door_to_door(registered, sign_in) -> None:
    far = registered("hypertension", address="12 幢 101 室")
    near = registered("hypertension", name="李建国", document_number="", address="9 幢 301 室")
    page = sign_in("village_doctor", HERE).get("/today/route/?w=overdue").content.decode()
    assert page.index(near.name) < page.index(far.name)


def test_a_director_gives_a_resident_a_doctor_of_their_own_on_their_page_and_takes_them_back(
    staff, registered, client
) -> None:
    own = registered("hypertension")
    answering(staff)
    act(client, staff["director"])
    assert "单独指定责任医生" in client.get(f"/residents/{own.pk}/").content.decode()
    assert client.post("/duties/answer/", {"resident": "x", "doctor": str(staff["next"].user_id)}).status_code == 302
    client.post("/duties/answer/", {"resident": str(own.pk), "doctor": str(staff["next"].user_id)})
    assert charge(staff, "next").residents == {own.pk} and charge(staff, "here").others == {own.pk}
    assert "收回" in client.get("/duties/").content.decode()
    for _again in range(2):
        client.post(f"/residents/{own.pk}/own-doctor/end/")
    assert charge(staff, "next").residents == charge(staff, "here").others == frozenset()
    act(client, staff["here"])
    assert "单独指定责任医生" not in client.get(f"/residents/{own.pk}/").content.decode()
    assert client.post(f"/residents/{own.pk}/own-doctor/end/").status_code == 403
