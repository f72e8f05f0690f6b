"""The pages of screening rounds and of lists: who stands where, who waits, for whom nobody has thought of yet."""

import uuid

import pytest

from tests.apps.desk.conftest import HERE, NEXT_DOOR, STREET, routine

pytestmark = pytest.mark.django_db(transaction=True)
POSITIVE = {"screen_consent": "1", "fit": "2"}


def step(client, one, day, **sheet):
    sent = {"visit_id": str(uuid.uuid4()), "visit_date": day, **sheet}
    assert client.post(f"/residents/{one.pk}/visit/colorectal/", sent).status_code == 302


def person(registered, *programs, number="990102195803076421", born="1958-03-07", **more):
    return registered(*programs, document_number=number, birth_date=born, **more)


@pytest.fixture
def four(registered, sign_in):
    """Four invited: one silent, one clear, one positive and late, one positive next door with cancer found."""
    client = sign_in("village_doctor", HERE)
    cards = ("990102195803076421", "990102195803076448", "990102195803076464", "990102195803076480")
    names = ("甲一", "乙二", "丙三", "丁四")
    places = (HERE, HERE, HERE, NEXT_DOOR)
    made = [
        person(registered, "colorectal", number=card, name=name, area_code=str(place), conditions=[], onset_date="")
        for card, name, place in zip(cards, names, places, strict=True)
    ]
    step(client, made[1], "2026-05-04", screen_consent="1", fit="1", colorectal_questionnaire="1")
    step(client, made[2], "2026-05-05", **POSITIVE)
    other = sign_in("village_doctor", NEXT_DOOR)
    step(other, made[3], "2026-06-01", **POSITIVE, screen_diagnosis="4")
    return made


def funnel(text):
    """The figures of the last row of the funnel: the place itself."""
    import re

    rows = re.findall(r"<tr>(.*?)</tr>", text.split("从邀请到治疗")[1].split("</table>")[0], re.S)
    return [int(count) for count in re.findall(r">(\d+)</td>", rows[-1])]


def test_the_funnel_counts_everybody_once_at_the_last_step(four, sign_in) -> None:
    text = sign_in("centre_doctor", STREET).get("/screening/?program=colorectal").content.decode()
    assert funnel(text) == [4, 3, 2, 1, 1, 0]
    assert funnel(sign_in("village_doctor", HERE).get("/screening/").content.decode()) == [3, 2, 1, 0, 0, 0]


def test_a_step_lists_its_people_and_the_late_among_them(four, sign_in) -> None:
    client = sign_in("village_doctor", HERE)
    client.get("/today/")  # what was said of the visits that were saved is told there
    text = client.get("/screening/?program=colorectal&step=recall").content.decode()
    assert "丙三" in text
    assert "乙二" not in text
    late = client.get("/screening/?program=colorectal&late=1").content.decode()
    assert ("丙三" in late, "乙二" in late, "丁四" in late) == (True, False, False)


def test_a_positive_sheet_opens_a_referral_and_a_cancer_a_diagnosis(four, sign_in) -> None:
    from gongwei.apps.accounts.acting import as_acting
    from gongwei.apps.people import queries as people
    from gongwei.apps.programs import queries

    with as_acting(sign_in("village_doctor", NEXT_DOOR).acting):
        assert [row.refer_to for row in queries.referrals_of(four[3])] == ["hospital"]
        assert [row.code for _title, row in people.conditions_of(four[3])] == ["cancer"]


def test_what_is_next_door_is_not_in_the_file_and_not_found_by_its_code(four, sign_in) -> None:
    client = sign_in("village_doctor", HERE)
    assert client.get("/screening/export/?program=colorectal").status_code == 200
    assert client.get(f"/screening/?region={NEXT_DOOR}").status_code == 404
    assert client.get("/screening/?program=hypertension").status_code == 404


def test_a_list_names_the_people_with_their_reasons_and_who_is_not_yet_taken_in(registered, sign_in) -> None:
    client = sign_in("village_doctor", HERE)
    one = person(registered, conditions=[], onset_date="")  # 68: at risk by age alone
    ill = person(registered, "hypertension", number="990102195803076448", name="已患病")
    text = client.get(f"/lists/?list=hypertension_risk&region={HERE}").content.decode()
    assert one.name in text
    assert "55 岁及以上" in text
    assert ill.name not in text
    enrolled = client.post(f"/residents/{one.pk}/enrol/", {"program": "hypertension_risk"})
    assert enrolled.status_code == 302
    client.get("/today/")
    assert one.name not in client.get(f"/lists/?list=hypertension_risk&region={HERE}&side=out").content.decode()
    assert one.name in client.get(f"/lists/?list=hypertension_risk&region={HERE}&side=in").content.decode()


def test_two_highs_stand_on_the_list_of_three_highs(registered, sign_in) -> None:
    client = sign_in("village_doctor", HERE)
    one = person(registered, "hypertension", conditions=["hypertension", "diabetes"])
    client.post(f"/residents/{one.pk}/visit/hypertension/", routine())
    text = client.get(f"/lists/?list=three_highs&region={HERE}").content.decode()
    assert one.name in text
    assert f"/residents/{one.pk}/three-highs/" in text


def test_a_wider_post_chooses_a_village_and_nobody_sees_beyond_the_post(registered, sign_in) -> None:
    wide = sign_in("centre_doctor", STREET)
    assert f"region={HERE}" in wide.get("/lists/").content.decode()
    assert wide.get("/lists/export/").status_code == 404  # people are handed out for a village alone
    assert sign_in("village_doctor", HERE).get(f"/lists/?region={NEXT_DOOR}").status_code == 404
