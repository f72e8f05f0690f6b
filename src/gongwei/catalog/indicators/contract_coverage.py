"""Share of residents who have a contract with a family doctor (签约率)."""

from gongwei.catalog.sources import PACKAGES_2025
from gongwei.domain.contract import signed
from gongwei.domain.expr import lives_here
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="contract_coverage",
    title="家庭医生签约率",
    unit="%",
    better="higher",
    population=lives_here,
    counted=signed,
    source=PACKAGES_2025,
    owner="基层",
    verified=False,
    notes=("有效签约：年末（或统计日）在签约有效期内；分母为常住居民。",),
)
