"""Build the made city in the database, once: a build that died leaves nothing, and the next one starts anew."""

import json
import time
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as time_of_day
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from gongwei.apps.places.actions import load_city
from gongwei.domain.regions import STREET, ancestor
from gongwei.site.demo import activities, cards, group, people, work
from gongwei.site.home import home

Told = Callable[[str], None]
SEED = 20260630

BUSIEST = """SELECT area_code FROM (
        SELECT e.area_code, count(*) AS held, count(*) FILTER (WHERE next_due_date = %s) AS due
        FROM programs_enrolment e JOIN places_region r ON r.code = e.area_code AND r.on_map
        WHERE e.ended_date IS NULL AND e.program IN ('hypertension', 'diabetes') GROUP BY 1) village
    ORDER BY sum(held) OVER (PARTITION BY area_code / 1000) DESC, due DESC, held DESC, 1 LIMIT 1"""
CENTRE = "SELECT id FROM places_institution WHERE kind = 'centre' AND area_code = %s ORDER BY id LIMIT 1"
HOSPITAL = """SELECT id FROM places_institution WHERE kind = 'hospital'
    ORDER BY abs(area_code - %s), id LIMIT 1"""


class CityExists(RuntimeError):
    """The database holds residents already; the demo does not write over them."""


def _count(table: str, where: str = "true") -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}")  # noqa: S608 - our own words
        return cursor.fetchone()[0]


def built_as_of() -> str:
    """Give the day up to which the standing city's histories tell."""
    return json.loads((home() / "demo.json").read_text())["as_of"]


def is_built() -> bool:
    return _count("people_resident") > 0


def build(*, residents: int, seed: int, as_of: date, tell: Told) -> None:
    """Generate, load, post users. Raises CityExists."""
    if is_built():
        raise CityExists("数据库里已有居民数据，演示城市不会覆盖它。换一个 GONGWEI_HOME，或删除旧的数据文件夹。")
    begun = time.monotonic()

    def told(text: str) -> None:
        tell(f"{time.monotonic() - begun:6.1f} s  {text}")

    told("区划与人口")
    load_city(residents=residents)
    told(f"生成 {residents:,} 名居民")
    _make_residents(residents, seed=seed, as_of=as_of, told=told)
    (home() / "demo.json").write_text(json.dumps({"residents": residents, "seed": seed, "as_of": as_of.isoformat()}))
    told("用户与岗位")
    village, centre, hospital = _where_it_is_busy(as_of)
    at = datetime.combine(as_of, time_of_day(8), timezone.get_current_timezone())
    people.make_users(village=village, centre=centre, hospital=hospital, at=at, from_date=date(2020, 1, 1))
    told("报告卡与转诊单")
    cards.make_cards(village=village, as_of=as_of, at=at)
    group.share_some(on=as_of, at=at)
    activities.hold_some(on=as_of, at=at)
    work.share_out(village=village, on=as_of, at=at)


def _make_residents(residents: int, *, seed: int, as_of: date, told: Told) -> None:
    # A second start asks only whether the city stands, and need not wait for what makes one.
    from gongwei.adapters import synth
    from gongwei.site.demo import load, tables

    city = synth.hangzhou(residents=residents, seed=seed, as_of=as_of)
    told("写入数据库")
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        load.load(cursor.cursor, tables.database_tables(city), list(tables.ORDER), told)
    with connections["owner"].cursor() as cursor:  # lists are read from indexes alone once pages are marked visible
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(tables.ORDER)}")


def _where_it_is_busy(as_of: date) -> tuple[int, Any, Any]:
    """Choose the village with most due in the street with most chronic patients, its centre, the nearest hospital."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(BUSIEST, [as_of])
        village = cursor.fetchone()[0]
        cursor.execute(CENTRE, [ancestor(village, STREET)])
        centre = cursor.fetchone()
        cursor.execute(HOSPITAL, [village])
        hospital = cursor.fetchone()
    return village, centre and centre[0], hospital and hospital[0]


def counts() -> dict[str, int]:
    """Count what stands."""
    return {
        "residents": _count("people_resident"),
        "archives": _count("people_resident", "archived_date IS NOT NULL"),
        "conditions": _count("people_condition") + _count("people_sensitivecondition"),
        "visits": _count("programs_visit"),
        "institutions": _count("places_institution"),
        "users": _count("accounts_user"),
    }
