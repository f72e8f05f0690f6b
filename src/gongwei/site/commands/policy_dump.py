"""`gongwei policy-dump`: list every route, table, job, export, command and catalogue entry with its declared policy."""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

DATABASE = True
WORKS_AS = ("nobody",)


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("policy-dump", help="列出每个地址、表、任务、导出、命令和目录项的权限声明")
    made.add_argument("--json", action="store_true", help="以一行 JSON 输出")


def run(args: argparse.Namespace) -> int:
    dumped = {kind: read() for kind, read in KINDS.items()}
    if args.json:
        print(json.dumps(dumped, ensure_ascii=False, sort_keys=True))
        return 0
    for kind, entries in dumped.items():
        print(f"# {kind}: {len(entries)}")
        for name, policy in entries.items():
            print(f"{name}\t{json.dumps(policy, ensure_ascii=False, sort_keys=True)}")
    return 0


def _said(declared: Any) -> dict[str, Any]:
    """Give what a declaration says, without what it leaves open."""
    return {key: value for key, value in asdict(declared).items() if value not in (0, "", False, ())}


def routes() -> dict[str, Any]:
    from gongwei.site import lints

    return {
        f"{method} /{address}".strip(): _said(policy)
        for address, view in lints.routes()
        for method, policy in lints.policies(view).items()
    }


def tables() -> dict[str, Any]:
    """A table of versions declares nothing: it is the owner's alone."""
    from gongwei.apps.accounts import shield

    return {
        name: _said(guard) | {"guard": type(guard).__name__.lower()} if guard else {"guard": "owner"}
        for name, guard in sorted(shield.tables(), key=lambda pair: pair[0])
    }


def jobs() -> dict[str, Any]:
    from gongwei.apps.accounts.declared import WORKS_AS as meaning
    from gongwei.site import lints

    found = {name: getattr(job, "works_as", "") for name, job in lints.jobs()}
    return {name: {"works_as": as_, "meaning": meaning.get(as_)} for name, as_ in found.items()}


def exports() -> dict[str, Any]:
    from gongwei.apps.accounts.declared import EXPORTS
    from gongwei.site import lints

    return {
        f"/{address}": {"hands_out": view.exports, "meaning": EXPORTS[view.exports]}  # type: ignore[attr-defined]
        for address, view in lints.routes()
        if hasattr(view, "exports")
    }


def commands() -> dict[str, Any]:
    from gongwei.site import cli

    return {
        name.strip("_").replace("_", "-"): {"works_as": list(getattr(module, "WORKS_AS", ()))}
        for name, module in cli.modules().items()
    }


def catalogue() -> dict[str, Any]:
    from pkgutil import iter_modules

    from gongwei import catalog
    from gongwei.domain.access import CATALOGUE
    from gongwei.site import lints

    return {
        f"{folder}/{module.name}": {"sensitivity": CATALOGUE.get(folder)}
        for folder in lints.catalogue_folders()
        for module in iter_modules([f"{catalog.__path__[0]}/{folder}"])
    }


KINDS: dict[str, Callable[[], dict[str, Any]]] = {
    "routes": routes,
    "tables": tables,
    "jobs": jobs,
    "exports": exports,
    "commands": commands,
    "catalogue": catalogue,
}
