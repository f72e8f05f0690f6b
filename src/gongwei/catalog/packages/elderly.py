"""From 65: an examination, the constitution, and from 80 somebody who comes (SF 2025)."""

from datetime import date

from gongwei.catalog.fields.promises import KEY, seen_at_80
from gongwei.catalog.programs.constitution import program as constitution
from gongwei.catalog.programs.elderly import program
from gongwei.catalog.sources import PACKAGES_2025
from gongwei.domain.contract import Item, Package
from gongwei.domain.expr import age

package = Package(
    key="elderly",
    title="65 岁及以上老年人服务包",
    group=age >= 65,
    items=(
        *KEY,
        seen_at_80,
        Item("elderly exam", "老年人健康体检", 1, done=program.visits),
        Item("constitution", "中医体质辨识", 1, done=constitution.visits),
    ),
    source=PACKAGES_2025,
    since=date(2025, 1, 1),
)
