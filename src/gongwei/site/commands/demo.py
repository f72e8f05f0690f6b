"""`gongwei demo`: a whole city on this machine: built the first time, kept ever after, served until Ctrl-C."""

import argparse
import json
import os
import sys
import time
from datetime import date
from typing import Any

from gongwei.site.commands import serve

DATABASE = True
WORKS_AS = ("owner", "report", "app", "post")


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("demo", help="建立并启动演示城市（居民全部虚构）")
    made.add_argument("--residents", type=int, default=60_000, help="居民人数，默认 60000")
    made.add_argument("--as-of", type=date.fromisoformat, default=None, help="历史记录到哪一天，默认今天")
    made.add_argument("--seed", type=int, default=None, help="随机种子")
    made.add_argument("--no-serve", action="store_true", help="只建立，不启动网站")
    made.add_argument("--json", action="store_true", help="最后一行输出 JSON")
    serve.add_options(made)


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(args: argparse.Namespace) -> int:
    os.environ.setdefault("GONGWEI_SECOND_FACTOR", "")  # here, where every resident is made up, and nowhere else
    from gongwei.site.commands.migrate import migrate
    from gongwei.site.demo import build

    if args.residents < 1000:
        tell("--residents 至少 1000：再小就没有一个村有活可干。")
        return 2
    begun = time.monotonic()
    migrate()
    as_of = args.as_of or date.today()
    if build.is_built():
        tell("演示城市已在，数据保留。")
    else:
        build.build(residents=args.residents, seed=args.seed or build.SEED, as_of=as_of, tell=tell)
        fill_the_lake()
        look_for_doubles()
        fill_the_month()
    counts = {**build.counts(), "as_of": build.built_as_of(), "seconds": round(time.monotonic() - begun, 1)}
    if args.no_serve:
        print(json.dumps(counts) if args.json else "\n".join(f"{k}: {v}" for k, v in counts.items()))
        return 0
    return serve.serve(args.host, args.port, greeting=_greeting())


def _greeting() -> str:
    from gongwei.site.demo import people

    lines = ["", "公卫演示城市已启动：  {address}", "", f"密码（所有用户相同）： {people.password()}"]
    lines += [f"    {one.username:<16}{one.title}　{one.place}" for one in people.logins()]
    lines += ["", "演示中只凭密码登录。紧急查看档案要第二因素：登录后在“登录安全”里用手机验证器绑定，页面给出密钥。"]
    return "\n".join([*lines, "", "居民全部虚构。按 Ctrl-C 停止。"])


def look_for_doubles() -> None:
    """Note down who stands twice, so that the list for review is not empty."""
    from django.utils import timezone

    from gongwei.apps.accounts.acting import acting_as
    from gongwei.apps.accounts.queries import default_post
    from gongwei.apps.desk.actions import find_duplicates
    from gongwei.site.demo.people import OPERATOR

    operator = default_post(OPERATOR, on=date.today())
    assert operator is not None, "the demo has its users"
    tell(f"疑似重复档案 {find_duplicates(by=acting_as(operator), at=timezone.now())['open']:,} 对")


def fill_the_month() -> None:
    """Look for doubts about records, and let a task book be half way through its quarter."""
    from django.utils import timezone

    from gongwei.site.demo import month_end

    now = timezone.now()
    found = month_end.fill_the_month(on=timezone.localdate(now), at=now)
    tell(f"记录存疑 {found['doubts']:,} 条，任务书 {found['tasks']:,} 项")


def fill_the_lake() -> None:
    """Count every indicator once, so that the first page shows figures."""
    from django.utils import timezone

    from gongwei.apps.planning.actions.lake import refresh
    from gongwei.apps.planning.actions.months import recount

    now = timezone.now()
    refresh(on=timezone.localdate(now), at=now, anew=True)
    recount(on=timezone.localdate(now), at=now)
    tell("指标已计算")
