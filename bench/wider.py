"""One more programme must slow nobody's page: the same pages with the catalogue's programmes, and with copies of them.

Both are asked in one process, in turn, so that they stand in the same hour. The copies are in force and nobody is
enrolled in them.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import numpy as np
from django.db import connections
from django.test import Client, override_settings

from gongwei.catalog import discovery

ASKED, WARM = 60, 5
SOMEBODY = """SELECT e.resident_id FROM programs_enrolment e
    JOIN accounts_assignment a ON e.area_code / 1000000 = a.area_id / 1000000
    JOIN accounts_user u ON u.id = a.user_id
    WHERE u.username = 'doctor' AND e.program = 'hypertension' AND e.ended_date IS NULL
        AND e.area_code BETWEEN a.area_id AND a.area_id + 999
    ORDER BY e.id LIMIT 1"""


@contextmanager
def doubled() -> Iterator[int]:
    """Let the catalogue hold each programme of class 3 twice; gives how many there are then."""
    known = discovery.written_programs()
    copies = {f"{key}_2": replace(one, key=f"{key}_2") for key, one in known.items() if not one.is_guarded}
    wider = MappingProxyType({**known, **copies})
    with patch.object(discovery, "written_programs", lambda: wider):
        discovery._settled_programs.cache_clear()
        try:
            yield len(wider)
        finally:
            discovery._settled_programs.cache_clear()


def _pages() -> dict[str, str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(SOMEBODY)
        (somebody,) = cursor.fetchone()
    return {
        "my day, a street's doctor": "/today/?w=overdue",
        "a resident": f"/residents/{somebody}/",
        "a hypertension form": f"/residents/{somebody}/visit/hypertension/",
    }


def _asked(client: Client, path: str, times: int) -> list[float]:
    durations = []
    for _ in range(times):
        begun = time.perf_counter()
        answer = client.get(path)
        durations.append(time.perf_counter() - begun)
        assert answer.status_code == 200, (path, answer.status_code)
    return durations


def measure(password: str) -> dict[str, Any]:
    """Give each page's median with the programmes as they are, with the doubled ones, and the ratio."""
    client, now = Client(), len(discovery.programs())
    found: dict[str, Any] = {}
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client.post("/sign-in/", {"login": "doctor", "password": password})
        for page, path in _pages().items():
            as_is: list[float] = []
            wider: list[float] = []
            for _ in range(3):
                _asked(client, path, WARM)
                as_is += _asked(client, path, ASKED)
                with doubled() as then:
                    _asked(client, path, WARM)
                    wider += _asked(client, path, ASKED)
            before, after = (float(np.median(one)) * 1000 for one in (as_is, wider))
            rows = {f"p50_ms of {now} programmes": round(before, 1), f"p50_ms of {then}": round(after, 1)}
            found[page] = rows | {"ratio": round(after / before, 2)}
    return found
