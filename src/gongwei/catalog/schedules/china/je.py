"""乙脑疫苗：减毒活疫苗 8 月龄、2 岁；或灭活疫苗 8 月龄 2 剂、2 岁、6 岁。"""

from gongwei.catalog.schedules.writing import (
    NIP_2026,
    after,
    ages,
    antigen,
    dose,
    forbidden,
    forbidden_by_hiv,
    given,
    series,
)
from gongwei.domain.immunization.vaccine import Vaccine

live, killed = given("JE-L"), given("JE-I")
LIMIT = "18 years"

vaccine = Vaccine(
    key="je",
    title="乙脑疫苗",
    english="Japanese encephalitis vaccine",
    source=NIP_2026,
    codes={"JE-L": "乙脑减毒活疫苗", "JE-I": "乙脑灭活疫苗"},
    unverified=(
        "HIV感染状况不详者不用减毒活疫苗",
        "18岁起不再免费补种",
    ),
    antigen=antigen(
        "JE",
        series(
            "JE",
            "乙脑减毒活疫苗2剂",
            dose(1, ages("8 months", "12 months", maximum=LIMIT), live),
            dose(2, ages("24 months", "36 months", maximum=LIMIT), live, intervals=(after("12 months"),)),
            default=True,
            product=True,
        ),
        series(
            "JE",
            "乙脑灭活疫苗4剂",
            dose(1, ages("8 months", "12 months", maximum=LIMIT), killed),
            dose(
                2, ages("8 months", "12 months", maximum=LIMIT), killed, intervals=(after("7 days", before="11 days"),)
            ),
            dose(3, ages("24 months", "36 months", maximum=LIMIT), killed, intervals=(after("1 month"),)),
            dose(4, ages("72 months", "84 months", maximum=LIMIT), killed, intervals=(after("36 months"),)),
            product=True,
            preference=2,
        ),
        forbids=(
            *forbidden_by_hiv(
                "禁种乙脑减毒活疫苗，改用灭活疫苗", "no live vaccine, the inactivated one instead", "JE-L"
            ),
            forbidden(
                "severe-immunosuppression",
                "严重免疫抑制者禁种乙脑减毒活疫苗，改用灭活疫苗",
                "no live vaccine under severe immunosuppression: use the inactivated one",
                "JE-L",
            ),
            forbidden("pregnant", "孕妇禁种注射减毒活疫苗", "no injected live vaccine in pregnancy", "JE-L"),
        ),
    ),
)
