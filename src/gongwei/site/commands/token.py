"""`gongwei token`: keys for programs that use the API in somebody's post."""

import argparse
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID

DATABASE = True
WORKS_AS = ("post",)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("token", help="接口令牌：新建、列出、吊销")
    made.add_argument("what", choices=["create", "list", "revoke"], help="create 新建，list 列出，revoke 吊销")
    made.add_argument("id", nargs="?", type=UUID, help="要吊销的令牌编号（见 list）")
    made.add_argument("--as", dest="login", required=True, metavar="LOGIN", help="令牌代表的用户（用其首个岗位）")
    made.add_argument("--title", default="接口", help="用途，最多 60 字")
    made.add_argument("--days", type=int, default=90, help="有效天数（1–366），默认 90")


def run(args: argparse.Namespace) -> int:
    from gongwei.apps.accounts.acting import acting_as, as_acting
    from gongwei.apps.accounts.middleware import today
    from gongwei.apps.accounts.queries import default_post

    wrong = _wrong(args)
    post = default_post(args.login, on=today())
    if post is None:
        wrong = wrong or f"用户“{args.login}”不存在、已停用或没有岗位"
    if post is None or wrong:
        print(f"gongwei token: {wrong}", file=sys.stderr)
        return 2
    with as_acting(acting_as(post)) as acting:
        return {"create": _create, "list": _list, "revoke": _revoke}[args.what](args, acting)


def _wrong(args: argparse.Namespace) -> str:
    if args.what == "revoke" and args.id is None:
        return "请写明要吊销的令牌编号（见 gongwei token list）"
    if not 1 <= args.days <= 366:
        return "--days 应为 1–366"
    return "--title 最多 60 字" if len(args.title) > 60 else ""


def _create(args: argparse.Namespace, acting: Any) -> int:
    from gongwei.apps.accounts.actions import create_token
    from gongwei.apps.accounts.middleware import now, today

    until = today() + timedelta(days=args.days)
    token, secret = create_token(title=args.title, expires_date=until, by=acting, at=now())
    print(f"令牌 {token.pk}，{until} 到期。下面的密钥只显示这一次，请立即存入使用它的程序：", file=sys.stderr)
    print(secret)
    return 0


def _list(args: argparse.Namespace, acting: Any) -> int:
    from gongwei.apps.accounts.queries import tokens_of

    for token in tokens_of(acting):
        state = "已吊销" if token.revoked_at else f"{token.expires_date} 到期"
        print(token.pk, state, f"最近使用 {token.last_used_date or '—'}", token.title, sep="\t")
    return 0


def _revoke(args: argparse.Namespace, acting: Any) -> int:
    from gongwei.apps.accounts.actions import NoSuchToken, revoke_token
    from gongwei.apps.accounts.middleware import now

    try:
        revoke_token(token_id=args.id, by=acting, at=now())
    except NoSuchToken as missing:
        print(f"gongwei token: {missing}", file=sys.stderr)
        return 2
    print(f"令牌 {args.id} 已吊销。", file=sys.stderr)
    return 0
