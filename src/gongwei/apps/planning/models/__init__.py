"""What planning keeps: figures and reports, counts by month and quarter, doubts, pay, and tasks of institutions."""

from gongwei.apps.planning.models.doubts import RecordDoubt
from gongwei.apps.planning.models.duties import DecidedPay, InstitutionTask, PayObjection
from gongwei.apps.planning.models.figures import IndicatorCount, LakeState, ReportedValue, SettledNumber, TeamCount
from gongwei.apps.planning.models.months import CohortCount, Workload

__all__ = [
    "CohortCount", "DecidedPay", "IndicatorCount", "InstitutionTask", "LakeState", "PayObjection", "RecordDoubt",
    "ReportedValue", "SettledNumber", "TeamCount", "Workload",
]  # fmt: skip
