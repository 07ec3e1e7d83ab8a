"""What 800 rows of twelve formulas cost against modeleon (goal 0.12) and f8 (goal 1).

    python bench/models.py [--rows 800] [--runs 7] [--peers FOLDER] [--python PYTHON]

All make a workbook from the same file, with every value in it, as whole processes in turns;
processor time. The values are compared before anything is timed. The other programs go into an
environment of their own in FOLDER, which PYTHON makes where it is not there.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
import tempfile
from pathlib import Path

import openpyxl

from peers import installed, peers_python
from processes import PLANSHEETS, cost
from results import Result, middle, ratio_of, tell

HERE = Path(__file__).parent
MODELS = {"modeleon": ("modeleon_model.py", 0.12), "f8": ("f8_model.py", 1.0)}
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=800)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--peers", type=Path, default=HERE / ".peers", metavar="FOLDER")
    parser.add_argument("--python", default=sys.executable, help="makes FOLDER: 3.12 or later")
    chosen = parser.parse_args()
    python = peers_python(chosen.peers, chosen.python)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_items(folder / "items.csv", chosen.rows)
        options = ["--data", "items=items.csv", "--locale", "en", "--force", "-o", "ours.xlsx"]
        ours = [*PLANSHEETS, "build", HERE / "twelve.yaml", *options]
        cost(ours, folder)
        mine = numbers(folder / "ours.xlsx", upright=True)
        for peer, (script, goal) in MODELS.items():
            if why := installed(python, peer):
                print(f"{peer} cannot be installed: {why}")
                continue
            theirs = [python, HERE / script, "items.csv", "theirs.xlsx"]
            cost(theirs, folder)
            their = numbers(folder / "theirs.xlsx", upright=peer != "modeleon")
            assert len(mine) == len(their) == FORMULAS
            for left, right in zip(mine, their, strict=True):
                assert len(left) == len(right) == chosen.rows
                assert all(map(math.isclose, left, right))
            pairs = [
                (cost(ours, folder).seconds, cost(theirs, folder).seconds)
                for _ in range(chosen.runs)
            ]
            what = f"{chosen.rows:,} rows × {FORMULAS} formulas with their values, against {peer}"
            tell(Result(f"models/{peer}", what, ratio_of(pairs), goal, *middle(pairs)))


if __name__ == "__main__":
    main()
