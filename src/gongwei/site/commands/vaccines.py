"""`gongwei vaccines`: this will say which doses count, what is due and why, without a database."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

WORKS_AS = ("nobody",)
WRONG_INPUT = 2


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("vaccines", help="免疫规划：判定剂次、推算应种、补种计划、入学查验")
    verbs = made.add_subparsers(dest="verb", required=True, metavar="动作")
    one = verbs.add_parser("evaluate", help="按程序判定一个 CSV 中的全部个案，原列写回")
    one.add_argument("cases", type=Path, metavar="CASES.csv", help="个案文件（CDSi 个案列）")
    one.add_argument("--schedule", required=True, help="cdsi:目录、nip-2026 或 nip-2021")
    one.add_argument("--out", type=Path, help="写到此文件，默认标准输出")
    one.add_argument("--json", action="store_true", help="标准输出为一行 JSON（写文件时总是如此）")
    one.set_defaults(act=_evaluate)
    for verb, words, act in (
        ("due", "一名儿童应种、未到、逾期、完成的疫苗，及每剂是否有效", _due),
        ("plan", "补种日程：表与图", _plan),
        ("explain", "从出生到下一剂的经过，中英文", _explain),
    ):
        _add_child(verbs.add_parser(verb, help=words), act)
    one = verbs.add_parser("entry-check", help="入托入学查验：一所学校的 Excel 或 CSV（UTF-8、GBK）")
    one.add_argument("children", type=Path, metavar="FILE", help="列：编号,出生日期,性别,接种记录,标记")
    one.add_argument("--schedule", default="nip-2026")
    one.add_argument("--on", type=_day, help="查验日，默认今天")
    one.add_argument("--out", type=Path, help="写到何处，默认在原文件名后加 .checked")
    one.add_argument("--json", action="store_true", help="末行输出 JSON（总是如此）")
    one.set_defaults(act=_entry_check)


def _add_child(made: argparse.ArgumentParser, act: Any) -> None:
    made.add_argument("--birth", required=True, type=_day, help="出生日期")
    made.add_argument("--sex", choices=("F", "M"), default="", help="F 女，M 男")
    made.add_argument("--on", type=_day, help="判定日，默认今天")
    made.add_argument("--dose", action="append", default=[], metavar="疫苗@日期", help="如 HepB@2025-01-31，可多次")
    made.add_argument("--flag", action="append", default=[], metavar="标记", help="如 mother-hbsag-positive，可多次")
    made.add_argument("--product", action="append", default=[], metavar="疫苗", help="首选产品，如 JE-I、HepA-I")
    made.add_argument("--death", type=_day, help="死亡日期")
    made.add_argument("--schedule", default="nip-2026", help="nip-2026 或 nip-2021")
    made.add_argument("--all", action="store_true", dest="optional", help="连同非免疫规划疫苗")
    made.add_argument("--svg", type=Path, help="日程图写到此处（plan）")
    made.add_argument("--phone", action="store_true", help="日程图按手机屏幕宽度绘制")
    made.add_argument("--json", action="store_true", help="末行输出 JSON")
    made.set_defaults(act=act)


def run(args: argparse.Namespace) -> int:
    try:
        told = args.act(args)
    except ValueError as error:  # every fact that our readers refuse is a ValueError that says what to do
        print(f"gongwei vaccines {args.verb}: {error}", file=sys.stderr)
        return WRONG_INPUT
    print(told if isinstance(told, str) else json.dumps(told, ensure_ascii=False))
    return 0


def _evaluate(args: argparse.Namespace) -> dict[str, Any] | list[dict[str, str]] | str:
    """Give every row with our verdicts; a row that cannot be read keeps its place and says why in the column Error."""
    from gongwei.adapters.cdsi import cases

    _check_schedule(args.schedule)
    header, rows = cases.read_rows(args.cases)
    filled: list[dict[str, str]] = []
    errors = 0
    for number, row in enumerate(rows, start=2):
        try:
            schedule, flags = _schedule(args.schedule, row)
            filled.append(cases.evaluate_case(schedule, row, flags))
        except ValueError as error:
            errors += 1
            print(f"{args.cases.name}:{number}: {error}", file=sys.stderr)
            filled.append({**cases.emptied(row), "Error": str(error)})
    text = cases.as_csv(header, filled)
    if args.out is None:
        return filled if args.json else text.removesuffix("\n")
    args.out.write_text(text, encoding="utf-8")
    return {"cases": len(rows), "errors": errors, "out": str(args.out)}


def _schedule(name: str, row: dict[str, str]) -> tuple[Any, Any]:
    """Give the schedule for a row, and the flags of its child where the schedule is a programme of ours."""
    from gongwei.adapters.cdsi.cases import assessment_day, flags_of
    from gongwei.adapters.cdsi.supporting_data import read_schedule
    from gongwei.catalog.schedules.editions import edition_for

    kind, _, folder = name.partition(":")
    if kind == "cdsi" and folder:
        return read_schedule(Path(folder)), None
    flags = flags_of(row)
    return edition_for(name, assessment_day(row), live_refused=flags.live_refused).schedule, flags


def _check_schedule(name: str) -> None:
    """Read the schedule once before the rows, so that a wrong name is one error and not one a row."""
    _schedule(name, {"Assessment_Date": "2026-01-01"})


def _child(args: argparse.Namespace) -> tuple[Any, Any, date]:
    """Read the arguments: the edition with its products, the child, and the day of the reading."""
    from gongwei.adapters.vaccination import read_dose
    from gongwei.catalog.schedules.editions import edition_for
    from gongwei.domain.immunization.due import Child
    from gongwei.domain.immunization.flags import read_flags

    on = args.on or date.today()
    flags = read_flags(args.flag, on=on)
    chosen = edition_for(args.schedule, on, products=args.product, live_refused=flags.live_refused)
    doses = tuple(read_dose(words) for words in args.dose)
    return chosen, Child(birth=args.birth, sex=args.sex, doses=doses, flags=flags, death=args.death), on


def _reading(args: argparse.Namespace) -> Any:
    from gongwei.domain.immunization.due import read

    edition, child, on = _child(args)
    return read(edition, child, on=on, optional=args.optional)


def _due(args: argparse.Namespace) -> dict[str, Any] | str:
    from gongwei.domain.immunization.explanation import dose_reason, due_reason, way

    reading = _reading(args)
    if not args.json:
        return "\n".join(way(reading))
    due = [
        {
            "vaccine": one.code,
            "dose": one.dose,
            "status": one.status,
            "earliest": _written(one.earliest),
            "recommended": _written(one.recommended),
            "complete_before": _written(one.complete_before),
            "reason": due_reason(one, reading.observed),
        }
        for one in reading.due
    ]
    given = [
        {
            "date": _written(date.fromordinal(one.dose.day)),
            "vaccine": one.dose.code,
            "dose": one.evaluation.target if one.valid else None,
            "valid": one.valid,
            "reason": dose_reason(one),
        }
        for one in reading.given
    ]
    return {"due": due, "given": given}


def _explain(args: argparse.Namespace) -> dict[str, Any] | str:
    from gongwei.domain.immunization.explanation import way

    reading = _reading(args)
    chinese, english = way(reading), way(reading, "en")
    return {"zh": chinese, "en": english} if args.json else "\n".join([*chinese, "", *english])


def _plan(args: argparse.Namespace) -> dict[str, Any] | str:
    from gongwei.domain.immunization.catch_up import plan

    edition, child, on = _child(args)
    planned = plan(edition, child, on=on)
    if args.svg:
        args.svg.write_text(_picture(args, _reading(args), planned), encoding="utf-8")
    visits = [
        {
            "date": _written(visit.day),
            "doses": [
                {"vaccine": dose.code, "title": dose.title, "dose": dose.dose, "overdue": dose.overdue}
                for dose in visit.doses
            ],
        }
        for visit in planned.visits
    ]
    if args.json:
        return {"visits": visits, "whole": planned.whole}
    lines = ["日期        疫苗"]
    for visit in planned.visits:
        said = "、".join(f"{one.title}第{one.dose}剂{'（补种）' if one.overdue else ''}" for one in visit.doses)
        lines.append(f"{visit.day}  {said}")
    return "\n".join(lines)


def _picture(args: argparse.Namespace, reading: Any, planned: Any) -> str:
    from gongwei.ui.vaccination_calendar import NARROW, WIDE, Mark, calendar_svg

    marks = [
        Mark(
            one.vaccine.title if one.vaccine else one.dose.code,
            date.fromordinal(one.dose.day),
            one.dose.code,
            "given" if one.valid else "wrong",
            one.evaluation.target if one.evaluation else None,
        )
        for one in reading.given
    ]
    for visit in planned.visits:
        marks += [
            Mark(one.lane, visit.day, f"{one.title}第{one.dose}剂", "late" if one.overdue else "planned", one.dose)
            for one in visit.doses
        ]
    frame = NARROW if args.phone else WIDE
    return calendar_svg(marks, birth=args.birth, on=reading.on, title=f"{args.birth} 出生儿童的接种日程", frame=frame)


def _entry_check(args: argparse.Namespace) -> dict[str, Any]:
    """Check every child of a file; a row that cannot be read says why and stops nobody else."""
    from gongwei.adapters import vaccination
    from gongwei.catalog.schedules.editions import edition_for

    on = args.on or date.today()
    edition_for(args.schedule, on)  # a wrong name is one error and not one a row
    school = vaccination.read_school(args.children)
    counts: dict[str, int] = {}
    checked = []
    for row in school.rows:
        try:
            verdict, told = _checked(args.schedule, row.cells, on)
        except ValueError as error:
            verdict, told = "error", vaccination.unreadable(row, error)
        counts[verdict] = counts.get(verdict, 0) + 1
        checked.append({**row.cells, **told})
    ending = ".xlsx" if args.children.suffix.lower() in (".xlsx", ".xls") else ".csv"
    out = args.out or args.children.with_suffix(f".checked{ending}")
    vaccination.write_school(out, school.header, checked)
    return {"children": len(school.rows), **counts, "out": str(out)}


def _checked(schedule: str, cells: dict[str, Any], on: date) -> tuple[str, dict[str, str]]:
    """Check the child of one row: its verdict, and what the columns of the result say."""
    from gongwei.adapters import vaccination
    from gongwei.catalog.schedules.editions import edition_for
    from gongwei.domain.immunization.due import Child
    from gongwei.domain.immunization.entry_check import check_entry
    from gongwei.domain.immunization.flags import read_flags

    record = vaccination.child_of(cells)
    flags = read_flags(record.flags, on=on)
    chosen = edition_for(schedule, on, live_refused=flags.live_refused)
    child = Child(birth=record.birth, sex=record.sex, doses=record.doses, flags=flags)
    found = check_entry(chosen, child, on=on)
    return found.verdict, vaccination.told(found, frozenset(one.code for one in flags.observations))


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"须为 2026-06-30 样式的日期，而不是 {text[:40]}") from None
