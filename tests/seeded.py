"""Random workbooks, one a seed, held against a second computation: what the scripts share."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from filled import Shown, open_values
from libreoffice import differences, recalculate


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
    shown: Callable[[int], Shown],
    written: Callable[[int, Path], object],
    faults: Callable[[int, Shown], list[str]],
) -> int:
    """Judge as many workbooks as are *asked*, a line each; the exit status.

    *shown* is what the workbook of a seed shows; with ``--libreoffice`` *written* writes it, and
    LibreOffice must agree with the file.
    """
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.first, asked.first + asked.workbooks):
            if asked.libreoffice:
                path = Path(folder) / f"{seed}.xlsx"
                written(seed, path)
                found = faults(seed, open_values(path))
                found += map(str, differences(path, recalculate([path])[path]))
            else:
                found = faults(seed, shown(seed))
            wrong += bool(found)
            print(f"{what} {seed}: {'; '.join(found) or 'as computed'}", flush=True)
    print(f"{asked.workbooks - wrong} of {asked.workbooks} workbooks as computed")
    return 1 if wrong else 0
