"""Managed patients who endangered others in the year (行动计划 2018: 重大肇事肇祸案（事）件)."""

from gongwei.catalog.fields.mental import crimes, offences
from gongwei.catalog.fields.mental_frames import MANAGED, managed, visits
from gongwei.catalog.sources import MENTAL_2018
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="mental_incidents",
    title="在管患者肇事肇祸发生率",
    unit="‰",
    better="lower",
    population=managed,
    counted=visits.where((offences > 0) | (crimes > 0)).exists(),
    source=MENTAL_2018,
    owner="精神卫生",
    verified=False,
    notes=(
        MANAGED,
        "按人计：年内随访记录中有肇事或肇祸的患者；不是案件起数。",
    ),
)
