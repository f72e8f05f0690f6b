"""百白破疫苗：2025-01-01 起 2、4、6、18 月龄和 6 岁；此前 3、4、5、18 月龄，6 岁用白破疫苗；7–11 岁补种用白破。"""

from gongwei.catalog.schedules.writing import (
    DTAP_2025,
    NIP_2026,
    after,
    ages,
    antigen,
    dose,
    from_age,
    given,
    more_than,
    series,
    when_all,
)
from gongwei.domain.immunization.vaccine import Vaccine

LIMIT = "12 years"
dt = given("DT", "7 years", LIMIT)
month = (after("28 days"),)


def dtap(begin: str = "0 days", *, since: str | None = None) -> tuple:
    """Write DTaP from an age until 7 years; `since` is the age from 2025 on, where it changed."""
    if since is None:
        return (given("DTaP", begin, "7 years"),)
    return (given("DTaP", begin, "7 years", until=DTAP_2025), given("DTaP", since, "7 years", since=DTAP_2025))


def five_in_one(begin: str) -> tuple:
    """Write the combination vaccine, which has ages of its own: 2, 3, 4 and 18 months."""
    return (given("DTaP-IPV/Hib", begin, "5 years"), given("DTaP-Hib", begin, "5 years"))


vaccine = Vaccine(
    key="dtap",
    title="百白破疫苗",
    english="diphtheria, tetanus and pertussis vaccine",
    source=NIP_2026,
    codes={
        "DTaP": "百白破疫苗",
        "DT": "白破疫苗",
        "DTaP-IPV/Hib": "百白破-灭活脊灰-b型流感嗜血杆菌联合疫苗",
        "DTaP-Hib": "百白破-b型流感嗜血杆菌联合疫苗",
    },
    unverified=(
        "2025年前的白破疫苗与百白破第4剂间隔≥6个月",
        "7岁起总剂次≥3且含白破1剂即完成，第4剂不再补",
        "12岁起不补种",
        "联合疫苗按2、3、4、18月龄计入",
    ),
    antigen=antigen(
        "DTaP",
        series(
            "DTaP",
            "百白破疫苗5剂",
            dose(
                1,
                (
                    ages("3 months", "12 months", absolute="2 months", maximum=LIMIT, until=DTAP_2025),
                    ages("2 months", "12 months", maximum=LIMIT, since=DTAP_2025),
                ),
                *dtap("3 months", since="2 months"),
                dt,
                counting=five_in_one("2 months"),
            ),
            dose(
                2,
                ages("4 months", "12 months", absolute="3 months", maximum=LIMIT),
                *dtap("4 months"),
                dt,
                intervals=month,
                counting=five_in_one("3 months"),
            ),
            dose(
                3,
                (
                    ages("5 months", "12 months", absolute="4 months", maximum=LIMIT, until=DTAP_2025),
                    ages("6 months", "12 months", absolute="4 months", maximum=LIMIT, since=DTAP_2025),
                ),
                *dtap("5 months", since="6 months"),
                dt,
                intervals=month,
                counting=five_in_one("4 months"),
            ),
            dose(
                4,
                ages("18 months", "24 months", maximum=LIMIT),
                *dtap(),
                dt,
                intervals=(after("6 months"),),
                counting=five_in_one("18 months"),
                skip=(when_all("7岁起不补第4剂", from_age("7 years")),),
            ),
            dose(
                5,
                ages("72 months", "84 months", maximum=LIMIT),
                given("DTaP", end="7 years", since=DTAP_2025),
                dt,
                intervals=(after("6 months"), after("12 months", of_dose=4, since=DTAP_2025)),
                counting=(given("DT", "6 years", "7 years", until=DTAP_2025),),
                skip=(when_all("已种≥3剂且含白破", from_age("7 years"), more_than(0, "DT"), more_than(2)),),
            ),
            default=True,
        ),
    ),
)
