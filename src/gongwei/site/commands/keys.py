"""`gongwei keys list|add|rotate|retire`: the keys of sealed fields, changed while everybody works."""

import argparse
import json
import secrets
import sys
from datetime import datetime
from typing import Any

DATABASE = True
WORKS_AS = ("owner",)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("keys", help="字段加密密钥：列出、新增、轮换、停用")
    made.add_argument("what", choices=["list", "add", "rotate", "retire"], help="rotate 可随时中断，再运行即继续")
    made.add_argument("number", nargs="?", type=int, help="要停用的密钥编号（见 list）")


def run(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from gongwei.site.rotation import KeyInUse

    try:
        return {"list": _list, "add": _add, "rotate": _rotate, "retire": _retire}[args.what](args, timezone.now())
    except KeyInUse as error:
        print(f"gongwei keys: {error}", file=sys.stderr)
        return 1


def _sealer() -> Any:
    from gongwei.apps.people.sealed import sealer

    return sealer()


def _note(action: str, at: datetime, **detail: Any) -> None:
    from gongwei.apps.accounts import audit

    audit.record(f"keys.{action}", by=None, at=at, detail=detail)


def _list(args: argparse.Namespace, at: datetime) -> int:
    from gongwei.site import rotation

    sealer, uses = _sealer(), rotation.uses()
    for number in sorted(sealer.keys):
        print(number, "使用中" if number == sealer.current else "只用于解密", f"{uses.get(number, 0)} 个字段", sep="\t")
    return 0


def _add(args: argparse.Namespace, at: datetime) -> int:
    """A new key opens at once and seals after `rotate`: with several machines, all must have the file before."""
    from gongwei.site.home import change_secrets

    number = max(_sealer().keys) + 1
    if number > 255:
        print("gongwei keys: 密钥编号已用完（1–255）。", file=sys.stderr)
        return 1
    change_secrets(lambda known: known | {f"field_key_{number}": secrets.token_hex(32)})
    _note("add", at, key=number)
    print(
        f"密钥 {number} 已加入 secrets.json。请先另存该文件（多台服务器时先分发），再运行 gongwei keys rotate。",
        file=sys.stderr,
    )
    return 0


def _rotate(args: argparse.Namespace, at: datetime) -> int:
    from gongwei.site import rotation
    from gongwei.site.home import change_secrets

    newest = max(_sealer().keys)
    if _sealer().current != newest:
        change_secrets(
            lambda known: known | {"field_key_current": str(newest), "field_key_current_since": at.isoformat()}
        )
    done = rotation.rotate(_sealer(), lambda text: print(text, file=sys.stderr))
    _note("rotate", at, key=newest, values=sum(done.values()))
    print(json.dumps({"key": newest, "values": sum(done.values())}))
    return 0


def _retire(args: argparse.Namespace, at: datetime) -> int:
    """The key goes to a file of its own, since older backups still need it; that file belongs where they are kept."""
    from gongwei.site import rotation
    from gongwei.site.home import change_secrets, home

    known = json.loads((home() / "secrets.json").read_text())
    since = datetime.fromisoformat(known.get("field_key_current_since", at.isoformat()))
    rotation.refuse_if_used(args.number or 0, _sealer(), since=since, at=at)
    name = f"field_key_{args.number}"
    aside = home() / "retired-keys.json"
    aside.touch(mode=0o600)
    retired = json.loads(aside.read_text() or "{}") | {f"{name} {at.isoformat()}": known[name]}
    aside.write_text(json.dumps(retired, indent=1))
    change_secrets(lambda secrets_: {key: value for key, value in secrets_.items() if key != name})
    _note("retire", at, key=args.number)
    print(f"密钥 {args.number} 已停用，移至 {aside}：旧备份仍需要它，请移到保存备份密钥的地方。", file=sys.stderr)
    return 0
