"""`gongwei scan` and `gongwei moran` on files: two tables in, clusters out, and wrong rows told by row and column."""

import csv
import io
from datetime import date, timedelta

import pytest

from gongwei.site.cli import main
from gongwei.site.tabular import WRONG_INPUT

PLACES = "place,x,y,population\n" + "".join(f"街道{n},{n % 5},{n // 5},{1000 + n}\n" for n in range(25))
DAYS = [date(2026, 11, 1) + timedelta(days=day) for day in range(14)]


def counts(loud: int = 6) -> str:
    rows = [f"街道{n},{day},1" for n in range(25) for day in DAYS[:: 2 + n % 3]]
    burst = [f"街道{n},{DAYS[-1]},{loud}" for n in (0, 1, 5) if f"街道{n},{DAYS[-1]},1" not in rows]
    return "place,date,count\n" + "\n".join(rows + burst)


@pytest.fixture
def ask(tmp_path, capsys):
    def run(command: str, text: str, *options: str, places: str = PLACES) -> tuple[int, list[dict[str, str]], str]:
        (tmp_path / "places.csv").write_text(places)
        (tmp_path / "in.csv").write_text(text)
        code = main([command, str(tmp_path / "in.csv"), "--places", str(tmp_path / "places.csv"), *options])
        said = capsys.readouterr()
        return code, list(csv.DictReader(io.StringIO(said.out))), said.err

    return run


@pytest.mark.parametrize("method", ["permutation", "poisson"])
def test_a_burst_is_found_where_and_when_it_was(ask, method):
    code, rows, said = ask("scan", counts(), "--method", method, "--max-days", "3", "--replicates", "199")
    assert code == 0 and set(rows[0]["places"].split(";")) == {"街道0", "街道1", "街道5"}
    assert (rows[0]["start"], rows[0]["end"], rows[0]["p_value"]) == ("2026-11-14", "2026-11-14", "0.005")
    assert "have no row and count 0" in said


def test_files_of_gbk_and_rows_in_any_order_give_the_same_clusters(ask, tmp_path, capsys):
    head, *lines = counts().split("\n")
    in_order = ask("scan", counts(), "--replicates", "99")[1]
    assert ask("scan", "\n".join([head, *lines[::-1]]), "--replicates", "99")[1] == in_order
    for name, text in (("in.csv", counts()), ("places.csv", PLACES)):
        (tmp_path / name).write_bytes(text.encode("gbk"))
    assert main(["scan", str(tmp_path / "in.csv"), "--places", str(tmp_path / "places.csv"), "--replicates", "99"]) == 0
    assert list(csv.DictReader(io.StringIO(capsys.readouterr().out))) == in_order


def test_what_an_empty_cell_means_is_said(ask):
    code, rows, said = ask("scan", counts(), "--replicates", "20", "--tail")
    assert code == 0 and rows[0]["tail_p"] == "" and "tail_p is empty" in said
    inside = "place,count\n街道0,3\n街道1,0\n"
    _, (only,), said = ask("scan", inside, "--method", "poisson", "--replicates", "99")
    assert only["relative_risk"] == "" and "relative_risk is empty where every case is inside" in said


def test_the_same_seed_gives_the_same_clusters(ask):
    assert ask("scan", counts(), "--replicates", "99") == ask("scan", counts(), "--replicates", "99")


def test_without_dates_the_scan_is_purely_spatial(ask):
    text = "place,count\n" + "".join(f"街道{n},{20 if n in (0, 1, 5) else 2}\n" for n in range(25))
    _, rows, _ = ask("scan", text, "--method", "poisson", "--replicates", "99")
    assert set(rows[0]["places"].split(";")) == {"街道0", "街道1", "街道5"} and rows[0]["start"] == ""
    assert "two places and at two times" in ask("scan", text)[2]


def test_a_cluster_that_has_ended_is_found_when_asked_for(ask):
    early = counts(1).replace("街道24,2026-11-05,1", "街道24,2026-11-05,30")
    _, (first, *_), _ = ask("scan", early, "--any-time", "--replicates", "99")
    assert (first["places"], first["start"], first["end"], first["p_value"]) == (
        "街道24", "2026-11-05", "2026-11-05", "0.01",
    )  # fmt: skip
    assert {row["end"] for row in ask("scan", early, "--replicates", "99")[1]} == {"2026-11-14"}


