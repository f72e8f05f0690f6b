"""`gongwei changes`: hand what changed to another program, line by line, and remember how far it has come."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongwei.apps.accounts.outbox import Change

DATABASE = True
WORKS_AS = ("post",)
A_TURN = 500  # changes handed over before the position is kept


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("changes", help="输出某读者尚未读过的变化（每行一个 JSON），并记住读到哪里")
    made.add_argument("consumer", metavar="NAME", help="读者名称，如 hospital-bus；各读各的")
    made.add_argument("--as", dest="login", required=True, metavar="LOGIN", help="以哪个用户的首个岗位读取")


def run(args: argparse.Namespace) -> int:
    from gongwei.apps.accounts import outbox
    from gongwei.apps.accounts.acting import acting_as, as_acting
    from gongwei.apps.accounts.middleware import today
    from gongwei.apps.accounts.queries import default_post
    from gongwei.domain.access import Sensitivity

    post = default_post(args.login, on=today())
    if post is None or not acting_as(post).rights.may_read(Sensitivity.HEALTH):
        print(f"gongwei changes: 用户“{args.login}”不存在、已停用，或其岗位不读居民记录。", file=sys.stderr)
        return 2
    if not 1 <= len(args.consumer) <= 60:
        print("gongwei changes: 读者名称应为 1–60 字。", file=sys.stderr)
        return 2
    done = A_TURN
    try:
        while done == A_TURN:
            with as_acting(acting_as(post)) as by:
                done = outbox.consume(args.consumer, _print, most=A_TURN, by=by, on=today())
    except outbox.PositionGone as gone:
        print(f"gongwei changes: {gone}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # who reads went away: what was not kept comes again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _print(found: "Sequence[Change]") -> None:
    """Have the lines with the reader before the position moves: after a crash they come again, none is missing."""
    for one in found:
        shown = {"kind": one.kind, "key": one.key, "resident_id": str(one.resident_id), "verb": one.verb}
        print(json.dumps(shown | {"version": one.version, "at": one.at.isoformat()}, ensure_ascii=False))
    sys.stdout.flush()
