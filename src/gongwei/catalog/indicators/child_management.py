"""Share of children up to six with a visit in the year (规范第三版, 0–6 岁儿童: 儿童健康管理率)."""

from gongwei.catalog.programs import child, newborn
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import age, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="child_management",
    title="0–6 岁儿童健康管理率",
    unit="%",
    better="higher",
    population=lives_here & (age < 7),
    counted=child.program.visits.during(year).exists() | newborn.program.visits.during(year).exists(),
    source=NORM_2017,
    owner="妇幼",
    notes=(
        "接受健康管理：本年内接受 1 次及以上随访，新生儿家庭访视也算。",
        "分母为辖区内 0–6 岁常住儿童；年龄按年度最后一日计算。",
    ),
)
