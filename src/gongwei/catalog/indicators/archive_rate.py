"""Share of the population with a health record (规范第三版, 居民健康档案管理服务规范)."""

from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import archived_date, known, lives_here
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="archive_rate",
    title="居民健康档案建档率",
    unit="%",
    better="higher",
    population=lives_here,
    counted=known(archived_date),
    denominator="population",
    source=NORM_2017,
    owner="基层卫生",
    notes=("分母为常住人口表，不是登记人数；分子大于分母时照实显示并标记。",),
)
