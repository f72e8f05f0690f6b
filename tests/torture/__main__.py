"""Long rounds: `run.py torture --rounds N [--json]` kills N times in each way and prints what was found."""

import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.torture.city import City
from tests.torture.disk import MayNotMount
from tests.torture.rounds import ROUNDS, Outcome, forgetful_database_killed

COLUMNS = ("acknowledged", "lost", "doubled", "halved", "unasked")


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py torture", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="how often each death is died")
    parser.add_argument("--json", action="store_true", help="print the outcomes as JSON too, on the last line")
    args = parser.parse_args()
    city, outcomes = City(Path(tempfile.mkdtemp(prefix="gongwei-torture-"))), list[Outcome]()
    try:
        city.build()
        for _round in range(args.rounds):
            for kill in ROUNDS:
                try:
                    outcomes.append(kill(city))
                except MayNotMount as reason:
                    print(f"{kill.__name__}: not tried here: {reason}", file=sys.stderr, flush=True)
                    continue
                tell(outcomes[-1])
        seen = forgetful_database_killed(city)
        tell(seen)
    finally:
        city.close()
        city.remove()
        shutil.rmtree(city.home, ignore_errors=True)
    if args.json:
        print(json.dumps({"rounds": [asdict(one) for one in outcomes], "must_lose": asdict(seen)}))
    return 0 if seen.verdict.lost and all(one.verdict.clean for one in outcomes) else 1


def tell(outcome: Outcome) -> None:
    counts = "  ".join(f"{name} {outcome.verdict.as_dict()[name]}" for name in COLUMNS)
    times = f"back {outcome.back_seconds:.1f} s  slowest {outcome.slowest_seconds:.1f} s"
    print(f"{outcome.round:<40} {counts}  sent again {outcome.unanswered}  {times}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
