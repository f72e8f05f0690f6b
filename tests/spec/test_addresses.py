"""Where an address lies: examples, old names, and what is refused."""

import pytest

from gongwei.catalog.regions import address_book, gazetteer
from gongwei.domain.addresses import house_order

BOOK = address_book()

PLACED = [
    ("浙江省杭州市上城区清波街道清波门社区河坊街1号", "清波门社区", "exact"),
    ("上城区清波街道清波门社区", "清波门社区", "exact"),
    ("杭州市 西湖区　转塘街道", "转塘街道", "exact"),
    ("西湖区西湖街道龙井村３５号", "龙井村委会", "exact"),
    ("桐庐县旧县街道旧县村3组", "旧县村村委会", "exact"),
    ("淳安姜家镇姜家村", "姜家村村民委员会", "exact"),
    ("萧山光明村", "光明村委会", "exact"),
    ("富阳富春街道三联村", "三联村委会", "exact"),
    ("富阳富春街道三联社区", "三联社区", "exact"),
    ("建德市寿昌镇艾溪（西湖）社区20号", "艾溪（西湖）社区", "exact"),
    ("绍兴路123号留下街道", "留下街道", "exact"),
    ("上城区湖滨街道办事处东坡路社区", "东坡路社区", "exact"),
    ("西湖区西湖街道九溪村", "九溪村委会", "exact"),
    ("西湖街道九溪社区", "九溪社区", "exact"),
    ("杭州市西湖区", "西湖区", "exact"),
    ("余杭区", "余杭区", "exact"),
    ("330102001051", "清波门社区", "exact"),
    ("杭州市江干区采荷街道", "采荷街道", "old name"),
    ("江干采荷街道", "采荷街道", "old name"),
    ("下城区朝晖街道", "朝晖街道", "old name"),
    ("下城区", "拱墅区", "old name"),
    ("转塘街道龙王沙村12号", "龙王沙社区", "old name"),
    ("余杭市临平镇", "临平街道", "old name"),
    ("余杭区塘栖镇", "塘栖镇", "old name"),
    ("萧山区义蓬街道义盛村", "义盛村委会", "old name"),
    ("西湖区留下镇", "留下街道", "old name"),
    ("临安市于潜镇", "於潜镇", "old name"),
    ("杭州经济技术开发区白杨街道", "白杨街道", "old name"),
    ("大江东产业集聚区", "钱塘区", "old name"),
]

REFUSED = [
    ("江干区", "上城区、钱塘区"),
    ("余杭市", "余杭区、临平区"),
    ("光明村12号", "不止一处"),
    ("西湖区采荷街道", "不在“西湖区”"),
    ("杭州市", "只写到市"),
    ("杭州西湖边", "只写到市"),
    ("南昌市西湖区翠苑街道", "南昌市"),
    ("浙江省宁波市江北区新桥村", "宁波市"),
    ("上海浦东新区", "上海"),
    ("绍兴新塘街道", "绍兴"),
    ("翠苑三村12幢", "认不出"),
    ("龙王沙村", "没有写明街道"),
    ("李村3号", "没有写明街道"),
    ("不详", "认不出"),
    ("123456789012", "不是现行的地区代码"),
    ("330104000000", "不是现行的地区代码"),
    ("  ", "为空"),
    ("", "为空"),
]


@pytest.mark.parametrize(("text", "name", "how"), PLACED)
def test_an_address_is_placed(text, name, how):
    match = BOOK.match(text)
    assert match.code is not None, match.reason
    assert (gazetteer().region(match.code).name, match.how) == (name, how)
    assert match.level == gazetteer().region(match.code).level


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_an_address_that_is_not_sure_is_refused_with_the_reason(text, reason):
    match = BOOK.match(text)
    assert match.code is None and reason in match.reason


def test_a_village_that_is_not_in_its_street_leaves_the_street_and_says_so():
    match = BOOK.match("西湖区转塘街道龙井村")
    assert gazetteer().region(match.code).name == "转塘街道"
    assert "龙井村" in match.reason


def test_a_road_named_after_a_village_is_no_village():
    assert BOOK.match("西湖区西湖街道龙井村路3号").level == 3


def test_an_ambiguous_village_names_its_candidates():
    candidates = BOOK.match("光明村").candidates
    assert len(candidates) > 1 and all(gazetteer().region(code).name == "光明村委会" for code in candidates)


def test_every_village_is_found_by_its_full_address():
    region = gazetteer().region
    for village in (r for r in gazetteer().regions if r.level == 4):
        street = region(village.parent)
        text = f"浙江省杭州市{region(street.parent).name}{street.name}{village.name}8号1幢202室"
        assert BOOK.match(text).code == village.code, text


def test_every_street_that_moved_is_found_under_its_old_district():
    for transfer in gazetteer().transfers:
        text = f"杭州市{gazetteer().region(transfer.old_district).name}{transfer.street}"
        match = BOOK.match(text)
        assert (match.code, match.how) == (transfer.today, "old name")


def test_doors_stand_in_the_order_of_their_numbers() -> None:
    written = ["12幢1单元101室", "9幢2单元301室", "9 幢 2 单元 １０2 室", "新丰村46号", "9幢1单元1802室"]
    assert [written.index(one) for one in sorted(written, key=house_order)] == [4, 2, 1, 0, 3]
