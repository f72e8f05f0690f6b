"""`gongwei migrate`: this will bring the tables, roles and policies up to this version."""

import argparse
import sys
from typing import Any

DATABASE = True
WORKS_AS = ("owner",)


def add_parser(subparsers: Any) -> None:
    subparsers.add_parser("migrate", help="建立或升级数据库表和权限策略")


def migrate() -> None:
    """Run all migrations as the owner, then set every policy anew."""
    from django.core.management import call_command
    from django.db import connections, transaction

    from gongwei.apps.accounts import shield

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    with transaction.atomic(using="owner"):
        shield.apply(connections["owner"])


def run(args: argparse.Namespace) -> int:
    migrate()
    print("数据库已就绪", file=sys.stderr)
    return 0
