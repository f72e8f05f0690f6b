"""Every guarded table as PostgreSQL keeps it, post by post; and every policy weakened once, which must be noticed."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection

from gongwei.domain.access import AUDIT, IMPORTS, PLAN, RIGHTS, USERS, Guard, Role, Sensitivity
from gongwei.domain.regions import CITY, DISTRICT, STREET, VILLAGE
from gongwei.site.world.build import World
from gongwei.site.world.ground import sign_ins
from tests.access import truth
from tests.access.conftest import as_superuser, seat, undone
from tests.access.probing import Rows, faults
from tests.access.truth import SIGHT, relation

LEVELS = {"village": VILLAGE, "street": STREET, "district": DISTRICT, "city": CITY}
WITNESSES = {
    "village-doctor-6", "village-doctor-9", "centre-doctor-3", "city-cdc-0", "district-cdc-1", "district-cdc-2",
    "district-bureau-1", "district-bureau-2", "system-admin-0", "auditor-0",
}  # fmt: skip
POLICIES = """SELECT tablename, policyname, qual, with_check FROM pg_policies
    WHERE schemaname = 'public' AND 'gw_app' = ANY (roles) ORDER BY 1, 2"""


def test_every_guarded_table_has_its_line() -> None:
    guarded = {model._meta.db_table for model in apps.get_models() if isinstance(getattr(model, "guard", None), Guard)}
    assert guarded == set(truth.TABLES) | truth.ELSEWHERE, "write the table and its class in tests/access/tables.txt"


@pytest.mark.parametrize("role", list(Role))
def test_the_rights_in_the_code_are_those_of_the_table(role: Role) -> None:
    ours, written = RIGHTS[role], truth.RIGHTS[role.value]
    for kind in Sensitivity:
        letters = written[str(int(kind))]
        assert ours.may_read(kind) == ("R" in letters) and ours.may_write(kind) == ("N" in letters), kind
    things = {
        "directory": "R" in written["users"], USERS: "N" in written["users"], "posts": "N" in written["posts"],
        AUDIT: "R" in written["audit"], IMPORTS: "N" in written["3"], PLAN: "N" in written["2"],
        "merging": "C" in written["merging"], "reviews": "C" in written["reviews"], "glass": "N" in written["glass"],
        "numbers": "N" in written["numbers"], "sharing": "N" in written["shared"],
        "joint_group": "R" in written["group"],
        "cards": "C" in written["card3"], "hospital": "N" in written["hospital"],
        "truth": "C" in written["truth"],
        "covering": "N" in written["covering"],
        "duties": "N" in written["duties"],
    }  # fmt: skip
    assert ours.manages == {thing for thing, granted in things.items() if granted}
    assert ours.areas == {LEVELS[level] for level in truth.WORKS_IN[role.value]}


@pytest.mark.proof
@pytest.mark.parametrize("username", [one.username for one in sign_ins()])
def test_each_post_sees_and_writes_the_rows_of_its_sight_and_no_other(world: World, username: str) -> None:
    who = next(one for one in world.sign_ins if one.username == username)
    with undone():
        found = list(faults(world, who, list(truth.TABLES), Rows()))
        assert not found, "\n".join(found)


def wider(expression: str) -> Iterator[str]:
    """Give an expression without it all, without each of its bounds, and with one place more."""
    yield "true"
    bounds = re.fullmatch(r"\((\(.+ >= .+\)) AND (\(.+ < .+\))\)", expression)
    if bounds:
        yield bounds[1]
        if is_granted(expression):  # else the range is empty, and stays empty below its end
            yield bounds[2]
            yield expression.replace(" < ", " <= ")


def is_granted(expression: str) -> bool:
    """Say whether any role has the right that an expression asks for."""
    kind = re.search(r"'(\d)'::text", expression)
    letter = "R" if "'read'" in expression else "N"
    return kind is None or any(letter in rights[kind[1]] for rights in truth.RIGHTS.values())


def milder(expression: str) -> Iterator[str]:
    """Give an expression that asks for another right: of a class that others have, or to read where it is to write."""
    yield expression.replace("'write'::text", "'read'::text")
    for kind in "123":
        # Nobody writes what is public: that would be stricter.
        if ("'read'" in expression or kind != "1") and not is_the_same_for_cards(expression, kind):
            yield re.sub(r"'\d'::text", f"'{kind}'::text", expression)


def is_the_same_for_cards(expression: str, kind: str) -> bool:
    """Say whether everybody who takes cards further and reads one class reads that of the expression too."""
    asked = re.search(r"gw_right\('read'::text, '(\d)'", expression)
    stepping = [rights for rights in truth.RIGHTS.values() if "C" in rights["card3"]]
    return bool(asked) and all("R" in one[asked[1]] for one in stepping if "R" in one[kind])  # type: ignore[index]


def clause(name: str, expression: str | None) -> str:
    return f" {name} ({expression})" if expression else ""


def mutants() -> Iterator[tuple[str, str]]:
    """List every statement that weakens one line of what guards a table, with the table."""
    with connection.cursor() as cursor:
        cursor.execute(POLICIES)
        lines = [line for line in cursor.fetchall() if line[0] not in truth.ELSEWHERE]
    for table, policy, using, check in lines:
        alter = f"ALTER POLICY {policy} ON {table}"
        both = set(milder(using or check))
        for name, expression in (("USING", using), ("WITH CHECK", check)):
            if using and check and not is_granted(using):
                both |= set(wider(using))
                continue
            for one in wider(expression) if expression else ():
                if one != expression:
                    yield table, alter + clause(name, one)
        # What one clause lets through the other still refuses to whoever has not the right: both are weakened.
        for one in sorted(both - {using, check}):
            yield table, alter + clause("USING", using and one) + clause("WITH CHECK", check and one)
    for table in truth.TABLES:
        yield table, f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
    for table in (*truth.COUNTED, "accounts_auditentry", "accounts_auditseal"):
        for verb in ("UPDATE", "DELETE"):
            everyone = f"CREATE POLICY mutant ON {table} FOR {verb} TO gw_app USING (true)"
            # The lock first: a grant alone lets the server begin to analyse the table, and the two wait for each other.
            yield table, f"{everyone}; GRANT {verb} ON {table} TO gw_app"


@pytest.mark.proof
def test_every_policy_line_that_is_weakened_is_noticed(world: World) -> None:
    witnesses = [one for one in world.sign_ins if one.username in WITNESSES]
    with undone():
        rows, survivors, tried = Rows(), [], 0
        for table, statement in list(mutants()):
            tried += 1
            with undone():
                with as_superuser() as cursor:
                    cursor.execute(statement)
                if not any(fault for one in witnesses for fault in faults(world, one, [table], rows)):
                    survivors.append(statement)
    assert not survivors, "\n".join(survivors)
    assert tried > 150


def test_what_ones_institution_keeps_of_people_elsewhere_stays_hidden(world: World) -> None:
    """The relation `institution` of the truth: every doctor acts for one that also keeps records out of sight."""
    tried = 0
    for who in world.sign_ins:
        if who.role.value not in ("village_doctor", "centre_doctor", "centre_director"):
            continue
        one = seat(world, who.username)
        keeps = "SELECT id, area_code FROM people_resident WHERE institution_id = %s"
        with undone(), as_superuser() as cursor:
            cursor.execute("SELECT institution_id FROM accounts_assignment WHERE id = %s", [one.post_id])
            acts_for = cursor.fetchone()[0]
            cursor.execute(keeps, [acts_for])
            kept = cursor.fetchall()
        assert acts_for is not None
        for resident, area in kept:
            sees = SIGHT[relation(who.area_code, who.former_code, area)]
            assert (one.ask("GET", f"residents/{resident}/").status_code == 200) == sees, (who.username, area)
            tried += not sees
    assert tried >= 8
