"""Who counts below and above the lines that are drawn for severe mental disorder."""

from datetime import date

import pytest

from gongwei.catalog.discovery import indicators
from gongwei.domain.record import Event, Person, Record, Spell

AS_OF = date(2026, 6, 30)
QUARTERS = [date(2025, 1, 10), date(2025, 4, 10), date(2025, 7, 10), date(2025, 10, 10)]


def row(day, program, face_to_face=True, **readings):
    columns = {"program": program, "visit_date": day, "face_to_face": face_to_face, "at_target": None}
    return Event(day, columns | readings, id=day.isoformat())


def seen(day, **readings):
    return row(day, "mental_disorder", **({"risk_level": "0", "stability": "3", "taking": "1"} | readings))


def filed(**readings):
    return row(date(2023, 1, 3), "mental_file", **({"mental_consent": "1", "mental_diagnosis": "1"} | readings))


def patient(*visits, agreed=True, file=None, stop=None, **known):
    spells = [Spell("mental_file", date(2023, 1, 1), stop)]
    spells += [Spell("mental_disorder", date(2023, 1, 1), stop)] if agreed else []
    person = Person(**({"birth_date": date(1975, 3, 1), "resident_from": date(2000, 1, 1)} | known))
    return Record(person, enrolments=tuple(spells), visits=(file or filed(), *visits))


def counts(key, record, year=2025):
    return indicators()[key].count(record, year=year, as_of=AS_OF)


EXAMINED = [*map(seen, QUARTERS[:3]), seen(QUARTERS[3], exam_done=True)]


@pytest.mark.parametrize(
    ("record", "counted"),
    [
        (patient(*EXAMINED), (True, True)),
        (patient(*map(seen, QUARTERS)), (True, False)),  # no examination
        (patient(*map(seen, QUARTERS[:3]), seen(QUARTERS[3], exam_refused=True)), (True, True)),
        (patient(*map(seen, QUARTERS[1:3]), EXAMINED[3]), (True, False)),  # three visits
        (patient(seen(QUARTERS[0], risk_level=None), *EXAMINED[1:]), (True, False)),  # one of four without its risk
        (patient(seen(QUARTERS[0], risk_level=None, hospital="1"), *EXAMINED[1:]), (True, True)),
        (patient(seen(QUARTERS[0], face_to_face=False), *EXAMINED[1:]), (True, True)),
        (patient(agreed=False), (True, False)),  # registered without consent
        (patient(*EXAMINED, stop=date(2025, 1, 1)), (False, False)),
        (patient(EXAMINED[0], EXAMINED[1], seen(date(2025, 5, 1), exam_done=True), died_date=date(2025, 9, 30)),
         (True, True)),
    ],
)  # fmt: skip
def test_standard_management_asks_for_four_assessed_visits_and_the_examination(record, counted):
    assert counts("mental_standard_management", record) == counted


@pytest.mark.parametrize(
    ("last", "medication", "regular", "stable"),
    [
        ({"taking": "1", "stability": "3"}, True, True, True),
        ({"taking": "2", "stability": "2"}, True, False, False),
        ({"taking": "3", "stability": "1"}, False, False, False),
        ({"taking": "4", "stability": "3"}, False, False, True),
        ({"taking": None, "stability": None, "risk_level": None, "lost_reason": "3"}, False, False, False),
    ],
)
def test_medicine_and_stability_are_read_from_the_last_visit_of_the_year(last, medication, regular, stable):
    record = patient(seen(QUARTERS[0]), seen(QUARTERS[1], **last))
    assert counts("mental_medication", record) == (True, medication)
    assert counts("mental_regular_medication", record) == (True, regular)
    assert counts("schizophrenia_treatment", record) == (True, medication)
    assert counts("mental_stable", record) == (True, stable)


def test_only_who_agreed_is_managed_and_may_be_stable():
    assert counts("mental_management", patient()) == (True, True)
    assert counts("mental_management", patient(agreed=False)) == (True, False)
    assert counts("mental_stable", patient(agreed=False)) == (False, False)


@pytest.mark.parametrize("diagnosis", ["2", None])
def test_treatment_of_schizophrenia_leaves_other_diagnoses_out(diagnosis):
    record = patient(seen(QUARTERS[0]), file=filed(mental_diagnosis=diagnosis))
    assert counts("schizophrenia_treatment", record) == (False, False)


