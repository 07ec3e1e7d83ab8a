"""What 100,000 × 12 cells from a CSV cost against writers that only write them.

    python bench/writers.py [--rows 100000] [--runs 3] [--peers FOLDER]

Ours reads the CSV, judges every cell, makes a styled table of it with checks and print set-up, and
verifies the file; theirs read it and write plain cells. Whole processes in turns, processor time.
The other programs go into an environment of their own in FOLDER, made where it is not there.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
from pathlib import Path

from peers import installed, peers_python
from processes import PLANSHEETS, cost
from results import Result, middle, ratio_of, tell

HERE = Path(__file__).parent
COLUMNS = 12

_READ = """\
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    header, *lines = csv.reader(file)
rows = [[line[0], line[1], *map(float, line[2:])] for line in lines]
"""
SCRIPTS = {
    "XlsxWriter": _READ
    + """\
import xlsxwriter
book = xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True})
sheet = book.add_worksheet()
for number, row in enumerate([header, *rows]):
    sheet.write_row(number, 0, row)
book.close()
""",
    "rustpy-xlsxwriter": _READ
    + """\
from rustpy_xlsxwriter import FastExcel
FastExcel(sys.argv[2]).sheet("Rows", [dict(zip(header, row)) for row in rows]).save()
""",
    "rvgsrust-xlsxwriter": _READ
    + """\
from rvgsrust_xlsxwriter import Workbook
book = Workbook(sys.argv[2])
sheet = book.add_worksheet("Rows")
sheet.write_rows(0, 0, [header, *rows])
book.close()
""",
    "xlsxturbo": """\
import sys, xlsxturbo
xlsxturbo.csv_to_xlsx(sys.argv[1], sys.argv[2])
""",
}


def write_rows(path: Path, rows: int) -> None:
    chance = random.Random(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["sku", "name", *(f"n_{place}" for place in range(1, COLUMNS - 1))])
        for row in range(rows):
            numbers = [chance.randint(0, 99_999) / 100 for _ in range(COLUMNS - 2)]
            writer.writerow([f"S{row:06d}", f"Item {row % 977}", *numbers])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", type=Path, default=HERE / ".peers", metavar="FOLDER")
    chosen = parser.parse_args()
    python = peers_python(chosen.peers)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_rows(folder / "rows.csv", chosen.rows)
        options = ["--data", "rows=rows.csv", "--locale", "en", "--force", "-o", "ours.xlsx"]
        ours = [*PLANSHEETS, "build", HERE / "plain.yaml", *options]
        cost(ours, folder)
        for peer, script in SCRIPTS.items():
            if why := installed(python, peer):
                print(f"{peer} cannot be installed: {why}")
                continue
            (folder / "peer.py").write_text(script, encoding="utf-8")
            theirs = [python, "peer.py", "rows.csv", "theirs.xlsx"]
            cost(theirs, folder)
            pairs = [
                (cost(ours, folder).seconds, cost(theirs, folder).seconds)
                for _ in range(chosen.runs)
            ]
            what = f"{chosen.rows:,} × {COLUMNS} cells from CSV to a finished table, against {peer}"
            key = f"writers/{peer}"
            tell(Result(key, what, ratio_of(pairs), None, *middle(pairs, "s")))


if __name__ == "__main__":
    main()
