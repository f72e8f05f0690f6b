"""Share of residents from 35 seen in the year whose blood pressure was measured (规范第三版: 35 岁以上首诊测血压)."""

from gongwei.catalog.fields.frames import visits
from gongwei.catalog.fields.measurements import diastolic, systolic
from gongwei.catalog.sources import PRESSURE_CHECK
from gongwei.domain.expr import age, all_known, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="first_pressure_check",
    title="35 岁以上首诊测血压率",
    unit="%",
    better="higher",
    population=lives_here & (age >= 35) & visits.during(year).exists(),
    counted=visits.during(year).where(all_known(systolic, diastolic).called("测过血压")).exists(),
    source=PRESSURE_CHECK,
    owner="慢病",
    verified=False,
    notes=(
        "首诊：本平台记录的年内任一次服务；医院门诊的首诊未接入，不在分母（本市可调整）。",
        "测过血压：年内任一次服务记有收缩压和舒张压。",
    ),
)
