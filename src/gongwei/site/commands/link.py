"""`gongwei link`: find the residents who stand twice among those of a post, and note the pairs for review."""

import argparse
import json
import os
import sys
import time
from typing import Any

DATABASE = True
WORKS_AS = ("post",)
DEFAULT_LOGIN = "operator"  # the demo's


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("link", help="查找重复档案，列入核对；可合并无疑问的")
    made.add_argument("--as", dest="login", default="", metavar="LOGIN", help="以谁的岗位查找，只看岗位范围内的居民")
    made.add_argument("--merge-certain", action="store_true", help="直接合并毫无疑问的（默认全部等人核对）；可撤销")
    made.add_argument("--json", action="store_true", help="最后一行输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Run in the nearest post of who links; exit 2: that person has no post that may merge."""
    from django.utils import timezone

    from gongwei.apps.accounts.acting import acting_as
    from gongwei.apps.accounts.queries import default_post
    from gongwei.apps.desk.actions import find_duplicates
    from gongwei.domain.access import MERGING

    post = default_post(args.login or os.environ.get("GONGWEI_LOGIN", DEFAULT_LOGIN), on=timezone.localdate())
    if post is None or MERGING not in acting_as(post).rights.manages:
        print(
            "gongwei link: 该用户不存在、已停用，或岗位无权合并档案：请用 --as 指明数据管理员或中心主任。",
            file=sys.stderr,
        )
        return 2
    begun = time.monotonic()
    said: dict[str, Any] = {**find_duplicates(by=acting_as(post), at=timezone.now())}
    if args.merge_certain:
        said |= _merge_certain(acting_as(post))
    said["seconds"] = round(time.monotonic() - begun, 2)
    print(json.dumps(said, ensure_ascii=False) if args.json else "\n".join(f"{k}: {v}" for k, v in said.items()))
    return 0


def _merge_certain(by: Any) -> dict[str, int]:
    """Merge the pairs that leave no doubt, each in a transaction of its own; a record gone meanwhile waits."""
    from django.utils import timezone

    from gongwei.apps.accounts.acting import as_acting
    from gongwei.apps.desk.actions import merge
    from gongwei.apps.people import queries
    from gongwei.apps.people.actions.merging import defaults, suggested

    with as_acting(by):
        pairs = list(queries.pairs(state="open", certain=True))
    merged = 0
    for pair in pairs:
        with as_acting(by):
            held = queries.residents((pair.left_id, pair.right_id))
            if len(held) < 2:
                continue
            stays, gone = suggested(*held.values())
            merge(stays=stays, gone=gone, chosen=defaults(stays, gone), by=by, at=timezone.now())
            merged += 1
    return {"merged": merged}
