"""Share of the key groups who have a contract with a family doctor (重点人群签约率)."""

from gongwei.catalog.discovery import packages
from gongwei.catalog.sources import PACKAGES_2025
from gongwei.domain.contract import signed
from gongwei.domain.expr import Or, lives_here
from gongwei.domain.indicator import Indicator

# The groups that records of class 3 tell; women with child and mental disorder are guarded and not counted here.
GROUPS = tuple(package.group for key, package in packages().items() if package.key_group and key != "other_key")

indicator = Indicator(
    key="contract_key_groups",
    title="重点人群家庭医生签约率",
    unit="%",
    better="higher",
    population=lives_here & Or(GROUPS).called("属于重点人群"),
    counted=signed,
    source=PACKAGES_2025,
    owner="基层",
    verified=False,
    notes=(
        "重点人群：65 岁及以上、高血压、2型糖尿病、慢阻肺、肺结核、0–6 岁儿童。",
        "孕产妇和严重精神障碍患者的资料受保护，不在此统计。",
    ),
)
