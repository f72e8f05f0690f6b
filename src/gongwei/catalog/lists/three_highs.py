"""People with two or three of high pressure, high glucose and abnormal lipids."""

from gongwei.catalog.high_risk import THREE_HIGHS, three_highs
from gongwei.catalog.sources import LIPIDS_2023
from gongwei.domain.listing import Listing

listing = Listing(
    key="three_highs", title="“三高”有其二或三", who=three_highs, signs=THREE_HIGHS, source=LIPIDS_2023, verified=False
)
