"""`gongwei audit-verify`: prove that no entry of the audit was changed, removed, added or moved since it was sealed."""

import argparse
import json
import sys
from typing import Any

DATABASE = True
WORKS_AS = ("seal",)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("audit-verify", help="核对审计链：有无改动、删除、插入、换序、截断")
    made.add_argument("--heads", action="append", default=[], metavar="FILE", help="另存于他处的链头文件，可多次给出")
    made.add_argument("--quick", action="store_true", help="不重新计算各表历史版本的摘要")
    made.add_argument("--json", action="store_true", help="最后一行输出 JSON")


def run(args: argparse.Namespace) -> int:
    from dataclasses import asdict
    from pathlib import Path

    from django.conf import settings
    from django.db import connections

    from gongwei.apps.accounts import sealing

    if sealing.SEAL not in connections:
        print("gongwei audit-verify: 请设置 DATABASE_SEAL_URL（封存角色 gw_seal 的连接地址）。", file=sys.stderr)
        return 2
    found = sealing.verify(heads=[*settings.AUDIT_HEADS, *map(Path, args.heads)], events=not args.quick)
    said: dict[str, Any] = {
        "verified": found.fault is None,
        "sealed": found.sealed,
        "waiting": found.waiting,
        "heads": found.heads,
    }
    said |= {"versions": found.events, "fault": asdict(found.fault) if found.fault else None}
    print(json.dumps(said, ensure_ascii=False) if args.json else "\n".join(f"{k}: {v}" for k, v in said.items()))
    if found.fault:
        print(f"审计链有问题：{found.fault.says}", file=sys.stderr)
    return 1 if found.fault else 0
