"""What CDC's supporting data may say: every element and every deciding word that the reader knows.

New data that say more are refused by name. Read in silence, they would give wrong forecasts that look right.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from gongwei.adapters.cdsi.xml import parse


class UnreadElement(ValueError):
    """Supporting data say something that is not read here: extend the reader before trusting its schedule."""


# What `supporting_data` reads.
_READ = """
    absMinAge absMinInt administerFullVaccineGroup age allowableInterval allowableVaccine antigen
    antigenSupportingData association associationBeginAge associationEndAge beginAge birthCountry cessationDate
    clinicalHistory code condition conditionLogic conditionType conditionalSkip conflictBeginInterval
    conflictEndInterval context contraindicatedVaccine contraindication contraindicationText contraindications
    current cvx cvxMap cvxToAntigenMap dateOfBirth defaultSeries description doseCount doseCountLogic doseNumber
    doseType earliestRecAge earliestRecInt effectiveDate endAge endDate equivalentSeriesGroups exclusion
    exclusionCode forecastVaccineType fromMostRecent fromPrevious fromRelevantObs fromTargetDose guidelineCode
    immunity immunityBirthDate inadvertentVaccine indication interval intervalPriority latestRecAge latestRecInt
    liveVirusConflict liveVirusConflicts maxAge maxAgeToStart minAge minAgeToStart minConflictEndInterval minInt mvx
    name observationCode preferableVaccine previous productPath recurringDose requiredGender scheduleSupportingData
    seasonalRecommendation selectSeries series seriesAdminGuidance seriesDose seriesGroup seriesGroups seriesName
    seriesPreference seriesPriority seriesType set setDescription setLogic shortDescription startDate targetDisease
    vaccine vaccineGroup vaccineGroupMap vaccineGroupToAntigenMap vaccineGroups vaccineTypes volume
"""
# Words for people beside a code that is read, and the glossary of observations: they decide nothing. A trade name
# goes with its maker, and the name of a series group with its number.
_FOR_PEOPLE = """
    clarifyingText codeSystem codedValue codedValues conditionID contraindicationGuidance exclusionTitle group guidance
    guidelineTitle indicationText observation observationTitle observations seriesGroupName setID text tradeName
    vaccineType
"""
_KNOWN = frozenset(_READ.split()) | frozenset(_FOR_PEOPLE.split())

# Words that decide, in lower case; empty and n/a where the data may leave them out.
_BLANK = frozenset({"", "n/a"})
_YES_OR_NO = _BLANK | {"yes", "no", "y", "n"}
_KNOWN_VALUES = {
    "administerFullVaccineGroup": _YES_OR_NO,
    "conditionLogic": _BLANK | {"and", "or"},
    "conditionType": _BLANK
    | {"age", "completed series", "interval", "vaccine count by age", "vaccine count by date"}
    | {"vaccine count by age and date", "vaccine count by date and age"},
    "context": _BLANK | {"evaluation", "forecast", "both"},
    "defaultSeries": _YES_OR_NO,
    "doseCountLogic": _BLANK | {"greater than", "equal to", "less than"},
    "doseType": _BLANK | {"valid", "total"},
    "forecastVaccineType": _YES_OR_NO,
    "fromPrevious": _YES_OR_NO,
    "intervalPriority": _BLANK | {"override"},
    "productPath": _YES_OR_NO,
    "recurringDose": _YES_OR_NO,
    "requiredGender": _BLANK | {"female", "male", "unknown"},
    "seriesType": {"standard", "risk", "evaluation only"},
    "setLogic": _BLANK | {"and", "or"},
}


def parse_known(file: Path) -> Element:
    """Parse a file of which every element and deciding word is known; raises `UnreadElement` or `UnreadableXml`."""
    root = parse(file)
    for one in root.iter():
        if one.tag not in _KNOWN:
            raise UnreadElement(f"{file.name}: element {one.tag!r}; {UnreadElement.__doc__}")
        values = _KNOWN_VALUES.get(one.tag)
        value = (one.text or "").strip().lower()
        if values and value not in values:
            raise UnreadElement(f"{file.name}: {one.tag} {value[:40]!r}; {UnreadElement.__doc__}")
    return root
