"""Share of registered residents aged 65 and over."""

from gongwei.domain.expr import age, lives_here
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="share_65_over",
    title="65 岁及以上居民占比",
    unit="%",
    better="neither",
    population=lives_here,
    counted=age >= 65,
    unknown="excluded",
    source="登记居民（年龄按年度最后一日计算）",
    owner="规划信息",
)
