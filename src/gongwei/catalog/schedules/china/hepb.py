"""乙肝疫苗：0、1、6 月龄；母亲表面抗原阳性或不详且出生体重不足 2000 克者 0、1、2、7 月龄。"""

from gongwei.catalog.schedules.writing import NIP_2026, after, ages, antigen, dose, given, series
from gongwei.domain.immunization.vaccine import Vaccine

LOW_WEIGHT = "hepb-low-birth-weight"
hepb = given("HepB")

vaccine = Vaccine(
    key="hepb",
    title="乙肝疫苗",
    english="hepatitis B vaccine",
    source=NIP_2026,
    codes={"HepB": "乙肝疫苗"},
    unverified=("第3剂与第1剂间隔≥4个月", "低体重程序第2、3剂间隔≥28天、第4剂间隔≥60天"),
    cautions={
        "mother-hbsag-positive": (
            "母亲表面抗原阳性：首剂12小时内接种，并注射乙肝免疫球蛋白100IU",
            "mother HBsAg positive: first dose within 12 hours, with 100 IU of hepatitis B immunoglobulin",
        ),
        "mother-hbsag-unknown": (
            "母亲表面抗原不详：首剂12小时内接种",
            "mother's HBsAg unknown: first dose within 12 hours",
        ),
    },
    antigen=antigen(
        "HepB",
        series(
            "HepB",
            "乙肝疫苗3剂",
            dose(1, ages("0 days", "1 day"), hepb),
            dose(2, ages("1 month", "12 months"), hepb, intervals=(after("28 days"),)),
            dose(
                3,
                ages("6 months", "12 months"),
                hepb,
                intervals=(after("60 days"), after("4 months", of_dose=1)),
            ),
            default=True,
            excluded_by=[LOW_WEIGHT],
        ),
        series(
            "HepB",
            "乙肝疫苗4剂（低体重）",
            dose(1, ages("0 days", "1 day"), hepb),
            dose(2, ages("1 month", "12 months"), hepb, intervals=(after("28 days"),)),
            dose(3, ages("2 months", "12 months"), hepb, intervals=(after("28 days"),)),
            dose(4, ages("7 months", "12 months"), hepb, intervals=(after("60 days"),)),
            default=True,
            needs=LOW_WEIGHT,
        ),
    ),
)
