"""Visits written through the API by six clients: judged, audited, each in its own transaction."""

import http.client
import json
import random
import threading
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connections
from django.utils import timezone

from bench.clients import percentiles, timed

CLIENTS, EACH = 6, 250
PEOPLE = """SELECT e.resident_id FROM programs_enrolment e JOIN people_resident r ON r.id = e.resident_id
    WHERE e.program = 'hypertension' AND e.ended_date IS NULL AND r.died_date IS NULL AND r.resident_to IS NULL
    AND NOT EXISTS (SELECT 1 FROM programs_visit v WHERE v.resident_id = e.resident_id
        AND v.program = 'hypertension' AND v.visit_date = %s) ORDER BY e.id LIMIT %s"""


class Writer:
    """A program with a token, keeping its connection."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path: str, body: dict[str, Any]) -> None:
        headers = {**self.headers, "Idempotency-Key": str(uuid.uuid4())}
        self.connection.request("POST", path, json.dumps(body), headers)
        answer = self.connection.getresponse()
        said = answer.read()
        if answer.status != 201:
            raise RuntimeError(f"{answer.status} {said[:300]!r}")


def _reading(rng: random.Random) -> dict[str, Any]:
    systolic = rng.randint(110, 160)
    return {
        "visit_mode": "1", "hypertension_symptoms": ["1"], "danger_signs": ["none"], "systolic": systolic,
        "diastolic": systolic - rng.randint(42, 60), "weight": 62.5, "height": 165, "heart_rate": rng.randint(60, 90),
        "cigarettes": 0, "alcohol": 0, "exercise_per_week": 3, "exercise_minutes": 30, "salt": "1", "psychology": "1",
        "compliance": "1", "adherence": "1", "adverse": "1", "new_complication": "1",
        "medicines": [{"name": "苯磺酸氨氯地平片", "dose": 5, "unit": "mg", "times_a_day": 1}],
    }  # fmt: skip


def _token(at: datetime, day: date) -> str:
    from gongwei.apps.accounts.acting import acting_as, as_acting
    from gongwei.apps.accounts.actions import create_token
    from gongwei.apps.accounts.queries import default_post
    from gongwei.site.demo.people import OPERATOR

    post = default_post(OPERATOR, on=day)
    assert post is not None
    with as_acting(acting_as(post)) as acting:
        return create_token(title="bench", expires_date=day + timedelta(days=1), by=acting, at=at)[1]


def measure(port: int, password: str) -> dict[str, dict[str, float]]:
    """Write one visit of today for each of as many residents as turns."""
    now = timezone.now()
    today = timezone.localdate(now)
    day = today.isoformat()
    with connections["owner"].cursor() as cursor:
        cursor.execute(PEOPLE, [day, CLIENTS * EACH])
        people = [str(row[0]) for row in cursor.fetchall()]
    token, rng, turn_lock = _token(now, today), random.Random(2), threading.Lock()
    writers = [Writer(port, token) for _ in range(CLIENTS)]

    def write(writer: Writer, turn: int) -> None:
        with turn_lock:
            readings = _reading(rng)
        body = {"program": "hypertension", "visit_date": day, "readings": readings}
        writer.post(f"/api/residents/{people[turn]}/visits", body)

    durations, whole = timed(writers, write, EACH)
    return {"hypertension visits": {**percentiles(durations), "a second": round(len(durations) / whole)}}
