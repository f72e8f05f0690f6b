"""`gongwei flu-threshold`: seasons in, thresholds and levels out, wrong cells told by row and column."""

import csv
import io
from pathlib import Path

import pytest

from gongwei.site.cli import main
from gongwei.site.tabular import WRONG_INPUT

CASTILE = Path(__file__).parents[1] / "reference" / "data" / "influenza_castilla_y_leon.csv"


@pytest.fixture
def ask(tmp_path, capsys):
    def run(text: str | bytes, *options: str) -> tuple[int, list[dict[str, str]], str]:
        path = tmp_path / "in.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = main(["flu-threshold", str(path), *options])
        said = capsys.readouterr()
        return code, list(csv.DictReader(io.StringIO(said.out))), said.err

    return run


def test_past_seasons_give_five_thresholds(ask):
    code, rows, _ = ask(CASTILE.read_bytes())
    assert code == 0 and [row["threshold"] for row in rows] == [
        "pre-epidemic", "post-epidemic", "medium", "high", "very high",
    ]  # fmt: skip
    assert float(rows[0]["rate"]) == pytest.approx(53.336449, abs=1e-6) and rows[0]["seasons"] == "8"


def test_the_current_season_is_judged_and_teaches_nothing(ask):
    _, rows, _ = ask(CASTILE.read_bytes(), "--current", "2008/2009", "--weeks")
    current = [row for row in rows if row["season"] == "2008/2009"]
    assert current[0]["week"] == "40" and current[-1]["week"] == "20" and {row["epidemic"] for row in current} == {""}
    assert {row["level"] for row in current} == {"baseline", "low", "medium"}
    assert float(rows[0]["pre_epidemic"]) != pytest.approx(53.336449, abs=1e-3)


def test_rows_may_come_in_any_order_and_in_gbk(ask):
    head, *lines = CASTILE.read_text().splitlines()
    renamed = [line.replace("2001/2002", "2001年冬") for line in lines]
    shuffled = "\n".join([head, *renamed[::-1]]).encode("gbk")
    assert ask(shuffled)[1] == ask(CASTILE.read_bytes())[1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2001/2002,41,7.20357297", "2001/2002,54,7", "row 3, column “week”: “54” is above 53"),
        ("2001/2002,41,7.20357297", "2001/2002,40,7", "row 3, column “week”: “40” stands twice in its season"),
        ("2001/2002,41,7.20357297", "2001/2002,41,-7", "row 3, column “rate”: “-7” is below 0"),
        ("2001/2002,41,7.20357297", "2001/2002,41,高", "row 3, column “rate”: “高” is not a number"),
        ("2001/2002,41,7.20357297", "2001/2002,4.5,7", "row 3, column “week”: “4.5” is not a whole number"),
        ("season,week,rate", "season,weeks,rate", "column “week” is missing"),
    ],
)
def test_what_cannot_be_used_is_named_by_row_and_column(ask, old, new, said):
    code, rows, told = ask(CASTILE.read_text().replace(old, new))
    assert code == WRONG_INPUT and rows == [] and said in told


def test_seasons_that_show_no_epidemic_are_told(ask):
    text = CASTILE.read_text()
    assert "0000/0001 had no rate above 0 and was left out" in ask(text + "0000/0001,40,0\n0000/0001,41,0\n")[2]
    one = "\n".join(line for line in text.splitlines() if "2001/2002" in line or "season" in line)
    assert "two or more past seasons" in ask(one)[2]
    assert "the file has 2001/2002 to 2008/2009" in ask(text, "--current", "2030")[2]
    assert "no rows under its header" in ask("season,week,rate\n")[2]
