"""The house's own limits: files, functions, names, and nothing without a policy."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("bench/**/*.py"), *ROOT.glob("tests/**/*.py"), ROOT / "run.py"])
OURS = [path for path in CODE if "migrations" not in path.parts]
LONGEST_FILE, LONGEST_FUNCTION = 400, 40
SHUNNED = {"utils", "helpers", "common", "manager", "misc"}


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def test_no_file_is_longer_than_one_idea() -> None:
    long = {str(path.relative_to(ROOT)): n for path in OURS if (n := len(path.read_text().splitlines())) > LONGEST_FILE}
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in OURS
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_module_is_named_for_nothing() -> None:
    assert [path for path in CODE if path.stem in SHUNNED] == []


@pytest.mark.django_db(transaction=True)
def test_every_route_table_role_and_definition_passes_its_lint() -> None:
    from gongwei.site import lints

    assert [problem for lint in lints.LINTS for problem in lint()] == []
