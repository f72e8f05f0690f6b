"""`gongwei synth`: this will write a made city as files for anybody's use; nobody in it is real."""

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

WRONG_INPUT = 2

WORKS_AS = ("nobody",)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("synth", help="生成虚构居民数据（Parquet 与 CSV），供研究与测试使用")
    made.add_argument("--residents", type=int, default=60_000, help="居民人数，默认 60000")
    made.add_argument("--seed", type=int, default=1, help="随机种子，默认 1；同一种子结果相同")
    made.add_argument("--as-of", type=_day, default=None, help="历史记录到哪一天，默认今天")
    made.add_argument("--out", type=Path, required=True, help="写入的文件夹")
    made.add_argument("--json", action="store_true", help="最后一行输出 JSON")


def run(args: argparse.Namespace) -> int:
    from gongwei.adapters import synth

    as_of = args.as_of or date.today()
    if fault := _fault(args, as_of):
        tell(f"gongwei synth: {fault}")
        return WRONG_INPUT
    begun = time.monotonic()
    tell(f"生成 {args.residents:,} 名居民，截至 {as_of}")
    try:
        city = synth.hangzhou(residents=args.residents, seed=args.seed, as_of=as_of)
        counts = synth.write(city, args.out, tell=tell)
    except OSError as error:
        tell(f"gongwei synth: 无法写入 {args.out}：{error.strerror}。请换一个可写的文件夹。")
        return WRONG_INPUT
    told = {**counts, "as_of": as_of.isoformat(), "seed": args.seed, "seconds": round(time.monotonic() - begun, 1)}
    print(json.dumps(told) if args.json else f"已写入 {args.out}")
    return 0


def _fault(args: argparse.Namespace, as_of: date) -> str:
    from gongwei.adapters.synth.scene import SINCE

    if args.residents < 1:
        return "--residents 至少为 1。"
    if args.seed < 0:
        return "--seed 须为 0 或正整数。"
    if as_of <= SINCE:
        return f"--as-of 须晚于 {SINCE}：历史记录从那一天开始。"
    if args.out.exists() and not args.out.is_dir():
        return f"{args.out} 是文件，请给出文件夹。"
    return ""


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"须为 2026-06-30 样式的日期，而不是 {text[:40]}") from None
