"""People at high risk of diabetes, for a fasting glucose once a year."""

from gongwei.catalog.high_risk import DIABETES_SIGNS, diabetes_risk
from gongwei.catalog.sources import DIABETES_GUIDE_2020
from gongwei.domain.listing import Listing

listing = Listing(
    key="diabetes_risk",
    title="糖尿病高危人群",
    who=diabetes_risk,
    signs=DIABETES_SIGNS,
    source=DIABETES_GUIDE_2020,
    program="diabetes_risk",
    verified=False,
)
