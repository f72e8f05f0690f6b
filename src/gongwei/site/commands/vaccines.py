"""`gongwei vaccines`: this will say which doses count, what is due and why, without a database."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

WORKS_AS = ("nobody",)
WRONG_INPUT = 2


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("vaccines", help="免疫规划：判定剂次、推算应种、补种计划、入学查验")
    verbs = made.add_subparsers(dest="verb", required=True, metavar="动作")
    _add_evaluate(verbs)


def _add_evaluate(verbs: Any) -> None:
    made = verbs.add_parser("evaluate", help="按程序判定一个 CSV 中的全部个案，原列写回")
    made.add_argument("cases", type=Path, metavar="CASES.csv", help="个案文件（CDSi 个案列）")
    made.add_argument("--schedule", required=True, help="cdsi:目录、nip-2026 或 nip-2021")
    made.add_argument("--out", type=Path, help="写到何处，默认在原文件名后加 .evaluated.csv")
    made.set_defaults(act=_evaluate)


def run(args: argparse.Namespace) -> int:
    from gongwei.adapters.cdsi.cases import UnreadableCase
    from gongwei.adapters.cdsi.supporting_data import NoSupportingData
    from gongwei.adapters.cdsi.xml import UnreadableXml
    from gongwei.domain.immunization.history import ImpossibleDose, UnknownVaccine

    try:
        told: dict[str, Any] = args.act(args)
    except (UnreadableCase, NoSupportingData, UnreadableXml, ImpossibleDose, UnknownVaccine) as error:
        print(f"gongwei vaccines {args.verb}: {error}", file=sys.stderr)
        return WRONG_INPUT
    print(json.dumps(told, ensure_ascii=False))
    return 0


def _schedule(name: str) -> Any:
    from gongwei.adapters.cdsi.supporting_data import NoSupportingData, read_schedule

    kind, _, folder = name.partition(":")
    if kind == "cdsi" and folder:
        return read_schedule(Path(folder))
    raise NoSupportingData(f"--schedule {name}: write cdsi:DIR, nip-2026 or nip-2021")


def _evaluate(args: argparse.Namespace) -> dict[str, Any]:
    """Write every row with our verdicts; a row that cannot be read keeps its place and says why in the column Error."""
    from gongwei.adapters.cdsi import cases
    from gongwei.domain.immunization.history import ImpossibleDose, UnknownVaccine

    schedule = _schedule(args.schedule)
    header, rows = cases.read_rows(args.cases)
    filled: list[dict[str, str]] = []
    errors = 0
    for number, row in enumerate(rows, start=2):
        try:
            filled.append(cases.evaluate_case(schedule, row))
        except (cases.UnreadableCase, ImpossibleDose, UnknownVaccine) as error:
            errors += 1
            print(f"{args.cases.name}:{number}: {error}", file=sys.stderr)
            filled.append({**cases.emptied(row), "Error": str(error)})
    out = args.out or args.cases.with_suffix(".evaluated.csv")
    cases.write_rows(out, header, filled)
    return {"cases": len(rows), "errors": errors, "out": str(out)}
