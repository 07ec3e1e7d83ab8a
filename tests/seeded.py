"""Random workbooks, one a seed, held against a second computation: what the scripts share."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time

from filled import Shown
from libreoffice import CellKey, FileCell, calculated_values, compare, read_cells
from refilled import Filled

_AT_ONCE = 25
"""So many workbooks go into one run of LibreOffice, which costs as much to start as one."""


def asked_of(description: str, *choices: str) -> argparse.Namespace:
    """What the command line asks for: ``blueprint``, one of *choices* if any, and the seeds."""
    words = argparse.ArgumentParser(description=description.split("\n", maxsplit=1)[0])
    if choices:
        words.add_argument("blueprint", choices=choices)
    words.add_argument("workbooks", type=int)
    words.add_argument("--first", type=int, default=1)
    words.add_argument("--libreoffice", action="store_true")
    return words.parse_args()


def run_seeds(
    asked: argparse.Namespace,
    what: str,
    made: Callable[[int], Filled],
    faults: Callable[[int, Shown], list[str]],
) -> int:
    """Judge as many workbooks as are *asked*, a line each; the exit status.

    *made* is the workbook of a seed, with the as-of day typed; with ``--libreoffice`` it is
    written, and LibreOffice must agree with the file.
    """
    wrong, begun = 0, process_time()
    seeds = range(asked.first, asked.first + asked.workbooks)
    for at in range(0, len(seeds), _AT_ONCE):
        batch = seeds[at : at + _AT_ONCE]
        for seed, found in _judged(batch, asked.libreoffice, made, faults):
            wrong += bool(found)
            print(f"{what} {seed}: {'; '.join(found) or 'as computed'}", flush=True)
    each = (process_time() - begun) / max(asked.workbooks, 1)
    print(
        f"{asked.workbooks - wrong} of {asked.workbooks} workbooks as computed, {each:.2f} s each"
    )
    return 1 if wrong else 0


def _judged(
    seeds: Sequence[int],
    libreoffice: bool,
    made: Callable[[int], Filled],
    faults: Callable[[int, Shown], list[str]],
) -> Iterator[tuple[int, list[str]]]:
    """What is wrong with each; LibreOffice, whose start costs most, opens all in one run."""
    told: dict[int, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = {seed: Path(folder) / f"{seed}.xlsx" for seed in seeds}
        for seed, path in paths.items():
            one = made(seed)
            told[seed] = faults(seed, one.shown)
            if libreoffice:
                one.write(path)
        found = calculated_values([*paths.values()]) if libreoffice else {}
        for seed, path in paths.items():
            # the as-of day is typed, so that the day on which LibreOffice runs stands here alone
            theirs = compare(_as_numbers(read_cells(path)), found[path]) if libreoffice else []
            yield seed, [*told[seed], *(str(one) for one in theirs if one.formula != "=TODAY()")]


def _as_numbers(cells: Mapping[CellKey, FileCell]) -> dict[CellKey, FileCell]:
    """*cells* with TRUE and FALSE as the numbers that LibreOffice makes of them."""
    return {
        key: replace(cell, value=float(cell.value)) if isinstance(cell.value, bool) else cell
        for key, cell in cells.items()
    }
