"""The `gongwei` command: each module of `site/commands` is one subcommand.

A command module has `add_parser(subparsers)` and `run(args) -> int`; `DATABASE = True` starts PostgreSQL and Django
around it. `WORKS_AS` says as whom it works, in the words of accounts.declared. Modules stay light at import: what is
heavy is imported inside `run`.
"""

import argparse
import importlib
import os
import pkgutil
import sys

from gongwei.site import commands


def modules() -> dict[str, object]:
    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    return {name: importlib.import_module(f"{commands.__name__}.{name}") for name in names}


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="gongwei", description="公卫：一个城市的公共卫生平台")
    subparsers = made.add_subparsers(dest="command", required=True, metavar="命令")
    for module in modules().values():
        before = set(subparsers.choices)
        module.add_parser(subparsers)  # type: ignore[attr-defined]
        for name in set(subparsers.choices) - before:
            subparsers.choices[name].set_defaults(module=module)
    return made


def use_django() -> None:
    """Set Django up for commands that need it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongwei.site.settings")
    django.setup()


def main(argv: list[str] | None = None) -> int:
    args = parser().parse_args(argv)
    if not getattr(args.module, "DATABASE", False):
        return args.module.run(args)
    from gongwei.site import postgres, roles

    use_django()
    from gongwei.site.server_lints import WeakServer

    try:
        with postgres.running():
            roles.ensure()
            return args.module.run(args)
    except (postgres.ServerUnavailable, WeakServer) as error:
        print(f"gongwei: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
