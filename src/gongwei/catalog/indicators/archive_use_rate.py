"""Share of health records that were used within the year (规范第三版: 档案使用率)."""

from gongwei.catalog.fields.frames import visits
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import archived_date, known, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="archive_use_rate",
    title="健康档案使用率",
    unit="%",
    better="higher",
    population=lives_here & known(archived_date),
    counted=visits.during(year).exists(),
    source=NORM_2017,
    owner="基层卫生",
    verified=False,
    notes=("动态记录按本年度内的服务记录计，医疗记录接入后一并计入。",),
)
