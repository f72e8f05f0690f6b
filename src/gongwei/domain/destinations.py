"""Where a programme's rules may send somebody."""

from gongwei.domain.codes import Codelist

DESTINATIONS = Codelist(
    "转往",
    {
        "hospital": "上级医院",
        "tb_hospital": "结核病定点医疗机构",
        "hiv_hospital": "艾滋病抗病毒治疗定点医院",
        "psychiatric": "精神专科医院",
        "rescue_centre": "危重孕产妇救治中心",
        "tertiary": "三级医院",
        "designated": "定点医疗机构",
    },
)
