"""`gongwei administrator`: the first three who run a new installation; everybody else is made on the pages."""

import argparse
import sys
from typing import Any

DATABASE = True
WORKS_AS = ("app",)


def add_parser(subparsers: Any) -> None:
    from gongwei.domain.access import APART

    made = subparsers.add_parser("administrator", help="新建系统管理员、安全管理员或审计员（须由不同的人担任）")
    made.add_argument("username", help="用户名：小写字母、数字、点或横线")
    made.add_argument("full_name", help="姓名")
    made.add_argument("--role", required=True, choices=sorted(APART), help="角色")


def run(args: argparse.Namespace) -> int:
    from django.db import transaction
    from django.utils import timezone

    from gongwei.apps.accounts import actions
    from gongwei.catalog.regions import CITY_CODE
    from gongwei.domain.access import Role

    now = timezone.now()
    try:
        with transaction.atomic():
            user, password = actions.create_user(username=args.username, full_name=args.full_name, by=None, at=now)
            actions.give_post(
                user=user, role=Role(args.role), area_code=CITY_CODE, from_date=timezone.localdate(now), by=None, at=now
            )
    except actions.NameTaken as error:
        print(f"gongwei administrator: {error}", file=sys.stderr)
        return 2
    print(f"初始密码（只显示这一次，首次登录须修改，并绑定第二因素）：{password}")
    return 0
