"""What packages of family doctors promise more than one group (家庭医生签约基本服务包清单 2025)."""

from gongwei.catalog.fields.columns import face_to_face
from gongwei.catalog.fields.frames import visits
from gongwei.domain.contract import Item
from gongwei.domain.expr import age

# A record of service on the day updates the archive as well.
archive = Item("archive", "健康档案建立与更新", 1, done=visits)
reminders = Item("reminders", "健康提醒", 12)
guidance = Item("guidance", "健康咨询或指导", 1, done=visits)
seen_at_80 = Item("seen at 80", "80 岁及以上面对面或上门服务", 1, done=visits.where(face_to_face), when=age >= 80)
BASIC = (archive, guidance)
KEY = (*BASIC, reminders)
