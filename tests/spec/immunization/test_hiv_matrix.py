"""Children of mothers with HIV: five states by the programme's vaccines (HIV 感染母亲所生儿童接种建议).

Infected or of unknown infection, each with symptoms or immunosuppression or without, and uninfected. Live vaccines are
refused but MMR without symptoms; BCG waits while infection is unknown; inactivated vaccines are for all. That MMR is
refused to the unknown with symptoms, and live products to all unknown, stands from knowledge (`unverified`).
"""

import pytest

from gongwei.domain.immunization.due import DueStatus
from gongwei.domain.immunization.explanation import due_reason
from gongwei.domain.immunization.flags import UnknownFlag, read_flags
from tests.spec.immunization.child import day, due, reading

BORN = "2025-01-31"
STATES = {
    "infected, with symptoms": ("hiv-positive", "hiv-symptoms"),
    "infected, without symptoms": ("hiv-positive",),
    "unknown, with symptoms": ("hiv-unknown", "hiv-symptoms"),
    "unknown, without symptoms": ("hiv-unknown",),
    "uninfected": ("hiv-uninfected",),
}
NO_LIVE = list(STATES)[:4]
WITH_SYMPTOMS = [one for one in STATES if one.endswith("with symptoms")]

# vaccine, a day on which its dose is due, doses before, states in which it is refused, and what is given instead
VACCINES = [
    ("HepB", "2025-01-31", "", (), "HepB", "HepB"),
    ("BCG", "2025-01-31", "", NO_LIVE, "BCG", "BCG"),
    ("IPV", "2025-03-31", "", (), "Polio", "IPV"),
    ("bOPV", "2025-05-31", "IPV@2025-03-31 IPV@2025-04-30", NO_LIVE, "Polio", "IPV"),
    ("DTaP", "2025-03-31", "", (), "DTaP", "DTaP"),
    ("MMR", "2025-09-30", "", WITH_SYMPTOMS, "MMR", "MMR"),
    ("JE-L", "2025-09-30", "", NO_LIVE, "JE", "JE-I"),
    ("MPSV-A", "2025-07-31", "", (), "Men", "MPSV-A"),
    ("MPSV-AC", "2028-01-31", "", (), "Men", "MPSV-AC"),
    ("HepA-L", "2026-07-31", "", NO_LIVE, "HepA", "HepA-I"),
]
MATRIX = [pytest.param(*row, state, id=f"{row[0]}: {state}") for row in VACCINES for state in STATES]


@pytest.mark.parametrize(("code", "on", "given", "refused", "antigen", "instead", "state"), MATRIX)
def test_a_vaccine_is_given_refused_or_replaced_as_the_state_asks(code, on, given, refused, antigen, instead, state):
    told = due(reading(BORN, on, *given.split(), flags=STATES[state]), antigen)
    if state not in refused:
        assert (told.code, told.status) == (code, DueStatus.DUE)
    elif instead == code:
        assert (told.code, told.status) == (code, DueStatus.CONTRAINDICATED)
    else:
        assert (told.code, told.status) == (instead, DueStatus.DUE)


@pytest.mark.parametrize("state", WITH_SYMPTOMS)
def test_a_refusal_says_why_in_both_languages(state):
    found = reading(BORN, "2025-09-30", flags=STATES[state])
    assert "有症状" in due_reason(due(found, "MMR"), found.observed)
    assert "symptoms" in due_reason(due(found, "MMR"), found.observed, "en")


@pytest.mark.parametrize(
    "flags", [("hiv-symptoms",), ("hiv-uninfected", "hiv-symptoms"), ("hiv-positive", "hiv-uninfected")]
)
def test_states_that_contradict_are_refused(flags):
    with pytest.raises(UnknownFlag):
        read_flags(flags, on=day("2025-09-30"))
