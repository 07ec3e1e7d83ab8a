"""``diff``: two workbooks of one blueprint compared by id and key, whatever stands where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from plansheets.collecting import collecting_rarely
from plansheets.errors import Problem, WorkbookError
from plansheets.grid import quote_sheet
from plansheets.life.book import OpenBook, opened_book
from plansheets.life.change import BookChange, BookDiff
from plansheets.life.diff_formulas import formula_changes, part_changes
from plansheets.life.diff_own import own_column_changes, own_sheet_changes
from plansheets.life.extract import extract_known
from plansheets.life.extracted import Extracted, ExtractedCell, ExtractedRow, ExtractedTable
from plansheets.life.known import know
from plansheets.life.manifest import Manifest
from plansheets.life.pairing import RowPair, known_by, pair_rows
from plansheets.life.rebuild import Rebuilder
from plansheets.life.sides import DiffSide
from plansheets.plan.model import Value
from plansheets.words import Words

_ASKED = frozenset({"PS702", "PS724"})
"""Problems of reading that make a comparison less sure; the others are differences, or in both."""


@collecting_rarely()
def diff(before: str | Path, after: str | Path, *, blueprint: str | Path | None = None) -> BookDiff:
    """What is otherwise in the workbook *after* than in *before*.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    before, after
        Workbooks that plansheets made from one blueprint, in any version and language, as people
        and their programs left them. They are only read.
    blueprint
        The blueprint that they were made from, where they do not say it themselves.

    Returns
    -------
    BookDiff
        Inputs that were changed, rows that are new or gone, by their keys; parameters; formulas;
        columns and sheets of people's own; what is gone of the plan. Sorted rows, moved tables,
        renamed sheets and headers, colours and widths are no difference, nor is how a program
        spells what it saves.

    Raises
    ------
    WorkbookError
        Where one of them cannot be read, or they are of two blueprints.
    """
    first, second = Path(before), Path(after)
    with opened_book(first) as old, opened_book(second) as new:
        sides = _side(old, first, blueprint), _side(new, second, blueprint)
        ids = [side.read.blueprint for side in sides]
        if ids[0] != ids[1]:
            raise _two_blueprints(new, ids)
        rebuilder = Rebuilder(blueprint)
        for side in sides:
            side.rebuild(rebuilder)
        if sides[0].read.digest != sides[1].read.digest:
            for side, other in (sides, sides[::-1]):
                side.rename(other)
        changes = tuple(_changes(*sides))
        problems = tuple(one for side in sides for one in side.read.problems if one.code in _ASKED)
    return BookDiff(str(first), str(second), ids[0], changes, problems)


def _side(book: OpenBook, path: Path, blueprint: str | Path | None) -> DiffSide:
    known = know(book, blueprint)
    return DiffSide(known, extract_known(known, path))


def _changes(old: DiffSide, new: DiffSide) -> Iterator[BookChange]:
    if (old.read.version, old.read.digest) != (new.read.version, new.read.digest):
        message = Words("蓝图是另一个版本", "the blueprint is of another version")
        yield BookChange("blueprint", "changed", message, _version(old.read), _version(new.read))
    yield from _parameters(old.read, new.read)
    paired: dict[str, list[RowPair]] = {}
    for id_ in {**old.read.tables, **new.read.tables}:
        mine, theirs = old.read.tables.get(id_), new.read.tables.get(id_)
        if mine is None or theirs is None:
            continue  # which is told as what is gone of the plan
        if not (mine.inputs or theirs.inputs):
            continue
        pairs = paired[id_] = _pairs(old.manifest, mine, theirs)
        yield from _rows(old.manifest, mine, theirs, pairs)
        yield from own_column_changes(old, new, id_, pairs)
    yield from formula_changes(old, new, paired)
    yield from part_changes(old, new)
    yield from own_sheet_changes(old, new)


def _version(read: Extracted) -> str:
    return f"{read.version} ({read.digest[:8]})"


def _pairs(manifest: Manifest, mine: ExtractedTable, theirs: ExtractedTable) -> list[RowPair]:
    both = [id_ for id_ in mine.columns if id_ in theirs.columns]
    columns = manifest.columns_of(mine.id)
    key = [one.id for one in columns if one.key and one.id in both]
    key = key or [one.id for one in columns if one.role == "given" and one.id in both]
    inputs = [id_ for id_ in mine.inputs if id_ in both]
    return list(pair_rows(mine.rows, theirs.rows, key, inputs or both))


def _rows(
    manifest: Manifest, mine: ExtractedTable, theirs: ExtractedTable, pairs: list[RowPair]
) -> Iterator[BookChange]:
    columns = manifest.columns_of(mine.id)
    headers = {one.id: one.header for one in columns}
    naming = [one.id for one in columns if one.key or one.role == "given"]
    inputs = [id_ for id_ in mine.inputs if id_ in theirs.inputs]
    for one, other in pairs:
        row = one or other
        assert row is not None
        key = _named(row, naming or mine.inputs[:1])
        called = " ".join(key) or f"#{row.row}"
        if one is None or other is None:
            yield _whole_row(mine, theirs, row, key, called, new=one is None)
            continue
        for id_ in inputs:
            before, after = one.cells[id_], other.cells[id_]
            if known_by(before) == known_by(after) or "unknown" in (before.state, after.state):
                continue
            header = headers.get(id_, id_)
            yield BookChange(
                "input",
                "changed",
                Words(f"{called} 的“{header}”", f"{header} of {called}"),
                _told(before),
                _told(after),
                mine.id,
                id_,
                key,
                _place(mine, before),
                _place(theirs, after),
            )
        if one.inside != other.inside:
            into = Words(f"{called} 进了表格", f"{called} stands in the table now")
            below = Words(f"{called} 到表格下面去了", f"{called} stands below the table now")
            yield BookChange(
                "row", "changed", into if other.inside else below, table=mine.id, key=key,
                cell_before=_at_row(mine, one), cell_after=_at_row(theirs, other),
            )  # fmt: skip


def _whole_row(
    mine: ExtractedTable,
    theirs: ExtractedTable,
    row: ExtractedRow,
    key: tuple[str, ...],
    called: str,
    *,
    new: bool,
) -> BookChange:
    title = mine.title or mine.id
    below = "" if row.inside else "，在表格下面", "" if row.inside else ", below the table"
    if new:
        message = Words(
            f"“{title}”多了一行 {called}{below[0]}", f"row {called} of '{title}'{below[1]}"
        )
        return BookChange(
            "row", "added", message, table=mine.id, key=key, cell_after=_at_row(theirs, row)
        )
    message = Words(f"“{title}”少了一行 {called}", f"row {called} of '{title}'")
    return BookChange(
        "row", "removed", message, table=mine.id, key=key, cell_before=_at_row(mine, row)
    )


def _named(row: ExtractedRow, naming: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    told = (_told(row.cells[id_]) for id_ in naming if id_ in row.cells)
    return tuple(str(one) for one in told if one is not None)


def _told(cell: ExtractedCell) -> Value:
    return cell.text if cell.value is None else cell.value


def _place(table: ExtractedTable, cell: ExtractedCell) -> str:
    return f"{quote_sheet(table.sheet)}!{cell.cell}"


def _at_row(table: ExtractedTable, row: ExtractedRow) -> str:
    return _place(table, row.cells[(table.inputs or table.columns)[0]])


def _parameters(old: Extracted, new: Extracted) -> Iterator[BookChange]:
    for id_, mine in old.parameters.items():
        theirs = new.parameters.get(id_)
        if theirs is None or "unknown" in (mine.state, theirs.state):
            continue
        before, after = (one.text if one.value is None else one.value for one in (mine, theirs))
        if known_by(ExtractedCell("", before, "input")) != known_by(
            ExtractedCell("", after, "input")
        ):
            message = Words(f"参数“{mine.label}”", f"parameter '{mine.label}'")
            yield BookChange(
                "parameter", "changed", message, before, after, id=id_, cell_before=mine.cell,
                cell_after=theirs.cell,
            )  # fmt: skip
    both: list[tuple[Mapping[str, object], Extracted, bool]] = [
        (new.parameters, old, False),
        (old.parameters, new, True),
    ]
    for others, read, is_new in both:
        for id_, one in read.parameters.items():
            if id_ not in others and one.value is not None:
                message = Words(f"参数“{one.label}”", f"parameter '{one.label}'")
                yield BookChange(
                    "parameter",
                    "added" if is_new else "removed",
                    message,
                    None if is_new else one.value,
                    one.value if is_new else None,
                    id=id_,
                    cell_before="" if is_new else one.cell,
                    cell_after=one.cell if is_new else "",
                )


def _two_blueprints(book: OpenBook, ids: list[str]) -> WorkbookError:
    message = Words(
        f"两个工作簿是用不同的蓝图做的：{ids[0]} 和 {ids[1]}",
        f"the two workbooks are of different blueprints: {ids[0]} and {ids[1]}",
    )
    hint = Words("只能比较同一个蓝图的工作簿", "only workbooks of one blueprint can be compared")
    return WorkbookError([Problem.told("PS740", message, hint=hint, where=book.name)])
