"""CDC's test cases as CSV: each row a patient and what an engine should say; written back with our verdicts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gongwei.adapters.files.delimited import rows_by_heading
from gongwei.adapters.files.limits import UnreadableFile
from gongwei.domain.immunization.due import GLOBULIN
from gongwei.domain.immunization.engine import Assessment, assess
from gongwei.domain.immunization.flags import Flags, read_flags
from gongwei.domain.immunization.group_verdict import GroupVerdict, verdict_of
from gongwei.domain.immunization.history import Dose, Observation, Patient
from gongwei.domain.immunization.schedule import Schedule
from gongwei.domain.immunization.verdicts import Reason

MOST_DOSES = 99

# The case file's words for the vaccine groups of the supporting data.
GROUPS = {
    "DTAP": "DTaP/Tdap/Td",
    "POL": "Polio",
    "PCV": "Pneumococcal",
    "HIB": "Hib",
    "VAR": "Varicella",
    "ROTA": "Rotavirus",
    "ZOSTER": "Zoster",
    "MENB": "Meningococcal B",
    "MCV": "Meningococcal",
    "FLU": "Influenza",
    "JE": "Japanese Encephalitis",
    "YF": "Yellow Fever",
    "TYPHOID": "Typhoid",
    "CHOLERA": "Cholera",
    "RABIES": "Rabies",
    "DENGUE": "Dengue",
    "EBOLA": "Ebola",
    "CHIK": "Chikungunya",
    "ORTHOPOX": "Orthopoxvirus",
}
# The case file has one word for every vaccine that does not fit the dose.
_REASONS: dict[str, str] = {
    Reason.WRONG_VACCINE: Reason.INADVERTENT,
    Reason.WRONG_VACCINE_AGE: Reason.INADVERTENT,
}
_SEXES = {"F": "Female", "M": "Male", "FEMALE": "Female", "MALE": "Male"}
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})")


class UnreadableCase(ValueError):
    """A row of cases has DOB, Assessment_Date and Vaccine_Group, days as 2026-06-30, and a CVX code for each dose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row: a patient, the day of assessment, and the vaccine group that is asked for."""

    patient: Patient
    assessed: int
    vaccine_group: str


def read_rows(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Read a case file as its header and rows; raises `UnreadableCase` if it is no such table."""
    try:
        header, rows = rows_by_heading(file)
    except UnreadableFile as error:
        raise UnreadableCase(f"{file}: {error}; {UnreadableCase.__doc__}") from None
    missing = [name for name in ("DOB", "Assessment_Date", "Vaccine_Group") if name not in header]
    if missing:
        raise UnreadableCase(f"{file}: no column {', '.join(missing)}; {UnreadableCase.__doc__}")
    return header, rows


def assessment_day(row: Mapping[str, str]) -> date:
    """Give the day of assessment of a row; raises `UnreadableCase`."""
    return date.fromordinal(_day(row, "Assessment_Date"))


def read_case(schedule: Schedule, row: Mapping[str, str], flags: Flags | None = None) -> Case:
    """Read one row; raises `UnreadableCase` naming the column that cannot be read.

    `flags` are those of a programme's child (`flags_of`); without them the history is a list of observation codes.
    """
    word = row["Vaccine_Group"].strip()
    names = {group.name.upper(): group.name for group in schedule.vaccine_groups}
    group = names.get(word.upper()) or names.get(GROUPS.get(word.upper(), word).upper())
    if group is None:
        raise UnreadableCase(f"Vaccine_Group: {word!r} is not a group of {schedule.name}")
    birth, assessed = _day(row, "DOB"), _day(row, "Assessment_Date")
    if birth > assessed:
        raise UnreadableCase(f"DOB: birth {row['DOB']} is after the assessment date {row['Assessment_Date']}")
    given = tuple(_doses(row))
    patient = Patient(
        birth=birth,
        sex=_SEXES.get(row.get("gender", "").strip().upper(), "Unknown"),
        doses=given + (flags.globulin_doses(GLOBULIN, MOST_DOSES) if flags else ()),
        observations=flags.observations if flags else tuple(_observations(row.get("Med_History_Code", ""))),
    )
    late = [dose for dose in given if dose.day > assessed]
    if late:
        raise UnreadableCase(f"Date_Administered_{late[0].place + 1}: a dose after the assessment date")
    return Case(patient=patient, assessed=assessed, vaccine_group=group)


