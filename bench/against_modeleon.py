"""What 800 rows of twelve formulas cost against modeleon 0.2.3. Goal: at most 0.25.

    python3.12 -m venv other && other/bin/pip install modeleon==0.2.3
    python bench/against_modeleon.py other/bin/python [--rows 800] [--runs 9]

Both make a workbook from the same file, with every value in it, as whole processes in turns; the
median of the ratios of neighbours counts. The values are compared before anything is timed.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent
GOAL = 0.25
INPUTS = ("sku", "cost", "price", "stock", "sold", "target")
FORMULAS = 12


def write_items(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(INPUTS)
        for row in range(rows):
            cost = 10 + row * 7 % 90
            price = cost + 5 + row * 3 % 40
            stock, sold, target = 50 + row * 13 % 400, 5 + row * 11 % 150, 40 + row * 17 % 120
            writer.writerow([f"A{row:04d}", cost, price, stock, sold, target])


def numbers(path: Path, *, upright: bool) -> list[list[float]]:
    """The twelve computed columns as the file holds them; modeleon lays each out as a row."""
    sheet = openpyxl.load_workbook(path, data_only=True)["Items"]
    rows = list(sheet.iter_rows(values_only=True))
    if not upright:
        return [[float(cell) for cell in row[1:]] for row in rows[-FORMULAS:]]
    header = next(number for number, row in enumerate(rows) if "SKU" in row)
    first = rows[header].index("SKU") + len(INPUTS)
    body = rows[header + 1 :]
    return [[float(row[column]) for row in body] for column in range(first, first + FORMULAS)]


def timed(command: list[str | Path], folder: Path) -> float:
    start = time.perf_counter()
    # An empty PYTHONDONTWRITEBYTECODE counts as none: users run compiled modules.
    environ = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(command, cwd=folder, env=environ, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("python", type=Path, help="a Python that has modeleon")
    parser.add_argument("--rows", type=int, default=800)
    parser.add_argument("--runs", type=int, default=9)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_items(folder / "items.csv", chosen.rows)
        options = ["--data", "items=items.csv", "--locale", "en", "--force", "-o", "ours.xlsx"]
        ours = [sys.executable, "-m", "plansheets", "build", HERE / "twelve.yaml", *options]
        # Not resolved: a virtual environment is known by the link to its Python.
        other = chosen.python.absolute()
        theirs = [other, HERE / "modeleon_model.py", "items.csv", "theirs.xlsx"]
        for command in (ours, theirs):
            timed(command, folder)
        mine = numbers(folder / "ours.xlsx", upright=True)
        their = numbers(folder / "theirs.xlsx", upright=False)
        assert len(mine) == len(their) == FORMULAS
        for left, right in zip(mine, their, strict=True):
            assert len(left) == len(right) == chosen.rows
            assert all(map(math.isclose, left, right))
        times = [(timed(ours, folder), timed(theirs, folder)) for _ in range(chosen.runs)]
    ratio = statistics.median(one / other for one, other in times)
    one, two = (statistics.median(side) * 1_000 for side in zip(*times, strict=True))
    print(
        f"{chosen.rows} rows x {FORMULAS} formulas: ratio {ratio:.2f}, goal {GOAL} "
        f"({one:,.0f} ms against {two:,.0f} ms)"
    )


if __name__ == "__main__":
    main()
