"""The last word before anything is written: what was typed is in the new workbook, or left over."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Hashable, Mapping
from pathlib import Path

from plansheets.anew.carry import CarriedTable, Carrying
from plansheets.anew.held import OldBook
from plansheets.blueprint.model import Table
from plansheets.errors import Problem, WorkbookError
from plansheets.life.book import book_in, opened_book
from plansheets.life.extracted import ExtractedCell, ExtractedTable
from plansheets.life.known import know
from plansheets.life.pairing import known_by
from plansheets.life.rebuild import Rebuilder
from plansheets.life.standing import StandingBook
from plansheets.life.typed_in import is_no_amount, shown_text
from plansheets.plan.model import Value
from plansheets.words import Words

HeldRows = Counter[tuple[tuple[str, Hashable], ...]]
"""How often each row is there: its cells by column id."""


def require_all(new: Path, carrying: Carrying, blueprint: str | Path | None) -> None:
    """Refuse the workbook *new* where it does not hold everything that was carried over.

    Raises
    ------
    WorkbookError
        with each table, grid and parameter that is not as it should be.
    """
    any_grid = any(not isinstance(one.table, Table) for one in carrying.tables.values())
    with opened_book(new) as opened:
        read = OldBook(opened, new, blueprint, planned=any_grid)
        wrong: list[str] = []
        grids = {one.grid.id: one.cells for one in read.grids}
        for id_, carried in carrying.tables.items():
            table = read.read.tables.get(id_)
            if isinstance(carried.table, Table):
                if table is None or _held(table) != _wanted(carried):
                    wrong.append(carried.table.title.en)
            elif _grid_held(grids.get(id_, {})) != _grid_wanted(carried, carrying):
                wrong.append(id_)
        wrong += [
            id_
            for id_, one in read.read.parameters.items()
            if id_ in carrying.values or not _keeps_its_year(carrying, id_)
            if _known(carrying.values.get(id_))
            != known_by(ExtractedCell("", one.value, "input", one.text))
        ]
    if wrong:
        named = ", ".join(wrong[:6])
        message = Words(
            f"新工作簿里的内容和旧的对不上，没有写任何东西：{named}",
            f"the new workbook would not hold what the old one does, nothing was written: {named}",
        )
        raise WorkbookError([Problem.told("PS756", message, where=carrying.old.book.name)])


def astray(content: bytes, name: str, blueprint: str | Path | None) -> frozenset[str]:
    """The sheets of the workbook *content* on which ``check`` would not know each formula."""
    with io.BytesIO(content) as stream:
        book = book_in(stream, name)
        known = know(book, blueprint)
        standing = StandingBook(known, Rebuilder(blueprint).rebuild(known.manifest, name))
        return frozenset(
            home.sheet.title
            for home in standing.homes.values()
            if any(True for _ in standing.check.wrong_cells(home))
        )


def _held(table: ExtractedTable) -> HeldRows:
    return Counter(
        found
        for row in table.rows
        if (
            found := tuple(
                sorted(
                    (id_, known)
                    for id_ in table.inputs
                    if (known := known_by(row.cells[id_])) is not None
                )
            )
        )
    )


def _wanted(carried: CarriedTable) -> HeldRows:
    rows: dict[int, list[tuple[str, Hashable]]] = {}
    for column, index in carried.origins:
        known = _known(_as_read(carried, column, index))
        if known is not None:
            rows.setdefault(index, []).append((column, known))
    return Counter(tuple(sorted(row)) for row in rows.values())


def _as_read(carried: CarriedTable, column: str, index: int) -> Value:
    """A value as it is read back: as a text where it is none of its column's kind."""
    value = carried.columns[column][index]
    table = carried.table
    columns = table.columns if isinstance(table, Table) else table.rows
    typed = next((one for one in columns if one.id == column), None)
    kind = typed.type.kind if typed is not None else "number"
    if kind == "number":
        return shown_text(value) if is_no_amount(value) else value
    if isinstance(value, bool):
        return shown_text(value) if kind == "text" else value
    return shown_text(value) if isinstance(value, int | float) else value


def _grid_held(cells: Mapping[tuple[str, str], ExtractedCell]) -> dict[tuple[str, str], Hashable]:
    return {place: known for place, one in cells.items() if (known := known_by(one)) is not None}


def _grid_wanted(carried: CarriedTable, carrying: Carrying) -> dict[tuple[str, str], Hashable]:
    grid = carried.table
    assert not isinstance(grid, Table)
    items = carrying.blueprint.list(grid.each.list_id)
    ids = [one.id for one in items.items] if items else []
    return {
        (row, ids[index]): known
        for row, index in carried.origins
        if (known := _known(_as_read(carried, row, index))) is not None
    }


def _keeps_its_year(carrying: Carrying, id_: str) -> bool:
    """Whether a plan holds on to the year of its day, though nobody has typed it."""
    parameter = carrying.blueprint.parameter(id_)
    return parameter is not None and parameter.keeps_its_year


def _known(value: Value) -> Hashable:
    return known_by(ExtractedCell("", value, "input"))
