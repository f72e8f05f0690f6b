"""The naive rival of the lake: for each indicator and level one query, as anybody would write it, on PostgreSQL."""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from gongwei.catalog.discovery import indicators, programs
from gongwei.domain.regions import SPAN

YEAR = 2025
PERIOD = "BETWEEN DATE '2025-01-01' AND DATE '2025-12-31'"
STOP = "least(coalesce(e.ended_date, 'infinity'), coalesce(r.died_date, 'infinity'), DATE '2026-01-01')"
LIVES = """r.resident_from <= DATE '2025-12-31' AND coalesce(r.resident_to, 'infinity') > DATE '2025-12-31'
    AND coalesce(r.died_date, 'infinity') > DATE '2025-12-31'"""
VISITS = f"FROM programs_visit v WHERE v.resident_id = r.id AND v.visit_date {PERIOD}"
QUARTERS = """(VALUES (DATE '2025-01-01', DATE '2025-04-01'), ('2025-04-01', '2025-07-01'),
    ('2025-07-01', '2025-10-01'), ('2025-10-01', '2026-01-01')) q (start, stop)"""
OWED = f"""(SELECT greatest(1, count(*)) FROM {QUARTERS} WHERE EXISTS (SELECT FROM
    programs_enrolment e WHERE e.resident_id = r.id AND e.program = '%s' AND e.enrolled_date <= q.start
    AND {STOP} >= q.stop))"""
EXAMINED = f"EXISTS (SELECT {VISITS} AND (v.program = 'elderly' OR v.readings->>'exam_done' = 'true'))"


def _enrolled(program: str) -> str:
    return f"""EXISTS (SELECT FROM programs_enrolment e WHERE e.resident_id = r.id AND e.program = '{program}'
        AND e.enrolled_date < {STOP} AND {STOP} > DATE '2025-01-01')"""


def _last_at_target(program: str) -> str:
    return f"""coalesce((SELECT v.at_target {VISITS} AND v.program = '{program}'
        ORDER BY v.visit_date DESC, v.recorded_at DESC, v.id DESC LIMIT 1), false)"""


def _managed(program: str) -> str:
    return f"{_enrolled(program)} AND EXISTS (SELECT {VISITS} AND v.program = '{program}')"


def _often(program: str, condition: str) -> str:
    return f"(SELECT count(*) {VISITS} AND v.program = '{program}' AND {condition}) >= {OWED % program}"


def _complete() -> str:
    newest = programs()["elderly"]
    editions, stop = [], "infinity"
    for edition in newest.editions:
        keys = [key for key, one in edition.visit.fields.items() if one.required is True and not one.column]
        listed = ", ".join(f"'{key}'" for key in keys)
        editions.append(
            f"v.visit_date >= DATE '{edition.since}' AND v.visit_date < DATE '{stop}' AND v.readings ?& ARRAY[{listed}]"
        )
        stop = edition.since.isoformat()
    return f"EXISTS (SELECT {VISITS} AND v.program = 'elderly' AND ({' OR '.join(editions)}))"


def sides() -> dict[str, tuple[str, str]]:
    """Give, for each indicator, who stands below its line and who above."""
    old = "r.birth_date <= DATE '1960-12-31'"
    foot = f"""NOT EXISTS (SELECT {VISITS} AND v.program = 'diabetes' AND v.face_to_face
        AND v.readings->>'foot_pulse' IS NULL)"""
    measured = _often("copd", "v.readings->>'spo2' IS NOT NULL")
    glucose = _often("diabetes", "v.readings->>'fasting_glucose' IS NOT NULL")
    return {
        "archive_rate": (LIVES, "r.archived_date IS NOT NULL"),
        "archive_use_rate": (f"{LIVES} AND r.archived_date IS NOT NULL", f"EXISTS (SELECT {VISITS})"),
        "share_65_over": (LIVES, old),
        "elderly_management": (f"{LIVES} AND {old}", f"r.archived_date IS NOT NULL AND {_complete()}"),
        "hypertension_control": (_enrolled("hypertension"), _last_at_target("hypertension")),
        "diabetes_control": (_enrolled("diabetes"), _last_at_target("diabetes")),
        "hypertension_standard_management": (
            _managed("hypertension"),
            f"{_often('hypertension', 'v.face_to_face')} AND {EXAMINED}",
        ),
        "diabetes_standard_management": (
            _managed("diabetes"),
            f"{_often('diabetes', 'v.face_to_face')} AND {glucose} AND {foot} AND {EXAMINED}",
        ),
        "copd_standard_management": (
            _managed("copd"),
            f"{measured} AND {EXAMINED}",
        ),
    }


def counted() -> Iterator[tuple[str, int, int, int, int]]:
    """Run every query: indicator, level, region, above, below; as the owner, whom no policy slows."""
    with connections["owner"].cursor() as cursor:
        for key, (below, above) in sides().items():
            for level, span in SPAN.items():
                cursor.execute(
                    f"""SELECT r.area_code - r.area_code % {span}, count(*) FILTER (WHERE {above}), count(*)
                    FROM people_resident r WHERE {below} GROUP BY 1"""
                )
                yield from ((key, level, *_ints(row)) for row in cursor.fetchall())


def _ints(row: tuple[Any, ...]) -> tuple[int, int, int]:
    return int(row[0]), int(row[1]), int(row[2])


def measure() -> dict[str, Any]:
    """Give seconds of the rival and of the lake in the same hour, which must find the same figures.

    The lake's time is that of all indicators, the rival's of those that somebody has written a query for.
    """
    from bench.lake import from_the_lake, timed

    timed(from_the_lake)  # the query is compiled
    lake_seconds, found = timed(from_the_lake)
    ours = {place: figures for place, figures in found.items() if place[0] in sides()}
    seconds, theirs = timed(lambda: {tuple(row[:3]): tuple(row[3:]) for row in counted()})
    if theirs != ours:
        wrong = [place for place in theirs.keys() | ours.keys() if theirs.get(place) != ours.get(place)]
        raise RuntimeError(f"lake and rival differ in {len(wrong)} figures, such as {sorted(wrong)[:3]}")
    return {
        "naive rival, one query an indicator and level, seconds": round(seconds, 1),
        "the lake, seconds": round(lake_seconds, 2),
        "rival ÷ lake": round(seconds / lake_seconds, 1),
        "indicators, of which the rival has a query": f"{len(indicators())}, {len(sides())}",
        "figures that agree": len(ours),
    }
