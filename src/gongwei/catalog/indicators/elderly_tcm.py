"""Share of residents from 65 whose constitution was told and who were advised (规范第三版, 中医药健康管理服务规范)."""

from gongwei.catalog.programs.constitution import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import age, archived_date, known, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="elderly_tcm",
    title="老年人中医药健康管理率",
    unit="%",
    better="higher",
    population=lives_here & (age >= 65),
    counted=known(archived_date) & program.complete_visits.during(year).exists(),
    source=NORM_2017,
    owner="中医",
    verified=False,
    notes=(
        "接受中医药健康管理：建立档案、体质辨识、保健指导、记录表填写完整。",
        "分母为辖区内 65 岁及以上常住居民，不是已管理的老年人；年龄按年度最后一日计算。",
    ),
)
