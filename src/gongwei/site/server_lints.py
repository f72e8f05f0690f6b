"""What must hold of the server before anything is served: roles, rights, policies, functions, views and settings.

Each lint asks PostgreSQL's own catalogue over one connection and lists what is wrong. `gongwei check` runs them, and
web process and worker refuse to start while one speaks.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.db import connections

from gongwei.apps.accounts import shield
from gongwei.apps.accounts.outbox import ROWS
from gongwei.domain.access import Guard

FORCED = """SELECT relname, relrowsecurity AND relforcerowsecurity, pg_get_userbyid(relowner)
    FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1"""
ROLES = "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'gw\\_%' AND rolname <> 'gw_super'"
MEMBERS = """SELECT m.rolname, g.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member
    JOIN pg_roles g ON g.oid = a.roleid WHERE m.rolname LIKE 'gw\\_%' AND m.rolname <> 'gw_super'"""
SELF = """SELECT current_user, rolsuper, rolbypassrls, has_schema_privilege('public', 'CREATE')
    FROM pg_roles WHERE rolname = current_user"""
DEFINERS = """SELECT proname, coalesce(proconfig::text LIKE '%search_path=public, pg_temp%', false),
    EXISTS (SELECT 1 FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0)
    FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"""
VIEWS = """SELECT relname, coalesce(reloptions::text LIKE '%security_invoker=true%', false), relkind::text,
    pg_get_userbyid(relowner) FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"""
GRANTS = """SELECT c.relname, coalesce(r.rolname, 'PUBLIC'), a.privilege_type FROM pg_class c,
    aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner
    UNION SELECT c.relname, coalesce(r.rolname, 'PUBLIC'), a.privilege_type || ' (' || t.attname || ')'
    FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a
    LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner ORDER BY 1, 2, 3"""
TELLING = """SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname LIKE 'gw\\_tell\\_%' AND t.tgenabled = 'O' GROUP BY 1"""
POLICIES = """SELECT tablename, policyname, concat_ws(' ', qual, with_check) FROM pg_policies
    WHERE schemaname = 'public' ORDER BY 1, 2"""
NEEDED = ("fsync", "full_page_writes", "synchronous_commit")
TOO_MUCH = ("TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN")
SLOW = re.compile(r"\bEXISTS \(|\bIN \( ?SELECT|\bANY \( ?SELECT|(?<!SELECT )\b(?:gw_\w+|current_setting)\(")


class WeakServer(RuntimeError):
    """The server would let rows through, or lose acknowledged writes; nothing is served until it is mended."""


def weak_session(alias: str) -> Iterator[str]:
    """Look at the role of a connection, and at the settings that decide whether a commit lasts."""
    with connections[alias].cursor() as cursor:
        cursor.execute(SELF)
        role, is_super, bypasses, may_create = cursor.fetchone()
        if is_super or bypasses:
            yield f"connection {alias}: {role} is a superuser or bypasses row-level security; use the roles of gongwei"
        if may_create and role != "gw_owner":
            yield f"connection {alias}: {role} may create objects in schema public; REVOKE CREATE ON SCHEMA public"
        for setting in NEEDED:
            cursor.execute(f"SHOW {setting}")
            if cursor.fetchone()[0] == "off":
                yield f"{setting} is off: acknowledged writes could be lost; set it on and restart PostgreSQL"


def weak_tables(alias: str) -> Iterator[str]:
    """Compare what PostgreSQL holds with what the models declare."""
    known = dict(shield.tables())
    for name, forced, owner in _rows(alias, FORCED):
        if name not in known:
            yield f"table {name}: declares no guard"
        elif (known[name] is None or isinstance(known[name], Guard)) and not forced:
            yield f"table {name}: row-level security is not forced; run `gongwei migrate`"
        if owner != "gw_owner":
            yield f"table {name}: belongs to {owner}, not to gw_owner"


def weak_roles(alias: str) -> Iterator[str]:
    """Look for roles that can do more than theirs, by themselves or through another."""
    for role, is_super, bypasses in _rows(alias, ROLES):
        if is_super or (bypasses and role != "gw_backup"):
            yield f"role {role}: must be neither superuser nor BYPASSRLS"
    for member, of in _rows(alias, MEMBERS):
        yield f"role {member}: is a member of {of} and could act as it; REVOKE {of} FROM {member}"


def weak_grants(alias: str) -> Iterator[str]:
    """Look for rights on tables beyond those that the shield gives; versions of records are the owner's alone."""
    known = dict(shield.tables())
    for table, role, right in _rows(alias, GRANTS):
        verb = right.split(" ")[0]
        if role == "gw_backup" and verb == "SELECT":
            continue
        if role in ("PUBLIC", "gw_backup") or verb in TOO_MUCH:
            yield f"table {table}: {role} holds {right}; run `gongwei migrate`"
        elif known.get(table, table) is None:
            yield f"table {table}: holds versions of records, and {role} holds {right}; run `gongwei migrate`"


def weak_functions(alias: str) -> Iterator[str]:
    """Look for functions that lend their owner's rights to a caller who can bend them, or to anybody."""
    for name, fixed, public in _rows(alias, DEFINERS):
        if not fixed:
            yield f"function {name}: SECURITY DEFINER without a fixed search_path"
        if public:
            yield f"function {name}: SECURITY DEFINER, and PUBLIC may call it; REVOKE ALL … FROM PUBLIC"


def weak_views(alias: str) -> Iterator[str]:
    """Look for views that read with their owner's rights."""
    for name, invoker, kind, owner in _rows(alias, VIEWS):
        if kind == "m" or not invoker:
            yield f"view {name}: must be a view with security_invoker"
        if owner != "gw_owner":
            yield f"view {name}: belongs to {owner}, not to gw_owner"


def silent_tables(alias: str) -> Iterator[str]:
    """Look for tables whose changes would not reach the outbox."""
    telling = dict(_rows(alias, TELLING))
    for model in shield.telling():
        if telling.get(model._meta.db_table) != len(ROWS):
            yield f"table {model._meta.db_table}: its changes are not told to the outbox; run `gongwei migrate`"


def slow_policies(alias: str) -> Iterator[str]:
    """Look for conditions that PostgreSQL asks of every row, where once a statement is enough."""
    for table, policy, condition in _rows(alias, POLICIES):
        if found := SLOW.search(condition):
            yield f"policy {policy} on {table}: `{found[0]}` costs a look-up a row; compare with (SELECT f()) instead"


SERVER_LINTS = (
    weak_session, weak_tables, weak_roles, weak_grants, weak_functions, weak_views, silent_tables, slow_policies,
)  # fmt: skip


def _rows(alias: str, statement: str) -> list[tuple[Any, ...]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def refuse_weak_server() -> None:
    """Raise WeakServer with all that is wrong, as the roles that serve see it."""
    serving = [alias for alias in ("report", "seal") if alias in connections]
    found = [problem for lint in SERVER_LINTS for problem in lint("default")]
    found += [problem for alias in serving for problem in weak_session(alias)]
    if found:
        listed = "\n".join(f"  - {problem}" for problem in dict.fromkeys(found))
        raise WeakServer(f"PostgreSQL 的设置不安全，服务没有启动：\n{listed}")
