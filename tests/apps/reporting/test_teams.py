"""Figures by doctor team: who is under contract on the day, counted by the lake as person by person, and opened."""

import re
from datetime import date, timedelta

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.contracts.models import Contract, Team
from gongwei.apps.people.models import Resident
from gongwei.apps.planning.actions import lake
from gongwei.apps.planning.actions.months import recount
from gongwei.apps.planning.models import LakeState, TeamCount
from gongwei.apps.reporting.cohorts import cohort_members, cohorts_of_teams
from gongwei.apps.reporting.queries import team_members
from gongwei.catalog.discovery import indicators
from gongwei.domain.cohort import quarter_of
from tests import others
from tests.apps.reporting.test_cohorts import sown
from tests.conftest import NOW, TODAY

STREET, BESIDE, HERE, NEXT_DOOR = 330102001000, 330102003000, 330102001051, 330102001052
CONTROL, PAGE = "hypertension_control", "/plan/indicators/hypertension_control/teams/"
NAMES = ("东队", "南队", "西队")
pytestmark = pytest.mark.django_db(transaction=True)


def founded(name: str) -> Team:
    return Team.objects.create(
        name=name, area_code=STREET, villages=[HERE, NEXT_DOOR], since_date=date(2024, 1, 1), recorded_at=NOW
    )


@pytest.fixture
def counted(transactional_db) -> list[Team]:
    """Three teams with a figure each, as the lake writes them."""
    made = [founded(name) for name in NAMES]
    for one, above in zip(made, (60, 40, 50), strict=True):
        TeamCount.objects.using("report").create(
            indicator=CONTROL, team_id=one.pk, area_code=STREET, year=TODAY.year, numerator=above, denominator=100,
            as_of=NOW,
        )  # fmt: skip
    LakeState.objects.using("report").create(generation="x", watermark=1, as_of=NOW, counted_date=TODAY)
    return made


@pytest.fixture
def teams(post) -> list[Team]:
    """Three teams of a street with twenty patients; one in four has no contract, one in four changed the team."""
    made = [founded(name) for name in NAMES]
    with as_acting(post("centre_doctor", STREET)):
        sown(12)
        sown(8, NEXT_DOOR)
        for turn, one in enumerate(Resident.objects.order_by("area_code", "name_pinyin")):
            spells = [(made[turn % 3], date(2024, 6, 1), date(2026, 12, 1))] if turn % 4 else []
            if turn % 4 == 1:  # changed the team in March
                spells = [
                    (made[turn % 3], date(2024, 6, 1), date(2026, 3, 1)),
                    (made[(turn + 1) % 3], date(2026, 3, 1), date(2027, 3, 1)),
                ]
            for number, (team, begun, until) in enumerate(spells):
                Contract.objects.create(
                    resident=one, area_code=one.area_code, recorded_at=NOW, team=team, sign_way="1", from_date=begun,
                    state="signed" if number + 1 == len(spells) else "renewed", packages=["basic"],
                    signed_date=begun, to_date=until,
                )  # fmt: skip
    return made


def test_the_lake_counts_for_a_team_whom_its_director_finds_behind_the_figure(teams, post) -> None:
    others.are_done()
    lake.refresh(on=TODAY, at=NOW)
    counted = {
        (row.indicator, row.team_id, row.year): (row.numerator, row.denominator)
        for row in TeamCount.objects.using("report").all()
    }
    assert {key for key, _team, _year in counted} >= {CONTROL, "contract_coverage"} & indicators().keys()
    with as_acting(post("centre_director", STREET)):
        for (key, team, year), sides in counted.items():
            found = team_members(indicators()[key], team, year=year, as_of=TODAY)
            assert sides == (sum(one.counted for one in found), len(found)), (key, year)
    assert sum(below for (key, _team, year), (_above, below) in counted.items() if (key, year) == (CONTROL, 2026)) > 4


