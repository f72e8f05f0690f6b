"""Share of mothers with early booking, five checks, birth in hospital and a home visit (孕产妇系统管理率)."""

from gongwei.catalog.fields.pregnancy import antenatal_checks
from gongwei.catalog.indicators.early_booking import delivered, early
from gongwei.catalog.indicators.hospital_delivery import in_hospital
from gongwei.catalog.indicators.postnatal_visits import visited
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="maternal_management",
    title="孕产妇系统管理率",
    unit="%",
    better="higher",
    population=delivered.exists(),
    counted=delivered.last(early & (antenatal_checks >= 5) & in_hospital) & visited,
    source=NORM_2017,
    owner="妇幼",
    verified=False,
    notes=(
        "孕 13 周前建册检查、产前检查 5 次及以上（按母子健康手册，含在医院所做）、住院分娩、产后访视，四项齐全。",
        "分母为本年登记分娩、有活产的产妇。",
    ),
)
