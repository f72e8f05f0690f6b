"""`gongwei explain` as a person at the command line meets it."""

import json

import pytest

from gongwei.site.cli import main


def explain(capsys, *args):
    try:
        code = main(["explain", *args])
    except SystemExit as refused:
        code = refused.code
    out, err = capsys.readouterr()
    return code, out, err


def test_a_decision_is_told_in_json(capsys):
    code, out, _ = explain(
        capsys, "hypertension", "--reading", '{"systolic": 190}', "--age", "60", "--on", "2026-06-30", "--json"
    )
    told = json.loads(out.splitlines()[-1])
    assert code == 0
    assert (told["rule"], told["advice"], told["days"], told["refer_to"]) == ("urgent", "refer now", 14, "hospital")
    assert "收缩压 190 mmHg" in told["words"]


def test_a_field_named_twice_is_refused_since_either_value_may_be_the_danger(capsys):
    code, out, err = explain(capsys, "hypertension", "--reading", '{"systolic": 190, "systolic": 100}', "--json")
    assert (code, out) == (2, "") and "systolic 写了两次" in err


def test_months_are_told_in_days(capsys):
    reading = '{"systolic": 130, "diastolic": 80}'
    code, out, _ = explain(capsys, "hypertension", "--reading", reading, "--age", "60", "--on", "2026-01-31", "--json")
    told = json.loads(out)
    assert (code, told["days"], told["refer_to"]) == (0, 89, None)


def test_the_visit_before_is_heard(capsys):
    bad = '{"systolic": 150, "diastolic": 80}'
    _, out, _ = explain(capsys, "hypertension", "--reading", bad, "--previous", bad, "--age", "60", "--json")
    assert json.loads(out)["rule"] == "twice off target"


def test_an_undecided_visit_names_what_is_missing(capsys):
    code, out, _ = explain(capsys, "hypertension", "--reading", '{"systolic": 150}', "--age", "60", "--json")
    told = json.loads(out)
    assert (code, told["error"], told["missing"]) == (3, "undecided", ["diastolic"])


@pytest.mark.parametrize(
    "args",
    [
        ("hypertension", "--reading", "not json"),
        ("hypertension", "--reading", "[1]"),
        ("hypertension", "--reading", '{"systolic": "150"}'),
        ("hypertension", "--reading", '{"systolic": NaN}'),
        ("hypertension", "--reading", '{"systolic": 1900}'),
        ("hypertension", "--reading", '{"systolic": 1e400}'),
        ("hypertension", "--reading", '{"systolic": 80, "diastolic": 120}'),
        ("hypertension", "--reading", '{"pressure": 150}'),
        ("hypertension", "--reading", '{"danger_signs": "headache"}'),
        ("hypertension", "--reading", '{"danger_signs": [{}]}'),
        ("hypertension", "--reading", '{"medicines": [{"dose": 5}, 3]}'),
        ("hypertension", "--reading", "{}", "--previous", '{"systolic": true}'),
        ("hypertension", "--reading", "{}", "--age", "200"),
        ("hypertension", "--reading", "{}", "--age", "old"),
        ("hypertension", "--reading", "{}", "--on", "2010-01-01"),
        ("hypertension", "--reading", "{}", "--on", "9999-12-31"),
        ("hypertension", "--reading", "{}", "--on", "yesterday"),
        ("happiness", "--reading", "{}"),
    ],
)
def test_wrong_input_is_refused_with_a_reason(capsys, args):
    code, out, err = explain(capsys, *args, "--json")
    assert (code, out) == (2, "")
    assert err.strip()
