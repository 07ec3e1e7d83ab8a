"""``fill``: new rows and parameters put into a workbook that people work in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from plansheets.blueprint.model import Column, Table
from plansheets.calc.calculate import calculate
from plansheets.collecting import collecting_rarely
from plansheets.errors import Problem, WorkbookError
from plansheets.given import load_data, read_values
from plansheets.life.book import OpenBook, opened_book
from plansheets.life.changes import Comparison
from plansheets.life.check import check
from plansheets.life.deviation import Checked
from plansheets.life.grid_cells import grid_cells
from plansheets.life.headings import with_own_headings
from plansheets.life.in_book import GoneError
from plansheets.life.inputs import with_inputs
from plansheets.life.known import know
from plansheets.life.marks import grids_of
from plansheets.life.new_rows import MODES, MergedRows, Mode, cell_value, merge
from plansheets.life.push_parts import push_down
from plansheets.life.pushed import CannotPushError, PushedRows
from plansheets.life.rebuild import BlankRows, Rebuilder
from plansheets.life.repair import of_today
from plansheets.life.room import require_exact, require_room
from plansheets.life.rules_parts import UNDO
from plansheets.life.safely import target_of, written
from plansheets.life.standing import StandingBook, values_of
from plansheets.life.taller import growths_of, next_manifest, plan_of, restated, rewriting
from plansheets.life.write_back import write_back
from plansheets.plan.model import Value
from plansheets.records import dataclass
from plansheets.whole import scratch_folder
from plansheets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from plansheets.frames.raw import FileHints
    from plansheets.frames.read_file import ReadFile
    from plansheets.frames.unlisted import OfferedBy
    from plansheets.given import DataSource

    _Filled = tuple["FilledBook", list[Callable[[IO[bytes]], None]]]

FillStage = Literal["reading", "calculating", "writing", "checking"]
_LISTED = 10
_NO_ROOM = Words("上面已经下移过一次", "rows were put in once already")


@dataclass(frozen=True, slots=True)
class FilledTable:
    """What became of a table.

    .. versionadded:: 0.1.0
    """

    id: str
    added: int
    """Rows that are new."""
    changed: int
    """Rows that were there and say something else now."""
    removed: int
    """Rows that were there and are not any more."""
    rows: int
    """How high the table is now."""


@dataclass(frozen=True, slots=True)
class FilledBook:
    """A workbook that new data were put into.

    .. versionadded:: 0.1.0
    """

    book: str
    path: Path | None
    """The workbook that was written; None where nothing was."""
    kept: Path | None
    """The dated copy of the old one, where that was replaced."""
    tables: Mapping[str, FilledTable]
    parameters: Mapping[str, Value]
    """Those that were set: what their cells hold now."""
    inputs: int
    """Cells without a formula that were written."""
    formulas: int
    """Formula cells that were written."""
    recalculated: int
    """Formulas that stayed and show another value."""
    waiting: int
    """Formulas without a value until a spreadsheet opens the workbook."""
    data: tuple[ReadFile, ...]
    """What became of each data file."""
    pushed: Mapping[str, int]
    """By how many rows what stood below its tables was moved down, by the title of the sheet."""
    problems: tuple[Problem, ...]
    """Warnings of reading the data, and what ``check`` says of the new workbook."""


@dataclass(frozen=True, slots=True)
class FillGiven:
    """What is to be put into a workbook, as the user gave it."""

    data: Mapping[str, DataSource | Sequence[DataSource]]
    values: Mapping[str, object]
    mode: Mode


@collecting_rarely()
def fill(
    book: str | Path,
    output: str | Path | None = None,
    *,
    data: Mapping[str, DataSource | Sequence[DataSource]] | None = None,
    values: Mapping[str, object] | None = None,
    mode: Mode = "append",
    in_place: bool = False,
    encoding: str | None = None,
    decimal: str | None = None,
    dates: str | None = None,
    year: int | None = None,
    names: str | Path | None = None,
    rates: Mapping[str, float] | None = None,
    blueprint: str | Path | None = None,
    dry_run: bool = False,
    force: bool = False,
    progress: Callable[[FillStage], None] = lambda _: None,
) -> FilledBook:
    """Put new rows and parameters into the workbook *book* and leave all else as it is.

    .. versionadded:: 0.1.0

    Tables grow, and with them those that follow their height, charts, input rules, conditional
    formats and names; every value that changes is calculated. Formulas, sheets and columns of
    people's own, comments, colours and widths stay; what stands below a table moves down.

    Parameters
    ----------
    book
        A workbook that plansheets made, as people and their programs left it.
    output
        The workbook to write, or a folder to write it in.
    data, encoding, decimal, dates, year, names, rates
        As for :func:`build`.
    values
        Parameters by id, as for :func:`build`.
    mode
        ``"append"`` puts rows below those that are there, ``"replace"`` in their place,
        ``"upsert"`` changes those whose key is there already and appends the others.
    in_place
        Write into *book* itself, of which a copy with today's date is kept.
    blueprint
        The blueprint that it was made from, where it does not carry it.
    dry_run
        Do everything but write.
    force
        Overwrite an existing *output*.
    progress
        Called as each stage of the work begins.

    Raises
    ------
    PlansheetsError
        With every problem found: data that do not fit, rows without a place, formulas that were
        typed over; nothing was written.
    """
    from plansheets.frames.hints import read_hints  # noqa: PLC0415  # numpy, where data are read

    progress("reading")
    path = Path(book)
    if mode not in MODES:
        raise _no_mode(mode)
    target = target_of(path, output, in_place=in_place, force=force, dry_run=dry_run)
    rebuilder = Rebuilder(blueprint)
    with ExitStack() as held:
        opened = held.enter_context(opened_book(path))
        given = FillGiven(data or {}, values or {}, mode)
        hints = read_hints(encoding, decimal, dates, year, names, rates=rates)

        def filled_in(book: OpenBook, place: Path, why: Words | None = None) -> _Filled:
            return _filled(book, place, given, hints, blueprint, rebuilder, progress, why)

        try:
            filled, writing = filled_in(opened, path)
        except _NoRoomError as found:
            try:
                place = held.enter_context(_pushed(opened, path, found.rows))
            except CannotPushError as fault:
                filled, writing = filled_in(opened, path, fault.why)  # refuses, and says why
            else:
                opened.forget()
                opened = held.enter_context(opened_book(place))
                filled, writing = filled_in(opened, place, _NO_ROOM)
                filled = replace(filled, book=str(path), pushed=dict(found.rows.counts(opened)))
        if dry_run:
            return filled
        progress("writing")

        def write(file: IO[bytes]) -> None:
            writing.pop()(file)  # which lets go of all that was calculated
            opened.forget()

        def judge(new: Path) -> Checked:
            progress("checking")
            checked = check(new, blueprint=blueprint, rebuilder=rebuilder)
            if filled.pushed:
                require_exact(checked, path)
            return checked

        kept, checked = written(target, write, book=path, force=force, judge=judge)
    return replace(filled, path=target, kept=kept, problems=(*filled.problems, *checked.problems))


class _NoRoomError(Exception):
    """Rows have to be put into the workbook before its tables can grow."""

    def __init__(self, rows: PushedRows) -> None:
        super().__init__()
        self.rows = rows


@contextmanager
def _pushed(book: OpenBook, path: Path, rows: PushedRows) -> Iterator[Path]:
    """A copy of *book* for a while, with *rows* put in."""
    with scratch_folder() as folder:
        place = folder / path.name
        with place.open("wb") as file:
            push_down(book, path, file, rows)
        yield place


def _filled(
    opened: OpenBook,
    path: Path,
    given: FillGiven,
    hints: FileHints,
    blueprint: str | Path | None,
    rebuilder: Rebuilder,
    progress: Callable[[FillStage], None],
    why: Words | None = None,
) -> _Filled:
    """What is to become of the workbook, and what writes it.

    *why* says what keeps rows from being put in where there is no room.
    """
    from plansheets.frames.unlisted import unlisted  # noqa: PLC0415  # numpy as well

    mode = given.mode
    known = know(opened, blueprint)
    made = rebuilder.rebuild(known.manifest, opened.name)
    standing = StandingBook(known, made)
    standing.require(Words("填入", "fill"))
    _require_formulas(standing)
    called = with_own_headings(made.blueprint, known, opened)
    loaded = load_data(called, given.data, made.choices.locale, hints)
    merged = _merged(standing, loaded.rows, mode)
    typed = _typed(standing, given.values)
    blank = {id_: BlankRows(rows.height) for id_, rows in loaded.rows.items()}
    choices = replace(made.choices, data=blank)
    manifest = next_manifest(standing, merged, grids_of(made.understood.blueprint, choices))
    drawn = of_today(plan_of(standing, manifest))
    manifest = restated(standing, manifest, drawn)
    cells = grid_cells(
        drawn,
        standing.made.understood.blueprint,
        loaded.rows,
        made.choices.locale,
        replacing=mode == "replace",
    )
    rows = require_room(standing, drawn, merged, why)
    if rows is not None:
        raise _NoRoomError(rows)
    progress("calculating")
    try:
        ready = with_inputs(
            drawn, standing, {id_: one.columns for id_, one in merged.items()}, typed, cells
        )
        growths = tuple(growths_of(standing, ready))
        comparison = Comparison(standing, ready, calculate(ready), growths)
        comparison.require_places()
        made_of_it = rewriting(standing, ready, comparison, manifest)
    except GoneError as gone:
        raise _gone(opened.name, str(gone)) from None
    changes = made_of_it.changes
    heights = {table.id: table.height for sheet in ready.sheets for table in sheet.tables}
    filled = FilledBook(
        str(path),
        None,
        None,
        {
            id_: FilledTable(id_, one.added, one.changed, one.removed, heights[id_])
            for id_, one in merged.items()
        },
        typed,
        changes.inputs,
        changes.formulas,
        changes.recalculated,
        changes.waiting,
        loaded.accounts,
        {},
        (
            *loaded.notices,
            *unlisted(made.blueprint, loaded.rows, _offered(standing, merged)),
            *(one for each in merged.values() for one in each.notices),
        ),
    )
    return filled, [lambda file: write_back(standing, made_of_it, path, file)]


def _require_formulas(standing: StandingBook) -> None:
    """Refuse a workbook whose formulas were typed over: its values would not follow the data."""
    found = [
        deviation.problem(standing.book.name)
        for home in standing.homes.values()
        for deviation in standing.check.of_sheet(home)
    ]
    if found:
        count = len(found)
        message = Words(
            f"{count} 处公式被改过或盖掉了，填入的数据它们看不到",
            f"formulas were typed over or changed in {count} place{'s' * (count > 1)}: they would "
            "not follow what is filled in",
        )
        hint = Words(
            "先用 plansheets check --repair 恢复", "plansheets check --repair puts them back"
        )
        told = Problem.told("PS753", message, hint=hint, where=standing.book.name)
        raise WorkbookError([told, *found[:_LISTED]])


def _merged(
    standing: StandingBook, rows: Mapping[str, object], mode: Mode
) -> dict[str, MergedRows]:
    blueprint = standing.made.understood.blueprint
    merged: dict[str, MergedRows] = {}
    problems: list[Problem] = []
    for id_, given in rows.items():
        table, known = blueprint.table(id_), standing.known.tables.get(id_)
        if table is None or known is None:
            continue
        merged[id_] = merge(table, known, standing, given, standing.made.blueprint, mode)  # type: ignore[arg-type]
        problems += merged[id_].problems
    if problems:
        raise WorkbookError(problems)
    return merged


def _offered(standing: StandingBook, merged: Mapping[str, MergedRows]) -> OfferedBy:
    """What the filled workbook offers: rows that are new, and those that people have typed."""

    def offered(source: Table, column: Column) -> Iterable[Value]:
        if source.id in merged:
            return merged[source.id].columns.get(column.id, ())
        known = standing.known.tables.get(source.id)
        typed = known is not None and column.role == "input" and column.id in known.columns
        return values_of(standing, known, column.id) if known is not None and typed else ()

    return offered


def _typed(standing: StandingBook, values: Mapping[str, object]) -> dict[str, Value]:
    """Parameters as their cells hold them."""
    blueprint = standing.made.blueprint
    chosen = [id_ for id_ in values if blueprint.variant(id_) is not None]
    if chosen:
        message = Words(
            f"“{chosen[0]}”在生成时就定了，改不了",
            f"'{chosen[0]}' was chosen when the workbook was built, and cannot change",
        )
        raise WorkbookError([Problem.told("PS752", message, where=standing.book.name)])
    typed: dict[str, Value] = {}
    for id_, value in read_values(blueprint, values).items():
        parameter = blueprint.parameter(id_)
        items = blueprint.list(parameter.list_id) if parameter and parameter.list_id else None
        locale = standing.made.choices.locale
        labels = {item.id: item.label(locale) for item in items.items} if items else {}
        typed[id_] = cell_value(value, labels)
    return typed


def _no_mode(mode: str) -> WorkbookError:
    message = Words(f"没有“{mode}”这种方式", f"there is no mode '{mode}'")
    modes = " / ".join(MODES)
    return WorkbookError([Problem.told("PS752", message, hint=Words(modes, modes))])


def _gone(name: str, gone: str) -> WorkbookError:
    message = Words(f"“{gone}”没有了", f"'{gone}' is gone")
    return WorkbookError([Problem.told("PS750", message, hint=UNDO, where=name)])
