"""肠道病毒 71 型疫苗（非免疫规划）：6 月龄起 2 剂，间隔 1 个月，满 6 岁前。"""

from gongwei.catalog.schedules.writing import LEAFLETS, after, ages, antigen, dose, given, series
from gongwei.domain.immunization.vaccine import Vaccine

vaccine = Vaccine(
    key="ev71",
    title="肠道病毒71型疫苗",
    english="enterovirus 71 vaccine",
    source=LEAFLETS,
    programme=False,
    codes={"EV71": "肠道病毒71型疫苗"},
    unverified=("全部剂次",),
    antigen=antigen(
        "EV71",
        series(
            "EV71",
            "EV71疫苗2剂",
            dose(1, ages("6 months", "12 months", maximum="6 years"), given("EV71")),
            dose(2, ages("7 months", "12 months", maximum="6 years"), given("EV71"), intervals=(after("28 days"),)),
            default=True,
        ),
    ),
)