def test_a_director_sees_the_teams_in_a_funnel_and_opens_one_to_its_people(counted, sign_in) -> None:
    client = sign_in("centre_director", STREET)
    page = client.get(f"{PAGE}?year={TODAY.year}").content.decode()
    assert all(name in page for name in NAMES) and "3 个团队" in page
    behind = client.get(f"{PAGE}{counted[0].pk}/people/?year={TODAY.year}")
    assert behind.status_code == 200 and "东队" in behind.content.decode()
    assert AuditEntry.objects.using("owner").filter(action="people.listed").count() == 1
    assert client.get(f"{PAGE}{counted[0].pk}/people/export/").headers["Content-Type"].endswith("sheet")
    assert client.get(f"{PAGE}export/").headers["Content-Type"].endswith("sheet")


def test_a_bureau_sees_figures_of_teams_and_nobody_behind_them_and_another_street_neither(counted, sign_in) -> None:
    bureau = sign_in("district_bureau", 330102000000)
    page = bureau.get(f"{PAGE}?year={TODAY.year}").content.decode()
    assert "东队" in page and "/people/" not in page
    assert bureau.get(f"{PAGE}{counted[0].pk}/people/").status_code == 403
    beside = sign_in("centre_director", BESIDE)
    page = beside.get(PAGE).content.decode()
    assert "东队" not in page and "还没有家庭医生团队" in page
    assert beside.get(f"{PAGE}{counted[0].pk}/people/").status_code == 404
    assert beside.get(f"/cohorts/teams/{counted[0].pk}/").status_code == 404
    assert "没有按团队的数字" in beside.get("/cohorts/teams/").content.decode()


def test_a_village_or_an_indicator_of_all_who_live_there_says_why_it_has_no_teams(counted, sign_in) -> None:
    client = sign_in("centre_director", STREET)
    assert "请看上一级地区" in client.get(f"{PAGE}?region={HERE}").content.decode()
    of_all = next(key for key, one in indicators().items() if one.denominator == "population")
    assert "常住人口" in client.get(f"/plan/indicators/{of_all}/teams/").content.decode()


def assert_the_card_of_a_team_opens_by_quarter_of_enrolment(client, asked, one, team) -> None:
    card = client.get(f"/cohorts/teams/{team.pk}/?{asked}").content.decode()
    cells = [cell for cell in re.findall(r'href="(/cohorts/teams/[^"]*cohort=[^"]*)"', card) if one.standing in cell]
    listed = [client.get(cell.replace("&amp;", "&")).content.decode() for cell in cells]
    assert sum(one.name in page for page in listed) == 1


def test_the_teams_of_a_cohort_card_part_the_enrolled_who_have_a_contract(teams, post, sign_in) -> None:
    recount(on=TODAY, at=NOW)
    quarter = quarter_of(TODAY - timedelta(days=91))
    director = post("centre_director", STREET)
    with as_acting(director):
        found = cohorts_of_teams("hypertension", STREET, quarter=quarter, on=TODAY)
        whole = [
            one for area in (HERE, NEXT_DOOR) for one in cohort_members("hypertension", area, quarter=quarter, on=TODAY)
        ]
        signed = set(Contract.objects.values_list("resident_id", flat=True))
    parted = [(one.resident_id, one.standing) for people in found.values() for one in people]
    assert sorted(parted) == sorted((one.resident_id, one.standing) for one in whole if one.resident_id in signed)
    assert found.keys() == {team.pk for team in teams}
    client = sign_in("centre_director", STREET)
    asked = f"program=hypertension&quarter={quarter.start}"
    page = client.get(f"/cohorts/teams/?{asked}").content.decode()
    assert all(name in page for name in NAMES)
    one = found[teams[0].pk][0]
    assert_the_card_of_a_team_opens_by_quarter_of_enrolment(client, asked, one, teams[0])
    listed = client.get(f"/cohorts/teams/{teams[0].pk}/people/?{asked}&standing={one.standing}")
    assert one.name in listed.content.decode()
    for address in (f"/cohorts/teams/export/?{asked}", f"/cohorts/teams/{teams[0].pk}/people/export/?{asked}"):
        assert client.get(address).headers["Content-Type"].endswith("sheet")
