"""Share of residents diagnosed with hypertension in the programme within the year: a task figure."""

from gongwei.catalog.codelists.conditions import HYPERTENSION
from gongwei.catalog.programs.hypertension import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import age, has, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="hypertension_enrolled",
    title="高血压诊断患者在管率",
    unit="%",
    better="higher",
    population=lives_here & has(HYPERTENSION) & (age >= 35),
    counted=program.enrolled.any_day(year),
    source=NORM_2017,
    owner="慢病",
    verified=False,
    notes=(
        "规范不设此项，属任务指标：分母为已诊断的常住居民，不是按患病率估算的患者数（本市可调整）。",
        "年内曾在管即计入；年内死亡、迁出者按年末居住地计，不再计入分母。",
    ),
)
