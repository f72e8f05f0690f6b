"""The city's areas: four levels, people with their marks, old names by date, and where an address lies."""

import json

import pytest

from gongwei.apps.places.models import Institution
from tests.conftest import TODAY

CITY, SHANGCHENG, JIUBAO, VILLAGE = 330100000000, 330102000000, 330102018000, 330102001051
JIANGGAN = 330104000000
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(sign_in):
    return sign_in("auditor", CITY)


def text(answer) -> str:
    return answer.content.decode()


def found(answer) -> list[str]:
    return [one.name for one in answer.context["found"]]


def test_the_city_shows_its_thirteen_districts_with_people_and_marks(reader) -> None:
    answer = reader.get("/regions/?year=2020")
    assert len(answer.context["rows"]) == 13
    assert sum(row.people.people for row in answer.context["rows"]) == 6000
    assert {row.people.mark for row in answer.context["rows"]} == {"按比例缩放"}


def test_each_level_leads_to_the_next_and_adds_up(reader) -> None:
    district = reader.get(f"/regions/{SHANGCHENG}/?year=2024")
    street = reader.get(f"/regions/{JIUBAO}/?year=2024")
    village = reader.get(f"/regions/{VILLAGE}/")
    people = {row.region.code: row.people.people for row in district.context["rows"]}
    assert people[JIUBAO] == sum(row.people.people for row in street.context["rows"])
    assert f'href="/regions/{JIUBAO}/"' in text(district)
    assert village.context["rows"] == []
    assert [one.name for one in village.context["trail"]] == ["杭州市", "上城区", "清波街道"]


def test_every_year_of_people_says_how_it_is_known(reader) -> None:
    series = reader.get(f"/regions/{JIUBAO}/").context["series"]
    assert series[-1].year == 2020
    assert all(one.mark == "分摊" and one.source for one in series)


def test_a_reporting_unit_is_counted_but_not_on_the_map(reader) -> None:
    page = reader.get("/regions/330109000000/")
    units = [row.region for row in page.context["rows"] if not row.region.on_map]
    assert len(units) == 5
    assert "不上图" in text(page)
    drawn = {area["name"] for area in page.context["chart"].option["series"][0]["data"]}
    assert not drawn & {str(unit.code) for unit in units}
    assert "这是统计报送单位" in text(reader.get(f"/regions/{units[0].code}/"))


@pytest.mark.parametrize(("code", "areas"), [(CITY, 13), (SHANGCHENG, 14)])
def test_a_map_draws_every_area_under_its_code_and_names_its_source(reader, code: int, areas: int) -> None:
    page = reader.get(f"/regions/{code}/", follow=True)
    shapes = json.loads(reader.get(f"/regions/{code}/shapes/").content)
    drawn = {area["name"] for area in page.context["chart"].option["series"][0]["data"]}
    assert {shape["properties"]["code"] for shape in shapes["features"]} == drawn
    assert len(drawn) == areas
    assert "审图号 GS（2024）0650号" in text(page)
    assert ("示意边界" in text(page)) is (code != CITY)


