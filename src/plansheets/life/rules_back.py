"""Input rules that cells have lost, put back where those cells stand now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from plansheets.boxes import Box
from plansheets.formula.rewrite import moved_along
from plansheets.life.in_book import GoneError, InBook
from plansheets.life.rules_on_cells import input_areas, lost_inputs
from plansheets.life.standing import StandingBook
from plansheets.plan.model import PlannedSheet, PlannedValidation
from plansheets.plan.rules import Accepted, Custom, ItemsFrom
from plansheets.render.fragments import validation_elements

_TAG = re.compile(rb"<(/?)(?:([\w.-]+):)?([\w.-]+)(?:\s[^<>]*?)?(/?)>")
_HELD = re.compile(rb"<((?:[\w.-]+:)?)dataValidations\b([^>]*?)(/?)>")
_COUNT = re.compile(rb'\scount="[^"]*"')
_BEFORE = frozenset(
    b"sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState "
    b"dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting".split()
)
"""What stands before input rules in a worksheet's part, as ECMA-376 orders it (18.3.1.99)."""


def rules_back(standing: StandingBook, placed: InBook) -> dict[str, tuple[str, ...]]:
    """The elements of the input rules that sheets have lost, by the titles of those."""
    found: dict[str, tuple[str, ...]] = {}
    for home in standing.homes.values():
        lost = lost_inputs(standing.known, home)
        if not lost:
            continue
        taken = input_areas(standing.known, home)
        again: list[PlannedValidation] = []
        for validation in lost:
            for one in _now(validation, home.planned, placed, taken):
                again.append(one)
                taken.append(one.box)
        if elements := validation_elements(home.sheet.title, again):
            found[home.sheet.title] = elements
    return found


def _now(
    validation: PlannedValidation, sheet: PlannedSheet, placed: InBook, taken: Sequence[Box]
) -> Iterator[PlannedValidation]:
    """*validation* on those of its cells that no other rule is for, a column each."""
    box = validation.box
    for column in range(box.first_column, box.last_column + 1):
        try:
            first, place = placed.spot(sheet, box.first_row, column)
            last, _ = placed.spot(sheet, box.last_row, column)
            for top, bottom in _free(first, last, place, taken):
                moved = top - first, column - box.first_column
                accepts = _accepted(validation.accepts, sheet, placed, moved)
                yield replace(validation, box=Box(top, place, bottom, place), accepts=accepts)
        except GoneError:
            continue


def _free(first: int, last: int, column: int, taken: Iterable[Box]) -> Iterator[tuple[int, int]]:
    """The stretches from *first* to *last* that none of *taken* covers."""
    top = first
    for box in sorted(taken):
        if box.first_column <= column <= box.last_column and box.last_row >= top:
            if box.first_row > last:
                break
            if box.first_row > top:
                yield top, box.first_row - 1
            top = box.last_row + 1
    if top <= last:
        yield top, last


def _accepted(
    accepts: Accepted, sheet: PlannedSheet, placed: InBook, moved: tuple[int, int]
) -> Accepted:
    match accepts:
        case ItemsFrom(source):
            return ItemsFrom(placed.tree(moved_along(source, *moved), sheet))
        case Custom(formula):
            return Custom(placed.tree(moved_along(formula, *moved), sheet))
        case _:
            return accepts


def with_rules(tail: bytes, elements: Sequence[str]) -> bytes:
    """What stands behind a sheet's rows, with *elements* among its input rules."""
    start, prefix, after = 0, b"", 0
    for depth, tag in _tags(tail):
        prefix = tag[2] + b":" if tag[2] else b""
        if depth == 0 and tag[3] == b"dataValidations":
            start = tag.start()
            break
        if depth == 0 and tag[3] not in _BEFORE:
            return b"".join([tail[: tag.start()], _whole(elements, prefix), tail[tag.start() :]])
        after = tag.end()
    else:
        return b"".join([tail[:after], _whole(elements, prefix), tail[after:]])
    held = _HELD.match(tail, start)
    assert held is not None
    if held[3]:
        return b"".join([tail[:start], _whole(elements, prefix), tail[held.end() :]])
    end = tail.index(b"</" + prefix + b"dataValidations", held.end())
    count = len(re.findall(rb"<(?:[\w.-]+:)?dataValidation\b", tail[held.end() : end]))
    head = _COUNT.sub(b"", held[2]) + b' count="%d"' % (count + len(elements))
    opened = b"<" + prefix + b"dataValidations" + head + b">"
    return b"".join(
        [tail[:start], opened, tail[held.end() : end], _prefixed(elements, prefix), tail[end:]]
    )


def _tags(text: bytes) -> Iterator[tuple[int, re.Match[bytes]]]:
    """The tags of *text*, each with how many elements are open around it."""
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[1]:
            depth -= 1
            if depth < 0:  # the worksheet ends
                yield 0, tag
                return
        else:
            yield depth, tag
            depth += not tag[4]


def _whole(elements: Sequence[str], prefix: bytes) -> bytes:
    opened = b"<" + prefix + b'dataValidations count="%d">' % len(elements)
    return opened + _prefixed(elements, prefix) + b"</" + prefix + b"dataValidations>"


def _prefixed(elements: Sequence[str], prefix: bytes) -> bytes:
    return re.sub(rb"<(/?)(?=\w)", rb"<\g<1>" + prefix, "".join(elements).encode())
