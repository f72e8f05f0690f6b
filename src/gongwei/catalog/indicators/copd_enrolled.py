"""Share of residents diagnosed with COPD in the programme within the year: a task figure."""

from gongwei.catalog.codelists.conditions import COPD
from gongwei.catalog.programs.copd import program
from gongwei.catalog.sources import COPD_2024
from gongwei.domain.expr import age, has, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="copd_enrolled",
    title="慢阻肺诊断患者在管率",
    unit="%",
    better="higher",
    population=lives_here & has(COPD) & (age >= 35),
    counted=program.enrolled.any_day(year),
    source=COPD_2024,
    owner="慢病",
    verified=False,
    notes=(
        "规范不设此项，属任务指标：分母为已诊断的常住居民，不是按患病率估算的患者数（本市可调整）。",
        "年内曾在管即计入；年内死亡、迁出者按年末居住地计，不再计入分母。",
    ),
)