@pytest.mark.parametrize("address", [
    "/regions/330199000000/", "/regions/1/", "/regions/99999999999999999999999/", f"/regions/{VILLAGE}/shapes/",
    f"/regions/{JIANGGAN}/shapes/", "/regions/abc/",
])  # fmt: skip
def test_what_is_no_area_is_not_found(reader, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_an_old_district_on_an_old_day_shows_its_streets_and_where_they_are_now(reader) -> None:
    answer = reader.get("/regions/", {"q": "江干区", "on": "2019-01-01"})
    (one,) = answer.context["found"]
    assert one.gone_date is None
    assert [heir.name for heir in one.heirs] == ["上城区", "钱塘区"]
    assert {street.name: district.name for street, district in one.streets}["下沙街道"] == "钱塘区"
    assert len(one.streets) == 10
    assert "辖 10 个街道" in text(answer)


def test_an_old_district_today_says_since_when_it_is_gone(reader) -> None:
    page = text(reader.get("/regions/", {"q": "江干区"}))
    assert "已于 2021-04-09 撤销" in page
    page = text(reader.get(f"/regions/{JIANGGAN}/"))
    assert "2021-04-09 起不再使用" in page
    assert f'<a href="/regions/{SHANGCHENG}/">上城区</a>' in page
    assert "没有人口数" in page


def test_a_district_that_was_divided_means_both_parts_on_an_old_day_and_itself_today(reader) -> None:
    (then,) = reader.get("/regions/", {"q": "余杭区", "on": "2020-06-30"}).context["found"]
    (now,) = reader.get("/regions/", {"q": "余杭区"}).context["found"]
    assert [heir.name for heir in then.heirs] == ["余杭区", "临平区"]
    assert [heir.name for heir in now.heirs] == ["余杭区"]


def test_a_district_before_its_time_says_when_it_began(reader) -> None:
    assert "还没有，2021-04-09 起设立" in text(reader.get("/regions/", {"q": "钱塘区", "on": "2019-01-01"}))


def test_a_street_tells_its_district_of_the_day_and_of_today(reader) -> None:
    (one,) = reader.get("/regions/", {"q": "九堡街道", "on": "2019-01-01"}).context["found"]
    assert (one.district.name, [around.name for around in one.now]) == ("江干区", ["上城区", "九堡街道"])


@pytest.mark.parametrize(("q", "names"), [
    ("330104", ["江干区"]), ("330102018000", ["九堡街道"]), ("330102018", ["九堡街道"]), ("339005", ["339005000000"]),
    ("余杭县", ["余杭区", "临平区"]), ("清波门", ["清波门社区"]), ("杭州市", ["杭州市"]),
])  # fmt: skip
def test_a_place_is_found_by_code_name_part_or_former_name(reader, q: str, names: list[str]) -> None:
    assert found(reader.get("/regions/", {"q": q})) == names


@pytest.mark.parametrize(("asked", "said"), [
    ({"q": "不存在区"}, "没有找到“不存在区”"), ({"q": "999999"}, "没有找到"), ({"q": "街"}, "没有找到"),
    ({"on": "2009-12-31"}, "从 2010-01-01 起"), ({"on": "x"}, "不是日期"), ({"year": "2019"}, "没有“2019”年的人口"),
    ({"year": "x"}, "没有“x”年"), ({"year": "９９９９"}, "年的人口"), ({"q": "江干区", "on": "2019-13-01"}, "不是日期"),
])  # fmt: skip
def test_a_question_that_cannot_be_answered_says_what_to_write(reader, asked: dict[str, str], said: str) -> None:
    answer = reader.get("/regions/", asked)
    assert answer.status_code == 400
    assert said in text(answer)
    assert len(answer.context["rows"]) == 13


def test_a_wrong_day_shows_the_city_of_today(reader) -> None:
    page = text(reader.get("/regions/?on=2009-12-31"))
    assert "2009-12-31 的区" not in page
    assert "临平区" in page


def test_the_districts_of_an_old_day_are_those_of_that_day(reader) -> None:
    answer = reader.get("/regions/?on=2019-01-01")
    names = [row.region.name for row in answer.context["rows"]]
    assert "下城区" in names
    assert "临平区" not in names
    assert "2019-01-01 的区、县（市）" in text(answer)


def test_a_district_that_was_renamed_as_a_whole_says_so(reader) -> None:
    page = reader.get("/regions/330111000000/")
    assert [(change.old.name, change.new.name, change.streets) for change in page.context["changes"]] == [
        ("富阳市", "富阳区", ()),
    ]  # fmt: skip
    assert "整体改设" in text(page)


def test_the_redivision_is_listed_whole_and_by_area(reader) -> None:
    changes = reader.get("/regions/").context["changes"]
    assert sum(len(change.streets) for change in changes) == 31
    assert ("下城区", "拱墅区", 8) in [(change.old.name, change.new.name, len(change.streets)) for change in changes]
    (moved,) = reader.get(f"/regions/{JIUBAO}/").context["changes"]
    assert (moved.old.name, moved.new.name, [street.name for street in moved.streets]) == (
        "江干区", "上城区", ["九堡街道"],
    )  # fmt: skip
    assert reader.get(f"/regions/{VILLAGE}/").context["changes"] == []


@pytest.mark.parametrize(("address", "said"), [
    ("杭州市江干区九堡街道九堡社区1幢", "九堡社区"), ("杭州市江干区九堡街道", "只认到这一级"),
    ("杭州市江干区", "今分属"), ("上海市浦东新区", "不在本市"), ("天上", "认不出"),
])  # fmt: skip
def test_an_address_is_placed_or_refused_with_the_reason(reader, address: str, said: str) -> None:
    assert said in text(reader.post("/regions/", {"address": address}, headers={"HX-Request": "true"}))


def test_an_empty_address_is_refused_and_an_address_in_the_query_is_not_read(reader) -> None:
    assert reader.post("/regions/", {"address": " "}).status_code == 422
    assert "match" not in reader.get("/regions/", {"address": "九堡街道"}).context


def test_whoever_serves_an_area_is_listed_nearest_first(reader) -> None:
    kinds = [("市医院", "hospital", CITY), ("街道中心", "centre", 330102001000), ("村站", "station", VILLAGE)]
    for name, kind, area in kinds:
        Institution.objects.create(name=name, kind=kind, area_code=area, valid_from=TODAY)
    street, village = (reader.get(f"/regions/{code}/") for code in (330102001000, VILLAGE))
    assert [one.name for one in village.context["institutions"]] == ["村站", "街道中心", "市医院"]
    assert [one.name for one in street.context["institutions"]] == ["村站", "街道中心", "市医院"]
    assert reader.get(f"/regions/{SHANGCHENG}/").context["kinds"] == {"社区卫生服务中心": 1, "社区卫生服务站": 1}


def test_an_area_without_institutions_says_what_to_do(reader) -> None:
    assert "数据管理员可以导入机构名录" in text(reader.get(f"/regions/{VILLAGE}/"))
