"""水痘疫苗（非免疫规划）：12 月龄、4 岁，间隔 ≥3 个月；注射减毒活疫苗。"""

from gongwei.catalog.schedules.writing import LEAFLETS, after, ages, antigen, dose, forbidden, given, series
from gongwei.domain.immunization.vaccine import Vaccine

vaccine = Vaccine(
    key="varicella",
    title="水痘疫苗",
    english="varicella vaccine",
    source=LEAFLETS,
    programme=False,
    codes={"VarV": "水痘减毒活疫苗"},
    unverified=("全部剂次",),
    antigen=antigen(
        "VarV",
        series(
            "VarV",
            "水痘疫苗2剂",
            dose(1, ages("12 months", "24 months"), given("VarV")),
            dose(2, ages("4 years", "5 years", absolute="15 months"), given("VarV"), intervals=(after("3 months"),)),
            default=True,
        ),
        forbids=(
            forbidden(
                "severe-immunosuppression",
                "严重免疫抑制者禁种减毒活疫苗",
                "no live vaccine under severe immunosuppression",
            ),
            forbidden("pregnant", "孕妇禁种注射减毒活疫苗", "no injected live vaccine in pregnancy"),
        ),
    ),
)
