"""What planning keeps: figures and reports, counts by month and quarter, pay, and tasks of institutions."""

from gongwei.apps.planning.models.doubts import RecordDoubt
from gongwei.apps.planning.models.figures import IndicatorCount, LakeState, ReportedValue, SettledNumber
from gongwei.apps.planning.models.months import CohortCount, Workload

__all__ = [
    "CohortCount", "IndicatorCount", "LakeState", "RecordDoubt", "ReportedValue", "SettledNumber", "Workload",
]  # fmt: skip
