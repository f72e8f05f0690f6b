"""What must hold of every route, table and definition before anything is released; each lint lists what is wrong."""

import ast
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from gongwei import apps, catalog
from gongwei.apps.accounts.declared import WORKS_AS
from gongwei.apps.accounts.policy import Policy
from gongwei.domain.access import CATALOGUE
from gongwei.site import cli, server_lints

APPS = Path(apps.__file__ or "").parent


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


def undeclared_jobs() -> Iterator[str]:
    for name, job in jobs():
        if getattr(job, "works_as", None) not in WORKS_AS:
            yield f"job {name}: does not say as whom it works; decorate it with @works(as_=…)"


def undeclared_exports() -> Iterator[str]:
    """Look for views that hand out a file without saying what of; at run time they are stopped."""
    for path in sorted(APPS.glob("*/views/*.py")) + sorted(APPS.glob("*/views.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and _hands_out(node) and not _is_declared(node):
                yield f"{path.relative_to(APPS)} {node.name}: hands out a file; decorate it with @exports(…)"


def _hands_out(function: ast.FunctionDef) -> bool:
    return any(
        (isinstance(node, ast.Constant) and node.value == "Content-Disposition")
        or (isinstance(node, ast.Name) and node.id == "hand_out")
        for node in ast.walk(function)
    )


def _is_declared(function: ast.FunctionDef) -> bool:
    called = [node.func for node in function.decorator_list if isinstance(node, ast.Call)]
    return any(isinstance(name, ast.Name) and name.id == "exports" for name in called)


def undeclared_commands() -> Iterator[str]:
    for name, module in cli.modules().items():
        works_as = getattr(module, "WORKS_AS", ())
        if not works_as or set(works_as) - set(WORKS_AS):
            yield f"command {name}: does not say as whom it works; give it WORKS_AS, in words of accounts.declared"


def undeclared_catalogue() -> Iterator[str]:
    for folder in catalogue_folders():
        if folder not in CATALOGUE:
            yield f"catalogue {folder}: has no class; name the folder in domain.access.CATALOGUE"


def catalogue_folders() -> list[str]:
    """Name the folders of the catalogue."""
    return [module.name for module in pkgutil.iter_modules(catalog.__path__) if module.ispkg]


def jobs() -> Iterator[tuple[str, Callable[..., Any]]]:
    """List our background jobs with their functions."""
    from procrastinate.contrib.django import app

    from gongwei.site import timetable

    timetable.settle()
    for name, task in sorted(app.tasks.items()):
        if not task.func.__module__.startswith("procrastinate."):
            yield name, task.func


def weak_server() -> Iterator[str]:
    """Ask the server itself, as the owner; the session is the application's."""
    yield from server_lints.weak_session("default")
    for lint in server_lints.SERVER_LINTS[1:]:
        yield from lint("owner")


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


LINTS = (
    undeclared_routes, undeclared_jobs, undeclared_exports, undeclared_commands, undeclared_catalogue, weak_server,
    missing_migrations, broken_catalogue,
)  # fmt: skip
