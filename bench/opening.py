"""What LibreOffice pays to open SKUs with `--cell-references`, against those without. Goal: 0.5.

    python bench/opening.py [--rows 10000] [--runs 3]

The same workbook twice: formulas that name the cells of their own row by the column's title, and by
address. Each is opened with its cached values by a LibreOffice of its own, in turns; processor time
counts, and the largest resident size.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from growth import libreoffice, write_skus
from processes import PLANSHEETS, cost
from results import Result, middle, ratio_of, tell

GOAL = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    if not shutil.which("soffice"):
        sys.exit("LibreOffice is not here: nothing can be opened")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_skus(folder / "skus.csv", chosen.rows)
        build = [
            *PLANSHEETS,
            "build",
            "sku-management",
            "--data",
            "skus=skus.csv",
            "--locale",
            "en",
        ]
        cost([*build, "-o", "titles.xlsx"], folder)
        cost([*build, "--cell-references", "-o", "cells.xlsx"], folder)
        opened = [
            [libreoffice(book, folder, recalculate=False) for book in ("cells.xlsx", "titles.xlsx")]
            for _ in range(chosen.runs)
        ]
    compares = (
        f"{chosen.rows:,} SKUs opened by LibreOffice, against those without --cell-references"
    )
    times = [(ours.seconds, theirs.seconds) for ours, theirs in opened]
    sizes = [(ours.megabytes, theirs.megabytes) for ours, theirs in opened]
    tell(Result("opening", compares, ratio_of(times), GOAL, *middle(times, "s")))
    memory = f"{compares}: memory"
    tell(Result("opening/memory", memory, ratio_of(sizes), GOAL, *middle(sizes, "MB")))


if __name__ == "__main__":
    main()
