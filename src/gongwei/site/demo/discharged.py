"""One patient of the demo's street who has just left a psychiatric ward and is unstable: written as a doctor would."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people import actions as people_actions
from gongwei.apps.people import queries as people
from gongwei.apps.programs import actions
from gongwei.apps.programs.forms import draft
from gongwei.domain.regions import STREET, ancestor

PLACE_IN_LIST = 7  # of the street's residents by village and name: somebody of age
VISIT = {
    "visit_mode": "2", "informant": "patient", "hospital": "2", "risk_level": "3", "danger_signs": ["none"],
    "mental_symptoms": ["3", "7"], "insight": "2", "sleep": "2", "appetite": "1", "self_care_function": "2",
    "housework": "2", "productive_work": "3", "learning": "2", "social_contact": "3", "lock": "1", "lab_done": "1",
    "taking": "2", "mental_adverse": "1", "effect": "2", "rehabilitation": ["1"], "stability": "1",
    "psychotropics": [{"name": "利培酮片", "per": "day", "times": 2, "milligrams": 2}], "specialist_asked": True,
}  # fmt: skip
FILE = {
    "mental_consent": "1", "consent_signed_by": "guardian", "consent_name": "（已签字）",
    "guardian_name": "（见同意书）",
    "guardian_relation": "父母", "guardian_address": "同住", "guardian_phone": "0571-00000000",
    "committee_contact": "村（社区）精防专干", "mental_diagnosis": "1", "diagnosis_hospital": "精神专科医院",
    "first_onset": "2025", "past_symptoms": ["3", "7"], "past_lock": "1", "outpatient_history": "2", "admissions": 1,
    "last_effect": "2", "household_type": "1", "employment_state": "4", "economy": "2",
    "specialist_opinion": "坚持服药，两周内复诊",
}  # fmt: skip


def discharge_one(*, by: Acting, on: date, at: datetime) -> None:
    """Note the diagnosis, enrol, fill the register, and visit eight days after the discharge."""
    listed = people.of_area(ancestor(by.area_code, STREET), after=None, most=200)
    grown = [one for one in listed if one.birth_date.year < on.year - 20 and one.died_date is None]
    if not grown:
        return
    one, since = grown[min(PLACE_IN_LIST, len(grown) - 1)], on - timedelta(30)
    dated = {"consent_date": since.isoformat(), "diagnosis_date": since.isoformat()}
    left = {"last_discharge_date": (on - timedelta(9)).isoformat()}
    people_actions.diagnose_guarded(resident=one, code="mental_disorder", onset_date=since, by=by, at=at)
    for key, day, said in (("mental_file", since, FILE | dated), ("mental_disorder", on - timedelta(1), VISIT | left)):
        actions.enrol(resident=one, program=key, enrolled_date=since, by=by, at=at)
        raw = said | {"visit_date": day.isoformat()}
        made = draft(key, raw, person=people.person_of(one), today=on, before=None)
        confirmed = {doubt.key: str(made.readings.get(doubt.key)) for doubt in made.doubts}
        visit_id = _id(one.pk, key)
        actions.record_visit(visit_id=visit_id, resident=one, draft=made, confirmed=confirmed, by=by, at=at)


def _id(of: UUID, name: str) -> UUID:
    return uuid5(of, name)
