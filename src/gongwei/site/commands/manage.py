"""`gongwei manage …`: this will pass Django's own management commands through, for engineers."""

import argparse
from typing import Any

DATABASE = True
WORKS_AS = ("app", "owner")


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("manage", help="Django 管理命令（供工程师使用）")
    made.add_argument("rest", nargs=argparse.REMAINDER)


def run(args: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gongwei manage", *args.rest])
    return 0
