"""The programme's rules beyond its table, an example each: intervals, alternatives, transitions, catch-up, flags.

Clauses: 国家免疫规划儿童免疫程序及说明 (2026), general rules and the notes to each vaccine; what stands from knowledge
is listed as unverified in the vaccine's own file.
"""

import pytest

from gongwei.domain.immunization.due import DueStatus
from tests.spec.immunization.child import counted, day, due, reading

B = "2025-01-31"

# clause, birth, day, doses, what each counts for (None: it does not)
DOSES = [
    ("HepB D1-D2 at least 28 days", B, "2025-03-31", "HepB@2025-02-10 HepB@2025-03-09", [1, None]),
    ("HepB D1-D2 at least 28 days", B, "2025-03-31", "HepB@2025-02-10 HepB@2025-03-10", [1, 2]),
    ("HepB D2-D3 at least 60 days", B, "2025-12-31", "HepB@2025-01-31 HepB@2025-06-15 HepB@2025-08-13", [1, 2, None]),
    ("HepB D2-D3 at least 60 days", B, "2025-12-31", "HepB@2025-01-31 HepB@2025-06-15 HepB@2025-08-14", [1, 2, 3]),
    ("HepB D1-D3 at least 4 months", B, "2026-12-31", "HepB@2025-09-01 HepB@2025-09-29 HepB@2025-12-31", [1, 2, None]),
    ("HepB D1-D3 at least 4 months", B, "2026-12-31", "HepB@2025-09-01 HepB@2025-09-29 HepB@2026-01-01", [1, 2, 3]),
    ("polio first three at least 28 days", B, "2025-12-31", "IPV@2025-04-15 IPV@2025-05-12", [1, None]),
    ("polio first three at least 28 days", B, "2025-12-31", "IPV@2025-04-15 IPV@2025-05-13", [1, 2]),
    ("an invalid dose starts the interval anew", B, "2025-12-31", "IPV@2025-04-15 IPV@2025-05-12 IPV@2025-06-01",
     [1, None, None]),
    ("bOPV may open a series that began abroad", B, "2025-12-31", "bOPV@2025-04-15 IPV@2025-05-15", [1, 2]),
    ("four doses with IPV stand for bOPV", B, "2027-01-01",
     "IPV@2025-03-31 IPV@2025-04-30 IPV@2025-05-31 IPV@2026-07-31", [1, 2, 3, 4]),
    ("the fourth IPV comes at 18 months", B, "2027-01-01",
     "IPV@2025-03-31 IPV@2025-04-30 IPV@2025-05-31 IPV@2026-07-30", [1, 2, 3, None]),
    ("DTaP D3-D4 at least 6 months", B, "2028-01-01",
     "DTaP@2025-03-31 DTaP@2025-05-31 DTaP@2026-02-15 DTaP@2026-08-14", [1, 2, 3, None]),
    ("DTaP D3-D4 at least 6 months", B, "2028-01-01",
     "DTaP@2025-03-31 DTaP@2025-05-31 DTaP@2026-02-15 DTaP@2026-08-15", [1, 2, 3, 4]),
    ("DTaP D4-D5 at least 12 months", "2020-01-15", "2026-12-01",
     "DTaP@2020-04-15 DTaP@2020-05-15 DTaP@2020-06-15 DTaP@2025-06-01 DTaP@2026-05-31", [1, 2, 3, 4, None]),
    ("DTaP D4-D5 at least 12 months", "2020-01-15", "2026-12-01",
     "DTaP@2020-04-15 DTaP@2020-05-15 DTaP@2020-06-15 DTaP@2025-06-01 DTaP@2026-06-01", [1, 2, 3, 4, 5]),
    ("no DT at six from 2025 on", "2019-12-01", "2026-06-01",
     "DTaP@2020-03-01 DTaP@2020-04-01 DTaP@2020-05-01 DTaP@2021-06-01 DT@2026-01-01", [1, 2, 3, 4, None]),
    ("MMR at least 28 days", B, "2027-01-01", "MMR@2026-07-31 MMR@2026-08-27", [1, None]),
    ("MMR at least 28 days", B, "2027-01-01", "MMR@2026-07-31 MMR@2026-08-28", [1, 2]),
    ("JE-L at least 12 months", B, "2028-01-01", "JE-L@2026-06-01 JE-L@2027-05-31", [1, None]),
    ("JE-L at least 12 months", B, "2028-01-01", "JE-L@2026-06-01 JE-L@2027-06-01", [1, 2]),
    ("JE-I second dose at least 7 days", B, "2026-01-01", "JE-I@2025-09-30 JE-I@2025-10-06", [1, None]),
    ("JE-I second dose at least 7 days", B, "2026-01-01", "JE-I@2025-09-30 JE-I@2025-10-07", [1, 2]),
    ("JE-I third dose at two years", B, "2027-02-01", "JE-I@2025-09-30 JE-I@2025-10-07 JE-I@2027-01-31", [1, 2, 3]),
    ("MPSV-A at least 3 months", B, "2026-12-31", "MPSV-A@2025-08-15 MPSV-A@2025-11-14", [1, None]),
    ("MPSV-A at least 3 months", B, "2026-12-31", "MPSV-A@2025-08-15 MPSV-A@2025-11-15", [1, 2]),
    ("MPSV-AC 12 months after the second A", "2022-01-31", "2025-12-31",
     "MPSV-A@2022-07-31 MPSV-A@2024-01-30 MPSV-AC@2025-01-29", [1, 2, None]),
    ("MPSV-AC 12 months after the second A", "2022-01-31", "2025-12-31",
     "MPSV-A@2022-07-31 MPSV-A@2024-01-30 MPSV-AC@2025-01-31", [1, 2, 3]),
    ("conjugate vaccine counts for group A", B, "2025-12-31", "MCV-AC@2025-04-30 MCV-AC@2025-07-31", [1, 2]),
    ("no MPSV-A from 24 months", "2023-01-31", "2025-12-31", "MPSV-A@2025-02-01", [None]),
    ("HepA-I at least 6 months", B, "2028-01-01", "HepA-I@2026-10-15 HepA-I@2027-04-14", [1, None]),
    ("HepA-I at least 6 months", B, "2028-01-01", "HepA-I@2026-10-15 HepA-I@2027-04-15", [1, 2]),
    ("HepA-L may finish HepA-I", B, "2028-01-01", "HepA-I@2026-10-15 HepA-L@2027-04-15", [1, 2]),
    ("injected live vaccines the same day", B, "2026-01-01", "MMR@2025-10-15 JE-L@2025-10-15", [1, 1]),
    ("injected live vaccines 28 days apart", B, "2026-01-01", "MMR@2025-10-15 JE-L@2025-11-11", [1, None]),
    ("injected live vaccines 28 days apart", B, "2026-01-01", "MMR@2025-10-15 JE-L@2025-11-12", [1, 1]),
    ("varicella and MMR 28 days apart", "2024-01-31", "2026-01-01", "VarV@2025-03-01 MMR@2025-03-28", [1, None]),
    ("BCG is an injected live vaccine", B, "2026-01-01", "BCG@2025-10-01 MMR@2025-10-28", [1, None]),
    ("oral live vaccine has no distance", B, "2026-01-01", "MMR@2025-10-15 bOPV@2025-10-16", [1, 1]),
    ("inactivated vaccine has no distance", B, "2026-01-01", "MMR@2025-10-15 DTaP@2025-10-16", [1, 1]),
    ("BCG no more from four years", "2021-01-31", "2025-06-01", "BCG@2025-01-31", [None]),
    ("BCG until the day before four years", "2021-01-31", "2025-06-01", "BCG@2025-01-30", [1]),
    ("HPV first dose before 14 years", "2012-01-31", "2026-06-01", "2vHPV@2026-01-30", [1]),
    ("HPV first dose before 14 years", "2012-01-31", "2026-06-01", "2vHPV@2026-01-31", [None]),
    ("HPV at least 6 months", "2012-01-31", "2026-12-01", "2vHPV@2025-11-20 2vHPV@2026-05-19", [1, None]),
    ("HPV at least 6 months", "2012-01-31", "2026-12-01", "2vHPV@2025-11-20 2vHPV@2026-05-20", [1, 2]),
    ("five-in-one at 2, 3, 4 months", B, "2025-12-31",
     "DTaP-IPV/Hib@2025-03-31 DTaP-IPV/Hib@2025-04-30 DTaP-IPV/Hib@2025-05-31", [1, 1, 1, 2, 2, 2, 3, 3, 3]),
    ("DTaP D1-D2 at least 28 days", B, "2025-12-31", "DTaP@2025-05-15 DTaP@2025-06-11", [1, None]),
    ("DTaP D1-D2 at least 28 days", B, "2025-12-31", "DTaP@2025-05-15 DTaP@2025-06-12", [1, 2]),
    ("DTaP D2-D3 at least 28 days", B, "2025-12-31", "DTaP@2025-03-31 DTaP@2025-07-10 DTaP@2025-08-06", [1, 2, None]),
    ("DTaP D2-D3 at least 28 days", B, "2025-12-31", "DTaP@2025-03-31 DTaP@2025-07-10 DTaP@2025-08-07", [1, 2, 3]),
    ("bOPV D3-D4 at least 28 days", "2021-01-31", "2025-12-31",
     "IPV@2021-03-31 IPV@2021-04-30 bOPV@2025-02-01 bOPV@2025-02-28", [1, 2, 3, None]),
    ("bOPV D3-D4 at least 28 days", "2021-01-31", "2025-12-31",
     "IPV@2021-03-31 IPV@2021-04-30 bOPV@2025-02-01 bOPV@2025-03-01", [1, 2, 3, 4]),
    ("JE-I D2-D3 at least 1 month", "2023-01-15", "2026-01-01",
     "JE-I@2025-01-10 JE-I@2025-01-31 JE-I@2025-02-27", [1, 2, None]),
    ("JE-I D2-D3 at least 1 month", "2023-01-15", "2026-01-01",
     "JE-I@2025-01-10 JE-I@2025-01-31 JE-I@2025-02-28", [1, 2, 3]),
    ("JE-I D3-D4 at least 36 months", "2020-01-15", "2026-12-31",
     "JE-I@2020-09-15 JE-I@2020-09-22 JE-I@2023-02-01 JE-I@2026-01-31", [1, 2, 3, None]),
    ("JE-I D3-D4 at least 36 months", "2020-01-15", "2026-12-31",
     "JE-I@2020-09-15 JE-I@2020-09-22 JE-I@2023-02-01 JE-I@2026-02-01", [1, 2, 3, 4]),
    ("JE-I fourth dose at six years", "2020-01-15", "2026-12-31",
     "JE-I@2020-09-15 JE-I@2020-09-22 JE-I@2022-01-15 JE-I@2026-01-14", [1, 2, 3, None]),
    ("JE-I fourth dose at six years", "2020-01-15", "2026-12-31",
     "JE-I@2020-09-15 JE-I@2020-09-22 JE-I@2022-01-15 JE-I@2026-01-15", [1, 2, 3, 4]),
    ("MPSV-AC from three years", "2020-01-15", "2026-12-31",
     "MPSV-A@2020-07-15 MPSV-A@2020-10-15 MPSV-AC@2023-01-14", [1, 2, None]),
    ("MPSV-AC at least 36 months", "2020-01-15", "2026-12-31",
     "MPSV-A@2020-07-15 MPSV-A@2020-10-15 MPSV-AC@2023-03-01 MPSV-AC@2026-02-28", [1, 2, 3, None]),
    ("MPSV-AC at least 36 months", "2020-01-15", "2026-12-31",
     "MPSV-A@2020-07-15 MPSV-A@2020-10-15 MPSV-AC@2023-03-01 MPSV-AC@2026-03-01", [1, 2, 3, 4]),
    ("HPV second dose from 13 years and 6 months", "2012-11-30", "2026-12-31",
     "2vHPV@2025-11-30 2vHPV@2026-05-29", [1, None]),
    ("HPV second dose from 13 years and 6 months", "2012-11-30", "2026-12-31",
     "2vHPV@2025-11-30 2vHPV@2026-05-30", [1, 2]),
    ("born on 29 February: 8 months on 29 October", "2024-02-29", "2026-01-01", "MMR@2024-10-28", [None]),
    ("born on 29 February: 8 months on 29 October", "2024-02-29", "2026-01-01", "MMR@2024-10-29", [1]),
    ("born on 29 February: four years on 28 February", "2024-02-29", "2028-12-31",
     "IPV@2024-04-29 IPV@2024-05-29 bOPV@2024-06-29 bOPV@2028-02-28", [1, 2, 3, None]),
    ("born on 29 February: four years on 29 February", "2024-02-29", "2028-12-31",
     "IPV@2024-04-29 IPV@2024-05-29 bOPV@2024-06-29 bOPV@2028-02-29", [1, 2, 3, 4]),
    ("born on 31 August: six months on 28 February", "2024-08-31", "2026-01-01",
     "HepB@2024-08-31 HepB@2024-10-01 HepB@2025-02-28", [1, 2, 3]),
    # a dose is judged by the edition of its day
    ("2021: DTaP from 3 months", "2024-05-15", "2024-12-01", "DTaP@2024-08-14", [None]),
    ("2021: DTaP from 3 months", "2024-05-15", "2024-12-01", "DTaP@2024-08-15", [1]),
    ("2025: DTaP from 2 months", "2024-11-15", "2025-02-01", "DTaP@2025-01-15", [1]),
    ("2021: third DTaP at 5 months", "2024-05-15", "2025-06-01",
     "DTaP@2024-08-15 DTaP@2024-09-15 DTaP@2024-10-15", [1, 2, 3]),
    ("2025: third DTaP at 6 months", "2024-08-15", "2025-06-01",
     "DTaP@2024-11-15 DTaP@2024-12-15 DTaP@2025-01-20", [1, 2, None]),
    ("2021: DT at six", "2018-06-15", "2024-12-01",
     "DTaP@2018-09-15 DTaP@2018-10-15 DTaP@2018-11-15 DTaP@2019-12-15 DT@2024-06-15", [1, 2, 3, 4, 5]),
    ("catch-up by DT from seven", "2018-06-15", "2026-06-01",
     "DTaP@2018-09-15 DTaP@2018-10-15 DTaP@2018-11-15 DT@2025-06-15", [1, 2, 3, 5]),
    # bad input becomes a verdict
    ("a dose repeated on one day", B, "2025-06-01", "DTaP@2025-03-31 DTaP@2025-03-31", [1, None]),
    ("two products of one antigen on one day", B, "2025-12-01", "JE-L@2025-09-30 JE-I@2025-09-30", [1, None]),
    ("a second BCG is extra", B, "2025-06-01", "BCG@2025-02-01 BCG@2025-03-01", [1, None]),
    # beside the programme
    ("PCV13 one dose from 24 months", "2023-01-31", "2026-01-01", "PCV13@2025-02-01", [1]),
    ("RV5 first dose before 13 weeks", B, "2025-12-01", "RV5@2025-05-02", [None]),
    ("RV5 first dose before 13 weeks", B, "2025-12-01", "RV5@2025-05-01", [1]),
    ("EV71 28 days apart", B, "2026-01-01", "EV71@2025-08-01 EV71@2025-08-28", [1, None]),
    ("EV71 28 days apart", B, "2026-01-01", "EV71@2025-08-01 EV71@2025-08-31", [1, 2]),
    ("varicella 3 months apart", "2023-01-31", "2026-01-01", "VarV@2024-02-01 VarV@2024-04-30", [1, None]),
    ("Hib one dose from 12 months", "2024-01-31", "2026-01-01", "Hib@2025-02-01", [1]),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "birth", "on", "given", "expected"), DOSES, ids=lambda one: str(one)[:60])
