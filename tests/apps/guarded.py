"""Two made programmes, one of class 4 and one of class 5, for tests of what is kept apart by class."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from gongwei.catalog import discovery
from gongwei.catalog.programs.copd import program as copd
from gongwei.catalog.programs.copd import spo2
from gongwei.domain.access import Sensitivity
from gongwei.domain.expr import age
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year
from gongwei.domain.program import Program

SECRET = "夜间不安QSECRETZ"  # a text of a visit that only who reads the class may ever see
GUARDED = replace(
    copd, key="made_guarded", title="受保护的项目", sensitivity=Sensitivity.GUARDED_HEALTH,
    counted=("spo2", "heart_rate", "copd_symptoms"), enrol=age >= 35,
)  # fmt: skip
HIDDEN = replace(GUARDED, key="made_hidden", title="不公开的项目", sensitivity=Sensitivity.HIDDEN_HEALTH)


def _share(program: Program) -> Indicator:
    """Count who of the enrolled breathed well at the last visit of the year."""
    return Indicator(
        key=f"{program.key}_share", title=f"{program.title}的比例", unit="%", better="higher", source="测试",
        owner="测试", population=program.enrolled.any_day(year), counted=program.visits.during(year).last(spo2 >= 95),
    )  # fmt: skip


MADE: dict[str, dict[str, Any]] = {
    "program": {one.key: one for one in (GUARDED, HIDDEN)},
    "indicator": {one.key: one for one in (_share(GUARDED), _share(HIDDEN))},
}


@pytest.fixture
def made_programs(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Program]]:
    """Let the catalogue hold both programmes as well, and an indicator on each."""
    walk = discovery._walk
    monkeypatch.setattr(
        discovery, "_walk", lambda folder, name: MappingProxyType({**walk(folder, name), **MADE.get(name, {})})
    )
    _forget()
    yield MADE["program"]
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for known in (
        discovery.written_programs, discovery.indicators, discovery.numbers, discovery.sensitivity_of,
        discovery._settled_programs, discovery._settled_indicators,
    ):  # fmt: skip
        known.cache_clear()


def breathing(**changes: Any) -> dict[str, Any]:
    """What is posted for a visit of these programmes; an urgent one unless changed."""
    return {
        "visit_date": "2026-06-30", "visit_mode": "1", "copd_symptoms": ["2"], "symptom_other": SECRET,
        "danger_signs": ["dyspnoea"], "comorbidities": ["none"], "cyanosis": "1", "peripheral_oedema": "1",
        "respiration": 18, "heart_rate": 72, "spo2": 96, "height": 158, "weight": 56, "cigarettes": 0,
        "exercise_per_week": 5, "exercise_minutes": 30, "psychology": "1", "compliance": "1",
        "respiratory_vaccines": ["none"], "adverse": "1", "new_complication": "1",
    } | changes  # fmt: skip
