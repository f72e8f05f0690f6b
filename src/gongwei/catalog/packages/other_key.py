"""Key groups whose records are guarded (women with child, mental disorder) or not kept: who signs chooses it.

The package says no more than that it is another key group: whoever sees a contract need not be told which (SF 2025).
"""

from datetime import date

from gongwei.catalog.fields.promises import KEY
from gongwei.catalog.sources import PACKAGES_2025
from gongwei.domain.contract import Item, Package
from gongwei.domain.expr import Literal

package = Package(
    key="other_key",
    title="其他重点人群服务包",
    group=Literal(False),
    items=(*KEY, Item("by its norm", "按相应规范提供的服务", 1)),
    source=PACKAGES_2025,
    since=date(2025, 1, 1),
)
