"""The words in which the engine answers: statuses, reasons, and the rule of the specification that gave each."""

from __future__ import annotations

from enum import StrEnum


class DoseStatus(StrEnum):
    VALID = "Valid"
    NOT_VALID = "Not Valid"
    EXTRANEOUS = "Extraneous"
    SUBSTANDARD = "Sub-standard"


class SeriesStatus(StrEnum):
    NOT_COMPLETE = "Not complete"
    COMPLETE = "Complete"
    IMMUNE = "Immune"
    CONTRAINDICATED = "Contraindicated"
    AGED_OUT = "Aged out"
    NOT_RECOMMENDED = "Not recommended"


class Reason(StrEnum):
    """Why a dose or a series has its status; the value is the case file's word or the specification's."""

    NONE = ""
    SUBSTANDARD = "Dose condition"
    INADVERTENT = "Inadvertent Vaccine"
    TOO_YOUNG = "Age: Too Young"
    TOO_OLD = "Age: Too Old"
    TOO_SOON = "Interval: too Soon"
    CONFLICT = "Live Virus Conflict"
    WRONG_VACCINE = "Vaccine: Not Preferable or Allowable"
    WRONG_VACCINE_AGE = "Vaccine: Out of Its Age Range"
    GRACE_PERIOD = "Grace Period"
    LOW_VOLUME = "Volume: Less Than Recommended"
    SERIES_COMPLETE = "Series Already Complete"
    COMPLETE = "Patient series is complete"
    PAST_HISTORY = "Not recommended at this time due to past immunization history"
    IMMUNE = "Patient has evidence of immunity"
    CONTRAINDICATED = "Patient has a contraindication"
    PAST_SEASON = "Past seasonal recommendation end date"
    AGED_OUT = "Patient has exceeded the maximum age"
    CANNOT_FINISH = "Patient is unable to finish the series prior to the maximum age"


# The status that a reason gives to a dose (Table 6-31); every other fault makes it not valid.
STATUS_OF = {
    Reason.NONE: DoseStatus.VALID,
    Reason.GRACE_PERIOD: DoseStatus.VALID,
    Reason.LOW_VOLUME: DoseStatus.VALID,
    Reason.SUBSTANDARD: DoseStatus.SUBSTANDARD,
    Reason.TOO_OLD: DoseStatus.EXTRANEOUS,  # Table 6-15: not satisfied, extraneous
}

# The place in the specification that gives each reason.
RULES = {
    Reason.NONE: "Table 6-31",
    Reason.SUBSTANDARD: "Table 6-3",
    Reason.INADVERTENT: "Table 6-13",
    Reason.TOO_YOUNG: "Table 6-15",
    Reason.TOO_OLD: "Table 6-15",
    Reason.GRACE_PERIOD: "Table 6-15, 6-18",
    Reason.TOO_SOON: "Table 6-18, 6-21",
    Reason.CONFLICT: "CONFLICT-3",
    Reason.LOW_VOLUME: "Table 6-26",
    Reason.WRONG_VACCINE: "Table 6-26, 6-29",
    Reason.WRONG_VACCINE_AGE: "Table 6-26, 6-29",
    Reason.SERIES_COMPLETE: "4.4, step 6b",
    Reason.COMPLETE: "Table 7-10",
    Reason.PAST_HISTORY: "Table 7-10",
    Reason.IMMUNE: "Table 7-3",
    Reason.CONTRAINDICATED: "Table 7-7",
    Reason.PAST_SEASON: "Table 7-10",
    Reason.AGED_OUT: "Table 7-10",
    Reason.CANNOT_FINISH: "Table 7-10",
}
