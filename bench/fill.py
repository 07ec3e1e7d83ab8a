"""What filling a table costs against joining its strings. Goal: at most 1.25, and 16 MiB more.

    python bench/fill.py [--rows 100000] [--runs 5]

Twelve columns, four of them formulas, values given. The other side joins the same rows of XML, a
thousand at a time, and zips them at the same level: no workbook around them, no look at a value.
Both in one process, in turns, processor time; memory is what is in use at the peak over what was
before, as tracemalloc counts it.
"""

from __future__ import annotations

import argparse
import gc
import re
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from plansheets.grid import column_name
from plansheets.render.xlsx import write_xlsx
from results import Result, middle, ratio_of, tell
from write import FORMULAS, plan, table_sheet

GOAL = 1.25
GOAL_MIB = 16
COLUMNS = 12
LEVEL = 4
"""What write_xlsx zips big workbooks with."""
CHUNK = 1_000


def by_strings(
    columns: Sequence[tuple[int, str | None, Sequence[Any]]],
) -> Callable[[Path], None]:
    """Rows of cells (style, formula, values), joined and zipped."""

    def run(target: Path) -> None:
        texts: dict[str, int] = {}
        with (
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive,
            archive.open("sheet.xml", "w") as part,
        ):
            height = len(columns[0][2])
            for start in range(0, height, CHUNK):
                numbers = range(start + 5, min(start + CHUNK, height) + 5)
                made = []
                for place, (style, formula, values) in enumerate(columns, 1):
                    name, some = column_name(place), values[start : start + CHUNK]
                    if formula:
                        made.append(
                            [
                                f'<c r="{name}{n}" s="{style}"><f>{formula}</f><v>{v!r}</v></c>'
                                for n, v in zip(numbers, some, strict=True)
                            ]
                        )
                    elif isinstance(some[0], str):
                        found = [texts.setdefault(text, len(texts)) for text in some]
                        made.append(
                            [
                                f'<c r="{name}{n}" s="{style}" t="s"><v>{v}</v></c>'
                                for n, v in zip(numbers, found, strict=True)
                            ]
                        )
                    else:
                        made.append(
                            [
                                f'<c r="{name}{n}" s="{style}"><v>{v!r}</v></c>'
                                for n, v in zip(numbers, some, strict=True)
                            ]
                        )
                rows = [
                    f'<row r="{n}" ht="21.0">{"".join(cells)}</row>'
                    for n, cells in zip(numbers, zip(*made, strict=True), strict=True)
                ]
                part.write("".join(rows).encode())
        with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            archive.writestr("strings.xml", "".join(f"<si><t>{text}</t></si>" for text in texts))

    return run


def assert_same_rows(mine: Path, strings: Path) -> None:
    """Fail unless both sides wrote the same rows, but for the numbers of formats and texts."""
    numbers = re.compile(r' s="[0-9]+"|(?<= t="s"><v>)[0-9]+')
    with zipfile.ZipFile(mine) as one, zipfile.ZipFile(strings) as other:
        sheet = one.read("xl/worksheets/sheet1.xml").decode()
        rows = other.read("sheet.xml").decode()
        first = sheet.index('<row r="5"')
        end = sheet.index("</sheetData>")
        assert numbers.sub("", sheet[first:end]) == numbers.sub("", rows)


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def peak(work: Callable[[Path], object], folder: Path) -> float:
    """MiB in use at the peak over what was in use before; the file is not in memory."""
    gc.collect()
    tracemalloc.start()
    work(folder / "filled.xlsx")
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return highest / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    work = plan([table_sheet(0, chosen.rows, COLUMNS)], texts=0)
    [table] = work.plan.sheets[0].tables
    columns = [
        (
            place % 6 + 1,
            FORMULAS[place % 6].format(t=table.name).removeprefix("=") if column.formula else None,
            work.values.columns[table.name, column.id] if column.formula else column.values or (),
        )
        for place, column in enumerate(table.columns)
    ]
    bare = by_strings(columns)

    def ours(target: Path) -> None:
        write_xlsx(work.plan, work.values, target)

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        mine, strings = folder / "mine.xlsx", folder / "strings.zip"
        ours(mine)
        bare(strings)
        assert_same_rows(mine, strings)
        pairs = [
            (seconds(lambda: ours(mine)), seconds(lambda: bare(strings)))
            for _ in range(chosen.runs)
        ]
        highest = peak(ours, folder)
    what = f"{chosen.rows:,} × {COLUMNS} cells written, against raw strings and zlib"
    tell(Result("fill", what, ratio_of(pairs), GOAL, *middle(pairs, "s")))
    more = f"{chosen.rows:,} × {COLUMNS} cells written: memory over the data"
    tell(
        Result(
            "fill/memory", more, highest / GOAL_MIB, 1.0, f"{highest:.0f} MiB", f"{GOAL_MIB} MiB"
        )
    )


if __name__ == "__main__":
    main()
