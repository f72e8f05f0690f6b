"""b 型流感嗜血杆菌疫苗（非免疫规划）：2、3、4 月龄和 18 月龄；6 月龄起始 3 剂，12 月龄起始 1 剂。"""

from gongwei.catalog.schedules.writing import LEAFLETS, after, ages, antigen, dose, given, series
from gongwei.domain.immunization.vaccine import Vaccine

hib = (given("Hib"), given("DTaP-IPV/Hib"), given("DTaP-Hib"))
LIMIT = "5 years"
month = (after("28 days"),)

vaccine = Vaccine(
    key="hib",
    title="b型流感嗜血杆菌疫苗",
    english="Haemophilus influenzae type b vaccine",
    source=LEAFLETS,
    programme=False,
    codes={
        "Hib": "b型流感嗜血杆菌疫苗",
        "DTaP-IPV/Hib": "百白破-灭活脊灰-b型流感嗜血杆菌联合疫苗",
        "DTaP-Hib": "百白破-b型流感嗜血杆菌联合疫苗",
    },
    unverified=("全部剂次",),
    antigen=antigen(
        "Hib",
        series(
            "Hib",
            "2月龄起4剂",
            dose(1, ages("2 months", maximum=LIMIT), *hib),
            dose(2, ages("3 months", maximum=LIMIT), *hib, intervals=month),
            dose(3, ages("4 months", maximum=LIMIT), *hib, intervals=month),
            dose(4, ages("18 months", absolute="12 months", maximum=LIMIT), *hib, intervals=(after("2 months"),)),
            default=True,
            start_before="6 months",
        ),
        series(
            "Hib",
            "6月龄起3剂",
            dose(1, ages("6 months", maximum=LIMIT), *hib),
            dose(2, ages("7 months", maximum=LIMIT), *hib, intervals=month),
            dose(3, ages("18 months", absolute="12 months", maximum=LIMIT), *hib, intervals=(after("2 months"),)),
            start_before="12 months",
            preference=2,
        ),
        series("Hib", "12月龄起1剂", dose(1, ages("12 months", maximum=LIMIT), *hib), preference=3),
    ),
)
