"""Give the shapes for maps, and the words that every map must carry."""

from functools import cache
from typing import Any

from gongwei.catalog.regions.files import geojson
from gongwei.domain.tongue import in_tongue, say

MAP_SOURCE = "天地图（国家地理信息公共服务平台）"

MAP_REVIEW_NUMBER = "GS（2024）0650号"
"""The number under which 天地图 publishes its county borders of 2024. The package from which the file was taken names
天地图 without the number: compare it with the publisher before a map is printed. verified=False (README.md)."""

SCHEMATIC_NOTICE = "示意边界"
"""Streets are drawn as cells around their centres, not as surveyed borders: every map that shows them says so."""


def map_note(*, schematic: bool) -> str:
    """Say below a map where its borders come from, and that those of streets are schematic."""
    source = say("底图 {source}，审图号 {number}（未核实）", source=in_tongue(MAP_SOURCE), number=MAP_REVIEW_NUMBER)
    if not schematic:
        return source
    streets = say("{notice}；街道中心 GeoNames（CC BY 4.0）", notice=in_tongue(SCHEMATIC_NOTICE))
    return say("；").join((streets, source))


@cache
def district_shapes() -> dict[str, Any]:
    """Read the 13 districts as a GeoJSON collection in WGS 84; `gb` is 156 and the 6-digit code."""
    return geojson("districts.geojson")


@cache
def street_shapes() -> dict[str, Any]:
    """Read the 191 streets as schematic GeoJSON cells in WGS 84; `code` has 9 digits; show SCHEMATIC_NOTICE."""
    return geojson("streets_schematic.geojson")