def test_a_dose_counts_as_the_clause_says(clause, birth, on, given, expected):
    found = reading(birth, on, *given.split(), flags=("ppd-negative@" + birth,))
    assert counted(found) == expected, clause


# clause, birth, day, doses, flags and products, antigen, code, dose, status, earliest
FORECASTS = [
    ("only missing doses, never a restart", B, "2027-06-01", "HepB@2025-01-31", (), "HepB", "HepB", 2, "overdue", None),
    ("group A passed over from 24 months", "2023-01-31", "2025-02-01", "MPSV-A@2023-07-31", (), "Men", "MPSV-AC", 3,
     "not-yet", "2026-01-31"),
    ("four doses with IPV complete polio", B, "2027-01-01",
     "IPV@2025-03-31 IPV@2025-04-30 IPV@2025-05-31 IPV@2026-07-31", (), "Polio", "bOPV", None, "complete", None),
    ("live vaccine waits 28 days for another", B, "2025-11-01", "JE-L@2025-10-15", (), "MMR", "MMR", 1, "not-yet",
     "2025-11-12"),
    ("live vaccine waits 3 months for globulin", B, "2025-11-01", "", ("immunoglobulin@2025-10-31",), "MMR", "MMR", 1,
     "not-yet", "2026-01-31"),
    ("globulin hinders no inactivated vaccine", B, "2025-11-01", "", ("immunoglobulin@2025-10-31",), "DTaP", "DTaP", 1,
     "due", "2025-03-31"),
    ("globulin hinders no BCG", B, "2025-02-10", "", ("immunoglobulin@2025-02-01",), "BCG", "BCG", 1, "due", B),
    ("BCG from 3 months asks for PPD", B, "2025-05-01", "", (), "BCG", "BCG", 1, "contraindicated", None),
    ("BCG with negative PPD", B, "2025-05-01", "", ("ppd-negative@2025-04-30",), "BCG", "BCG", 1, "overdue", B),
    ("no BCG from four years", "2021-01-31", "2025-01-31", "", (), "BCG", "BCG", 1, "too-old", None),
    ("small baby of a positive mother: 2 months", B, "2025-04-01", "HepB@2025-01-31 HepB@2025-02-28",
     ("mother-hbsag-positive", "birth-weight=1900"), "HepB", "HepB", 3, "due", "2025-03-31"),
    ("small baby of a mother unknown: 7 months", B, "2025-09-01", "HepB@2025-01-31 HepB@2025-02-28 HepB@2025-03-31",
     ("mother-hbsag-unknown", "birth-weight=1999"), "HepB", "HepB", 4, "due", "2025-08-31"),
    ("2000 g is not below 2000 g", B, "2025-09-01", "HepB@2025-01-31 HepB@2025-02-28 HepB@2025-07-31",
     ("mother-hbsag-positive", "birth-weight=2000"), "HepB", "HepB", None, "complete", None),
    ("small baby of a negative mother: three doses", B, "2025-09-01", "HepB@2025-01-31 HepB@2025-02-28 HepB@2025-07-31",
     ("birth-weight=1500",), "HepB", "HepB", None, "complete", None),
    ("HIV: no BCG", B, "2025-02-10", "", ("hiv-positive",), "BCG", "BCG", 1, "contraindicated", None),
    ("HIV unknown: BCG deferred", B, "2025-02-10", "", ("hiv-unknown",), "BCG", "BCG", 1, "contraindicated", None),
    ("HIV: IPV for bOPV", B, "2025-06-15", "IPV@2025-03-31 IPV@2025-04-30", ("hiv-positive",), "Polio", "IPV", 3, "due",
     "2025-05-31"),
    ("HIV: inactivated JE", B, "2025-10-01", "", ("hiv-positive",), "JE", "JE-I", 1, "due", "2025-09-30"),
    ("HIV: inactivated HepA", B, "2026-08-01", "", ("hiv-positive",), "HepA", "HepA-I", 1, "due", "2026-07-31"),
    ("HIV without suppression: MMR", B, "2025-10-01", "", ("hiv-positive",), "MMR", "MMR", 1, "due", "2025-09-30"),
    ("HIV with suppression: no MMR", B, "2025-10-01", "", ("hiv-positive", "severe-immunosuppression"), "MMR", "MMR", 1,
     "contraindicated", None),
    ("HIV: inactivated vaccines allowed", B, "2025-04-01", "", ("hiv-positive",), "DTaP", "DTaP", 1, "due",
     "2025-03-31"),
    ("pregnancy: no MMR", "2009-01-31", "2025-06-01", "", ("pregnant",), "MMR", "MMR", 1, "contraindicated", None),
    ("pregnancy: HPV deferred", "2012-06-01", "2025-12-01", "", ("pregnant",), "HPV", "2vHPV", 1, "contraindicated",
     None),
    ("JE-I by choice", B, "2025-10-01", "", ("JE-I",), "JE", "JE-I", 1, "due", "2025-09-30"),
    ("a JE-I series goes on with JE-I", B, "2027-02-01", "JE-I@2025-09-30 JE-I@2025-10-07", (), "JE", "JE-I", 3, "due",
     "2027-01-31"),
    ("HepA-I by choice", B, "2026-08-01", "", ("HepA-I",), "HepA", "HepA-I", 1, "due", "2026-07-31"),
    ("HPV from 2025-11-10", "2012-06-01", "2025-11-10", "", (), "HPV", "2vHPV", 1, "due", "2025-11-10"),
    ("HPV at 13 years", "2013-06-01", "2026-05-31", "", (), "HPV", "2vHPV", 1, "not-yet", "2026-06-01"),
    ("HPV no first dose at 14", "2012-01-31", "2026-01-31", "", (), "HPV", "2vHPV", 1, "too-old", None),
    ("HPV second dose timely within 12 months", "2012-01-31", "2026-11-20", "2vHPV@2025-11-20", (), "HPV", "2vHPV", 2,
     "overdue", "2026-05-20"),
    ("DTaP third dose by the new edition", "2024-08-15", "2025-01-20", "DTaP@2024-11-15 DTaP@2024-12-15", (), "DTaP",
     "DTaP", 3, "not-yet", "2025-02-15"),
    ("DTaP, not DT, at six from 2025", "2019-02-01", "2025-02-01",
     "DTaP@2019-05-01 DTaP@2019-06-01 DTaP@2019-07-01 DTaP@2020-08-01", (), "DTaP", "DTaP", 5, "due", "2025-02-01"),
    ("DT from seven", "2018-02-01", "2025-02-01", "DTaP@2018-05-01 DTaP@2018-06-01 DTaP@2018-07-01 DTaP@2019-08-01", (),
     "DTaP", "DT", 5, "overdue", "2024-02-01"),
    ("three doses and a DT are enough at seven", "2018-02-01", "2026-02-01",
     "DTaP@2018-05-01 DTaP@2018-06-01 DTaP@2018-07-01 DT@2025-03-01", (), "DTaP", "DTaP", None, "complete", None),
    ("no catch-up of DTaP from twelve", "2013-02-01", "2025-02-01", "DTaP@2013-05-01", (), "DTaP", "DTaP", 2, "too-old",
     None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "birth", "on", "given", "also", "antigen", "code", "dose", "status", "earliest"), FORECASTS
)
def test_the_next_dose_is_forecast_as_the_clause_says(
    clause, birth, on, given, also, antigen, code, dose, status, earliest
):
    products = tuple(one for one in also if one in ("JE-I", "HepA-I"))
    flags = tuple(one for one in also if one not in products)
    told = due(reading(birth, on, *given.split(), flags=flags, products=products), antigen)
    assert (told.dose, told.status) == (dose, DueStatus(status)), clause
    if status != "complete":
        assert told.code == code, clause
    if earliest:
        assert told.earliest == day(earliest), clause


