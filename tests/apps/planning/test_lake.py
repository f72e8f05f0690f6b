"""The figures follow the records: what is written, changed or deleted is counted, once, whatever breaks in between."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from django.conf import settings
from django.db import Error, connection, connections
from tests import others
from tests.conftest import NOW, TODAY

from gongwei.adapters.lake.store import Store
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.contracts.models import Contract, Team
from gongwei.apps.people.models import Resident
from gongwei.apps.planning.actions import lake
from gongwei.apps.planning.models import IndicatorCount, LakeState, TeamCount
from gongwei.apps.programs.models import Enrolment, Visit

HERE, NEXT_DOOR = 330102001051, 330102001052
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def doctor(post):
    return post("centre_doctor", 330102001000)


def resident(area: int = HERE, born: date = date(1950, 1, 1)) -> Resident:
    made = Resident(
        name="张三", name_pinyin="zhangsan", name_initials="zs", sex="1", birth_date=born, area_code=area,
        resident_from=date(2020, 1, 1), archived_date=date(2021, 1, 1), recorded_at=NOW,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def managed(one: Resident, *, at_target: bool, on: date = date(2026, 3, 1)) -> Visit:
    common = {"resident": one, "program": "hypertension", "area_code": one.area_code, "recorded_at": NOW}
    if not Enrolment.objects.filter(resident=one).exists():
        Enrolment.objects.create(**common, enrolled_date=date(2025, 1, 1))
    readings = {"systolic": 138, "diastolic": 84, "exam_done": True}
    return Visit.objects.create(
        **common, edition="2017-02-28", visit_date=on, visit_mode="1", face_to_face=True, rule="continue",
        advice="继续", at_target=at_target, readings=readings,
    )  # fmt: skip


def refresh(**more) -> str:
    others.are_done()  # what an older transaction may still write is read again the next time
    return lake.refresh(on=more.pop("on", TODAY), at=NOW, **more).how


def figure(indicator: str, year: int = 2026, area: int = HERE) -> tuple[int, int]:
    row = IndicatorCount.objects.using("report").filter(indicator=indicator, year=year, area_code=area).first()
    return (row.numerator, row.denominator) if row else (0, 0)


def test_a_visit_counts_after_the_next_refresh(doctor) -> None:
    with as_acting(doctor):
        one = resident()
    assert refresh() == "built"
    assert figure("hypertension_control") == (0, 0)
    with as_acting(doctor):
        managed(one, at_target=True)
    assert refresh() == "followed"
    assert figure("hypertension_control") == (1, 1)
    assert figure("hypertension_control", 2025) == (0, 1)  # enrolled since then, but not seen
    assert refresh() == "unchanged"


def test_a_corrected_visit_and_a_move_take_the_old_count_away(doctor) -> None:
    with as_acting(doctor):
        visit = managed(resident(), at_target=True)
    refresh()
    with as_acting(doctor):
        Visit.objects.filter(pk=visit.pk).update(at_target=False)
    refresh()
    assert figure("hypertension_control") == (0, 1)
    with as_acting(doctor):
        for model in (Visit, Enrolment):
            model.objects.update(area_code=NEXT_DOOR)
        Resident.objects.update(area_code=NEXT_DOOR)
    refresh()
    assert figure("hypertension_control") == (0, 0)
    assert figure("hypertension_control", area=NEXT_DOOR) == (0, 1)


def test_a_deleted_visit_is_counted_no_more(doctor) -> None:
    with as_acting(doctor):
        visit = managed(resident(), at_target=True)
    refresh()
    with as_acting(doctor):
        visit.delete()
    assert refresh() == "followed"
    assert figure("hypertension_control") == (0, 1)


def test_the_archive_rate_divides_by_the_population_of_every_village(doctor) -> None:
    with as_acting(doctor):
        resident()
    refresh()
    above, below = figure("archive_rate")
    assert above == 1
    assert below > 0
    assert IndicatorCount.objects.using("report").filter(indicator="archive_rate", year=2026).count() > 2000


def test_a_new_day_counts_who_has_grown_old_enough(doctor) -> None:
    with as_acting(doctor):
        resident(born=date(1961, 12, 31))
    refresh(on=date(2025, 12, 31))
    assert figure("share_65_over", 2025) == (0, 1)
    assert refresh(on=date(2026, 1, 1)) == "recounted"
    assert figure("share_65_over", 2026) == (1, 1)


def test_following_gives_what_building_gives(doctor) -> None:
    with as_acting(doctor):
        people = [resident(HERE + n % 3, date(1950, 1, 1) + timedelta(days=900 * n)) for n in range(12)]
        visits = [managed(one, at_target=n % 2 == 0) for n, one in enumerate(people)]
    refresh()
    with as_acting(doctor):
        for one in people[:4]:
            managed(one, at_target=False, on=date(2026, 5, 5))
        visits[5].delete()
        Resident.objects.filter(pk=people[7].pk).update(died_date=date(2026, 2, 2))
    assert refresh() == "followed"
    with as_acting(doctor):
        managed(people[5], at_target=True, on=date(2025, 12, 31))
        Enrolment.objects.filter(resident=people[6]).update(ended_date=date(2025, 6, 1), next_due_date=None)
    assert refresh() == "followed"
    assert lake.verify(on=TODAY, at=NOW) == []


def test_verifying_finds_a_count_that_is_wrong(doctor) -> None:
    with as_acting(doctor):
        managed(resident(), at_target=True)
    refresh()
    IndicatorCount.objects.using("report").filter(indicator="hypertension_control").update(numerator=0)
    found = lake.verify(on=TODAY, at=NOW)
    assert [(one.indicator, one.stands, one.recounted) for one in found] == [("hypertension_control", (0, 1), (1, 1))]


def test_a_refresh_that_dies_before_its_commit_changes_nothing(doctor, monkeypatch) -> None:
    with as_acting(doctor):
        one = resident()
    refresh()
    before = LakeState.objects.using("report").get().generation
    with as_acting(doctor):
        managed(one, at_target=True)
    monkeypatch.setattr(lake, "_commit", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("power cut")))
    with pytest.raises(RuntimeError, match="power cut"):
        refresh()
    monkeypatch.undo()
    assert LakeState.objects.using("report").get().generation == before
    assert refresh() == "followed"
    assert figure("hypertension_control") == (1, 1)
    assert lake.verify(on=TODAY, at=NOW) == []


def test_a_lake_whose_files_are_gone_is_built_anew(doctor) -> None:
    with as_acting(doctor):
        managed(resident(), at_target=True)
    refresh()
    shutil.rmtree(folder())
    assert refresh() == "built"
    assert figure("hypertension_control") == (1, 1)


def test_only_one_refresh_runs_at_a_time(doctor) -> None:
    with lake._alone():
        other = connections["report"].copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [lake.LOCK])
            assert cursor.fetchone() == (False,)
        other.close()


def folder() -> Path:
    return Path(settings.LAKE) / connections["report"].settings_dict["NAME"]


def test_the_lake_holds_no_name_and_no_identity_of_a_resident(doctor) -> None:
    with as_acting(doctor):
        one = resident()
    refresh()
    assert folder().stat().st_mode & 0o077 == 0
    generation = Store(folder(), key=settings.PSEUDONYM_KEY).find(LakeState.objects.using("report").get().generation)
    assert generation is not None
    rows = duckdb.sql(f"SELECT * FROM '{folder() / generation.base}/residents.parquet'")
    assert rows.columns == [
        "person", "area_code", "sex", "birth_date", "archived_date", "resident_from", "resident_to", "died_date",
    ]  # fmt: skip
    assert [row[0] for row in rows.fetchall()] != [one.pk]


def test_the_application_may_read_counts_of_its_area_and_write_none(doctor) -> None:
    with as_acting(doctor):
        resident()
    refresh()
    with as_acting(doctor):
        assert set(IndicatorCount.objects.values_list("area_code", flat=True)) <= set(range(330102001000, 330102002000))
    with pytest.raises(Error, match="permission denied"), as_acting(doctor), connection.cursor() as cursor:
        cursor.execute("UPDATE planning_indicatorcount SET numerator = 9")


def under_contract(one: Resident, team: Team, *, begun: date, until: date) -> Contract:
    return Contract.objects.create(
        resident=one, area_code=one.area_code, recorded_at=NOW, team=team, state="renewed", sign_way="1",
        packages=["basic"], signed_date=begun, from_date=begun, to_date=until,
    )  # fmt: skip


def of_teams(indicator: str) -> dict[tuple[str, int], tuple[int, int]]:
    names = dict(Team.objects.values_list("id", "name"))
    rows = TeamCount.objects.using("report").filter(indicator=indicator)
    return {(names[row.team_id], row.year): (row.numerator, row.denominator) for row in rows}


def test_who_is_under_contract_counts_for_the_team_of_the_day_and_moves_with_the_contract(doctor) -> None:
    north, south = (
        Team.objects.create(
            name=name, area_code=330102001000, villages=[HERE], since_date=date(2024, 1, 1), recorded_at=NOW
        )
        for name in ("北队", "南队")
    )
    with as_acting(doctor):
        one, alone = resident(), resident()
        managed(one, at_target=True)
        managed(alone, at_target=False)
        under_contract(one, north, begun=date(2025, 1, 1), until=date(2026, 1, 1))
    refresh()
    assert of_teams("hypertension_control") == {("北队", 2025): (0, 1)}  # it ran out with the year
    assert figure("hypertension_control") == (1, 2)
    with as_acting(doctor):
        under_contract(one, south, begun=date(2026, 1, 1), until=date(2027, 1, 1))
        later = under_contract(alone, south, begun=TODAY + timedelta(days=1), until=date(2027, 6, 1))
    assert refresh() == "followed"
    assert of_teams("hypertension_control") == {("北队", 2025): (0, 1), ("南队", 2026): (1, 1)}
    assert refresh(on=TODAY + timedelta(days=1)) == "recounted"
    assert of_teams("hypertension_control")["南队", 2026] == (1, 2)
    with as_acting(doctor):
        Contract.objects.filter(pk=later.pk).delete()
    refresh(on=TODAY + timedelta(days=1))
    assert of_teams("hypertension_control")["南队", 2026] == (1, 1)
    assert lake.verify(on=TODAY + timedelta(days=1), at=NOW) == []
