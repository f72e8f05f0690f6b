"""`gongwei keys …`: the keys that seal fields, and the one that finds numbers, changed while everybody works."""

import argparse
import json
import secrets
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

DATABASE = True
WORKS_AS = ("owner",)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("keys", help="字段加密密钥：列出、新增、轮换、停用")
    made.add_argument("what", choices=list(STEPS), help="rotate、index-rotate 可随时中断，再运行即继续")
    made.add_argument("number", nargs="?", type=int, help="要停用的密钥编号（见 list）")


def run(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from gongwei.site.rotation import KeyInUse, NumberTwice

    try:
        return STEPS[args.what](args, timezone.now())
    except (KeyInUse, NumberTwice) as error:
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

    known = _secrets()
    since = datetime.fromisoformat(known.get("field_key_current_since", at.isoformat()))
    rotation.refuse_if_used(args.number or 0, _sealer(), since=since, at=at)
    aside = _put_aside(f"field_key_{args.number}", at)
    _note("retire", at, key=args.number)
    print(f"密钥 {args.number} 已停用，移至 {aside}：旧备份仍需要它，请移到保存备份密钥的地方。", file=sys.stderr)
    return 0


def _secrets() -> dict[str, str]:
    from gongwei.site.home import home

    return json.loads((home() / "secrets.json").read_text())


def _put_aside(name: str, at: datetime) -> Path:
    """Take a secret out of the file of those in use and keep it in another."""
    from gongwei.site.home import change_secrets, home

    aside = home() / "retired-keys.json"
    aside.touch(mode=0o600)
    retired = json.loads(aside.read_text() or "{}") | {f"{name} {at.isoformat()}": _secrets()[name]}
    aside.write_text(json.dumps(retired, indent=1))
    change_secrets(lambda secrets_: {key: value for key, value in secrets_.items() if key != name})
    return aside


def _index_add(args: argparse.Namespace, at: datetime) -> int:
    """A new index key is looked under at once and writes after `index-rotate`: every machine must have it before."""
    from gongwei.site.home import change_secrets

    if "index_key_other" in _secrets():
        print("gongwei keys: 摘要密钥正在更换，请先运行 index-rotate 和 index-retire。", file=sys.stderr)
        return 1
    change_secrets(lambda known: known | {"index_key_other": secrets.token_hex(32)})
    _note("index.add", at)
    print(
        "新的摘要密钥已加入 secrets.json。请先另存该文件（多台服务器时先分发），再运行 gongwei keys index-rotate。",
        file=sys.stderr,
    )
    return 0


def _index_rotate(args: argparse.Namespace, at: datetime) -> int:
    """The two keys change places once; without another key, digests that do not fit, as after a restore, are mended."""
    from gongwei.site import rotation
    from gongwei.site.home import change_secrets

    known = _secrets()
    if "index_key_other" in known and "index_key_since" not in known:
        change_secrets(
            lambda it: (
                it
                | {
                    "index_key": it["index_key_other"],
                    "index_key_other": it["index_key"],
                    "index_key_since": at.isoformat(),
                }
            )
        )
    done = rotation.rotate(_sealer(), lambda text: print(text, file=sys.stderr), rotation.DIGESTS)
    _note("index.rotate", at, values=sum(done.values()))
    print(json.dumps({"values": sum(done.values())}))
    return 0


def _index_retire(args: argparse.Namespace, at: datetime) -> int:
    from gongwei.site import rotation
    from gongwei.site.home import change_secrets

    since = _secrets().get("index_key_since")
    if since is None or at - datetime.fromisoformat(since) < rotation.AT_REST:
        raise rotation.KeyInUse("摘要密钥没有在更换，或换上新的未满一小时，可能还有写入未完成，请稍后再试。")
    rotation.rotate(_sealer(), fields=rotation.DIGESTS)  # what a slow writer left behind
    aside = _put_aside("index_key_other", at)
    change_secrets(lambda known: {key: value for key, value in known.items() if key != "index_key_since"})
    _note("index.retire", at)
    print(
        f"旧的摘要密钥已停用，移至 {aside}。请再运行一次查重：更换期间新建的档案可能未与旧档案比对。", file=sys.stderr
    )
    return 0


STEPS = {
    "list": _list, "add": _add, "rotate": _rotate, "retire": _retire,
    "index-add": _index_add, "index-rotate": _index_rotate, "index-retire": _index_retire,
}  # fmt: skip
