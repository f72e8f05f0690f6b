"""`gongwei restore DIR`: build this installation from a backup, to a given second, and prove that it holds."""

import argparse
import json
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

WORKS_AS = ("owner", "report", "seal")
HERE = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> datetime:
    """Read a moment; without an offset it is the city's own time."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=HERE)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("restore", help="从备份恢复到某一秒（装入 GONGWEI_HOME 指定的空文件夹）")
    made.add_argument("folder", type=Path, metavar="DIR", help="备份文件夹")
    made.add_argument("--secrets", type=Path, required=True, metavar="FILE", help="另存的密钥文件 secrets.json")
    made.add_argument("--to", type=moment, metavar="MOMENT", help='恢复到，如 "2026-11-23 10:15:00"；默认到最后')
    made.add_argument("--json", action="store_true", help="最后一行输出 JSON")


def run(args: argparse.Namespace) -> int:
    from gongwei.site import postgres
    from gongwei.site.backup import BackupFailed
    from gongwei.site.restoring import CannotRestore, restore

    if postgres.external():
        print("gongwei restore: 自有服务器由其管理员恢复，见运行指南。", file=sys.stderr)
        return 2
    begun = time.monotonic()
    try:
        reached = restore(args.folder, secrets=args.secrets, to=args.to)
    except (CannotRestore, BackupFailed, postgres.ServerUnavailable) as error:
        print(f"gongwei restore: {error}", file=sys.stderr)
        return 1
    said = {"restored_to": reached.astimezone(HERE).isoformat(), **_prove(args.folder)}
    said["seconds"] = round(time.monotonic() - begun, 1)
    print(json.dumps(said, ensure_ascii=False) if args.json else "\n".join(f"{k}: {v}" for k, v in said.items()))
    return 0 if said["audit_verified"] else 1


def _prove(folder: Path) -> dict[str, Any]:
    """Count what stands, walk the audit's chain against the heads that came along, and build the lake anew."""
    from gongwei.site import cli, postgres, roles

    with postgres.running():
        roles.ensure()
        cli.use_django()
        from django.conf import settings
        from django.utils import timezone

        from gongwei.apps.accounts import audit, sealing
        from gongwei.apps.planning.actions.lake import refresh
        from gongwei.site.commands.migrate import migrate
        from gongwei.site.restoring import bring_heads, manifest

        with roles.super_connection(roles.DATABASE) as server:
            counted = manifest(server)
        bring_heads(folder, sealed=sealing.verify(heads=[]).sealed)
        found = sealing.verify(heads=settings.AUDIT_HEADS[:1])
        migrate()
        now = timezone.now()
        audit.record("database.restore", by=None, at=now, detail={"entries": found.sealed})
        refresh(on=timezone.localdate(now), at=now, anew=True)
    return {
        "tables": len(counted),
        "rows": sum(rows for rows, _digest in counted.values()),
        "audit_verified": found.fault is None,
        "audit_sealed": found.sealed,
        "audit_fault": found.fault.says if found.fault else None,
        "manifest": counted,
    }
