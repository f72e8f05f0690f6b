"""Share of those with a contract for whom everything that counts by itself was done (履约率)."""

from gongwei.catalog.discovery import packages
from gongwei.catalog.sources import PACKAGES_2025
from gongwei.domain.contract import signed
from gongwei.domain.expr import And, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

# A person belongs in the package of every group that the record tells.
KEPT = tuple(~package.group | package.countable(year) for package in packages().values() if package.key != "other_key")

indicator = Indicator(
    key="contract_fulfilment",
    title="家庭医生履约率",
    unit="%",
    better="higher",
    population=lives_here & signed,
    counted=And(KEPT).called("服务包中由随访和体检计入的各项均已完成"),
    source=PACKAGES_2025,
    owner="基层",
    verified=False,
    notes=(
        "按人计：服务包中由随访、体检自动计入的项目年内全部完成；健康提醒等手工登记的项目不计入（原口径为完成项与约定项之比）。",
        "本人到其他机构就诊、未到本机构者不因此视为未履约，需在签约页登记服务。",
    ),
)
