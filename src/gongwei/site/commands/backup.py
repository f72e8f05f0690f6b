"""`gongwei backup DIR`: bring a folder of backups up to this second; run it from the timetable of the machine."""

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

DATABASE = True
WORKS_AS = ("backup",)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("backup", help="备份到文件夹，可恢复到任意一秒")
    made.add_argument("folder", type=Path, metavar="DIR", help="备份文件夹，最好在另一块磁盘上")
    made.add_argument("--base-every", type=float, default=7, metavar="DAYS", help="隔几天做一次完整备份，默认 7")
    made.add_argument("--keep", type=int, default=2, help="保留几次完整备份（及其后的变化），默认 2")
    made.add_argument("--json", action="store_true", help="最后一行输出 JSON")


def run(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from gongwei.site import backup
    from gongwei.site.postgres import external

    if args.keep < 1 or args.base_every < 0:
        print("gongwei backup: --keep 至少 1，--base-every 不能为负。", file=sys.stderr)
        return 2
    try:
        if external():
            said: dict[str, Any] = {"dump": str(backup.dump(args.folder, at=timezone.now()))}
        else:
            done = backup.take(args.folder, base_every=timedelta(days=args.base_every), keep=args.keep)
            said = {"up_to": timezone.localtime(done.up_to).isoformat(), "new_base": done.new_base}
            said |= {"bases": done.bases, "megabytes": done.megabytes}
    except backup.BackupFailed as error:
        print(f"gongwei backup: {error}", file=sys.stderr)
        return 1
    print(json.dumps(said) if args.json else "\n".join(f"{k}: {v}" for k, v in said.items()))
    if not external():
        print("密钥不在备份中：请把数据文件夹里的 secrets.json 另存于他处。", file=sys.stderr)
    return 0
