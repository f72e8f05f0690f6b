"""`gongwei check`: say what must be mended before a release; silence means that all is well."""

import argparse
import sys
from typing import Any

DATABASE = True
WORKS_AS = ("owner", "app")


def add_parser(subparsers: Any) -> None:
    subparsers.add_parser("check", help="检查路由、表、权限、迁移和规则目录")


def run(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    from gongwei.site import lints
    from gongwei.site.commands.migrate import migrate

    migrate()
    call_command("check", verbosity=0)
    found = [problem for lint in lints.LINTS for problem in lint()]
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{len(lints.LINTS)} 项检查，{len(found)} 个问题", file=sys.stderr)
    return 1 if found else 0
