"""The individual basic information form on the resident's page."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.people import queries as people
from tests.apps.desk.conftest import HERE, NEXT_DOOR

pytestmark = pytest.mark.django_db(transaction=True)
FILLED = {
    "education": "7", "payers": ["1", "7"], "drug_allergies": ["2"], "contact_name": "王小妹", "abo": "1",
    "contact_phone": "139-0000-0077", "surgeries": "阑尾切除 2010-05",
}  # fmt: skip


def test_a_form_that_was_filled_is_shown_and_audited_by_its_keys(registered, sign_in) -> None:
    one, client = registered(), sign_in("village_doctor", HERE)
    assert "还没有填写" in client.get(f"/residents/{one.pk}/").content.decode()
    assert client.post(f"/residents/{one.pk}/personal/", FILLED).status_code == 302
    page = client.get(f"/residents/{one.pk}/").content.decode()
    assert all(said in page for said in ("初中", "青霉素", "王小妹", "139****0077", "阑尾切除"))
    assert "13900000077" not in page
    entry = AuditEntry.objects.using("owner").get(action="resident.personal")
    assert entry.detail == {"keys": sorted(FILLED)}


def test_a_form_is_corrected_from_what_stands_and_the_same_again_changes_nothing(registered, sign_in) -> None:
    one, client = registered(), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/personal/", FILLED)
    assert "13900000077" in client.get(f"/residents/{one.pk}/personal/").content.decode()
    client.post(f"/residents/{one.pk}/personal/", FILLED)
    client.post(f"/residents/{one.pk}/personal/", {"education": "6", "contact_phone": "13900000077"})
    with as_acting(client.acting):
        assert people.personal_information_of(one) == {"education": "6", "contact_phone": "13900000077"}
    assert AuditEntry.objects.using("owner").filter(action="resident.personal").count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"education": "77"}, "文化程度"), ({"drug_allergies": ["1", "2"]}, "不能再选"), ({"contact_phone": "1"}, "7–20")],
)
def test_what_the_form_has_no_place_for_is_asked_again(registered, sign_in, wrong, said) -> None:
    one, client = registered(), sign_in("village_doctor", HERE)
    answer = client.post(f"/residents/{one.pk}/personal/", wrong)
    assert answer.status_code == 422 and said in answer.content.decode()


def test_a_form_out_of_sight_is_absent(registered, sign_in) -> None:
    one, client = registered(), sign_in("village_doctor", NEXT_DOOR)
    assert client.get(f"/residents/{one.pk}/personal/").status_code == 404


def test_the_list_of_residents_leaves_with_their_forms_and_masked_numbers(registered, sign_in) -> None:
    one, client = registered(), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/personal/", FILLED)
    answer = client.get("/residents/export/")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["姓名"], line["文化程度"], line["药物过敏史"]) == (one.name, "初中", "青霉素")
    assert line["联系人电话"] == "139****0077" and line["手术史"] == "阑尾切除 2010-05" and line["婚姻状况"] == ""
    assert len(rows) == 2


def test_the_list_of_another_village_is_not_in_it(registered, sign_in) -> None:
    registered()
    answer = sign_in("village_doctor", NEXT_DOOR).get("/residents/export/")
    assert len(CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()) == 1
