"""卡介苗：出生时；3 月龄至 3 岁须 PPD 阴性；4 岁起不补种。"""

from gongwei.catalog.schedules.writing import NIP_2026, ages, antigen, dose, forbidden, forbidden_by_hiv, given, series
from gongwei.domain.immunization.vaccine import Vaccine

vaccine = Vaccine(
    key="bcg",
    title="卡介苗",
    english="BCG vaccine",
    source=NIP_2026,
    codes={"BCG": "卡介苗"},
    antigen=antigen(
        "BCG",
        series(
            "BCG",
            "卡介苗1剂",
            dose(1, ages("0 days", "3 months", maximum="4 years"), given("BCG")),
            default=True,
        ),
        forbids=(
            forbidden(
                "no-negative-ppd",
                "3月龄至3岁须PPD试验阴性方可补种",
                "from 3 months to 3 years only after a negative PPD test",
                begin="3 months",
                end="4 years",
            ),
            *forbidden_by_hiv(
                "禁种卡介苗",
                "no BCG",
                unknown=(
                    "母亲HIV阳性而婴儿感染状况不详，暂缓接种卡介苗",
                    "deferred while infection with HIV is unknown",
                ),
            ),
            forbidden(
                "severe-immunosuppression",
                "严重免疫抑制者禁种减毒活疫苗",
                "no live vaccine under severe immunosuppression",
            ),
        ),
    ),
)
