"""What a build spends its processor time on: stages, passes, imports. It says where to look.

    python bench/stages.py [--runs 5] [--functions 25] [NAME …]

Each build is a process of its own, as users start it, from compiled modules; of several runs the
one with the least processor time counts, which other work on the machine disturbs least. Imports
are told by the package they come from, as ``python -X importtime`` counts them.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import process_time

NAMES = ("sku-management", "annual-plan")
LEAST = 0.01
"""The least share of a pass or package that gets a line of its own."""

Spent = dict[str, float]


def once(name: str, workbook: Path) -> tuple[Spent, Spent]:
    """The seconds of each stage, and of each pass of the compiler, of a build in this process."""
    begun = process_time()
    from plansheets.flow import build

    stages: Spent = {"starting": begun, "importing": process_time() - begun}
    passes: Spent = {}
    stage, since = "reading", process_time()
    last = since

    def progress(now: str) -> None:
        nonlocal stage, since
        stages[stage] = stages.get(stage, 0.0) + process_time() - since
        stage, since = now, process_time()

    def timed(done: str, _seconds: float) -> None:
        nonlocal last
        now = process_time()
        passes[done] = passes.get(done, 0.0) + now - max(last, since)
        last = now

    build(name, workbook, force=True, progress=progress, timed=timed)
    progress("done")
    return stages, passes


def run(name: str, folder: Path, *more: str) -> str:
    command = [sys.executable, *more, __file__, "--once", name, str(folder / "made.xlsx")]
    environ = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    return done.stderr if more else done.stdout


def imports(name: str, folder: Path) -> Spent:
    """The seconds that the modules of each package take to load, without what they import."""
    spent: Counter[str] = Counter()
    for line in run(name, folder, "-X", "importtime").splitlines():
        if found := re.match(r"import time: +(\d+) \| +\d+ \| +([\w.]+)", line):
            package = found[2].partition(".")[0]
            own = package in sys.stdlib_module_names or package.startswith("_")
            spent["the standard library" if own else package] += int(found[1]) / 1e6
    return dict(spent)


def tell(title: str, spent: Spent, whole: float) -> None:
    print(f"\n{title}")
    for what, seconds in spent.items():
        if seconds / whole >= LEAST:
            print(f"  {what:<24}{seconds * 1000:>9,.0f} ms {seconds / whole:>7.1%}")


def functions(name: str, workbook: Path, listed: int) -> None:
    """The functions that take most by themselves; the profiler itself slows small ones most."""
    from plansheets.flow import build

    profiler = cProfile.Profile()
    profiler.runcall(build, name, workbook, force=True)
    pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(listed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", default=NAMES)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--functions", type=int, metavar="N", help="name the N costliest functions")
    parser.add_argument("--once", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.once:
        print(json.dumps(once(chosen.once[0], Path(chosen.once[1]))))
        return
    from plansheets.blueprint.catalog import shipped

    unknown = [name for name in chosen.names if name not in shipped()]
    if unknown:
        parser.error(f"no shipped blueprint is called {', '.join(unknown)}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in chosen.names:
            runs = [json.loads(run(name, folder)) for _ in range(chosen.runs)]
            stages, passes = min(runs, key=lambda one: sum(one[0].values()))
            whole = sum(stages.values())
            print(f"{name}: {whole:.2f} s of processor time")
            tell("stages", stages, whole)
            tell("passes of planning", passes, whole)
            loaded = imports(name, folder)
            tell("imports, some of them in stages", dict(Counter(loaded).most_common()), whole)
            if chosen.functions:
                functions(name, folder / "made.xlsx", chosen.functions)
            print()


if __name__ == "__main__":
    main()
