"""`python3 run.py bench`: measure everything that is published, in one run, and write docs/benchmarks.md.

The city stands in a data folder of its own (`var/bench`) and is kept for the next run. Times are one machine's and one
hour's: quote the ratios.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("GONGWEI_HOME", str(ROOT / "var" / "bench"))
PARTS = (
    "build",
    "pages",
    "writes",
    "wider",
    "imports",
    "lake",
    "rival",
    "synth",
    "linkage",
    "methods",
    "space",
    "immunization",
)
WITHOUT_CITY = frozenset({"methods", "space", "immunization"})


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    described = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = next((line.split(":")[1].strip() for line in described.splitlines() if "model name" in line), "unknown")
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "memory_GiB": round(memory, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
    }


def built(residents: int, as_of: date) -> dict[str, Any]:
    """Have the city stand; gives how long it took if it was built now."""
    from gongwei.site.commands.demo import fill_the_lake
    from gongwei.site.commands.migrate import migrate
    from gongwei.site.demo import build

    migrate()
    found: dict[str, Any] = {}
    if not build.is_built():
        begun = time.monotonic()
        build.build(residents=residents, seed=build.SEED, as_of=as_of, tell=tell)
        found["into PostgreSQL, seconds"] = round(time.monotonic() - begun, 1)
        begun = time.monotonic()
        fill_the_lake()
        found["first lake, seconds"] = round(time.monotonic() - begun, 1)
    return {**build.counts(), **found}


def measured(parts: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run the parts that need a server with one running, the others beside it; gives each as it ends."""
    from gongwei.site.commands import serve
    from gongwei.site.demo.people import password

    served: list[str] = [part for part in ("pages", "writes") if part in parts]
    if served:
        port = serve.free_port("127.0.0.1")
        processes = serve.start("127.0.0.1", port)
        try:
            if not serve.wait_until_up(f"http://127.0.0.1:{port}", processes):
                raise SystemExit("the site did not start")
            for part in served:
                yield part, import_module(f"bench.{part}").measure(port, password())
        finally:
            serve.stop(processes)
    if "wider" in parts:
        yield "wider", import_module("bench.wider").measure(password())
    for part in ("imports", "lake", "rival", "synth"):
        if part in parts:
            yield part, import_module(f"bench.{part}").measure()
    if "linkage" in parts:
        yield "linkage", import_module("bench.linkage").measure_all()


def measured_alone(parts: list[str], *, whole: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run the parts that need neither city nor database."""
    if "methods" in parts:
        yield "methods", import_module("bench.methods").measure(whole=whole)
    if "space" in parts:
        yield "space", import_module("bench.space").measure()
    if "immunization" in parts:
        yield "immunization", import_module("bench.immunization").measure(whole=whole)


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("--residents", type=int, default=1_000_000)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date.today())
    parser.add_argument("--only", default=",".join(PARTS), help=f"comma-separated parts of {', '.join(PARTS)}")
    parser.add_argument(
        "--whole",
        action="store_true",
        help="methods: judge 52 weeks, of which R needs 23 minutes; immunization: all 0.9 million children",
    )
    parser.add_argument("--out", type=Path, default=None, help="write the report here (default docs/benchmarks.md)")
    args = parser.parse_args()
    parts, out = args.only.split(","), args.out or ROOT / "docs" / "benchmarks.md"
    if unknown := set(parts) - {*PARTS}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    found: dict[str, Any] = {"machine": machine()}
    if set(parts) - WITHOUT_CITY:
        _in_the_city(args, parts, out, found)
    _keep(out, found, measured_alone(parts, whole=args.whole))
    print(json.dumps(found, ensure_ascii=False))
    return 0


def _in_the_city(args: argparse.Namespace, parts: list[str], out: Path, found: dict[str, Any]) -> None:
    from gongwei.site import postgres, roles
    from gongwei.site.cli import use_django

    with postgres.running():
        roles.ensure()
        use_django()
        found["city"] = built(args.residents, args.as_of)
        _keep(out, found, measured(parts))


def _keep(out: Path, found: dict[str, Any], figures: Iterator[tuple[str, dict[str, Any]]]) -> None:
    """Write the page after each part: a run that is killed keeps what it has measured."""
    from bench import report

    begun = time.monotonic()
    for part, measured_now in figures:
        found[part] = measured_now
        out.write_text(report.page(found))
        tell(f"{part}: {time.monotonic() - begun:.0f} s since these parts began")
    out.write_text(report.page(found))


if __name__ == "__main__":
    sys.exit(main())
