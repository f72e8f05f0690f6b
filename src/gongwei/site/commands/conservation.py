"""`gongwei conservation`: count again what came in, and prove that all of it was stored, refused or waits."""

import argparse
import json
import sys
from typing import Any

DATABASE = True
WORKS_AS = ("backup",)
COLUMNS = ("way", "received", "stored", "refused", "waiting", "settled")


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("conservation", help="重新清点：收到 = 已存 + 退回 + 待核对 + 已处理")
    made.add_argument("--json", action="store_true", help="最后一行输出 JSON")


def run(args: argparse.Namespace) -> int:
    from django.db import connections

    from gongwei.site import conservation

    if conservation.READS not in connections:
        print("gongwei conservation: 请设置 DATABASE_BACKUP_URL（只读角色 gw_backup 的连接地址）。", file=sys.stderr)
        return 2
    found = conservation.recount()
    if args.json:
        print(json.dumps(found.as_dict(), ensure_ascii=False))
    else:
        print(*COLUMNS, sep="\t")
        for one in found.sums:
            print(*(getattr(one, name) for name in COLUMNS), sep="\t")
    for fault in found.faults:
        print(f"对不上：{fault}", file=sys.stderr)
    return 1 if found.faults else 0
