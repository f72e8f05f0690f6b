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

NOT_DONE = 2
STOPPED, READER_LEFT = 130, 141  # as a shell reports SIGINT and SIGPIPE


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
    """Run one command; what the machine will not do (a folder, a disk, a reader gone) ends it with a line of words."""
    args = parser().parse_args(argv)
    try:
        code = _run(args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains on its way out
        return READER_LEFT
    except KeyboardInterrupt:
        return STOPPED
    except OSError as error:
        print(f"gongwei {args.command}: {error.filename or '标准输出'}: {error.strerror or error}", file=sys.stderr)
        return NOT_DONE


def _run(args: argparse.Namespace) -> int:
    if not getattr(args.module, "DATABASE", False):
        return args.module.run(args)
    from gongwei.site import postgres, roles

    use_django()
    from django.db import ProgrammingError
    from psycopg.errors import UndefinedColumn, UndefinedTable

    from gongwei.site.server_lints import WeakServer

    try:
        with postgres.running():
            roles.ensure()
            return args.module.run(args)
    except (postgres.ServerUnavailable, WeakServer) as error:
        print(f"gongwei: {error}", file=sys.stderr)
        return 1
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
            raise
        print("gongwei: 数据库里没有这个版本的表：请先运行 gongwei migrate（演示用 gongwei demo）。", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
