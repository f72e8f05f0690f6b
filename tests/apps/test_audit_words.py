"""Every action that the code writes into the audit has its word, and no word is left of an action that is gone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from gongwei.apps.accounts.adapter import CHANGES
from gongwei.apps.accounts.audit_words import ACTIONS
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.accounts.sealing import EVENTS_SEALED
from gongwei.domain.access import Role
from tests.conftest import NOW

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gongwei"
IN_SQL = re.compile(r"'(glass\.[a-z]+)', '")
# What stands in a call of audit.record by a name or by parts, and how to find what it may be.
BY_NAME = {"CHANGES[template_prefix]": [*CHANGES.values()], "EVENTS_SEALED": [EVENTS_SEALED]}
BY_PARTS = {"f'keys.{action}'": ("keys.", "_note", 0), "f'task.{step}'": ("task.", "_step", 1)}
OF_ROWS = {f"f'{{row._meta.model_name}}.{done}'": done for done in ("correct", "withdraw")}


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
            yield node


def codes(said: ast.expr, tree: ast.AST) -> Iterator[str]:
    """Give the codes that the first argument of a call may be; what nobody thought of stops the test."""
    written = ast.unparse(said)
    if isinstance(said, ast.IfExp):
        yield from (*codes(said.body, tree), *codes(said.orelse, tree))
    elif isinstance(said, ast.Constant):
        yield str(said.value)
    elif written in BY_NAME:
        yield from BY_NAME[written]
    elif written in BY_PARTS:
        begins, function, place = BY_PARTS[written]
        yield from (begins + ast.literal_eval(one.args[place]) for one in calls(tree, function))
    else:
        yield from (f"{model}.{OF_ROWS[written]}" for model in ("activity", "finding"))


def written() -> set[str]:
    found = set()
    for file in SOURCE.rglob("*.py"):
        text = file.read_text()
        found |= set(IN_SQL.findall(text))
        if "audit.record(" in text:
            tree = ast.parse(text)
            found |= {code for call in calls(tree, "audit.record") for code in codes(call.args[0], tree)}
    return found


def test_every_action_of_the_audit_has_one_word_and_every_word_an_action() -> None:
    assert written() == set(ACTIONS)
    assert len(set(ACTIONS.values())) == len(ACTIONS)


def test_the_page_says_what_was_done_and_keeps_the_code_beside_it(sign_in, transactional_db) -> None:
    for code in ("visit.record", "gone.since"):
        AuditEntry.objects.using("owner").create(at=NOW, action=code, object_type="visit", object_id="1")
    auditor = sign_in(Role.AUDITOR, 330100000000)
    page = auditor.get("/audit/").content.decode()
    assert '<div>录入随访<span class="cell-note">visit.record</span>' in page and "<div>gone.since<" in page
    only = auditor.get("/audit/?action=visit.record").content.decode()
    assert '<option value="visit.record" selected>' in only and "gone.since" not in only
