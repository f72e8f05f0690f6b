"""流脑疫苗：6、9 月龄 A 群多糖，3、6 岁 A 群 C 群多糖；24 月龄起不再补 A 群；结合疫苗可计入。"""

from gongwei.catalog.schedules.writing import (
    EDITION_2026,
    NIP_2026,
    after,
    ages,
    antigen,
    dose,
    from_age,
    given,
    series,
    when_all,
)
from gongwei.domain.immunization.vaccine import Vaccine

LIMIT = "18 years"
group_a, group_ac = given("MPSV-A", end="24 months"), given("MPSV-AC", "24 months")
conjugates = (given("MCV-AC"), given("MCV4"))
over = (when_all("24月龄起不补A群", from_age("24 months")),)

vaccine = Vaccine(
    key="men",
    title="流脑疫苗",
    english="meningococcal vaccine",
    source=NIP_2026,
    codes={
        "MPSV-A": "A群流脑多糖疫苗",
        "MPSV-AC": "A群C群流脑多糖疫苗",
        "MPSV-ACYW": "ACYW135群流脑多糖疫苗",
        "MCV-AC": "A群C群流脑结合疫苗",
        "MCV4": "ACYW135群流脑结合疫苗",
    },
    unverified=("24月龄起缺A群者只补AC群", "结合疫苗按剂次计入A群", "18岁起不再免费补种"),
    antigen=antigen(
        "Men",
        series(
            "Men",
            "A群2剂、A群C群2剂",
            dose(
                1,
                ages("6 months", "12 months", absolute="3 months"),
                given("MPSV-A", "6 months", "24 months"),
                counting=(given("MCV-AC", "3 months"), given("MCV4", "3 months")),
                skip=over,
            ),
            dose(
                2,
                (
                    ages("9 months", "18 months", absolute="4 months", until=EDITION_2026),
                    ages("9 months", "24 months", absolute="4 months", since=EDITION_2026),
                ),
                given("MPSV-A", "9 months", "24 months"),
                intervals=(after("3 months"),),
                counting=(given("MCV-AC", "4 months"), given("MCV4", "4 months")),
                skip=over,
            ),
            dose(
                3,
                ages("36 months", "48 months", maximum=LIMIT),
                group_ac,
                intervals=(after("12 months", of_dose=2),),
                counting=(*conjugates, given("MPSV-ACYW", "24 months")),
            ),
            dose(
                4,
                ages("72 months", "84 months", maximum=LIMIT),
                group_ac,
                intervals=(after("36 months"),),
                counting=(*conjugates, given("MPSV-ACYW", "24 months")),
            ),
            default=True,
        ),
    ),
)
