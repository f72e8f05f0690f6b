"""Build the small world: the same seed gives the same rows, ciphers and password salts apart."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connections, transaction

from gongwei.site.world import offices
from gongwei.site.world.activities import sow_activities
from gongwei.site.world.duties import sow_duties
from gongwei.site.world.ground import PLACES, VILLAGES, SignIn, sign_ins
from gongwei.site.world.group import sow_group
from gongwei.site.world.month_end import sow_doubt, sow_month_end
from gongwei.site.world.people import sow_person
from gongwei.site.world.sowing import Planted, Sowing

AT_LEAST = 2 * len(PLACES)  # two residents in each place


class NotEmpty(RuntimeError):
    """Residents are there already; the world is built into an empty city only."""


@dataclass(frozen=True)
class World:
    """What was built: who signs in, the ids of each place by the names that addresses use, and the canaries."""

    sign_ins: tuple[SignIn, ...]
    users: dict[str, tuple[UUID, UUID]]  # user and post by name
    institutions: dict[int, UUID]
    ids: dict[int, dict[str, list[UUID]]]
    planted: dict[str, Planted]


def build(*, seed: int, persons: int, canary: bool, password: str, at: datetime) -> World:
    """Write the world into an empty city, at least AT_LEAST residents. Raises NotEmpty."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM people_resident)")
        if cursor.fetchone()[0]:
            raise NotEmpty("数据库里已有居民，种子世界只建在空库里：换一个 GONGWEI_HOME。")
        sowing = Sowing(random.Random(seed), canary)
        world = _sow(sowing, persons=max(persons, AT_LEAST), password=make_password(password), at=at)
        for table, rows in sowing.tables():
            _write(cursor, table, rows)
    return world


def _sow(sowing: Sowing, *, persons: int, password: str, at: datetime) -> World:
    signing = list(sign_ins())
    institutions = offices.sow_institutions(sowing)
    users = offices.sow_users(sowing, signing, password, institutions, at=at)
    ids: dict[int, dict[str, list[UUID]]] = {place: {} for place in PLACES}
    shared = sowing.new_id()  # a household of which one lives in each place
    homes = [*PLACES, *PLACES, *(sowing.rng.choice(VILLAGES) for _ in range(persons - AT_LEAST))]
    for turn, place in enumerate(homes):
        # Every other resident is looked after by the institution of another place: that opens nothing.
        looked_after = institutions[place if turn < len(PLACES) else PLACES[(turn + 4) % len(PLACES)]]
        user, post = users[offices.importer_of(signing, place).username]
        household = shared if turn < len(PLACES) else sowing.new_id()
        made = sow_person(sowing, place, institution=looked_after, household=household, actor=user, at=at)
        if turn < len(PLACES):
            made |= offices.sow_import(sowing, place, user=user, post=post, at=at)
            made |= offices.sow_report(sowing, place, user=user, at=at)
            made |= sow_group(sowing, place, resident=made["resident_id"], user=user, at=at)
            made |= sow_month_end(sowing, place, institution=looked_after, user=user, at=at)
            made |= sow_activities(sowing, place, institution=looked_after, user=user, at=at)
            made |= sow_doubt(sowing, place, visit=made["visit_id"], user=user, at=at)
            other = next(one for one, _post in users.values() if one != user)
            made |= sow_duties(sowing, place, resident=made["resident_id"], doctor=user, other=other, at=at)
            offices.sow_audit(sowing, user=user, post=post, about=made["resident_id"], area=place, at=at)
        elif turn < AT_LEAST:
            both = (ids[place]["resident_id"][0], made["resident_id"])
            made |= offices.sow_merging(sowing, place, residents=both, user=user, at=at)
        for name, one in made.items():
            ids[place].setdefault(name, []).append(one)
    offices.sow_counts(sowing, at=at)
    return World(tuple(signing), users, institutions, ids, sowing.planted)


def _write(cursor: Any, table: str, rows: Iterable[dict[str, Any]]) -> None:
    rows = list(rows)
    for columns in dict.fromkeys(tuple(row) for row in rows):
        marks = ", ".join(["%s"] * len(columns))
        alike = [tuple(row.values()) for row in rows if tuple(row) == columns]
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", alike)  # noqa: S608
