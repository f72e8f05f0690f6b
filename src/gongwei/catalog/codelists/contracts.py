"""Answers of a contract with a family doctor, as systems in use code them (ways and reasons; not verified)."""

from gongwei.catalog.sources import PACKAGES_2025
from gongwei.domain.codes import Codelist

SIGN_WAY = Codelist(
    "签约方式", {"1": "本人", "2": "家人代签", "3": "医生代签", "4": "扫码"}, source=PACKAGES_2025, verified=False
)
STOP_REASON = Codelist(
    "解约原因",
    {"1": "迁出", "2": "连续一年联系不上", "3": "连续一年拒绝服务", "4": "主动解约", "5": "其他"},
    source=PACKAGES_2025,
    verified=False,
)
TEAM_ROLE = Codelist(
    "团队角色",
    {"doctor": "家庭医生", "nurse": "护士", "public_health": "公卫医师", "village": "村（社区）医生", "other": "其他"},
    source=PACKAGES_2025,
    verified=False,
)
