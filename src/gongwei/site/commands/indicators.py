"""`gongwei indicators`: every indicator with its figures, targets and verdicts, for a spreadsheet or a program."""

import argparse
import csv
import json
import sys
from contextlib import nullcontext
from datetime import date
from typing import Any

DATABASE = True
WORKS_AS = ("post", "report")
LEVELS = {"city": 1, "district": 2, "street": 3, "village": 4}
COLUMNS = (
    "indicator", "region_code", "region", "numerator", "denominator", "value", "lower", "upper", "document", "operator",
    "target", "verdict",
)  # fmt: skip


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("indicators", help="指标数值、目标与判断")
    made.add_argument("--year", type=_year, default=None, help="年份，默认统计到的年份")
    made.add_argument("--level", choices=list(LEVELS), default="district", help="地区层级，默认区县")
    made.add_argument("--format", choices=["csv", "json"], default="csv")
    made.add_argument("--region", type=int, default=None, help="只要这个地区之内，12 位代码")
    made.add_argument("--as", dest="login", default=None, help="以哪个用户的岗位读取")


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError(f"须为四位数的年份，如 2025，而不是 {text[:40]}")
    return int(text)


def run(args: argparse.Namespace) -> int:
    from gongwei.apps.accounts.acting import as_acting
    from gongwei.apps.planning.queries.figures import as_of

    fresh = as_of(using="report")
    if fresh is None:
        print("还没有统计过，请先运行 gongwei lake refresh。", file=sys.stderr)
        return 1
    year = args.year or fresh.day.year
    try:
        within = _within(args)
        acting = _acting(args.login, fresh.day)
    except LookupError as error:
        print(f"gongwei indicators: {error}", file=sys.stderr)
        return 2
    with as_acting(acting) if acting else nullcontext():
        rows = list(_rows(year, LEVELS[args.level], within, fresh.day, "default" if acting else "report"))
    print(f"统计至 {fresh.moment.isoformat(timespec='seconds')}", file=sys.stderr)
    if args.format == "json":
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    table = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n", extrasaction="ignore")
    table.writeheader()
    table.writerows(rows)
    return 0


def _within(args: argparse.Namespace) -> int:
    from gongwei.catalog.regions import CITY_CODE, gazetteer

    return gazetteer().region(args.region).code if args.region else CITY_CODE


def _acting(login: str | None, on: date) -> Any:
    from gongwei.apps.accounts.acting import acting_as
    from gongwei.apps.accounts.queries import default_post

    if login is None:
        return None
    post = default_post(login, on=on)
    if post is None:
        raise LookupError(f"没有名为 {login} 的在用账号，或账号没有岗位。")
    return acting_as(post)


def _rows(year: int, level: int, within: int, on: date, using: str) -> Any:
    from gongwei.apps.planning.queries.figures import figures
    from gongwei.apps.planning.queries.targets import judged
    from gongwei.catalog.discovery import indicators
    from gongwei.catalog.regions import regions
    from gongwei.domain.regions import area_of

    area, found = area_of(within), figures(level=level, within=within, using=using)
    places = [one for one in regions(on=on) if one.level == level and one.code in area]
    for key in indicators():
        for place in places:
            for one in judged(key, place.code, year=year, found=found, on=on):
                yield {**_figure(key, place, found.get((key, place.code, year))), **_target(one)}


def _figure(key: str, place: Any, rate: Any) -> dict[str, Any]:
    row = {"indicator": key, "region_code": place.code, "region": place.name}
    row |= {"numerator": rate.numerator if rate else 0, "denominator": rate.denominator if rate else 0}
    for name in ("value", "lower", "upper"):
        number = getattr(rate, name) if rate else None
        row[name] = None if number is None else round(number, 4)
    return row | {"flag": rate.flag if rate else "no denominator"}


def _target(one: Any) -> dict[str, Any]:
    row = one.target.row if one.target else None
    return {
        "document": row.document if row else None,
        "operator": row.operator if row else None,
        "target": row.target if row else None,
        "verdict": one.verdict.state,
        "reason": one.verdict.reason,
    }
