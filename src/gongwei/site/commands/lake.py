"""`gongwei lake refresh|rebuild|verify`: keep the figures level with the records, and prove that they are."""

import argparse
import json
import sys
import time
from datetime import date
from typing import Any

DATABASE = True
WORKS_AS = ("report", "app")
SHOWN = 20


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("lake", help="指标统计：跟进、重建、核对")
    made.add_argument("what", choices=["refresh", "rebuild", "verify"], help="跟进变化；全部重建；与重新统计核对")
    made.add_argument("--as-of", type=date.fromisoformat, default=None, help="按哪一天统计，默认今天")
    made.add_argument("--villages", type=int, default=8, help="核对时逐人复核的村（社区）数")
    made.add_argument("--json", action="store_true", help="最后一行输出 JSON")


def run(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from gongwei.apps.planning.actions.lake import AlreadyRefreshing

    now = timezone.now()
    on = args.as_of or timezone.localdate(now)
    begun = time.monotonic()
    try:
        said, code = (_verify if args.what == "verify" else _refresh)(args, on, now)
    except AlreadyRefreshing as error:
        print(f"gongwei lake: {error}", file=sys.stderr)
        return 1
    said |= {"as_of": now.isoformat(), "seconds": round(time.monotonic() - begun, 2)}
    print(json.dumps(said, ensure_ascii=False) if args.json else "\n".join(f"{k}: {v}" for k, v in said.items()))
    return code


def _refresh(args: argparse.Namespace, on: date, now: Any) -> tuple[dict[str, Any], int]:
    from gongwei.apps.planning.actions.lake import refresh
    from gongwei.apps.planning.actions.months import recount

    done = refresh(on=on, at=now, anew=args.what == "rebuild")
    return {"how": done.how, "persons": done.persons, "cohorts": recount(on=on, at=now)}, 0


def _verify(args: argparse.Namespace, on: date, now: Any) -> tuple[dict[str, Any], int]:
    """Compare with a second lake, built from nothing, and with the reference reading of some villages' people."""
    from gongwei.apps.planning.actions.lake import verify
    from gongwei.apps.reporting.queries import misread, spread

    differences = verify(on=on, at=now)
    villages = spread(args.villages)
    misreadings = misread(villages, as_of=on)
    for one in (differences + misreadings)[:SHOWN]:
        print(f"不一致：{one}", file=sys.stderr)
    wrong = len(differences) + len(misreadings)
    said = {"verified": not wrong, "differences": len(differences)}
    return said | {"villages_read_in_python": len(villages), "misreadings": len(misreadings)}, 1 if wrong else 0
