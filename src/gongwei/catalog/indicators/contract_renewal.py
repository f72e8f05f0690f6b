"""Share of those whose contract ended in the year who have one again (续签率)."""

from gongwei.catalog.sources import PACKAGES_2025
from gongwei.domain.contract import CONTRACT_END, signed
from gongwei.domain.expr import Enrolled, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="contract_renewal",
    title="家庭医生续签率",
    unit="%",
    better="higher",
    population=lives_here & Enrolled(CONTRACT_END).any_day(year).called("年内签约到期"),
    counted=signed,
    source=PACKAGES_2025,
    owner="基层",
    verified=False,
    notes=("到期后续签：年内签约到期者中，年末（或统计日）又在签约有效期内的人；迁出、死亡者不计。",),
)
