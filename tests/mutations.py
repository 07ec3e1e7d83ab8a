"""Changed blueprints, data files and workbooks: each ends in a message or in a workbook.

``python tests/mutations.py --count 20000`` tries many and prints, shrunk, what ended otherwise: in
another exception, in silence, with a file left behind, after too long or with too much memory.
``--kind data`` takes data files alone, ``--show 1234`` prints one mutant and what becomes of it.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import mutated_blueprints
import mutated_files
from mutant_bench import Bench, End
from mutants import Mutant, mutant

KINDS = ("blueprint", "shipped", "data", "workbook")
_MOST_TRIES = 400


def shrunk(one: Mutant, end: End, bench: Bench) -> Mutant:
    """The smallest mutant found that ends in the same way."""
    tries = _MOST_TRIES
    found = True
    while found and tries > 0:
        found = False
        for content in _smaller(one):
            tries -= 1
            if tries <= 0:
                break
            if bench.end(replace(one, content=content)).wrong == end.wrong:
                one, found = replace(one, content=content), True
                break
    return one


def _smaller(one: Mutant) -> Iterator[bytes]:
    if one.suffix == ".xlsx":
        yield from mutated_files.smaller_workbook(one.content)
        return
    if one.suffix == ".yaml":
        with contextlib.suppress(Exception):
            for text in mutated_blueprints.smaller(one.content.decode()):
                yield text.encode("utf-8", "surrogatepass")
            return
    yield from mutated_files.smaller_text(one.content)


def shown(one: Mutant, end: End) -> str:
    """Everything that is needed to see it again."""
    text = one.content.decode("utf-8", "replace") if one.suffix != ".xlsx" else _parts(one)
    lines = (f"{one}", f"  {end.wrong or end.way}", end.detail.rstrip(), text.rstrip())
    return "\n".join(line for line in lines if line) + "\n"


def _parts(one: Mutant) -> str:
    try:
        parts = mutated_files.unpack(one.content)
    except Exception:  # noqa: BLE001  # no zip any more
        return repr(one.content[:2_000])
    return "".join(f"--- {name}\n{data[:2_000]!r}\n" for name, data in parts.items())


# -- many ------------------------------------------------------------------------------------------


def wrong_ends(kind: str, numbers: range) -> tuple[Counter[str], list[str]]:
    """How mutants end, and those that end wrongly, shrunk: one of each way."""
    ends: Counter[str] = Counter()
    fell: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory(prefix="plansheets-mutants-") as folder:
        bench = Bench(Path(folder))
        for number in numbers:
            one = mutant(kind, number)
            end = bench.end(one)
            ends[end.wrong or end.way] += 1
            if end.wrong and end.wrong not in fell:
                fell[end.wrong] = [shown(shrunk(one, end, bench), end)]
    return ends, [text for texts in fell.values() for text in texts]


SHARES = {"blueprint": 14, "shipped": 1, "data": 3, "workbook": 2}
"""Of twenty mutants, how many are of each kind."""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=20_000)
    options.add_argument("--first", type=int, default=0, help="the number of the first mutant")
    options.add_argument("--kind", choices=KINDS, help="of this kind alone")
    options.add_argument("--show", type=int, help="print one mutant and what becomes of it")
    given = options.parse_args()
    if given.show is not None:
        with tempfile.TemporaryDirectory() as folder:
            one = mutant(given.kind or "blueprint", given.show)
            sys.stdout.write(shown(one, Bench(Path(folder)).end(one)))
        return 0
    shares = {given.kind: 20} if given.kind else SHARES
    failed = False
    for kind, share in shares.items():
        first, count = (number * share // 20 for number in (given.first, given.count))
        begun = time.process_time()
        ends, fell = wrong_ends(kind, range(first, first + count))
        seconds = time.process_time() - begun
        total = ", ".join(f"{number:,} {end}" for end, number in ends.most_common())
        sys.stdout.write(f"{count:,} x {kind} in {seconds:.0f} s: {total}\n{''.join(fell)}")
        sys.stdout.flush()
        failed |= bool(fell)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
