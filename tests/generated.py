"""Tables of awkward values and formulas drawn at random: what cached values are held against.

``python tests/generated.py --count 10000`` compares as many columns with LibreOffice, shrinks what
differs, and prints what no line of ``libreoffice_quirks.tsv`` explains, as cases to be recorded.
``--declined`` tells what has no value, and why; ``--elsewhere`` asks the engines that compute what
our own does not know, ``--corners`` what a function makes of odd arguments.
Where two values differ formulon is asked as a third.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from generated_columns import Asked, compare_all, rows_of
from generated_corners import corners
from generated_formulas import drawn
from generated_small import as_case, explained, with_fewer_rows
from third_judge import side


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--step", type=int, default=500)
    options.add_argument(
        "--elsewhere",
        action="store_true",
        help="draw functions that our own engine does not know, too",
    )
    options.add_argument(
        "--corners", action="store_true", help="draw single functions with odd arguments"
    )
    options.add_argument("--declined", action="store_true", help="say what is declined, and why")
    given = options.parse_args()
    values = columns = 0
    quirks: Counter[str] = Counter()
    declined: Counter[str] = Counter()
    third: Counter[str] = Counter()
    unknown = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for seed in range(given.seed, given.seed + given.count, given.step):
            wanted = (
                corners(given.step, seed)
                if given.corners
                else drawn(given.step, seed, elsewhere=given.elsewhere)
            )
            asked = Asked(tuple(wanted), rows_of(seed))
            (made,) = compare_all([asked], folder)
            values += made.values
            columns += len(asked.formulas)
            for text, why in made.declined.items():
                declined[re.sub("'[^']*'", "'…'", why)] += 1
                if given.declined:
                    print(f"declined {text}  {why}")
            for one, quirk in explained(made.differences, folder):
                judged = side(one)
                third[judged] += 1
                if quirk is not None:
                    quirks[quirk] += 1
                    continue
                unknown += 1
                case = as_case(with_fewer_rows(one, folder), unknown)
                print(f"seed {seed}: {one}; formulon {judged}\n{case}", flush=True)
            print(f"{columns:,} columns", file=sys.stderr, flush=True)
    for title, counts in (
        ("known quirks", quirks),
        ("formulon, of all that differ", third),
        ("declined", declined),
    ):
        print(f"{sum(counts.values()):,} columns: {title}")
        for said, count in counts.most_common():
            print(f"{count:>8,}  {said}")
    print(f"{columns:,} columns, {values:,} values: {unknown} columns differ and nobody knows why")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
