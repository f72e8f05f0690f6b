"""双价 HPV 疫苗：2025-11-10 起，2011-11-10 及以后出生的女孩 13 岁 2 剂；首剂不满 14 岁，第 2 剂在首剂后 12 个月内。"""

from datetime import date

from gongwei.catalog.schedules.writing import HPV_2025, NIP_2026, after, ages, antigen, dose, forbidden, given, series
from gongwei.domain.immunization.vaccine import Vaccine

others = (given("2vHPV", "9 years"), given("4vHPV", "9 years"), given("9vHPV", "9 years"))

vaccine = Vaccine(
    key="hpv",
    title="HPV疫苗",
    english="human papillomavirus vaccine",
    source=NIP_2026,
    codes={"2vHPV": "双价HPV疫苗", "4vHPV": "四价HPV疫苗", "9vHPV": "九价HPV疫苗"},
    unverified=("9岁起自费接种的HPV疫苗计入剂次", "第2剂不满18岁均可补"),
    antigen=antigen(
        "HPV",
        series(
            "HPV",
            "双价HPV疫苗2剂",
            dose(
                1, ages("13 years", "14 years", absolute="9 years", maximum="14 years"), given("2vHPV"), counting=others
            ),
            dose(
                2,
                ages("162 months", absolute="9 years", maximum="18 years"),
                given("2vHPV"),
                intervals=(after("6 months", before="12 months"),),
                counting=others,
            ),
            default=True,
            genders=["Female"],
            born_from=date(2011, 11, 10).toordinal(),
            offered_from=HPV_2025,
        ),
        forbids=(forbidden("pregnant", "妊娠期暂缓接种HPV疫苗", "deferred in pregnancy"),),
    ),
)
