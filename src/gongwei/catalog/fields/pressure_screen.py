"""The search for high blood pressure: on which of three days it was measured, and what the doctor concludes."""

from gongwei.catalog.codelists.screening import CONCLUSION, TURN
from gongwei.catalog.fields import measurements
from gongwei.catalog.sources import PRESSURE_CHECK
from gongwei.domain.expr import previous
from gongwei.domain.form_field import Choice
from gongwei.domain.opening import Opening

systolic = measurements.systolic.but(absent="must", required=True)
diastolic = measurements.diastolic.but(absent="must", required=True)
turn = Choice(
    "pressure_turn",
    "非同日第几次",
    codes=TURN,
    required=True,
    source=PRESSURE_CHECK,
    note="首次偏高者在另外两天各再测 1 次",
)
conclusion = Choice(
    "pressure_conclusion", "高血压筛查结论", codes=CONCLUSION, source=PRESSURE_CHECK, note="由医生下结论"
)

urgent = ((systolic >= 180) | (diastolic >= 110)).called("血压危急")
high = ((systolic >= 140) | (diastolic >= 90)).called("血压偏高", contrary="血压不高")
raised = ((systolic >= 130) | (diastolic >= 85)).called("血压为正常高值")
confirmed = (conclusion == "2").called("医生确诊高血压")
third = (high & (turn == "3") & previous(high & (turn == "2"))).called("非同日三次血压均高")
OPENS = (Opening(confirmed, condition="hypertension", program="hypertension"),)
