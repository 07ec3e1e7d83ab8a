"""Where the rows and columns of a grid stand in a workbook, by what is written beside and above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from plansheets.formula.ast import Cell
from plansheets.life.cells import HeldCell, Spot
from plansheets.plan.model import Plan, PlannedSheet
from plansheets.records import dataclass

_FEWEST = 2
"""Labels by which a row or column of them is known again."""


@dataclass(frozen=True, slots=True)
class GridLabels:
    """What a plan writes beside each row and above each column of a grid, where that is unique."""

    rows: Mapping[int, str]
    columns: Mapping[int, str]

    def labels_in(self, cells: Mapping[Spot, HeldCell]) -> tuple[dict[int, int], dict[int, int]]:
        """Where the plan's rows and columns stand among *cells*, which are those outside tables;
        none whose order is another.
        """
        texts = {spot: one.value for spot, one in cells.items() if isinstance(one.value, str)}
        down: dict[int, list[tuple[int, str]]] = {}
        across: dict[int, list[tuple[int, str]]] = {}
        for (row, column), text in texts.items():
            down.setdefault(column, []).append((row, text))
            across.setdefault(row, []).append((column, text))
        return _found(self.rows, down), _found(self.columns, across)


def grids_on(sheet: PlannedSheet, plan: Plan) -> Iterator[GridLabels]:
    """The grids of *sheet*."""
    spans: dict[str, list[tuple[int, int, int]]] = {}
    for (grid, _), whole in plan.grids.items():
        first, last = whole.first, whole.last
        if isinstance(first, Cell) and isinstance(last, Cell) and first.sheet == sheet.title:
            spans.setdefault(grid, []).append((first.row, first.column, last.column))
    if not spans:
        return
    texts = {
        (cell.row, cell.column): cell.value for cell in sheet.cells if isinstance(cell.value, str)
    }
    for span in spans.values():
        top, left, right = min(one[0] for one in span), span[0][1], span[0][2]
        columns = range(left, right + 1)
        above = (
            {column: texts[row, column] for column in columns if texts.get((row, column))}
            for row in range(top, -1, -1)
        )
        named = next((one for one in above if len(one) * 2 > len(columns)), {})
        beside = {row: texts.get((row, left - 1), "") for row, _, _ in span}
        yield GridLabels(_unique(beside), _unique(named))


def _unique(labels: Mapping[int, str]) -> dict[int, str]:
    counts = Counter(labels.values())
    return {place: text for place, text in labels.items() if text and counts[text] == 1}


def _likeness(found: Mapping[int, int]) -> tuple[int, int]:
    """How many labels were found, and how near they are to where the plan has them."""
    return len(found), -sum(abs(place - at) for at, place in found.items())


def _found(labels: Mapping[int, str], lines: Mapping[int, list[tuple[int, str]]]) -> dict[int, int]:
    """The places of *labels* in the line of a workbook that has most of them."""
    best: dict[int, int] = {}
    for line in lines.values():
        at = {text: place for place, text in line}
        counts = Counter(text for _, text in line)
        here = {place: at[text] for place, text in labels.items() if counts[text] == 1}
        if _likeness(here) > _likeness(best):
            best = here
    places = [best[place] for place in sorted(best)]
    enough = len(best) >= _FEWEST and len(best) * 2 > len(labels)
    return best if enough and places == sorted(places) else {}
