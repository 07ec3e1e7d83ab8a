"""Random workbooks, one a seed, held against a second computation: what the scripts share."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from filled import Shown, open_values
from libreoffice import differences, recalculate
from plansheets.blueprint.read import read_blueprint

_BLUEPRINTS = Path(__file__).parent.parent / "blueprints"

_AT_ONCE = 20
"""So many workbooks go into one run of LibreOffice."""


def asked_of(description: str, *choices: str) -> argparse.Namespace:
    """What the command line asks for: ``blueprint``, one of *choices* if any, and the seeds."""
    words = argparse.ArgumentParser(description=description.split("\n", maxsplit=1)[0])
    if choices:
        words.add_argument("blueprint", choices=choices)
    words.add_argument("workbooks", type=int)
    words.add_argument("--first", type=int, default=1)
    words.add_argument("--libreoffice", action="store_true")
    return words.parse_args()


def day_typed(blueprint: str, as_of: date) -> dict[str, str]:
    """The as-of day as a value of the parameter, where the blueprint has one."""
    known = read_blueprint(_BLUEPRINTS / f"{blueprint}.yaml")
    return {one.id: str(as_of) for one in known.parameters if one.id == "as_of"}


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
    seeds = range(asked.first, asked.first + asked.workbooks)
    for at in range(0, len(seeds), _AT_ONCE):
        batch = seeds[at : at + _AT_ONCE]
        for seed, found in _judged(batch, asked.libreoffice, shown, written, faults):
            wrong += bool(found)
            print(f"{what} {seed}: {'; '.join(found) or 'as computed'}", flush=True)
    print(f"{asked.workbooks - wrong} of {asked.workbooks} workbooks as computed")
    return 1 if wrong else 0


def _judged(
    seeds: Sequence[int],
    libreoffice: bool,
    shown: Callable[[int], Shown],
    written: Callable[[int, Path], object],
    faults: Callable[[int, Shown], list[str]],
) -> Iterator[tuple[int, list[str]]]:
    """What is wrong with each; LibreOffice, whose start costs most, opens all in one run."""
    if not libreoffice:
        yield from ((seed, faults(seed, shown(seed))) for seed in seeds)
        return
    with tempfile.TemporaryDirectory() as folder:
        paths = {seed: Path(folder) / f"{seed}.xlsx" for seed in seeds}
        for seed, path in paths.items():
            written(seed, path)
        recalculated = recalculate([*paths.values()])
        for seed, path in paths.items():
            theirs = differences(path, recalculated[path])
            # the as-of day is typed, so that the day on which LibreOffice runs stands here alone
            told = [str(one) for one in theirs if one.formula != "=TODAY()"]
            yield seed, [*faults(seed, open_values(path)), *told]
