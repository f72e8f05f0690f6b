"""Registered patients with a severe mental disorder among the population (管理治疗工作规范 2018: 报告患病率)."""

from gongwei.catalog.programs.mental_file import program as filed
from gongwei.catalog.sources import MENTAL_2018
from gongwei.domain.expr import lives_here
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="mental_reported_prevalence",
    title="严重精神障碍患者报告患病率",
    unit="‰",
    better="higher",
    population=lives_here,
    counted=filed.enrolled,
    denominator="population",
    source=MENTAL_2018,
    owner="精神卫生",
    verified=False,
    notes=("分母为常住人口表；在册按年度最后一日（或数据日）计算。",),
)
