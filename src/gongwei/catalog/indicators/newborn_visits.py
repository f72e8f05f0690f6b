"""Share of the year's newborns who were visited within a week of leaving hospital (规范第三版, 0–6 岁儿童)."""

from gongwei.catalog.programs.newborn import discharge_date, program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.elapsed import days_since
from gongwei.domain.expr import age, lives_here
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="newborn_visits",
    title="新生儿访视率",
    unit="%",
    better="higher",
    population=lives_here & (age < 1),
    counted=program.complete_visits.where(days_since(discharge_date) <= 7).exists(),
    source=NORM_2017,
    owner="妇幼",
    verified=False,
    notes=(
        "按规范要求访视：出院后 7 天内到家访视 1 次及以上，记录表填写完整。",
        "分母为本年出生并在辖区居住的儿童，代替规范的活产数：平台只有居民，没有分娩登记。",
    ),
)
