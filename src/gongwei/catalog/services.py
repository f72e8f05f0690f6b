"""Services that are paid by the piece: which visits each counts, and what one costs until the city settles it.

The documents ask for packages with unit cost (000 三(三)1 and 002 三(四)2 in `catalog/plans`) and give no price: those
here stand in proportion to the minutes of work and are ours. A district decides its own.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gongwei.domain.pay import Quality, Service

FOLLOW_UP = 15.0  # yuan for half an hour at the clinic (ours, not verified)

SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        one.key: one
        for one in (
            Service("hypertension_visit", "高血压面对面随访", "hypertension", face_to_face=True, price=FOLLOW_UP),
            Service("hypertension_phone", "高血压电话随访", "hypertension", face_to_face=False, price=FOLLOW_UP / 3),
            Service("diabetes_visit", "糖尿病面对面随访", "diabetes", face_to_face=True, price=FOLLOW_UP),
            Service("diabetes_phone", "糖尿病电话随访", "diabetes", face_to_face=False, price=FOLLOW_UP / 3),
            Service("copd_visit", "慢阻肺面对面随访", "copd", face_to_face=True, price=FOLLOW_UP),
            Service("copd_phone", "慢阻肺电话随访", "copd", face_to_face=False, price=FOLLOW_UP / 3),
            Service("elderly_examination", "老年人年度健康体检", "elderly", price=120.0),
            Service("constitution_telling", "老年人中医体质辨识", "constitution", price=20.0),
            Service("newborn_home_visit", "新生儿家庭访视", "newborn", price=60.0),
            Service("child_examination", "儿童健康检查", "child", price=30.0),
        )
    }
)
QUALITIES: tuple[Quality, ...] = (
    Quality("hypertension", indicator="hypertension_standard_management", goal=60.0, floor=0.7),
    Quality("diabetes", indicator="diabetes_standard_management", goal=60.0, floor=0.7),
    Quality("copd", indicator="copd_standard_management", goal=60.0, floor=0.7),
    Quality("elderly", indicator="elderly_management", goal=70.0, floor=0.7),
    Quality("newborn", indicator="newborn_visits", goal=90.0, floor=0.7),
    Quality("child", indicator="child_management", goal=90.0, floor=0.7),
)
COHORTS = ("hypertension", "diabetes", "copd")  # programmes whose cohorts are followed by quarter
