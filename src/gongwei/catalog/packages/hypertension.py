"""Hypertensives: four visits face to face and an examination a year (SF 2025)."""

from datetime import date

from gongwei.catalog.fields.columns import face_to_face
from gongwei.catalog.fields.frames import exams
from gongwei.catalog.fields.promises import KEY
from gongwei.catalog.programs.hypertension import program
from gongwei.catalog.sources import PACKAGES_2025
from gongwei.domain.contract import Item, Package

package = Package(
    key="hypertension",
    title="高血压患者服务包",
    group=program.enrolled,
    items=(
        *KEY,
        Item("hypertension visits", "高血压面对面随访", 4, done=program.visits.where(face_to_face)),
        Item("exam", "健康检查", 1, done=exams),
    ),
    source=PACKAGES_2025,
    since=date(2025, 1, 1),
)
