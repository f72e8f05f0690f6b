"""A wide post's counts are kept for seconds, and never told to another post."""

from gongwei.apps.accounts.remembering import remembered
from tests.conftest import TODAY

CITY, STREET, VILLAGE = 330100000000, 330102001000, 330102001051


def test_a_count_is_made_once_for_one_post_and_anew_for_any_other(post) -> None:
    doctor, director = post("centre_doctor", STREET), post("centre_director", STREET)
    city, made = post("city_cdc", CITY), []

    def count(by, *about) -> int:
        return remembered("due", *about, by=by, seconds=10, make=lambda: made.append(by) or len(made))

    assert [count(doctor, TODAY), count(doctor, TODAY)] == [1, 1]
    assert count(city, TODAY) == 2 and count(doctor, TODAY, "diabetes") == 3
    same_rights = (director.rights.reads, director.rights.manages) == (doctor.rights.reads, doctor.rights.manages)
    assert count(director, TODAY) == (1 if same_rights else 4)


def test_what_is_not_worth_keeping_is_made_each_time(post) -> None:
    village, made = post("village_doctor", VILLAGE), []
    for _ in range(2):
        remembered("due", by=village, seconds=10, make=lambda: made.append(1) or 3, worth=lambda n: n > 10)
    assert len(made) == 2
