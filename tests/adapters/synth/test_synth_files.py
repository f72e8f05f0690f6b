"""The made city as files, from the command line."""

import json
import subprocess
import sys

import pyarrow.csv
import pyarrow.parquet
import pytest


def synth(*options):
    return subprocess.run(
        [sys.executable, "-m", "gongwei", "synth", *options], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("made") / "city"
    done = synth("--residents", "800", "--seed", "3", "--as-of", "2026-06-30", "--out", str(out), "--json")
    assert done.returncode == 0, done.stderr
    return out, json.loads(done.stdout.splitlines()[-1])


def test_every_table_is_written_twice_and_counted(folder):
    out, counts = folder
    names = {path.stem for path in out.glob("*.parquet")}
    assert names == {path.stem for path in out.glob("*.csv")}
    assert {"residents", "visits", "truth", "readings_hypertension", "readings_elderly"} < names
    assert counts["residents"] == 800
    for name in names:
        assert pyarrow.parquet.read_table(out / f"{name}.parquet").num_rows == counts[name]
    assert pyarrow.csv.read_csv(out / "residents.csv").num_rows == 800


def test_the_readme_explains_every_column_and_that_nobody_is_real(folder):
    out, _ = folder
    text = (out / "README.txt").read_text(encoding="utf-8")
    assert "Nobody in these files is real" in text
    for path in out.glob("*.parquet"):
        part = text.split(f"\n{path.stem}")[1]
        for column in pyarrow.parquet.read_schema(path).names:
            assert f"    {column} " in part, (path.stem, column)


def test_typed_readings_stand_beside_the_json(folder):
    out, _ = folder
    visits = {row["id"]: row for row in pyarrow.parquet.read_table(out / "visits.parquet").to_pylist()}
    for program in ("hypertension", "diabetes", "elderly"):
        typed = pyarrow.parquet.read_table(out / f"readings_{program}.parquet").to_pylist()
        assert typed
        for row in typed[:200]:
            readings = json.loads(visits[row.pop("visit_id")]["readings"])
            plain = {key: json.dumps(value) if isinstance(value, list) else value for key, value in readings.items()}
            known = {key: value for key, value in row.items() if value is not None}
            listed = {key: json.dumps(json.loads(known[key])) for key in known if isinstance(readings[key], list)}
            assert known | listed == plain


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--residents", "0"], "--residents"),
        (["--seed", "-1"], "--seed"),
        (["--as-of", "2022-01-01"], "--as-of"),
        (["--as-of", "yesterday"], "2026-06-30"),
        (["--residents", "many"], "--residents"),
    ],
)
def test_wrong_input_is_refused_with_the_reason(tmp_path, options, reason):
    done = synth("--out", str(tmp_path / "x"), *options)
    assert done.returncode == 2
    assert reason in done.stderr
    assert not (tmp_path / "x").exists()
