"""`gongwei backup-drill DIR`: restore the newest backup beside the running system, look at it, and throw it away."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

WORKS_AS = ("owner", "report", "seal")


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("backup-drill", help="恢复演练：把备份恢复到临时文件夹，核对后删除")
    made.add_argument("folder", type=Path, metavar="DIR", help="备份文件夹")
    made.add_argument("--secrets", type=Path, required=True, metavar="FILE", help="另存的密钥文件 secrets.json")
    made.add_argument("--to", default="", metavar="MOMENT", help="恢复到哪一秒，默认到最后")
    made.add_argument("--json", action="store_true", help="最后一行输出 JSON")


def run(args: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="gongwei-drill-") as home:
        command = [sys.executable, "-m", "gongwei", "restore", args.folder, "--secrets", args.secrets, "--json"]
        environment = {**os.environ, "GONGWEI_HOME": home}
        try:
            restored = subprocess.run(
                [*command, *(["--to", args.to] if args.to else [])], env=environment, stdout=subprocess.PIPE, text=True
            )
        finally:
            _sweep(environment)
    if not restored.stdout.strip():
        print("演练没有成功：原因见上。", file=sys.stderr)
        return restored.returncode or 1
    said = json.loads(restored.stdout.strip().splitlines()[-1])
    print(json.dumps(said, ensure_ascii=False) if args.json else "\n".join(f"{k}: {v}" for k, v in said.items()))
    print("演练成功，临时文件已删除。" if not restored.returncode else "演练发现问题。", file=sys.stderr)
    return restored.returncode


def _sweep(environment: dict[str, str]) -> None:
    """Under root the cluster stands outside its data folder."""
    asked = "from gongwei.site import postgres; print(postgres.state_folder())"
    where = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    folder = Path(where.stdout.strip())
    if folder.is_relative_to("/var/lib/gongwei"):
        shutil.rmtree(folder, ignore_errors=True)
