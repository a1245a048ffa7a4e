"""``make check-rules``: the two readings over many more returns than the tests compare, new ones each time.

``--seed`` repeats a run; ``--rounds`` is how many spoilt returns are made of each sample.
"""

from __future__ import annotations

import argparse
import random
import sys
import time

from schemas import collections
from tests.second_reading import corpus
from tests.second_reading.agreement import Outcome, compare, covered, people_in

SHOWN = 20


def main() -> int:
    """Compare and say what differs. Exit 1 where something does."""
    parser = argparse.ArgumentParser(prog="make check-rules", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000), help="repeats a run")
    parser.add_argument("--rounds", type=int, default=20, help="spoilt returns of each sample (default 20)")
    options = parser.parse_args()
    print(f"seed {options.seed} (repeat with --seed {options.seed} --rounds {options.rounds})", flush=True)
    different = False
    for kind in collections.all():
        year, started = max(kind.years), time.monotonic()
        rounds = options.rounds * people_in(kind)
        outcome = compare(kind, year, corpus.samples(kind, year, options.seed, rounds))
        examples = compare(kind, year, corpus.examples(kind, year))
        different |= _report(kind.code, year, outcome, examples, len(covered(kind, year)), time.monotonic() - started)
    return int(different)


def _report(code: str, year: int, samples: Outcome, examples: Outcome, rules: int, seconds: float) -> bool:
    differences = samples.differences + examples.differences
    raised = len(samples.raised | examples.raised)
    print(
        f"{code} {year}: {samples.cases} returns and {examples.cases} examples, {raised} of {rules} rules raised, "
        f"{len(differences)} differences ({seconds:.0f} s)",
        flush=True,
    )
    for difference in differences[:SHOWN]:
        print(f"  {difference}")
    return bool(differences)


if __name__ == "__main__":
    sys.exit(main())
