"""Everybody: an archive that is kept, advice when it is asked for (SF 2025)."""

from datetime import date

from gongwei.catalog.fields.promises import BASIC
from gongwei.catalog.sources import PACKAGES_2025
from gongwei.domain.contract import Package
from gongwei.domain.expr import lives_here

package = Package(
    key="general",
    title="一般人群服务包",
    group=lives_here,
    items=BASIC,
    source=PACKAGES_2025,
    since=date(2025, 1, 1),
    key_group=False,
)
