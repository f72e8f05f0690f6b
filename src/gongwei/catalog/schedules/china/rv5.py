"""五价轮状病毒疫苗（非免疫规划）：首剂 6–12 周龄，间隔 4–10 周，第 3 剂不晚于 32 周龄。"""

from gongwei.catalog.schedules.writing import LEAFLETS, after, ages, antigen, dose, forbidden, given, series
from gongwei.domain.immunization.vaccine import Vaccine

rv5 = given("RV5")
month = (after("4 weeks", before="10 weeks"),)

vaccine = Vaccine(
    key="rv5",
    title="五价轮状病毒疫苗",
    english="pentavalent rotavirus vaccine",
    source=LEAFLETS,
    programme=False,
    codes={"RV5": "五价轮状病毒疫苗"},
    unverified=("全部剂次",),
    antigen=antigen(
        "RV5",
        series(
            "RV5",
            "五价轮状病毒疫苗3剂",
            dose(1, ages("6 weeks", "13 weeks", maximum="13 weeks"), rv5),
            dose(2, ages("10 weeks", "32 weeks", maximum="32 weeks"), rv5, intervals=month),
            dose(3, ages("14 weeks", "32 weeks", maximum="32 weeks"), rv5, intervals=month),
            default=True,
        ),
        forbids=(
            forbidden(
                "severe-immunosuppression",
                "严重免疫抑制者禁用减毒活疫苗",
                "no live vaccine under severe immunosuppression",
            ),
        ),
    ),
)
