"""Input rules and conditional formats that cells have lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from plansheets.boxes import Box, parse_box
from plansheets.grid import cell_name
from plansheets.life.deviation import PlanDeviation
from plansheets.life.recognise import Recognised
from plansheets.life.rules_lost import ANEW
from plansheets.life.whereabouts import SheetHome
from plansheets.plan.model import PlannedValidation
from plansheets.records import dataclass
from plansheets.words import Words

_INPUT = Words("输入限制", "input rule")
_FORMAT = Words("条件格式", "conditional format")


@dataclass(frozen=True, slots=True)
class _Lost:
    home: SheetHome
    spots: tuple[tuple[int, int], ...]
    all: bool
    """Whether the sheet has none left."""

    @property
    def where(self) -> str:
        return self.home.sheet.place(cell_name(*self.spots[0]))


def rule_deviations(known: Recognised, homes: Sequence[SheetHome]) -> Iterator[PlanDeviation]:
    """A line a sheet; where a program keeps no such rule at all, a line for the workbook."""
    for what, lost in (
        (_INPUT, list(_lost(known, homes, _INPUT))),
        (_FORMAT, list(_lost(known, homes, _FORMAT))),
    ):
        gone = [one for one in lost if one.spots]
        if len(gone) > 1 and all(one.all for one in lost):
            count = sum(len(one.spots) for one in gone)
            message = Words(
                f"整个工作簿的 {count} 处{what.zh}都没有了，这是第一处",
                f"all {count} {what.en}s of the workbook are gone, of which this is the first",
            )
            yield PlanDeviation(
                "PS726", message, gone[0].where, hint=ANEW, count=count, mends=what is _INPUT
            )
            continue
        for one in gone:
            count = len(one.spots)
            message = Words(f"{what.zh}没有了", f"the {what.en} is gone")
            if count > 1:
                message = Words(
                    f"{count} 处{what.zh}没有了，这是第一处",
                    f"{count} {what.en}s are gone, of which this is the first",
                )
            yield PlanDeviation("PS726", message, one.where, count=count, mends=what is _INPUT)


def _lost(known: Recognised, homes: Sequence[SheetHome], what: Words) -> Iterator[_Lost]:
    """What each sheet that should have such rules has lost, by the cells that they hold for."""
    for home in homes:
        if what is _INPUT:
            boxes = [one.box for one in home.planned.validations]
            found = input_areas(known, home)
        else:
            tree = known.book.contents(home.sheet).tree
            boxes = [one.box for one in home.planned.conditionals]
            found = _areas(tree, "conditionalFormatting", "x14|conditionalFormatting")
        spots = [spot for box in dict.fromkeys(boxes) if (spot := _now(home, box))]
        lost = tuple(spot for spot in spots if not any(area.holds(*spot) for area in found))
        if spots:
            yield _Lost(home, lost, all=len(lost) == len(spots))


def lost_inputs(known: Recognised, home: SheetHome) -> list[PlannedValidation]:
    """The input rules that a sheet has lost."""
    found = input_areas(known, home)
    return [
        one
        for one in home.planned.validations
        if (spot := _now(home, one.box)) and not any(area.holds(*spot) for area in found)
    ]


def input_areas(known: Recognised, home: SheetHome) -> list[Box]:
    """The cells of a sheet that have input rules."""
    tree = known.book.contents(home.sheet).tree
    return _areas(tree, "dataValidation", "x14|dataValidation")


def _now(home: SheetHome, box: Box) -> tuple[int, int] | None:
    """Where the first cell of *box* stands now."""
    for table in home.tables:
        planned = table.planned
        if planned.row <= box.first_row <= planned.last_row and (
            planned.column <= box.first_column <= planned.last_column
        ):
            column = planned.columns[box.first_column - planned.column].id
            place = table.known.columns.get(column)
            row = table.known.header_row + box.first_row - planned.row
            return None if place is None or row > table.known.last_row else (row, place)
    return home.forth(box.first_row, box.first_column)


def _areas(tree: Element, tag: str, extended: str) -> list[Box]:
    ranges = [element.get("sqref", "") for element in tree.iter(tag)]
    ranges += [element.findtext("xm|sqref", "") for element in tree.iter(extended)]
    return [box for text in ranges for one in text.split() if (box := parse_box(one))]
