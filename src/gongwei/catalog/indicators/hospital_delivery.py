"""Share of the year's mothers who gave birth in a hospital (妇幼卫生统计: 住院分娩率)."""

from gongwei.catalog.fields.pregnancy import place
from gongwei.catalog.indicators.early_booking import delivered
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.indicator import Indicator

in_hospital = place.isin("1", "2", "3")

indicator = Indicator(
    key="hospital_delivery",
    title="住院分娩率",
    unit="%",
    better="higher",
    population=delivered.exists(),
    counted=delivered.last(in_hospital),
    source=NORM_2017,
    owner="妇幼",
    verified=False,
    notes=("在医院、妇幼保健院、卫生院分娩都算住院；分母为本年登记分娩、有活产的产妇。",),
)
