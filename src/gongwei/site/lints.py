"""What must hold of every route, table and definition before anything is released; each lint lists what is wrong."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver

from gongwei.apps.accounts import shield
from gongwei.apps.accounts.policy import Policy
from gongwei.domain.access import Guard

FORCED = """SELECT relname, relrowsecurity AND relforcerowsecurity, pg_get_userbyid(relowner)
    FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"""
ROLES = "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'gw\\_%' AND rolname <> 'gw_super'"
DEFINERS = """SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
    AND (proconfig IS NULL OR NOT proconfig::text LIKE '%search_path=public, pg_temp%')"""
VIEWS = """SELECT relname, coalesce(reloptions::text LIKE '%security_invoker=true%', false), relkind::text FROM pg_class
    WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"""


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """List every address of the site with its view."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, address)
        elif isinstance(entry, URLPattern):
            yield address, entry.callback


def policies(view: Callable[..., Any]) -> dict[str, Policy]:
    """Give a view's policies by method; a page has one for all of them, written under \"\"."""
    policy = getattr(view, "policy", None)
    return {"": policy} if isinstance(policy, Policy) else dict(getattr(view, "policies", {}))


def undeclared_routes() -> Iterator[str]:
    for address, view in routes():
        if not policies(view):
            yield f"/{address}: the view declares no policy; decorate it with @allow(…)"


def weak_tables() -> Iterator[str]:
    """Compare what PostgreSQL holds with what the models declare."""
    known = dict(shield.tables())
    with connections["owner"].cursor() as cursor:
        cursor.execute(FORCED)
        for name, forced, owner in cursor.fetchall():
            if name not in known:
                yield f"table {name}: declares no guard"
            elif (known[name] is None or isinstance(known[name], Guard)) and not forced:
                yield f"table {name}: row-level security is not forced; run `gongwei migrate`"
            if owner != "gw_owner":
                yield f"table {name}: belongs to {owner}, not to gw_owner"


def weak_server() -> Iterator[str]:
    """Look for roles, functions, views and settings that would let rows through or lose them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(ROLES)
        for role, is_super, bypasses in cursor.fetchall():
            if is_super or (bypasses and role != "gw_backup"):
                yield f"role {role}: must be neither superuser nor BYPASSRLS"
        cursor.execute(DEFINERS)
        yield from (f"function {name}: SECURITY DEFINER without a fixed search_path" for (name,) in cursor.fetchall())
        cursor.execute(VIEWS)
        for name, invoker, kind in cursor.fetchall():
            if kind == "m" or not invoker:
                yield f"view {name}: must be a view with security_invoker"
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"SHOW {setting}")
            if cursor.fetchone()[0] == "off":
                yield f"{setting} is off: acknowledged writes could be lost"


def missing_migrations() -> Iterator[str]:
    from django.core.management import call_command

    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        yield "models and migrations differ: run `gongwei manage makemigrations`"


def broken_catalogue() -> Iterator[str]:
    from gongwei.catalog import discovery

    for read in (discovery.programs, discovery.indicators):
        try:
            read()
        except (ValueError, TypeError, LookupError, ImportError) as error:
            yield f"catalogue: {error}"


LINTS = (undeclared_routes, weak_tables, weak_server, missing_migrations, broken_catalogue)
