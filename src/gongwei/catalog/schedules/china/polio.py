"""脊灰疫苗：2、3 月龄 IPV，4 月龄、4 岁 bOPV；已种满 4 剂含 IPV 成分疫苗者可不种 bOPV。"""

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
from gongwei.domain.immunization.schedule import SeriesKind
from gongwei.domain.immunization.vaccine import Vaccine

ipv, penta, bopv = given("IPV"), given("DTaP-IPV/Hib"), given("bOPV")
topv = given("tOPV")
month = (after("28 days"),)

vaccine = Vaccine(
    key="polio",
    title="脊灰疫苗",
    english="polio vaccine",
    source=NIP_2026,
    codes={
        "IPV": "脊灰灭活疫苗",
        "bOPV": "二价脊灰减毒活疫苗",
        "tOPV": "三价脊灰减毒活疫苗",
        "DTaP-IPV/Hib": "百白破-灭活脊灰-b型流感嗜血杆菌联合疫苗",
    },
    unverified=(
        "HIV感染状况不详者不用减毒活疫苗",
        "第4剂与第3剂间隔≥28天",
        "4剂IPV成分疫苗的第4剂自18月龄、间隔≥6个月",
        "tOPV计入bOPV剂次",
    ),
    antigen=antigen(
        "Polio",
        series(
            "Polio",
            "2剂IPV、2剂bOPV",
            dose(1, ages("2 months", "12 months"), ipv, counting=(penta, bopv, topv)),
            dose(2, ages("3 months", "12 months"), ipv, intervals=month, counting=(penta, bopv, topv)),
            dose(3, ages("4 months", "12 months"), bopv, ipv, intervals=month, counting=(penta, topv)),
            dose(4, ages("48 months", "60 months"), bopv, ipv, intervals=month, counting=(penta, topv)),
            default=True,
        ),
        series(
            "Polio",
            "4剂含IPV成分疫苗",
            dose(1, ages("2 months"), ipv, penta),
            dose(2, ages("3 months"), ipv, penta, intervals=month),
            dose(3, ages("4 months"), ipv, penta, intervals=month),
            dose(4, ages("18 months"), ipv, penta, intervals=(after("6 months"),)),
            kind=SeriesKind.EVALUATION_ONLY,
            preference=2,
        ),
        forbids=(
            *forbidden_by_hiv("禁用bOPV，改用IPV", "no bOPV, IPV instead", "bOPV", "tOPV"),
            forbidden(
                "severe-immunosuppression",
                "严重免疫抑制者禁用bOPV，改用IPV",
                "no bOPV under severe immunosuppression: use IPV",
                "bOPV",
                "tOPV",
            ),
            forbidden("pregnant", "孕妇不用减毒活疫苗", "no live vaccine in pregnancy", "bOPV", "tOPV"),
        ),
    ),
)
