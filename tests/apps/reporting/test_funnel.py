"""The funnel of an indicator: small places stand between wide limits, and nobody is blamed for chance."""

import pytest

from gongwei.apps.planning.models import IndicatorCount, LakeState
from gongwei.catalog.regions import gazetteer
from gongwei.domain.regions import VILLAGE
from tests.conftest import NOW, TODAY

CITY, STREET = 330100000000, 330102001000
VILLAGES = [one.code for one in gazetteer().regions if one.level == VILLAGE and one.valid_to is None]
FUNNEL = "/plan/indicators/hypertension_control/funnel/"
pytestmark = pytest.mark.django_db(transaction=True)


def counted(*sides: tuple[int, int]) -> None:
    """Write counts of 2025 for one village after the other."""
    report = IndicatorCount.objects.using("report")
    for village, (above, below) in zip(VILLAGES, sides, strict=False):
        report.create(
            indicator="hypertension_control",
            area_code=village,
            year=2025,
            numerator=above,
            denominator=below,
            as_of=NOW,
        )
    LakeState.objects.using("report").create(generation="x", watermark=1, as_of=NOW, counted_date=TODAY)


def test_a_small_village_far_from_the_rest_is_within_chance_and_a_large_one_is_not(sign_in) -> None:
    counted(*[(3000, 5000)] * 9, (0, 3), (2700, 5000), *[(3000, 5000)] * 9)
    page = sign_in("city_bureau", CITY).get(f"{FUNNEL}?year=2025&level=4").content.decode()
    rows = page.split("<tbody>")[1].split("<tr>")[1:]
    assert ["偶然范围内" in row for row in rows if ">0/3<" in row] == [True]
    assert ["低于 99.8% 限" in row for row in rows if ">2700/5000<" in row] == [True]
    assert "过度离散" not in page


def test_two_places_make_no_funnel_and_the_page_says_what_to_do(sign_in) -> None:
    counted((6, 10), (0, 3))
    client = sign_in("centre_director", STREET)
    assert "请看上一级地区或换一个层级" in client.get(f"{FUNNEL}?year=2025").content.decode()
    assert client.get(f"{FUNNEL}export/?year=2025").status_code == 404


def test_the_funnel_goes_to_excel_and_a_hidden_area_answers_as_if_absent(sign_in) -> None:
    counted((60, 100), (40, 100), (50, 100))
    client = sign_in("centre_director", STREET)
    assert client.get(f"{FUNNEL}export/?year=2025").headers["Content-Type"].endswith("sheet")
    assert client.get(f"{FUNNEL}?region={CITY}").status_code == 404
    assert sign_in("auditor", CITY).get(FUNNEL).status_code == 403
