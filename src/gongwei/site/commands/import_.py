"""`gongwei import …`: take a file of residents, visits or institutions, as somebody; or undo what was taken."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATABASE = True
WORKS_AS = ("post",)
KINDS = ("residents", "visits", "institutions")
COUNTS = ("created", "updated", "unchanged", "rejected", "waiting")
DEFAULT_LOGIN = "operator"  # the demo's


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("import", help="导入居民、随访或机构；撤销一次导入")
    made.add_argument("what", choices=[*KINDS, "undo"], metavar="residents|visits|institutions|undo")
    made.add_argument("target", metavar="FILE|BATCH", help="文件（CSV 或 Excel）；撤销时为批次号")
    made.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    made.add_argument("--program", default="", help="随访文件的服务项目，如 hypertension、diabetes、elderly")
    made.add_argument("--as", dest="login", default="", metavar="LOGIN", help="以谁的身份导入")
    made.add_argument("--json", action="store_true", help="最后一行输出 JSON（总是如此）")


def run(args: argparse.Namespace) -> int:
    """Run in the first valid post of who imports; exit 2: the file or person will not do, 3: undo refused."""
    from django.utils import timezone

    from gongwei.apps.accounts.acting import acting_as
    from gongwei.apps.accounts.queries import default_post

    at = timezone.now()
    on = timezone.localdate(at)
    login = args.login or os.environ.get("GONGWEI_LOGIN", DEFAULT_LOGIN)
    post = default_post(login, on=on)
    if post is None:
        return _refuse(f"用户“{login}”不存在、已停用或没有岗位：请用 --as 指明导入人")
    if args.what == "undo":
        return _undo(args.target, by=acting_as(post), at=at)
    return _take(args, by=acting_as(post), on=on, at=at)


def _take(args: argparse.Namespace, *, by: Any, on: Any, at: Any) -> int:
    from gongwei.apps.exchange import actions

    path = Path(args.target)
    if not path.is_file():
        return _refuse(f"找不到文件 {path}")
    try:
        batch, result = actions.import_file(
            path, kind=args.what, program=args.program, dry_run=args.dry_run, by=by, on=on, at=at, tell=_progress()
        )
    except (actions.MayNotImport, *actions.CANNOT_BE_TAKEN) as reason:
        return _refuse(str(reason))
    for note in result.notes:
        print(note, file=sys.stderr)
    for number, open_question in result.ledger.waits[:20]:
        print(f"第 {number} 行待核对：{open_question}", file=sys.stderr)
    counts = {name: result.ledger.counts[name] for name in COUNTS}
    print(
        json.dumps(
            {
                "read": result.ledger.read,
                **counts,
                "errors_file": _errors_file(path, result),
                "batch": str(batch.pk) if batch else None,
            },
            ensure_ascii=False,
        )
    )
    return 0


def _errors_file(path: Path, result: Any) -> str | None:
    """Put the rows that were not taken beside the file they came in, or where we stand if that is not ours."""
    from gongwei.apps.exchange.actions import rejects_name

    if result.rejects is None:
        return None
    folder = path.parent if os.access(path.parent, os.W_OK) else Path.cwd()
    target = folder / rejects_name(path.name, excel=result.excel)
    target.write_bytes(result.rejects)
    return str(target)


def _undo(batch_id: str, *, by: Any, at: Any) -> int:
    from gongwei.apps.exchange import actions

    try:
        undone = actions.undo(batch_id, by=by, at=at)
    except (actions.MayNotImport, actions.NothingToUndo) as reason:
        return _refuse(str(reason))
    except actions.ChangedSince as reason:
        print(json.dumps({"error": str(reason), "changed": reason.rows}, ensure_ascii=False))
        return 3
    print(json.dumps({"batch": batch_id, "undone": undone}, ensure_ascii=False))
    return 0


def _refuse(reason: str) -> int:
    print(json.dumps({"error": reason}, ensure_ascii=False))
    print(f"gongwei: {reason}", file=sys.stderr)
    return 2


def _progress() -> Callable[[int, int], None]:
    """Show how far it is on one line of stderr, if somebody is looking."""

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done:,} / {total:,}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return tell
