"""What the commands of the methods share: a CSV or standard input in, a CSV or JSON out, wrong input told as exit 2."""

import argparse
import json
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

WRONG_INPUT = 2
Row = Sequence[Any]


def add_files(made: argparse.ArgumentParser, *names: str) -> None:
    """Add the files a method reads (`-` is standard input), where its figures go, and in which form."""
    for name in names:
        made.add_argument(name.lower(), metavar=name, help="CSV 文件，- 为标准输入")
    add_output(made)


def add_output(made: argparse.ArgumentParser) -> None:
    """Add where the figures go, and in which form."""
    made.add_argument("--out", type=Path, help="写到此文件，默认标准输出")
    made.add_argument("--json", action="store_true", help="以 JSON 输出")


def add_places(made: argparse.ArgumentParser) -> None:
    """Add the file that says where each place lies."""
    said = "地点 CSV：place,x,y 或 place,longitude,latitude"
    made.add_argument("--places", required=True, metavar="PLACES", help=said)


def data_of(path: str) -> bytes:
    """Read a file's bytes. Raises WrongTable when there is none."""
    from gongwei.adapters.files.columns import WrongTable

    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise WrongTable(f"{path} cannot be read: {error.strerror}") from error


def progress() -> Callable[[int, int], None]:
    """Show how far long work is, where somebody looks on; it may end early."""
    if not sys.stderr.isatty():
        return lambda done, of: None
    return lambda done, of: print(f"\r{done} / {of} ", end="\n" if done == of else "", file=sys.stderr, flush=True)


def answered(
    args: argparse.Namespace, columns: Sequence[str], make: Callable[[], Sequence[Row]], *wrong: type[Exception]
) -> int:
    """Write the rows that `make` gives; input that is `wrong` ends with 2 and its message on standard error.

    The last columns are left out where no row has a cell for them.
    """
    from gongwei.adapters.files.columns import WrongTable, write_table

    try:
        rows = make()
    except Exception as error:
        if not isinstance(error, (WrongTable, *wrong)):
            raise
        print(f"gongwei {args.command}: {error}", file=sys.stderr)
        return WRONG_INPUT
    columns = columns[: max(map(len, rows), default=len(columns))]
    text = _as_json(columns, rows) if args.json else write_table(columns, rows)
    if args.out:
        args.out.write_text(text, encoding="utf-8")
        print(f"{args.out}: {len(rows)}", file=sys.stderr)
    else:
        sys.stdout.write(text)
    return 0


def _as_json(columns: Sequence[str], rows: Sequence[Row]) -> str:
    listed = [{name: _plain(cell) for name, cell in zip(columns, row, strict=True)} for row in rows]
    return json.dumps(listed, ensure_ascii=False) + "\n"


def _plain(cell: Any) -> Any:
    value = cell.item() if hasattr(cell, "item") else cell
    return None if isinstance(value, float) and not math.isfinite(value) else value