def test_hpv_is_for_girls_of_the_cohort_alone():
    def asked(birth, sex):
        return [one.vaccine.key for one in reading(birth, "2026-06-01", sex=sex).due]

    assert "hpv" in asked("2011-11-10", "F")
    assert "hpv" not in asked("2011-11-09", "F")
    assert "hpv" not in asked("2013-01-01", "M")


def test_a_dose_for_which_no_series_is_relevant_is_said_and_not_dropped():
    found = reading("2013-01-01", "2026-06-01", "2vHPV@2026-02-01", sex="M")
    assert [(one.dose.code, one.valid) for one in found.given] == [("2vHPV", False)]


def test_the_2021_edition_stands_as_it_was_whatever_the_day():
    newborn = reading("2026-01-15", "2026-02-01", schedule="nip-2021")
    assert due(newborn, "DTaP").earliest == day("2026-04-15")
    assert "hpv" not in [one.vaccine.key for one in newborn.due]
    group_a = reading("2026-01-15", "2026-11-01", "MPSV-A@2026-07-15", schedule="nip-2021")
    assert due(group_a, "Men").complete_before == day("2027-07-15")
    four = ("DTaP@2020-04-15", "DTaP@2020-05-15", "DTaP@2020-06-15", "DTaP@2021-07-15")
    six = reading("2020-01-15", "2026-02-01", *four, "DT@2026-01-20", schedule="nip-2021")
    assert counted(six) == [1, 2, 3, 4, 5]
