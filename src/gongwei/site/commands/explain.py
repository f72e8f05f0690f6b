"""`gongwei explain`: this will say what a programme advises for one set of readings, and why."""

import argparse
import json
import sys
from datetime import date
from typing import Any

UNDECIDED = 3
WRONG_INPUT = 2

WORKS_AS = ("nobody",)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("explain", help="说明一次随访的处理意见及理由")
    made.add_argument("program", help="项目，如 hypertension、diabetes、elderly")
    made.add_argument("--reading", required=True, type=_object, help='本次数值，如 {"systolic": 150}')
    made.add_argument("--previous", type=_object, help="上次随访的数值")
    made.add_argument("--age", type=int, help="年龄（岁）")
    made.add_argument("--sex", choices=("0", "1", "2", "9"), help="性别代码：1 男，2 女")
    made.add_argument("--on", type=_day, help="随访日期，默认今天")
    made.add_argument("--json", action="store_true", help="末行输出 JSON")


def run(args: argparse.Namespace) -> int:
    from gongwei.catalog.explanation import WrongReading, explain

    try:
        told = explain(
            args.program,
            args.reading,
            age=args.age,
            sex=args.sex,
            on=args.on or date.today(),
            previous=args.previous,
        )
    except WrongReading as error:
        print(f"gongwei explain: {error}", file=sys.stderr)
        return WRONG_INPUT
    print(json.dumps(told, ensure_ascii=False) if args.json else told["words"])
    return UNDECIDED if "error" in told else 0


class TwiceNamed(ValueError):
    """An object names a field twice: which of the values was meant cannot be told."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise TwiceNamed(next(key for place, (key, _value) in enumerate(pairs) if key in dict(pairs[:place])))
    return made


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except TwiceNamed as twice:
        raise argparse.ArgumentTypeError(f"{twice} 写了两次，只留一个") from None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError(f'须为 JSON 对象，如 {{"systolic": 150}}，而不是 {text[:40]}')
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"须为 2026-06-30 样式的日期，而不是 {text[:40]}") from None
