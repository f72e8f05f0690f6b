"""`gongwei roles`: print what an administrator runs once on the city's own PostgreSQL, and the addresses to set."""

import argparse
from typing import Any

WORKS_AS = ("nobody",)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("roles", help="为自有 PostgreSQL 服务器生成角色脚本和连接地址")
    made.add_argument("--host", default="localhost", help="服务器地址")
    made.add_argument("--port", default="5432")


def run(args: argparse.Namespace) -> int:
    from gongwei.site import databases, roles
    from gongwei.site.home import secret

    passwords = {role: secret(f"password_{role}") for role in roles.ATTRIBUTES}
    print("-- psql -f: once, as the server's superuser. Holds passwords: keep it like one.")
    print(roles.script(passwords))
    print("-- then, where gongwei runs:")
    for alias, role in databases.ROLE_OF.items():
        address = f"postgresql://{role}:{passwords[role]}@{args.host}:{args.port}/{roles.DATABASE}"
        print(f"-- export {databases.URL_OF[alias]}='{address}'")
    return 0
