"""The clinic's pages under six clients: scoped users, row-level security and audit on."""

import random
from typing import Any

from django.db import connections

from bench.clients import Client, percentiles, timed

CLIENTS, WARM, EACH = 6, 3, 25
LISTS = ("w=overdue", "w=today", "w=week")
SORTS = ("due", "-due", "last", "-last")


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _sample() -> list[tuple[Any, ...]]:
    return _rows(
        "SELECT id, name, name_pinyin, archive_no FROM people_resident TABLESAMPLE SYSTEM (0.2)"
        " WHERE archive_no IS NOT NULL AND id IN (SELECT resident_id FROM programs_enrolment) LIMIT 500"
    )


def _measure(clients: list[Client], paths: list[str]) -> dict[str, float]:
    rng = random.Random(1)
    rng.shuffle(paths)
    timed(clients, lambda client, turn: client.get(paths[turn % len(paths)]), WARM)
    durations, _ = timed(clients, lambda client, turn: client.get(paths[turn % len(paths)]), EACH)
    return percentiles(durations)


def measure(port: int, password: str) -> dict[str, dict[str, float]]:
    """Time each page with six clients at once: as the street's doctor, and as the whole city's CDC."""
    sample = _sample()
    found: dict[str, dict[str, float]] = {}
    doctors = [Client(port, "doctor", password) for _ in range(CLIENTS)]
    found["my day, a street's doctor"] = _measure(doctors, [f"/today/?{one}" for one in LISTS])
    city = [Client(port, "city-cdc", password) for _ in range(CLIENTS)]
    found["my day, the whole city"] = _measure(city, [f"/today/?{one}" for one in LISTS])
    paths = [f"/today/?w=overdue&sort={sign}name" for sign in ("", "-")]
    found["my day, a street's doctor, sort=name"] = _measure(doctors, paths)
    for sort in SORTS:
        found[f"my day, the whole city, sort={sort}"] = _measure(city, [f"/today/?w=overdue&sort={sort}"])
        paths = [f"/today/?w=overdue&sort={sort}&page=1000"]
        found[f"my day, the whole city, sort={sort}, page 1,000"] = _measure(city, paths)
    for what, place in (("name", 1), ("pinyin", 2), ("number", 3)):
        sought = [str(row[place]) for row in sample]
        found[f"search by {what}, the whole city"] = _searched(city, sought)
    found["resident page, the whole city"] = _measure(city, [f"/residents/{row[0]}/" for row in sample])
    found["scoreboard, the whole city"] = _measure(city, ["/plan/"])
    return found


def _searched(clients: list[Client], sought: list[str]) -> dict[str, float]:
    def search(client: Client, turn: int) -> None:
        client.post(
            "/residents/", {"q": sought[turn % len(sought)], "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        )

    timed(clients, search, WARM)
    return percentiles(timed(clients, search, EACH)[0])
