"""甲肝疫苗：减毒活疫苗 18 月龄 1 剂；或灭活疫苗 18 月龄、2 岁，间隔 ≥6 个月，第 2 剂可用减毒活疫苗完成。"""

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

live, killed = given("HepA-L"), given("HepA-I")
LIMIT = "18 years"

vaccine = Vaccine(
    key="hepa",
    title="甲肝疫苗",
    english="hepatitis A vaccine",
    source=NIP_2026,
    codes={"HepA-L": "甲肝减毒活疫苗", "HepA-I": "甲肝灭活疫苗"},
    unverified=("HIV感染状况不详者不用减毒活疫苗", "灭活第1剂后可用减毒活疫苗完成", "18岁起不再免费补种"),
    antigen=antigen(
        "HepA",
        series(
            "HepA",
            "甲肝减毒活疫苗1剂",
            dose(1, ages("18 months", "24 months", maximum=LIMIT), live),
            default=True,
            product=True,
        ),
        series(
            "HepA",
            "甲肝灭活疫苗2剂",
            dose(1, ages("18 months", "24 months", maximum=LIMIT), killed),
            dose(
                2,
                ages("24 months", "36 months", maximum=LIMIT),
                killed,
                intervals=(after("6 months"),),
                counting=(live,),
            ),
            product=True,
            preference=2,
        ),
        forbids=(
            *forbidden_by_hiv(
                "禁种甲肝减毒活疫苗，改用灭活疫苗", "no live vaccine, the inactivated one instead", "HepA-L"
            ),
            forbidden(
                "severe-immunosuppression",
                "严重免疫抑制者禁种甲肝减毒活疫苗，改用灭活疫苗",
                "no live vaccine under severe immunosuppression: use the inactivated one",
                "HepA-L",
            ),
            forbidden("pregnant", "孕妇禁种注射减毒活疫苗", "no injected live vaccine in pregnancy", "HepA-L"),
        ),
    ),
)
