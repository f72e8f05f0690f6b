"""Who signs in to the made city: one user for each role, posted where something happens."""

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongwei.apps.accounts import queries
from gongwei.apps.accounts.actions import create_user, give_post
from gongwei.domain.access import RIGHTS, Role
from gongwei.domain.regions import CITY, DISTRICT, STREET, VILLAGE, ancestor
from gongwei.site.home import home

FULL_NAMES = {
    "village": ("演示·村医", Role.VILLAGE_DOCTOR, VILLAGE),
    "doctor": ("演示·中心医生", Role.CENTRE_DOCTOR, STREET),
    "director": ("演示·中心主任", Role.CENTRE_DIRECTOR, STREET),
    "district-cdc": ("演示·区疾控", Role.DISTRICT_CDC, DISTRICT),
    "district-bureau": ("演示·区卫健局", Role.DISTRICT_BUREAU, DISTRICT),
    "city-cdc": ("演示·市疾控", Role.CITY_CDC, CITY),
    "city-bureau": ("演示·市卫健委", Role.CITY_BUREAU, CITY),
    "admin": ("演示·系统管理员", Role.SYSTEM_ADMIN, CITY),
    "security": ("演示·安全管理员", Role.SECURITY_ADMIN, CITY),
    "auditor": ("演示·审计员", Role.AUDITOR, CITY),
    "street": ("演示·街道综治", Role.STREET_OFFICER, STREET),
    "hospital": ("演示·医院公卫科", Role.HOSPITAL_OFFICE, DISTRICT),
    "operator": ("演示·数据管理员", Role.DATA_OPERATOR, CITY),
}
OF_THE_CENTRE = (Role.VILLAGE_DOCTOR, Role.CENTRE_DOCTOR, Role.CENTRE_DIRECTOR)
OPERATOR = "operator"  # the command line acts as this user in the demo


@dataclass(frozen=True)
class Login:
    username: str
    title: str
    place: str


def password() -> str:
    """Give the demo's one password: made once for each data folder, readable by its owner alone."""
    path = home() / "demo-password.json"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(json.dumps({"password": f"gongwei-{secrets.token_hex(4)}"}))
    return json.loads(path.read_text())["password"]


def make_users(*, village: int, centre: object, hospital: object, at: datetime, from_date: date) -> int:
    """Create one user for each role around a village; those who are there stay. Gives how many there are."""
    with transaction.atomic():
        for username, (full_name, role, level) in FULL_NAMES.items():
            if queries.user_named(username):
                continue
            user, _ = create_user(username=username, full_name=full_name, password=password(), by=None, at=at)
            area = ancestor(village, level)
            institution = {Role.HOSPITAL_OFFICE: hospital}.get(role, centre if role in OF_THE_CENTRE else None)
            give_post(
                user=user, role=role, area_code=area, from_date=from_date, by=None, at=at,
                institution_id=institution,  # type: ignore[arg-type]
            )  # fmt: skip
    return queries.users().count()


def logins() -> list[Login]:
    """List the demo's users in the order of the roles."""
    users = {user.username: user for user in queries.users()}
    found = []
    for username, (_name, role, _level) in FULL_NAMES.items():
        post = users[username].assignments.all()[0]
        found.append(Login(username, RIGHTS[role].title, post.area.name))
    return found
