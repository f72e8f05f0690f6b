"""`gongwei seed-world`: a small made world in an empty city, for proofs of who may see what."""

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

DATABASE = True
WORKS_AS = ("owner",)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("seed-world", help="在空库中建立权限验证用的小世界（人物全部虚构）")
    made.add_argument("--seed", type=int, default=1, help="随机种子，默认 1；同一种子结果相同")
    made.add_argument("--persons", type=int, default=60, help="居民人数，默认 60，至少 20")
    made.add_argument("--canary", action="store_true", help="在每一行的每段文字中放入唯一标记")
    made.add_argument("--json", action="store_true", help="输出账号、各地区的编号和标记")


def run(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from gongwei.apps.places.actions import load_city
    from gongwei.site.commands.migrate import migrate
    from gongwei.site.demo.people import password
    from gongwei.site.world.build import NotEmpty, build

    migrate()
    load_city(residents=args.persons)
    try:
        made = build(
            seed=args.seed, persons=args.persons, canary=args.canary, password=password(), at=timezone.now()
        )  # fmt: skip
    except NotEmpty as refused:
        print(f"gongwei seed-world: {refused}", file=sys.stderr)
        return 2
    print(json.dumps(asdict(made), default=str, ensure_ascii=False) if args.json else _greeting(made, password()))
    return 0


def _greeting(made: Any, password: str) -> str:
    lines = [f"密码（所有用户相同）： {password}"]
    return "\n".join([*lines, *(f"    {one.username:<24}{one.area_code}" for one in made.sign_ins)])
