"""Children up to six: their checks by age; one a year is owed to everybody, more by the norm (SF 2025)."""

from datetime import date

from gongwei.catalog.fields.promises import KEY
from gongwei.catalog.programs.child import program
from gongwei.catalog.sources import PACKAGES_2025
from gongwei.domain.contract import Item, Package
from gongwei.domain.expr import age

package = Package(
    key="child",
    title="0–6 岁儿童服务包",
    group=age < 7,
    items=(*KEY, Item("child checks", "儿童健康检查", 1, done=program.visits)),
    source=PACKAGES_2025,
    since=date(2025, 1, 1),
)
