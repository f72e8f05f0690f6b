"""麻腮风疫苗：8、18 月龄，间隔 ≥28 天。"""

from gongwei.catalog.schedules.writing import NIP_2026, after, ages, antigen, dose, forbidden, given, series
from gongwei.domain.immunization.vaccine import Vaccine

mmr, mr = given("MMR"), given("MR")

vaccine = Vaccine(
    key="mmr",
    title="麻腮风疫苗",
    english="measles, mumps and rubella vaccine",
    source=NIP_2026,
    codes={"MMR": "麻腮风疫苗", "MR": "麻风疫苗"},
    unverified=("HIV感染状况不详而有症状者不种", "18岁起不再免费补种", "2020年前的麻风疫苗计作第1剂"),
    cautions={
        "hiv-positive": (
            "HIV感染者无症状且无免疫抑制方可接种",
            "with HIV only without symptoms and without immunosuppression",
        ),
        "hiv-unknown": (
            "HIV感染状况不详，接种前评估免疫功能",
            "infection with HIV unknown: assess immunity before vaccination",
        ),
    },
    antigen=antigen(
        "MMR",
        series(
            "MMR",
            "麻腮风疫苗2剂",
            dose(1, ages("8 months", "12 months", maximum="18 years"), mmr, counting=(mr,)),
            dose(2, ages("18 months", "24 months", maximum="18 years"), mmr, intervals=(after("28 days"),)),
            default=True,
        ),
        forbids=(
            forbidden(
                "hiv-symptoms",
                "HIV感染或感染状况不详，有症状或有免疫抑制者禁种麻腮风疫苗",
                "not with symptoms or immunosuppression while infected with HIV, or while that is unknown",
            ),
            forbidden("severe-immunosuppression", "严重免疫抑制者禁种麻腮风疫苗", "not under severe immunosuppression"),
            forbidden("pregnant", "孕妇禁种注射减毒活疫苗", "no injected live vaccine in pregnancy"),
        ),
    ),
)
