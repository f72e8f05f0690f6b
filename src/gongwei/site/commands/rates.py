"""`gongwei rates`: crude and standardized rates and proportions with intervals, by group."""

import argparse
from collections.abc import Sequence
from typing import Any

WORKS_AS = ("nobody",)
COLUMNS = ("group", "events", "population", "value", "lower", "upper", "note")
METHODS = ("crude", "dsr", "isr", "proportion")


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files

    made = subparsers.add_parser("rates", help="率与标化率及其置信区间（CSV：group[,age_start],events,population）")
    add_files(made, "FILE")
    made.add_argument("--method", choices=METHODS, default="crude", help="粗率、直接标化、间接标化、构成比")
    made.add_argument("--standard", help="标准人口：who、segi、china2000、china2010、china2020；间接标化时为参照组名")
    made.add_argument("--per", type=float, default=100_000, help="每多少人，默认 100000")
    made.add_argument("--level", type=float, default=0.95, help="置信水平，默认 0.95")


def run(args: argparse.Namespace) -> int:
    from gongwei.catalog.standard_populations import GroupsDoNotFit
    from gongwei.site.tabular import answered

    return answered(args, COLUMNS, lambda: _rows(args), GroupsDoNotFit)


def _rows(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable, read_table
    from gongwei.site.tabular import data_of

    if not 0 < args.level < 1 or args.per <= 0:
        raise WrongTable("--level lies between 0 and 1, --per above 0")
    table = read_table(data_of(args.file))
    table.refuse_empty()
    names, code = table.groups("group")
    events = table.numbers("events", lowest=0, whole=True)
    people = table.numbers("population", lowest=0)
    if args.method == "proportion":
        table.refuse("events", events > people, "is above its population: count both on the same people")
    ages = table.numbers("age_start", lowest=0, whole=True) if args.method in ("dsr", "isr") else None
    if ages is None:
        sums = (np.bincount(code, each, minlength=len(names)) for each in (events, people))
        return [_plain(args, *one) for one in zip(names, *sums, strict=True)]
    order = np.split(np.argsort(code, kind="stable"), np.cumsum(np.bincount(code))[:-1])
    places = dict(zip(names, order, strict=True))
    bands = {name: _bands(name, ages[places[name]], events[places[name]], people[places[name]]) for name in names}
    return _direct(args, bands) if args.method == "dsr" else _indirect(args, bands)


def _plain(args: argparse.Namespace, name: str, events: float, people: float) -> Sequence[Any]:
    from gongwei.domain.demography.rates import crude_rate
    from gongwei.domain.demography.standardization import crude_event_rate

    if args.method == "proportion":
        share = crude_rate(int(events), int(people), per=args.per, confidence=args.level)
        return (name, int(events), people, share.value, share.lower, share.upper, share.flag)
    rate = crude_event_rate(events, people, per=args.per, confidence=args.level)
    return (name, int(events), people, rate.value, rate.lower, rate.upper, rate.flag and "no population")


def _bands(name: str, ages: Any, events: Any, people: Any) -> tuple[tuple[int, ...], Any, Any]:
    """Order a group's bands by age. Raises WrongTable where an age comes twice."""
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable

    order = np.argsort(ages)
    if len(np.unique(ages)) < len(ages):
        raise WrongTable(f"group “{name}”: an age group stands twice; add its rows up")
    return tuple(int(age) for age in ages[order]), events[order], people[order]


def _direct(args: argparse.Namespace, bands: dict[str, tuple[tuple[int, ...], Any, Any]]) -> Sequence[Sequence[Any]]:
    from gongwei.adapters.files.columns import WrongTable
    from gongwei.catalog.standard_populations import STANDARD_POPULATIONS
    from gongwei.domain.demography.standardization import directly_standardized

    standard = STANDARD_POPULATIONS.get(args.standard or "who")
    if standard is None:
        raise WrongTable(f"--standard {args.standard}: write one of {'、'.join(STANDARD_POPULATIONS)}")
    found = []
    for name, (ages, events, people) in bands.items():
        one = directly_standardized(events, people, standard.grouped(ages), per=args.per, confidence=args.level)
        note = one.flag or ("" if standard.verified else "standard population not verified")
        found.append((name, int(one.events), people.sum(), one.value, one.lower, one.upper, note))
    return found


def _indirect(args: argparse.Namespace, bands: dict[str, tuple[tuple[int, ...], Any, Any]]) -> Sequence[Sequence[Any]]:
    """Compare each group with a reference group, or with all groups together; 1 or `--per` at the reference's rate."""
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable
    from gongwei.domain.demography.standardization import indirectly_standardized

    ages = next(iter(bands.values()))[0]
    for name, (its, _events, _people) in bands.items():
        if its != ages:
            raise WrongTable(f"group “{name}” has other age groups than the first: give all the same")
    if args.standard and args.standard not in bands:
        raise WrongTable(f"--standard {args.standard}: for isr, name the group of the file that is the reference")
    chosen = [bands[args.standard]] if args.standard else list(bands.values())
    died, lived = (np.sum([one[place] for one in chosen], axis=0) for place in (1, 2))
    if (lived <= 0).any():
        raise WrongTable(f"age group {ages[int(np.argmin(lived))]}: the reference has nobody in it")
    crude = args.per * died.sum() / lived.sum()
    found = []
    for name, (_ages, events, people) in bands.items():
        one = indirectly_standardized(events, people, died / lived, per=crude, confidence=args.level)
        found.append((name, int(one.events), people.sum(), one.value, one.lower, one.upper, one.flag))
    return found
