"""`gongwei plot`: the picture of what a method gave, as PNG, SVG or a page that stands alone."""

import argparse
import sys
from pathlib import Path
from typing import Any

WORKS_AS = ("nobody",)
FORMS = ("png", "svg", "html")


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("plot", help="把各方法的结果画成图（PNG、SVG 或独立网页），按列名认出是哪种结果")
    made.add_argument("file", metavar="FILE", help="方法输出的 CSV，或 date,count 的病例数；- 为标准输入")
    made.add_argument("--out", type=Path, required=True, metavar="PICTURE", help="写到此文件，按扩展名 .png .svg .html")
    made.add_argument("--places", metavar="PLACES", help="地点 CSV（place,x,y 或 place,longitude,latitude），画在何处")
    made.add_argument("--series", action="append", default=[], metavar="NAME", help="只画此序列或组，可重复")
    made.add_argument("--title", default="", help="图的标题")
    made.add_argument("--words", choices=["zh", "en"], default="zh", help="图中文字的语言，默认 zh")


def run(args: argparse.Namespace) -> int:
    from gongwei.adapters.files.columns import WrongTable
    from gongwei.site.pictures.wish import NoPicture
    from gongwei.site.tabular import WRONG_INPUT

    try:
        args.out.write_bytes(_picture(args))
    except (WrongTable, NoPicture) as error:
        print(f"gongwei plot: {error}", file=sys.stderr)
        return WRONG_INPUT
    except OSError as error:
        print(f"gongwei plot: {args.out} cannot be written: {error.strerror}", file=sys.stderr)
        return WRONG_INPUT
    print(args.out, file=sys.stderr)
    return 0


def _picture(args: argparse.Namespace) -> bytes:
    from gongwei.adapters.files.columns import read_table
    from gongwei.adapters.files.places import read_places
    from gongwei.site.pictures.known import figure_of
    from gongwei.site.pictures.wish import NoPicture, Wish
    from gongwei.site.pictures.words import words
    from gongwei.site.tabular import data_of

    form = args.out.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise NoPicture(f"--out {args.out.name}: its ending must be .png, .svg or .html")
    language = _language(args.words, form)
    places = read_places(data_of(args.places)) if args.places else None
    wish = Wish(say=words(language), title=args.title, named=tuple(args.series), places=places)
    figure = figure_of(read_table(data_of(args.file)), wish)
    if figure.note:
        print(f"gongwei plot: {figure.note}", file=sys.stderr)
    if form == "html":
        from gongwei.ui.figures.interactive import interactive

        script = Path(__file__).parents[1] / "static" / "gongwei" / "vendor" / "echarts.min.js"
        spoken = {"zh": "zh-CN", "en": "en"}[language]
        return interactive(figure, echarts=script.read_text(encoding="utf-8"), language=spoken).encode()
    from gongwei.ui.figures.printed import printed

    return printed(figure, form="svg" if form == "svg" else "png")


def _language(asked: str, form: str) -> Any:
    """Fall back to English where this machine has no Chinese font, and say so."""
    if asked == "en" or form == "html":
        return asked
    from gongwei.ui.figures.printed import chinese_font

    if chinese_font():
        return asked
    print("gongwei plot: no Chinese font was found, so the words are English", file=sys.stderr)
    return "en"
