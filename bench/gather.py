"""What it costs to read many filled workbooks: 200 shops of 115 SKUs put together, and checked.

    python bench/gather.py [--stores 200] [--runs 3] [--jobs 2] [--before FOLDER]

Whole processes, as users start them, by the clock, and the processor time of all processes
together beside it. Nothing is kept from run to run: every workbook is read anew. ``--before`` names
the ``src`` of an older version, which runs in turns with this one on the same workbooks.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from batch import SKUS, Spent, batch, write_stores
from processes import PLANSHEETS
from results import Result, ratio_of, tell

GOAL_SECONDS, GOAL_STORES = 5, 200
GOAL_CHECKED = 20
WORDS = ("--by", "store", "--name", "{store}.xlsx", "-o", "all", "--jobs")


def spent(words: Sequence[str], folder: Path, environ: Mapping[str, str]) -> Spent:
    """What a command takes of the clock and of all processors; what it finds is no matter."""
    quiet = subprocess.DEVNULL
    begun = time.monotonic()
    around = os.environ | {"PYTHONDONTWRITEBYTECODE": ""} | environ
    process = subprocess.Popen(
        [*PLANSHEETS, *words], cwd=folder, env=around, stdout=quiet, stderr=quiet
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Spent(time.monotonic() - begun, usage.ru_utime + usage.ru_stime)


def put_together(folder: Path, jobs: int, environ: Mapping[str, str]) -> Spent:
    shutil.rmtree(folder / "all", ignore_errors=True)
    return spent(("consolidate", "made", *WORDS, str(jobs)), folder, environ)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stores", type=int, default=GOAL_STORES)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--before", metavar="FOLDER", help="src of an older version")
    chosen = parser.parse_args()
    older = {"PYTHONPATH": chosen.before} if chosen.before else None
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_stores(folder, chosen.stores)
        batch(folder, chosen.jobs)
        for side in ({}, older) if older else ({},):  # modules are compiled
            put_together(folder, chosen.jobs, side)
        ours, theirs = [], []
        for _ in range(chosen.runs):
            if older:
                theirs.append(put_together(folder, chosen.jobs, older))
            ours.append(put_together(folder, chosen.jobs, {}))
        books = sorted(str(book.relative_to(folder)) for book in folder.glob("made/*.xlsx"))
        checked = spent(("check", *books), folder, {})
    share = chosen.stores / GOAL_STORES
    clock, processor = median(one.clock for one in ours), median(one.processor for one in ours)
    what = f"{chosen.stores:,} workbooks of {SKUS} SKUs put together, by the clock"
    said = f"{clock:,.1f} s ({processor:,.1f} s of processors)"
    of_goal = GOAL_SECONDS * share
    tell(Result("gather/clock", what, clock / of_goal, 1.0, said, f"{of_goal:g} s"))
    what = "the same workbooks checked, by the clock"
    said = f"{checked.clock:,.1f} s ({checked.processor:,.1f} s of processors)"
    of_goal = GOAL_CHECKED * share
    tell(Result("gather/checked", what, checked.clock / of_goal, 1.0, said, f"{of_goal:g} s"))
    if theirs:
        pairs = [(a.processor, b.processor) for a, b in zip(ours, theirs, strict=True)]
        before = median(one.processor for one in theirs)
        sides = f"{processor:,.1f} s", f"{before:,.1f} s"
        what = "the workbooks put together, in processor time, against the older version"
        tell(Result("gather/before", what, ratio_of(pairs), None, *sides))


if __name__ == "__main__":
    main()
