"""13 价肺炎球菌结合疫苗（非免疫规划）：2、4、6 月龄和 12 月龄；7 月龄起始 3 剂，12 月龄起始 2 剂，24 月龄起始 1 剂。"""

from gongwei.catalog.schedules.writing import LEAFLETS, after, ages, antigen, dose, given, series
from gongwei.domain.immunization.vaccine import Vaccine

pcv = given("PCV13")
LIMIT = "72 months"

vaccine = Vaccine(
    key="pcv13",
    title="13价肺炎球菌结合疫苗",
    english="13-valent pneumococcal conjugate vaccine",
    source=LEAFLETS,
    programme=False,
    codes={"PCV13": "13价肺炎球菌结合疫苗"},
    unverified=("全部剂次",),
    antigen=antigen(
        "PCV13",
        series(
            "PCV13",
            "2月龄起4剂",
            dose(1, ages("2 months", absolute="6 weeks", maximum=LIMIT), pcv),
            dose(2, ages("4 months", absolute="10 weeks", maximum=LIMIT), pcv, intervals=(after("28 days"),)),
            dose(3, ages("6 months", absolute="14 weeks", maximum=LIMIT), pcv, intervals=(after("28 days"),)),
            dose(4, ages("12 months", maximum=LIMIT), pcv, intervals=(after("2 months"),)),
            default=True,
            start_before="7 months",
        ),
        series(
            "PCV13",
            "7月龄起3剂",
            dose(1, ages("7 months", maximum=LIMIT), pcv),
            dose(2, ages("8 months", maximum=LIMIT), pcv, intervals=(after("28 days"),)),
            dose(3, ages("12 months", maximum=LIMIT), pcv, intervals=(after("2 months"),)),
            start_before="12 months",
            preference=2,
        ),
        series(
            "PCV13",
            "12月龄起2剂",
            dose(1, ages("12 months", maximum=LIMIT), pcv),
            dose(2, ages("14 months", maximum=LIMIT), pcv, intervals=(after("2 months"),)),
            start_before="24 months",
            preference=3,
        ),
        series("PCV13", "24月龄起1剂", dose(1, ages("24 months", maximum=LIMIT), pcv), preference=4),
    ),
)
