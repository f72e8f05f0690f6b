"""Which regions the city has, and where a place stood on a day."""

from collections import Counter
from datetime import date

import pytest

from gongwei.catalog import regions as catalog
from gongwei.domain.regions import BeforeRecords, UnknownRegion, area_of, level_of

TODAY = date(2026, 6, 30)
DIVIDED = date(2021, 4, 9)
EVE = date(2021, 4, 8)

OLD_STREETS = {
    330103000000: "天水 武林 长庆 潮鸣 朝晖 文晖 东新 石桥",
    330104000000: "凯旋 采荷 闸弄口 四季青 彭埠 笕桥 丁兰 九堡 下沙 白杨",
}


def names(found):
    return {region.name for region in found}


@pytest.mark.parametrize("day", [TODAY, DIVIDED, EVE, date(2010, 1, 1)])
def test_the_city_has_four_levels_on_any_day(day):
    counts = Counter(region.level for region in catalog.regions(on=day))
    assert counts == {1: 1, 2: 13, 3: 196, 4: 3320}


def test_five_reporting_units_of_xiaoshan_are_counted_but_not_on_the_map():
    hidden = [region.code for region in catalog.regions(on=TODAY) if not region.on_map]
    assert [code // 1000 for code in hidden] == [330109401, 330109403, 330109501, 330109503, 330109505]
    shapes = {int(shape["id"]) * 1000 for shape in catalog.street_shapes()["features"]}
    streets = {region.code for region in catalog.regions(on=TODAY) if region.level == 3}
    assert len(shapes) == 191 and streets - shapes == set(hidden)


def test_every_district_has_a_shape():
    shapes = {int(shape["properties"]["gb"][3:]) * 1_000_000 for shape in catalog.district_shapes()["features"]}
    assert shapes == {unit.code for unit in catalog.units(on=TODAY)}


def test_every_region_lies_in_its_parent_today():
    by_code = {region.code: region for region in catalog.regions(on=TODAY)}
    for region in by_code.values():
        assert region.level == level_of(region.code)
        if region.parent is not None:
            parent = by_code[region.parent]
            assert parent.level == region.level - 1 and region.code in parent.area


def test_an_area_is_half_open():
    area = area_of(330102000000)
    assert 330102018999 in area and 330103000000 not in area


def test_the_units_change_on_the_day_of_the_redivision():
    before, after = names(catalog.units(on=EVE)), names(catalog.units(on=DIVIDED))
    assert before - after == {"下城区", "江干区"}
    assert after - before == {"临平区", "钱塘区"}


def test_units_bear_the_name_of_their_day():
    assert {"富阳市", "临安市"} < names(catalog.units(on=date(2014, 1, 1)))
    assert {"富阳区", "临安市"} < names(catalog.units(on=date(2016, 1, 1)))


@pytest.mark.parametrize("district", OLD_STREETS)
def test_an_abolished_district_is_the_sum_of_its_streets(district):
    streets = catalog.streets_of(district, on=EVE)
    assert names(streets) == {f"{name}街道" for name in OLD_STREETS[district].split()}
    assert catalog.streets_of(district, on=DIVIDED) == ()


@pytest.mark.parametrize(
    ("street", "before", "after"),
    [
        (330102012000, "江干区", "上城区"),
        (330114001000, "江干区", "钱塘区"),
        (330114004000, "萧山区", "钱塘区"),
        (330113100000, "余杭区", "临平区"),
        (330105016000, "下城区", "拱墅区"),
        (330106010000, "西湖区", "西湖区"),
    ],
)
def test_the_district_of_a_street_depends_on_the_day(street, before, after):
    assert catalog.district_of(street, on=EVE).name == before
    assert catalog.district_of(street, on=DIVIDED).name == after


def test_a_village_follows_its_street():
    village = next(r for r in catalog.regions(on=TODAY) if r.parent == 330102012000)
    assert catalog.district_of(village.code, on=EVE).name == "江干区"


@pytest.mark.parametrize(
    ("place", "on", "found"),
    [
        (330103000000, None, {"拱墅区"}),
        (330104000000, None, {"上城区", "钱塘区"}),
        (339005000000, None, {"萧山区", "钱塘区"}),
        (330181000000, None, {"萧山区", "钱塘区"}),
        (330184000000, None, {"余杭区", "临平区"}),
        (330183000000, None, {"富阳区"}),
        (330185000000, None, {"临安区"}),
        ("江干区", None, {"上城区", "钱塘区"}),
        ("江干区", TODAY, {"上城区", "钱塘区"}),
        ("余杭区", None, {"余杭区"}),
        ("余杭区", EVE, {"余杭区", "临平区"}),
        ("余杭区", DIVIDED, {"余杭区"}),
        (330106000000, EVE, {"西湖区"}),
    ],
)
def test_an_old_place_is_found_in_the_districts_of_today(place, on, found):
    assert names(catalog.today(place, on=on)) == found


def test_a_street_of_an_abolished_district_has_one_code_today():
    assert [r.code for r in catalog.today("江干区", street="采荷街道")] == [330102012000]


def test_an_unknown_place_is_refused():
    for place in ("江北区", 330199000000):
        with pytest.raises(UnknownRegion):
            catalog.today(place)
    with pytest.raises(UnknownRegion, match="采荷街道"):
        catalog.today("西湖区", street="采荷街道")


def test_a_day_before_the_records_is_refused():
    with pytest.raises(BeforeRecords):
        catalog.regions(on=date(2009, 12, 31))
