"""What one cell and 300 rows cost in a workbook of 100,000. Goal: at most 1.5, under 250 MB.

    python bench/splice.py [--rows 100000] [--runs 5]

One cell is set and 300 rows are put below a table of twelve columns; the rest of the workbook is
copied as it is packed. The other side is the least that any program pays which writes into a packed
sheet: it inflates the part and deflates it again at the same level, a piece at a time. Both in one
process, in turns, processor time; memory is the largest resident size of a process that does the
splice alone. ``plansheets fill`` also reads the workbook, calculates its plan and checks the
result: that is not measured here.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from plansheets.package.sheet_splice import CellPatch, SheetPatch, patched_sheet
from plansheets.package.splice import splice
from processes import Cost, cost
from results import Result, middle, ratio_of, tell

GOAL = 1.5
GOAL_MB = 250
COLUMNS = 12
ADDED = 300
LEVEL = 4
PIECE = 1 << 16
SHEET = "xl/worksheets/sheet1.xml"


def patch(rows: int) -> SheetPatch:
    """One cell in the middle, and rows of constants below the table, whose header is row 4."""
    last = rows + 3
    cells = {last // 2: {1: CellPatch(value="1")}}
    for row in range(last + 1, last + 1 + ADDED):
        cells[row] = {place: CellPatch(value="7", like=(last, place)) for place in range(COLUMNS)}
    return SheetPatch(cells, dict.fromkeys(range(last + 1, last + 1 + ADDED), last))


def ours(book: Path, target: Path, rows: int) -> None:
    with book.open("rb") as source, target.open("wb") as file:
        splice(source, file, {SHEET: lambda old: patched_sheet(old, patch(rows))})


def least(book: Path, target: Path) -> None:
    """Inflate and deflate the sheet."""
    with (
        zipfile.ZipFile(book) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as new,
        old.open(SHEET) as part,
        new.open(SHEET, "w") as member,
    ):
        while piece := part.read(PIECE):
            member.write(piece)


def assert_spliced(book: Path, target: Path) -> None:
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target) as new:
        assert new.testzip() is None
        before, after = old.read(SHEET), new.read(SHEET)
        assert after.count(b"<row ") == before.count(b"<row ") + ADDED
        others = [name for name in old.namelist() if name != SHEET]
        assert all(old.read(name) == new.read(name) for name in others)


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def make(book: Path, rows: int) -> None:
    """The workbook to be written into; what makes it is not loaded where memory is measured."""
    from plansheets.render.xlsx import write_xlsx
    from write import plan, table_sheet

    work = plan([table_sheet(0, rows, COLUMNS)], texts=0)
    write_xlsx(work.plan, work.values, book)


def called(function: str, *arguments: object) -> Cost:
    """What a process costs that calls one of the functions here, and nothing else."""
    code = f"from pathlib import Path, PosixPath, WindowsPath; import splice; splice.{function}"
    return cost([sys.executable, "-c", f"{code}(*{arguments!r})"], Path(__file__).parent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        book, target = Path(scratch) / "book.xlsx", Path(scratch) / "new.xlsx"
        called("make", book, chosen.rows)
        memory = called("ours", book, target, chosen.rows).megabytes
        ours(book, target, chosen.rows)
        assert_spliced(book, target)
        pairs = [
            (
                seconds(lambda: ours(book, target, chosen.rows)),
                seconds(lambda: least(book, target)),
            )
            for _ in range(chosen.runs)
        ]
    mine, other = middle(pairs, "s")
    tell(
        Result(
            "splice",
            f"one cell and {ADDED} rows written into {chosen.rows:,} × {COLUMNS} cells, "
            "against inflating and deflating the sheet",
            ratio_of(pairs),
            GOAL,
            mine,
            other,
        )
    )
    tell(
        Result(
            "splice/memory",
            "the same: memory of its process over 250 MB",
            memory / GOAL_MB,
            1,
            f"{memory:,.0f} MB",
            f"{GOAL_MB} MB",
        )
    )


if __name__ == "__main__":
    main()
