"""Services that are paid by the piece: which visits each counts, and what one costs until the city settles it.

The documents ask for packages with unit cost (000 三(三)1 and 002 三(四)2 in `catalog/plans`) and give no price: those
here stand in proportion to the minutes of work and are ours. A district decides its own.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gongwei.catalog.discovery import programs
from gongwei.domain.access import Sensitivity
from gongwei.domain.contract import FAMILY_DOCTOR
from gongwei.domain.pay import Piece, Quality, Service

CONTRACTS = "家庭医生签约"
FOLLOW_UP = 15.0  # yuan for half an hour at the clinic (ours, not verified)

SHEET = "pregnancy_stage"

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
            Service(
                "antenatal_visit", "孕产妇产前检查与随访", "pregnancy", reading=SHEET, answers=("1", "2"), price=30.0
            ),
            Service("postnatal_visit", "产后访视", "pregnancy", reading=SHEET, answers=("4",), price=60.0),
            Service("day_42_check", "产后 42 天检查", "pregnancy", reading=SHEET, answers=("5",), price=30.0),
            Service(
                "mental_visit", "严重精神障碍面对面随访", "mental_disorder", face_to_face=True, price=2 * FOLLOW_UP
            ),
            Service("mental_phone", "严重精神障碍电话随访", "mental_disorder", face_to_face=False, price=FOLLOW_UP / 3),
            Service("mental_case_plan", "严重精神障碍个案管理（制定或评估）", "mental_case", price=3 * FOLLOW_UP),
            Service("contract_signed", "家庭医生签约（新签、续签）", FAMILY_DOCTOR, piece=Piece.SIGNED, price=10.0),
            Service("contract_year", "家庭医生签约服务满一年", FAMILY_DOCTOR, piece=Piece.SERVED, price=50.0),
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
    Quality("pregnancy", indicator="maternal_management", goal=90.0, floor=0.7),
    Quality("mental_disorder", indicator="mental_standard_management", goal=80.0, floor=0.7),
    Quality("mental_case", indicator="mental_case_management", goal=90.0, floor=0.7),
    # The fee of a contract follows what was kept of it, so its floor is lower.
    Quality(FAMILY_DOCTOR, indicator="contract_fulfilment", goal=80.0, floor=0.3),
)
COHORTS = ("hypertension", "diabetes", "copd")  # programmes whose cohorts are followed by quarter


def sensitivity_of(service: Service) -> Sensitivity:
    """Give the class of the records that a service counts; its counts are statistics."""
    program = programs().get(service.program)
    return program.sensitivity if program else Sensitivity.HEALTH


def measured(quality: Quality) -> str:
    """Name what a coefficient holds for: a programme, or contracts."""
    return CONTRACTS if quality.program == FAMILY_DOCTOR else programs()[quality.program].title
