"""`gongwei backup-open FILE`: write what a sealed dump says to the output, for `pg_restore` on any server."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

WORKS_AS = ("nobody",)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("backup-open", help="解密自有服务器的转储，写到标准输出，供 pg_restore 使用")
    made.add_argument("file", type=Path, metavar="FILE", help="备份文件夹里的 gongwei-….dump.sealed")
    made.add_argument("--secrets", type=Path, required=True, metavar="FILE", help="另存的密钥文件 secrets.json")


def run(args: argparse.Namespace) -> int:
    from gongwei.adapters.sealed_stream import ENDING, DamagedFile, WrongKey, open_into

    try:
        key = bytes.fromhex(json.loads(args.secrets.read_text())["backup_key"])
    except (OSError, ValueError, KeyError):
        print(f"gongwei backup-open: {args.secrets} 不是密钥文件，或其中没有备份密钥。", file=sys.stderr)
        return 2
    try:
        open_into(args.file, sys.stdout.buffer, key=key, name=args.file.name.removesuffix(ENDING))
    except (OSError, WrongKey, DamagedFile) as closed:
        print(f"gongwei backup-open: {closed}", file=sys.stderr)
        return 1
    return 0