def test_weeks_are_read_as_weeks(ask):
    weekly = "place,date,count\n" + "".join(
        f"街道{n},{date(2026, 1, 5) + timedelta(days=7 * week)},{1 + 9 * (n in (0, 1, 5) and week == 9)}\n"
        for n in range(25)
        for week in range(10)
    )
    _, rows, said = ask("scan", weekly, "--max-days", "15", "--replicates", "99")
    assert set(rows[0]["places"].split(";")) == {"街道0", "街道1", "街道5"}
    assert rows[0]["start"] == "2026-03-09" and "no row" not in said


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (counts() + "\n街道99,2026-11-02,1", (), "column “place”: “街道99” is not in --places"),
        (counts() + f"\n街道0,{DAYS[0]},1", (), "column “date”: “2026-11-01” stands twice in its place"),
        (counts().replace("2026-11-01,1", "2026-11-31,1", 1), (), "row 2, column “date”: “2026-11-31” is not a day"),
        (counts().replace(",1", ",x", 1), (), "column “count”: “x” is not a number"),
        (counts().replace(",1\n", ",-1\n", 1), (), "row 2, column “count”: “-1” is below 0"),
        (counts().replace(",1\n", ",1.5\n", 1), (), "row 2, column “count”: “1.5” is not a whole number"),
        ("place,date,count\n", (), "no rows"),
        ("place,date,count\n街道0,2026-11-01,0\n", (), "there are no cases"),
        ("place,date,count\n街道0,2026-11-01,3\n", (), "needs cases in two places and at two times"),
        (counts().replace(",1\n", ",nan\n", 1), (), "row 2, column “count”: “nan” is empty: write 0"),
        (counts(), ("--replicates", "0"), "--replicates and --max-days are 1 or more"),
        (counts(), ("--max-days", "0"), "--replicates and --max-days are 1 or more"),
        (counts(), ("--max-days", "30"), "the longest window is 30 of 14 times"),
        (counts(), ("--max-share", "0"), "the largest share lies above 0"),
    ],
)
def test_what_cannot_be_scanned_is_said(ask, text, options, said):
    code, rows, told = ask("scan", text, *options)
    assert code == WRONG_INPUT and rows == [] and said in told


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (PLACES + "街道0,1,1,5\n", "column “place”: “街道0” stands twice"),
        (PLACES.replace("1001", "-1"), "row 3, column “population”: “-1” is below 0"),
        (PLACES.replace(",population", ",people"), "needs the column “population”"),
        (PLACES.replace("place,x", "place,easting"), "column “x” is missing"),
        (PLACES.replace(",1000\n", ",0\n"), "a place has cases and no people"),
    ],
)
def test_places_that_cannot_be_used_are_said(ask, places, said):
    code, rows, told = ask("scan", counts(), "--method", "poisson", places=places)
    assert code == WRONG_INPUT and rows == [] and said in told


VALUES = "place,value\n" + "".join(f"街道{n},{n % 5 + (n % 3) / 9}\n" for n in range(25))


def test_like_values_that_lie_together_are_told(ask):
    _, (found,), _ = ask("moran", VALUES, "--neighbours", "4")
    assert float(found["statistic"]) > 0.4 and found["p_value"] == "0.001" and found["places"] == "25"
    _, rows, _ = ask("moran", VALUES, "--local", "--neighbours", "4")
    kinds = {row["place"]: row["kind"] for row in rows}
    assert kinds["街道14"] == "high-high" and kinds["街道10"] == "low-low" and kinds["街道12"] == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (VALUES.replace("街道3,", "街道33,"), "“街道33” is not in --places"),
        (VALUES.replace("街道3,", "街道4,"), "“街道4” stands twice"),
        ("\n".join(VALUES.split("\n")[:-2]), "“街道24” has no row"),
        ("place,value\n" + "".join(f"街道{n},1\n" for n in range(25)), "all values are the same"),
        (VALUES.replace("value", "rate", 1), "column “value” is missing"),
    ],
)
def test_values_that_say_nothing_are_refused(ask, text, said):
    code, rows, told = ask("moran", text)
    assert code == WRONG_INPUT and rows == [] and said in told
