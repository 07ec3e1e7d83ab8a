"""What work costs against commit a43eb6e, of November 2026: big tables, the annual plan, verify.

    python bench/since.py [--rows 50000] [--runs 2]

The older program is unpacked from git and runs with the same packages. Whole processes in turns;
processor time, and the largest resident size.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from growth import write_skus
from processes import PLANSHEETS, Cost, cost
from results import Result, middle, ratio_of, tell

SINCE = "a43eb6e"
ROOT = Path(__file__).parent.parent
GOALS = {"skus": 0.25, "skus/memory": 0.3, "annual-plan": 0.35, "verify": 0.2}


def unpack(folder: Path) -> None:
    """The program as it was, into *folder*; ends where the clone does not go back so far."""
    packed = subprocess.run(
        ["git", "archive", SINCE, "src", "blueprints"], cwd=ROOT, capture_output=True, check=False
    )
    if packed.returncode:
        sys.exit(f"this clone does not hold {SINCE}: git fetch --unshallow")
    subprocess.run(["tar", "-x", "-C", folder], input=packed.stdout, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, before = Path(scratch), Path(scratch) / "before"
        before.mkdir()
        unpack(before)
        write_skus(folder / "skus.csv", chosen.rows)
        build = [*PLANSHEETS, "build", "--locale", "en", "--force", "-o"]
        work = {
            "annual-plan": [*build, "plan.xlsx", "annual-plan"],
            "skus": [*build, "skus.xlsx", "sku-management", "--data", "skus=skus.csv"],
            "verify": [*PLANSHEETS, "verify", "skus.xlsx"],
        }
        old = {"PYTHONPATH": str(before / "src")}
        for side in (old, {}):  # modules are compiled, and today's blueprints
            for name in ("sku-management", "annual-plan"):
                cost([*build, "warm.xlsx", name], folder, side)
        found: dict[str, list[tuple[Cost, Cost]]] = {key: [] for key in work}
        for key, command in work.items():
            for _ in range(chosen.runs):
                theirs = cost(command, folder, old)
                found[key].append((cost(command, folder), theirs))
    names = {
        "skus": f"building {chosen.rows:,} SKUs",
        "annual-plan": "building the annual plan",
        "verify": f"verifying {chosen.rows:,} SKUs",
    }
    for key, pairs in found.items():
        times = [(mine.seconds, other.seconds) for mine, other in pairs]
        what = f"{names[key]}, against commit {SINCE}"
        ratio = ratio_of(times)
        tell(Result(f"since/{key}", what, ratio, GOALS[key], *middle(times, "s")))
    sizes = [(mine.megabytes, other.megabytes) for mine, other in found["skus"]]
    what = f"{names['skus']}: memory, against commit {SINCE}"
    goal = GOALS["skus/memory"]
    tell(Result("since/skus/memory", what, ratio_of(sizes), goal, *middle(sizes, "MB")))


if __name__ == "__main__":
    main()
