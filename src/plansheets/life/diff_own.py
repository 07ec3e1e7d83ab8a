"""Columns and sheets of people's own, which no plan has: new, gone, or filled otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plansheets.formula.spell import BAR, spell
from plansheets.grid import cell_name
from plansheets.life.book import BookSheet
from plansheets.life.cells import CellValue, HeldCell
from plansheets.life.change import BookChange
from plansheets.life.compare import tree_of
from plansheets.life.others import other_sheets
from plansheets.life.pairing import RowPair
from plansheets.life.sides import DiffSide
from plansheets.life.typed_in import shown_text
from plansheets.words import Words


def own_column_changes(
    old: DiffSide, new: DiffSide, table: str, pairs: Sequence[RowPair]
) -> Iterator[BookChange]:
    """Columns that people have put into a table, by their headers."""
    before, after = _own_columns(old, table), _own_columns(new, table)
    for header in {**before, **after}:
        places = before.get(header), after.get(header)
        if places[0] is None:
            yield _column(new, table, header, after[header], added=True)
        elif places[1] is None:
            yield _column(old, table, header, before[header], added=False)
        else:
            yield from _filled(old, new, table, header, (places[0], places[1]), pairs)


def _own_columns(side: DiffSide, table: str) -> dict[str, int]:
    """Headers between the first column of a table and its last, which are not the plan's."""
    found = side.tables[table]
    ours = set(found.columns.values())
    left, right = min(ours), max(ours)
    for sheet, box in side.known.book.tables():
        if found.in_table and sheet is found.sheet and box.box.first_row == found.header_row:
            left, right = min(left, box.box.first_column), max(right, box.box.last_column)
    cells = side.known.book.contents(found.sheet).cells
    headers = {
        place: held.value
        for place in range(left, right + 1)
        if place not in ours and (held := cells.get((found.header_row, place))) is not None
    }
    return {text: place for place, text in headers.items() if isinstance(text, str) and text}


def _column(side: DiffSide, table: str, header: str, place: int, *, added: bool) -> BookChange:
    found = side.tables[table]
    cell = found.sheet.place(cell_name(found.header_row, place))
    message = Words(f"自己加的列“{header}”", f"own column '{header}'")
    if added:
        return BookChange("own column", "added", message, table=table, cell_after=cell)
    return BookChange("own column", "removed", message, table=table, cell_before=cell)


def _filled(
    old: DiffSide,
    new: DiffSide,
    table: str,
    header: str,
    places: tuple[int, int],
    pairs: Sequence[RowPair],
) -> Iterator[BookChange]:
    sides = old, new
    sheets = [side.tables[table].sheet for side in sides]
    cells = [
        side.known.book.contents(sheet).cells for side, sheet in zip(sides, sheets, strict=True)
    ]
    differing = [
        (one.row - 1, other.row - 1)
        for one, other in pairs
        if one is not None
        and other is not None
        and _said(cells[0].get((one.row - 1, places[0])))
        != _said(cells[1].get((other.row - 1, places[1])))
    ]
    if not differing:
        return
    spots = [(row, place) for row, place in zip(differing[0], places, strict=True)]
    count = len(differing)
    more = f"（{count} 行）" if count > 1 else "", f" ({count} rows)" if count > 1 else ""
    yield BookChange(
        "own column",
        "changed",
        Words(f"自己加的列“{header}”{more[0]}", f"own column '{header}'{more[1]}"),
        _shown(cells[0].get(spots[0])),
        _shown(cells[1].get(spots[1])),
        table,
        cell_before=sheets[0].place(cell_name(*spots[0])),
        cell_after=sheets[1].place(cell_name(*spots[1])),
    )


def own_sheet_changes(old: DiffSide, new: DiffSide) -> Iterator[BookChange]:
    """Sheets that people have added, by their titles."""
    before, after = _own_sheets(old), _own_sheets(new)
    for title in {**before, **after}:
        mine, theirs = before.get(title), after.get(title)
        if mine is None or theirs is None:
            sheet = mine or theirs
            assert sheet is not None
            message = Words(f"自己加的工作表“{sheet.title}”", f"own sheet '{sheet.title}'")
            yield BookChange("own sheet", "added" if mine is None else "removed", message)
            continue
        one, other = old.known.book.contents(mine).cells, new.known.book.contents(theirs).cells
        differing = sorted(
            spot for spot in {**one, **other} if _said(one.get(spot)) != _said(other.get(spot))
        )
        if differing:
            count, cell = len(differing), cell_name(*differing[0])
            message = Words(
                f"自己加的工作表“{theirs.title}”有 {count} 格不同，这是第一格",
                f"own sheet '{theirs.title}': {count} cells differ, of which this is the first",
            )
            yield BookChange(
                "own sheet",
                "changed",
                message,
                _shown(one.get(differing[0])),
                _shown(other.get(differing[0])),
                cell_before=mine.place(cell),
                cell_after=theirs.place(cell),
            )


def _own_sheets(side: DiffSide) -> Mapping[str, BookSheet]:
    titles = [one.title for one in side.made.plan.sheets]
    return {sheet.title.casefold(): sheet for sheet in other_sheets(side.known, titles)}


def _said(held: HeldCell | None) -> CellValue:
    """A cell's formula in one spelling, or its value."""
    if held is None:
        return None
    if held.formula is None:
        return None if held.value == "" else held.value
    tree = tree_of(held.formula)
    return f"={held.formula}" if tree is None else spell(tree, BAR)


def _shown(held: HeldCell | None) -> str | None:
    said = _said(held)
    return None if said is None else shown_text(said)
