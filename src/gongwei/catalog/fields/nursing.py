"""What every visit to somebody who is nursed asks: pressure, pulse, sores, what was done (家庭病床, 养老机构)."""

from gongwei.catalog.codelists import care as codes
from gongwei.catalog.codelists.symptoms import ELDERLY_DANGER
from gongwei.catalog.fields.measurements import diastolic, heart_rate, systolic, temperature
from gongwei.catalog.sources import ELDERLY_2015, HOME_BED
from gongwei.domain.form_field import Choice, Choices, Text

danger_signs = Choices("danger_signs", "危急情况", codes=ELDERLY_DANGER, source=ELDERLY_2015)
change = Choice("nursing_change", "病情变化", codes=codes.CHANGE, required=True, source=HOME_BED)
work = Choices("nursing_work", "护理内容", codes=codes.NURSING_WORK, required=True, source=HOME_BED)
sores = Choice("pressure_sores", "压疮", codes=codes.SORES, required=True, source=HOME_BED)
orders = Text("nursing_orders", "医嘱与指导", source=HOME_BED)
MEASURED = (temperature, heart_rate, systolic, diastolic)

urgent = ((systolic >= 180) | (diastolic >= 110) | (heart_rate < 40) | (temperature >= 39) | danger_signs.any()).called(
    "有危急情况"
)
worse = ((change == "3") | (sores == "3")).called("病情加重或压疮 2 期及以上")
unsettled = ((change == "2") | (sores == "2")).called("病情有变化")
