"""Programmes of class 4 and 5: what may be counted of them, and what a definition is refused for."""

from dataclasses import replace

import pytest

from gongwei.adapters.lake.tables import COLUMNS, SAME_AS_DAY
from gongwei.catalog.discovery import indicators, programs, sensitivity_of
from gongwei.catalog.programs.copd import program as copd
from gongwei.domain.access import Sensitivity
from gongwei.domain.indicator import readings_read
from gongwei.domain.placing import MisplacedReadings

GUARDED = Sensitivity.GUARDED_HEALTH


@pytest.mark.parametrize("key", sorted(indicators()))
def test_indicators_read_of_guarded_visits_what_is_counted_alone(key: str) -> None:
    for program, keys in readings_read(indicators()[key]).items():
        definition = programs()[program]
        sealed = keys - {*COLUMNS["visits"], SAME_AS_DAY} - set(definition.counted)
        assert not (definition.is_guarded and sealed), f"add to `counted` of {program}: {sorted(sealed)}"


def test_an_indicator_is_of_the_class_of_its_programme() -> None:
    assert sensitivity_of("hypertension_control") == Sensitivity.HEALTH


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sensitivity": Sensitivity.STATISTICS}, "class 3, 4 or 5"),
        ({"counted": ("spo2",)}, "leave `counted` out"),
        ({"sensitivity": GUARDED, "counted": ("symptom_other",)}, "neither texts nor lists"),
        ({"sensitivity": GUARDED, "counted": ("medicines",)}, "neither texts nor lists"),
        ({"sensitivity": GUARDED, "counted": ("nothing",)}, "fields of the form"),
        ({"sensitivity": GUARDED, "earlier": copd}, "of one class"),
    ],
)
def test_a_misplaced_definition_is_refused(changes: dict, said: str) -> None:
    with pytest.raises(MisplacedReadings, match=said):
        replace(copd, **changes)


def test_the_counted_readings_are_those_that_stand_in_the_clear() -> None:
    made = replace(copd, sensitivity=GUARDED, counted=("spo2", "heart_rate"))
    assert made.in_the_clear({"spo2": 96, "symptom_other": "夜间不安"}) == {"spo2": 96}
