"""Tuberculosis: a supervised treatment, at least monthly (SF 2025)."""

from datetime import date

from gongwei.catalog.fields.columns import face_to_face
from gongwei.catalog.fields.promises import KEY
from gongwei.catalog.programs.tuberculosis import program
from gongwei.catalog.sources import PACKAGES_2025
from gongwei.domain.contract import Item, Package

package = Package(
    key="tuberculosis",
    title="肺结核患者服务包",
    group=program.enrolled,
    items=(
        *KEY,
        Item("tuberculosis visits", "肺结核督导随访", 6, done=program.visits.where(face_to_face)),
    ),
    source=PACKAGES_2025,
    since=date(2025, 1, 1),
)
