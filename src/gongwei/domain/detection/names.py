"""The names of the detectors, apart from them, for those who only need to list them."""

from typing import Final

WEEKLY: Final = ("farrington-flexible", "farrington", "moving-percentile", "historical-limits")
"""Those that look back over years of weeks."""
ANY_STEP: Final = ("ears-c1", "ears-c2", "ears-c3", "cusum", "ewma", "glr-nb", "glr-poisson")
"""Those that take days as well as weeks."""
METHODS: Final = (*WEEKLY, *ANY_STEP)
