"""Row-level security: from the guard that each table declares to the policies of PostgreSQL, and nothing by hand.

`apply` runs after every migration, as the owner. It is idempotent: policies are dropped and made anew.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from gongwei.apps.accounts import glass, outbox
from gongwei.domain.access import Exempt, Guard

FRAMEWORK = {
    "django_migrations": Exempt(reason="迁移记录", writable=False),
    "django_content_type": Exempt(reason="框架目录", writable=False),
    "auth_permission": Exempt(reason="框架目录，不使用", writable=False),
    "auth_group": Exempt(reason="框架目录，不使用", writable=False),
    "auth_group_permissions": Exempt(reason="框架目录，不使用", writable=False),
    "django_session": Exempt(reason="建立数据权限之前读取：会话"),
    "account_emailaddress": Exempt(reason="登录组件的表，不使用"),
    "account_emailconfirmation": Exempt(reason="登录组件的表，不使用"),
    "mfa_authenticator": Exempt(reason="登录时读取：第二因素"),
    "axes_accessattempt": Exempt(reason="登录前写入：失败次数"),
    "axes_accessattemptexpiration": Exempt(reason="登录前写入：失败次数"),
    "axes_accessfailurelog": Exempt(reason="登录前写入：失败记录"),
    "axes_accesslog": Exempt(reason="登录前写入：登录记录"),
    "procrastinate_jobs": Exempt(reason="任务队列，参数不含个人信息"),
    "procrastinate_events": Exempt(reason="任务队列，参数不含个人信息"),
    "procrastinate_periodic_defers": Exempt(reason="任务队列，参数不含个人信息"),
    "procrastinate_workers": Exempt(reason="任务队列，参数不含个人信息"),
}

FUNCTIONS = """
CREATE OR REPLACE FUNCTION gw_setting(name text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE found text := nullif(current_setting(name, true), '');
BEGIN
    IF found IS NULL AND name IN ('gw.lo', 'gw.hi') THEN
        RAISE EXCEPTION 'NoContext: a guarded table was read or written without saying who asks'
            USING ERRCODE = 'GW001';
    END IF;
    RETURN coalesce(found, '');
END $$;
CREATE OR REPLACE FUNCTION gw_right(verb text, class text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT gw_setting('gw.lo') IS NOT NULL AND class = ANY (string_to_array(gw_setting('gw.' || verb), ',')) $$;
CREATE OR REPLACE FUNCTION gw_lo(verb text, class text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN gw_right(verb, class) THEN gw_setting('gw.lo')::bigint ELSE 0 END $$;
CREATE OR REPLACE FUNCTION gw_hi(verb text, class text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN gw_right(verb, class) THEN gw_setting('gw.hi')::bigint ELSE 0 END $$;
"""

# Who acts cannot silence the triggers that keep versions; the owner does when a new key is put in.
LOUD = """CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE sql STABLE AS $$ SELECT session_user = 'gw_owner'
        AND trigger_name = ANY (nullif(current_setting('pgtrigger.ignore', true), '')::text[]) $$"""

# The sealing role learns how many versions an event table holds and their digest, and not one of them.
EVENTS = r"""
CREATE OR REPLACE FUNCTION gw_event_digest(events text, columns text[], after bigint, upto bigint,
    OUT held bigint, OUT digest text) LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET extra_float_digits = 1 AS $$
BEGIN
    EXECUTE format($f$ SELECT count(*),
        encode(sha256(convert_to(coalesce(string_agg(ROW(%s)::text, E'\n' ORDER BY pgh_id), ''), 'UTF8')), 'hex')
        FROM %I WHERE pgh_id > $1 AND pgh_id <= $2 $f$,
        (SELECT string_agg(quote_ident(name), ', ') FROM unnest(columns) AS name), events)
        INTO held, digest USING after, upto;
END $$;
CREATE OR REPLACE FUNCTION gw_event_settled(events text, before timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found bigint;
BEGIN
    EXECUTE format('SELECT pgh_id FROM %I WHERE pgh_created_at < $1 ORDER BY pgh_id DESC LIMIT 1', events)
        INTO found USING before;
    RETURN coalesce(found, 0);
END $$;
REVOKE ALL ON FUNCTION gw_event_digest, gw_event_settled FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gw_event_digest, gw_event_settled TO gw_seal;
"""

DEFINERS = """
DO $$ DECLARE f regprocedure; BEGIN
    FOR f IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND (proname LIKE 'pgtrigger\\_%' OR proname IN ('_pgh_attach_context')) LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', f);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    END LOOP;
END $$;
"""


class Undeclared(RuntimeError):
    """A table has neither a guard nor an exemption, so nobody may use it."""


def tables() -> Iterator[tuple[str, Guard | Exempt | None]]:
    """List every table with what it declares; None marks an event table, which is the owner's alone."""
    yield from FRAMEWORK.items()
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy or model._meta.db_table in FRAMEWORK:
            continue
        yield model._meta.db_table, declared(model)


def telling() -> list[type[models.Model]]:
    """List the tables whose changes go into the outbox."""
    return [model for model in apps.get_models() if model._meta.managed and outbox.tells(model)]


def declared(model: type[models.Model]) -> Guard | Exempt | None:
    """Read a model's guard; it raises Undeclared."""
    if hasattr(model, "pgh_tracked_model") or model._meta.app_label == "pghistory":
        return None
    guard = getattr(model, "guard", None)
    if not isinstance(guard, Guard | Exempt):
        raise Undeclared(f"{model._meta.label} declares no guard: add `guard = Guard(…)` or `Exempt(…)` to the model.")
    return guard


def _policies(table: str, guard: Guard) -> Iterator[str]:
    kind = str(int(guard.sensitivity))
    if guard.own:
        yield from _own_policies(table, guard)
        return
    if guard.manages:
        opened = f"(SELECT gw_right('read', '{guard.manages}'))"
        yield f"CREATE POLICY app_read ON {table} FOR SELECT TO gw_app USING ({opened})"
        if guard.sealing == "adds":
            yield f"CREATE POLICY seal_add ON {table} FOR INSERT TO gw_seal WITH CHECK (true)"
        else:
            yield f"CREATE POLICY app_add ON {table} FOR INSERT TO gw_app WITH CHECK (true)"
        if guard.sealing:
            yield f"CREATE POLICY seal_read ON {table} FOR SELECT TO gw_seal USING (true)"
        return
    if guard.counted:
        yield f"CREATE POLICY report_all ON {table} TO gw_report USING (true) WITH CHECK (true)"
    verbs = (("SELECT", "read"), ("INSERT", "write"), ("UPDATE", "write"), ("DELETE", "write"))
    used = verbs[:1] if guard.counted or guard.noted else verbs[:3] if guard.steps else verbs  # a card is never deleted
    for verb, name in used:
        # Rights over things stand among what a post reads, whatever they let it do.
        right = guard.seen_with if name == "read" else guard.steps if verb == "UPDATE" else ""
        right = right or (guard.written_with if name == "write" else "")
        held = ("read", right) if right else (name, kind)
        low, high = (f"(SELECT gw_{end}('{held[0]}', '{held[1]}'))" for end in ("lo", "hi"))
        sight = f"({guard.area} >= {low} AND {guard.area} < {high})"
        if guard.steps and verb == "UPDATE":
            sight = f"({sight} AND (SELECT gw_right('read', '{kind}')))"
        using = "" if verb == "INSERT" else f" USING {sight}"
        check = f" WITH CHECK {sight}" if verb in ("INSERT", "UPDATE") else ""
        yield f"CREATE POLICY app_{verb.lower()} ON {table} FOR {verb} TO gw_app{using}{check}"
    if guard.reported:
        yield f"CREATE POLICY report_read ON {table} FOR SELECT TO gw_report USING (true)"


def _own_policies(table: str, guard: Guard) -> Iterator[str]:
    """Give the policies of rows that their user reads, and others of the right settle; a function adds them."""
    low, high = (f"(SELECT gw_{end}('read', '{guard.manages}'))" for end in ("lo", "hi"))
    sight, mine = f"({guard.area} >= {low} AND {guard.area} < {high})", f"{guard.own} = (SELECT gw_who('user'))"
    yield f"CREATE POLICY app_own ON {table} FOR SELECT TO gw_app USING ({mine})"
    yield f"CREATE POLICY app_read ON {table} FOR SELECT TO gw_app USING {sight}"
    by, others = guard.settles[0], f"{sight} AND NOT {mine}"
    once = f"USING ({others} AND {by} IS NULL) WITH CHECK ({others} AND {by} = (SELECT gw_who('user')))"
    yield f"CREATE POLICY app_settle ON {table} FOR UPDATE TO gw_app {once}"


def _grants(table: str, guard: Guard | Exempt | None) -> Iterator[str]:
    yield f"REVOKE ALL ON {table} FROM gw_app, gw_report, gw_seal, gw_backup, PUBLIC"
    yield f"GRANT SELECT ON {table} TO gw_backup"
    if guard is None:
        return
    if isinstance(guard, Exempt):
        yield f"GRANT SELECT ON {table} TO gw_app, gw_report"
        if guard.writable or guard.counted:
            yield f"GRANT INSERT, UPDATE, DELETE ON {table} TO {'gw_report' if guard.counted else 'gw_app'}"
        return
    if guard.noted:
        yield f"GRANT SELECT ON {table} TO gw_app"
        return
    if guard.own:
        yield f"GRANT SELECT, UPDATE ({', '.join(guard.settles)}) ON {table} TO gw_app"
        return
    if guard.sealing:
        yield f"GRANT {'SELECT, INSERT' if guard.sealing == 'adds' else 'SELECT'} ON {table} TO gw_seal"
    if guard.sealing == "adds":
        yield f"GRANT SELECT ON {table} TO gw_app"
        return
    verbs = "SELECT, INSERT" if guard.manages else "SELECT, INSERT, UPDATE, DELETE"
    yield f"GRANT {verbs} ON {table} TO {'gw_report' if guard.counted else 'gw_app'}"
    if guard.counted:
        yield f"GRANT SELECT ON {table} TO gw_app"
    if guard.reported:
        yield f"GRANT SELECT ({', '.join(guard.reported)}) ON {table} TO gw_report"


def _shield(table: str, guard: Guard | Exempt | None) -> Iterator[str]:
    if isinstance(guard, Exempt):
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
    else:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY owner_all ON {table} TO gw_owner USING (true) WITH CHECK (true)"
    if isinstance(guard, Guard):
        yield from _policies(table, guard)
    yield from _grants(table, guard)


def statements(existing: set[str]) -> Iterator[str]:
    """Give all the SQL that guards the tables that exist; an unknown table raises Undeclared."""
    known = dict(tables())
    for table in sorted(existing - set(known)):
        raise Undeclared(f"table {table} declares no guard: declare it in its model, or in accounts/shield.py.")
    for table in sorted(existing):
        yield from _shield(table, known[table])


DROP_POLICIES = """
DO $$ DECLARE p record; BEGIN
    FOR p IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON %I', p.policyname, p.tablename);
    END LOOP;
END $$
"""


def apply(connection: Any) -> None:
    """Set rights and policies on all tables, in one transaction, as the owner."""
    existing = {name for name in connection.introspection.table_names() if not name.startswith("pg_")}
    with connection.cursor() as cursor:
        cursor.execute(DROP_POLICIES)
        cursor.execute(FUNCTIONS)
        cursor.execute(EVENTS)
        cursor.execute(LOUD)
        shown = {
            table: (guard.glass, str(int(guard.sensitivity)))
            for table, guard in tables()
            if isinstance(guard, Guard) and guard.glass and table in existing
        }
        for statement in (*glass.statements(shown), *statements(existing)) if shown else statements(existing):
            cursor.execute(statement)
        for statement in outbox.statements([model for model in telling() if model._meta.db_table in existing]):
            cursor.execute(statement)
        cursor.execute(DEFINERS)
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO gw_app")
        cursor.execute("GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO gw_backup")  # pg_dump reads where they stand
        cursor.execute("GRANT USAGE ON SCHEMA public TO gw_app, gw_report, gw_seal, gw_backup")
