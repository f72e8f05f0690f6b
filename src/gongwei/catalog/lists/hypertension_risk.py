"""People at high risk of hypertension, for a pressure every half year."""

from gongwei.catalog.high_risk import HYPERTENSION_SIGNS, hypertension_risk
from gongwei.catalog.sources import PRESSURE_CHECK
from gongwei.domain.listing import Listing

listing = Listing(
    key="hypertension_risk",
    title="高血压高危人群",
    who=hypertension_risk,
    signs=HYPERTENSION_SIGNS,
    source=PRESSURE_CHECK,
    program="hypertension_risk",
    verified=False,
)