def fill(row: Mapping[str, str], verdict: GroupVerdict) -> dict[str, str]:
    """Give the row with our verdicts in place of the expected ones."""
    filled = dict(row)
    for number in _dose_numbers(row):
        status, reason = verdict.doses.get(number - 1, ("", ""))
        filled[f"Evaluation_Status_{number}"] = status
        filled[f"Evaluation_Reason_{number}"] = _REASONS.get(reason, reason)
    filled["Series_Status"] = verdict.status
    filled["Forecast_#"] = "" if verdict.dose_number is None else str(verdict.dose_number)
    filled["Earliest_Date"] = _written(verdict.earliest)
    filled["Recommended_Date"] = _written(verdict.recommended)
    filled["Past_Due_Date"] = _written(verdict.past_due)
    return filled


def emptied(row: Mapping[str, str]) -> dict[str, str]:
    """Give the row without its expected verdicts, for one that cannot be judged: they must not pass for ours."""
    return fill(row, GroupVerdict("", {}))


def flags_of(row: Mapping[str, str]) -> Flags:
    """Read a row's history as the flags of a programme's child, parted by blanks, commas or semicolons.

    Raises `UnreadableCase` and `UnknownFlag`.
    """
    words = [word for word in re.split(r"[\s,;]+", row.get("Med_History_Code", "").strip()) if word]
    return read_flags(words, on=assessment_day(row))


def evaluate_case(schedule: Schedule, row: Mapping[str, str], flags: Flags | None = None) -> dict[str, str]:
    """Read a row, assess the patient, and give the row filled."""
    case = read_case(schedule, row, flags)
    return fill(row, verdict_of(assessment_of(schedule, case), case.vaccine_group))


def assessment_of(schedule: Schedule, case: Case) -> Assessment:
    """Assess a case for its vaccine group, and for those of the other doses in its row."""
    return assess(schedule, case.patient, case.assessed, groups_of(schedule, case))


def groups_of(schedule: Schedule, case: Case) -> set[str]:
    """Give the case's vaccine group and those to which the antigens of its doses belong."""
    antigens = {one.antigen for dose in case.patient.doses for one in schedule.associations.get(dose.code, ())}
    touched = {group.name for group in schedule.vaccine_groups if antigens.intersection(group.antigens)}
    return touched | {case.vaccine_group}


def as_csv(header: list[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows under the header they came with; a column of ours that it lacks comes last."""
    rows = list(rows)
    more = [name for row in rows for name in row if name not in header]
    text = io.StringIO()
    writer = csv.DictWriter(text, [*header, *dict.fromkeys(more)], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _dose_numbers(row: Mapping[str, str]) -> Iterator[int]:
    number = 1
    while f"Date_Administered_{number}" in row and number <= MOST_DOSES:
        yield number
        number += 1


def _doses(row: Mapping[str, str]) -> Iterator[Dose]:
    for number in _dose_numbers(row):
        code = row.get(f"CVX_{number}", "").strip()
        if not row[f"Date_Administered_{number}"].strip():
            if code:
                raise UnreadableCase(f"Date_Administered_{number}: a vaccine without a day")
            continue
        day = _day(row, f"Date_Administered_{number}")
        if not code:
            raise UnreadableCase(f"CVX_{number}: a dose without its vaccine code")
        yield Dose(day, code.zfill(2), number - 1, row.get(f"MVX_{number}", "").strip())


def _observations(words: str) -> Iterator[Observation]:
    """Read observation codes, several parted by blanks, commas or semicolons; a code may carry its day as 170@…"""
    for word in re.split(r"[\s,;]+", words.strip()):
        if word:
            code, _, day = word.partition("@")
            yield Observation(code.zfill(3), _parsed(day, "Med_History_Code") if day else None)


def _day(row: Mapping[str, str], column: str) -> int:
    return _parsed(row[column].strip(), column)


def _parsed(words: str, column: str) -> int:
    found = _DAY.fullmatch(words)
    try:
        if found is None:
            raise ValueError
        year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[4], found[5])
        return date(int(year), int(month), int(day)).toordinal()
    except ValueError:
        raise UnreadableCase(f"{column}: {words[:20]!r} is no day; write 2026-06-30") from None


def _written(day: int | None) -> str:
    return "" if day is None else date.fromordinal(day).isoformat()