@pytest.mark.parametrize(
    ("visit", "met"),
    [
        (seen(QUARTERS[0]), True),
        (seen(QUARTERS[0], informant="patient"), True),
        (seen(QUARTERS[0], informant="family"), False),
        (seen(QUARTERS[0], face_to_face=False), False),
        (seen(QUARTERS[0], risk_level=None, lost_reason="1"), False),
        (seen(date(2024, 12, 31)), False),
    ],
)
def test_who_only_telephoned_or_asked_the_family_has_not_met_the_patient(visit, met):
    assert counts("mental_face_to_face", patient(visit)) == (True, met)


@pytest.mark.parametrize(("acts", "counted"), [({"acts_crime": 1}, True), ({"acts_offence": 2}, True),
                                               ({"acts_offence": 0, "acts_crime": 0}, False), ({}, False)])  # fmt: skip
def test_incidents_are_counted_by_persons(acts, counted):
    assert counts("mental_incidents", patient(seen(QUARTERS[0], **acts))) == (True, counted)


@pytest.mark.parametrize(
    ("economy", "given", "expected"),
    [("1", "2024-01-01", (True, True)), ("1", None, (True, False)), ("2", "2024-01-01", (False, False))],
)
def test_free_medicine_is_owed_to_the_poor(economy, given, expected):
    file = filed(economy=economy, free_medicine_date=given and date.fromisoformat(given))
    assert counts("mental_free_medicine", patient(file=file)) == expected


@pytest.mark.parametrize(
    ("due", "given", "expected"),
    [(True, date(2024, 1, 1), (True, True)), (True, None, (True, False)), (None, None, (False, False))],
)
def test_certificates_are_counted_among_who_has_a_right_to_one(due, given, expected):
    record = patient(file=filed(certificate_due=due, certificate_date=given))
    assert counts("mental_certificates", record) == expected


PLAN = row(date(2025, 5, 6), "mental_case", case_stage="plan")
OLD_PLAN = row(date(2024, 5, 6), "mental_case", case_stage="plan")
UNSTABLE = seen(QUARTERS[1], stability="1")


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ((UNSTABLE, PLAN), (True, True)),
        ((UNSTABLE,), (True, False)),
        ((UNSTABLE, OLD_PLAN), (True, False)),  # of the year before
        ((seen(QUARTERS[1], stability="2"), PLAN), (False, True)),  # of the stable no plan is asked
        ((seen(date(2023, 6, 1), acts_offence=1), seen(QUARTERS[0])), (True, False)),  # what was done is not forgotten
        ((seen(date(2024, 6, 1), stability="1"), seen(QUARTERS[0])), (False, False)),  # unstable a year ago
    ],
)
def test_a_case_plan_is_owed_to_the_unstable_and_to_who_endangered_others(visits, expected):
    population, counted = counts("mental_case_management", patient(*visits))
    assert (population, population and counted) == (expected[0], all(expected))


@pytest.mark.parametrize(("answer", "signed"), [("1", True), ("0", False), (None, False)])
def test_consent_is_counted_among_the_registered(answer, signed):
    assert counts("mental_consent", patient(file=filed(mental_consent=answer))) == (True, signed)


@pytest.mark.parametrize(
    ("economy", "certificate", "given", "expected"),
    [("1", True, True, (True, True)), ("1", True, None, (True, False)),
     ("1", None, True, (False, False)), ("2", True, True, (False, False))],
)  # fmt: skip
def test_subsistence_is_owed_to_the_poor_with_a_certificate(economy, certificate, given, expected):
    day = date(2024, 1, 1)
    file = filed(economy=economy, certificate_date=certificate and day, subsistence_date=given and day)
    assert counts("mental_subsistence", patient(file=file)) == expected


@pytest.mark.parametrize(("day", "signed"), [(date(2024, 1, 1), True), (None, False)])
def test_the_guardians_award_is_counted_among_the_managed(day, signed):
    file = filed(guardian_award_date=day)
    assert counts("mental_guardian_award", patient(file=file)) == (True, signed)
    assert counts("mental_guardian_award", patient(file=file, agreed=False)) == (False, False)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (patient(), (True, True)),
        (patient(stop=date(2025, 12, 31)), (True, False)),
        (patient(stop=date(2026, 1, 1)), (True, True)),
        (patient(died_date=date(2025, 6, 1)), (False, False)),
    ],
)
def test_prevalence_counts_who_is_registered_at_the_end_of_the_year(record, expected):
    assert counts("mental_reported_prevalence", record) == expected
