"""The ways in a page's frame are drawn once for a role, a page and a language, and never for another."""

import re

import pytest
from django.core.cache import cache

pytestmark = pytest.mark.django_db(transaction=True)
STREET, CITY = 330102001000, 330100000000
LINK = re.compile(r'<a href="([^"]+)"( aria-current="page")?>')


def ways(client, address: str) -> dict[str, bool]:
    """Give the links of the side navigation, and which is current."""
    page = client.get(address).content.decode()
    return {link: bool(current) for link, current in LINK.findall(page.split('class="sidenav"')[1].split("</nav>")[0])}


def test_each_role_sees_its_own_ways_whoever_asked_before(sign_in) -> None:
    cache.clear()
    for _ in range(2):
        mine = ways(sign_in("centre_doctor", STREET), "/regions/")
        assert "/today/" in mine and "/audit/" not in mine
        theirs = ways(sign_in("auditor", CITY), "/regions/")
        assert "/audit/" in theirs and "/today/" not in theirs


def test_the_current_page_is_marked_and_no_other(sign_in) -> None:
    cache.clear()
    doctor = sign_in("centre_doctor", STREET)
    for address in ("/today/", "/referrals/", "/today/", "/regions/"):
        assert [link for link, current in ways(doctor, address).items() if current] == [address]


def test_a_kept_frame_speaks_the_language_of_who_asks(sign_in) -> None:
    cache.clear()
    doctor = sign_in("centre_doctor", STREET)
    assert "规划记分牌" in doctor.get("/today/").content.decode()
    doctor.cookies["django_language"] = "en"
    page = doctor.get("/today/").content.decode().split('class="sidenav"')[1].split("</nav>")[0]
    assert "规划记分牌" not in page and "Scoreboard" in page.title()
