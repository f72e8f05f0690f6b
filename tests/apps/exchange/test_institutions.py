"""Institutions from a file."""

import uuid

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.exchange import actions, queries
from gongwei.apps.places.models import Institution
from tests.apps.exchange.files import STREET, VILLAGE, saved
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "91330100799655058B"  # a published example of the norm's check character


def institution(**more):
    row = {"机构名称": "清波街道社区卫生服务中心（演示）", "机构类别": "社区卫生服务中心", "地址": "上城区清波街道1号"}
    return row | more


@pytest.fixture
def operator(post):
    return post("data_operator", 330100000000)


@pytest.fixture
def take(operator, tmp_path):
    def make(*rows, by=operator):
        path = saved(tmp_path, *rows, name="机构.csv")
        batch, result = actions.import_file(
            path, kind="institutions", program="", dry_run=False, by=by, on=TODAY, at=NOW, tell=lambda *_: None
        )
        return batch, {key: count for key, count in result.ledger.counts.items() if count}, result

    return make


def test_a_centre_serves_the_street_in_which_it_stands(take) -> None:
    assert take(institution(统一社会信用代码=CODE))[1] == {"created": 1}
    one = Institution.objects.get()
    assert (one.kind, one.credit_code, one.area_code, one.valid_from) == ("centre", CODE, STREET, TODAY)


def test_a_station_serves_its_village_and_knows_its_parent(take) -> None:
    station = institution(
        机构名称="清波门社区卫生服务站（演示）", 机构类别="服务站", 地址="上城区清波街道清波门社区2号",
        上级机构="清波街道社区卫生服务中心（演示）",
    )  # fmt: skip
    assert take(institution(上级机构=""), station)[1] == {"created": 2}
    one = Institution.objects.get(kind="station")
    assert (one.area_code, one.parent.kind) == (VILLAGE, "centre")


def test_a_street_that_has_another_district_now_is_found(take) -> None:
    take(institution(机构名称="采荷街道社区卫生服务中心（演示）", 地址="江干区采荷街道"))
    assert Institution.objects.get().area_code == 330102012000


def test_the_same_file_twice_changes_nothing(take) -> None:
    rows = [institution(), institution()]
    assert take(*rows)[1] == {"created": 1, "unchanged": 1}
    assert take(*rows)[1] == {"unchanged": 2}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"统一社会信用代码": CODE[:-1] + "A"}, "校验位"),
        ({"地址": "某某路"}, "认不出"),
        ({"地址": "上城区"}, "街道"),
        ({"机构类别": "超市"}, "不在可选范围"),
        ({"机构类别": ""}, "机构类别"),
        ({"上级机构": "没有的中心"}, "没有"),
        ({"启用日期": "2020-01-01", "停用日期": "2019-01-01"}, "早于"),
    ],
)
def test_a_wrong_institution_is_rejected_with_the_reason(take, wrong, reason) -> None:
    _, counts, result = take(institution(**wrong))
    assert counts == {"rejected": 1} and reason in result.ledger.rejects[0][2]


def test_an_institution_outside_the_area_is_rejected(take, post) -> None:
    _, counts, result = take(institution(地址="上城区湖滨街道"), by=post("centre_director", STREET))
    assert counts == {"rejected": 1} and "不在您岗位" in result.ledger.rejects[0][2]


def test_undo_puts_back_what_was_changed_and_refuses_when_it_was_changed_again(take, operator) -> None:
    take(institution(统一社会信用代码=CODE))
    second, counts, _ = take(institution(统一社会信用代码=CODE, 机构名称="新名（演示）"))
    assert counts == {"updated": 1}
    actions.undo(second.pk, by=operator, at=NOW)
    assert Institution.objects.get().name == "清波街道社区卫生服务中心（演示）"
    third, *_ = take(institution(统一社会信用代码=CODE, 机构名称="又一名（演示）"))
    Institution.objects.update(address="别处")
    with pytest.raises(actions.ChangedSince):
        actions.undo(third.pk, by=operator, at=NOW)


def test_undo_takes_a_new_institution_back_unless_it_is_used(take, operator, post) -> None:
    batch, *_ = take(institution())
    post("centre_doctor", STREET, institution=Institution.objects.get())
    with pytest.raises(actions.ChangedSince):
        actions.undo(batch.pk, by=operator, at=NOW)
    other, *_ = take(institution(机构名称="另一家（演示）"))
    assert actions.undo(other.pk, by=operator, at=NOW) == 1
    assert Institution.objects.count() == 1


def test_another_name_of_an_institution_finds_it_and_the_register_keeps_its_own(take) -> None:
    take(institution())
    assert take(institution(机构名称="上城区第二人民医院/清波街道社区卫生服务中心（演示）"))[1] == {"unchanged": 1}
    assert Institution.objects.get().name == "清波街道社区卫生服务中心（演示）"


def test_telephones_run_into_name_and_address_are_left_out(take) -> None:
    assert take(institution(机构名称="清波街道社区卫生服务中心0571-87061234", 地址="上城区清波街道1号电话87061234"))[1]
    one = Institution.objects.get()
    assert (one.name, one.address) == ("清波街道社区卫生服务中心", "上城区清波街道1号")


def test_a_name_that_is_only_alike_waits_and_is_decided(take, operator) -> None:
    take(institution())
    batch, counts, _ = take(institution(机构名称="上城区清波街道社卫中心"))
    assert counts == {"waiting": 1}
    known = Institution.objects.get()
    with as_acting(operator):
        row = queries.waiting_rows(batch).get()
        shown = queries.opened(row, batch, by=operator, on=TODAY)
        assert [one.id for one in shown.institutions] == [known.pk]
        choice = actions.Choice(resident_id=known.pk)
        assert actions.decide(row.pk, choice, by=operator, on=TODAY, at=NOW) == "unchanged"
    assert Institution.objects.count() == 1


def test_a_name_that_is_only_alike_may_be_a_new_institution(take, operator) -> None:
    take(institution())
    batch, *_ = take(institution(机构名称="上城区清波街道社卫中心"))
    with as_acting(operator):
        row = queries.waiting_rows(batch).get()
        with pytest.raises(actions.StillUnclear, match="已不在名录"):
            wrong = actions.Choice(resident_id=uuid.uuid4())
            actions.decide(row.pk, wrong, by=operator, on=TODAY, at=NOW)
        assert actions.decide(row.pk, actions.Choice(new=True), by=operator, on=TODAY, at=NOW) == "created"
    assert Institution.objects.count() == 2
