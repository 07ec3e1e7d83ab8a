"""Whether a workbook has room for more rows: what stands in the way is named first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from plansheets.errors import Problem, WorkbookError
from plansheets.grid import cell_name
from plansheets.life.book import BookTable
from plansheets.life.deviation import Checked
from plansheets.life.extract import read_copy
from plansheets.life.in_book import InBook
from plansheets.life.new_rows import MergedRows
from plansheets.life.plan_moves import PlanMoves
from plansheets.life.pushed import PushedRows
from plansheets.life.recognise import KnownTable
from plansheets.life.standing import StandingBook
from plansheets.life.taller import tables_of
from plansheets.plan.model import Plan
from plansheets.records import dataclass
from plansheets.words import Words


def require_room(
    standing: StandingBook,
    plan: Plan,
    merged: Mapping[str, MergedRows],
    why: Words | None = None,
) -> PushedRows | None:
    """The rows to be put into the workbook first, which push down what stands below its tables.

    With *why* they cannot be moved, nothing is: what is in the way is refused, too.

    Raises
    ------
    WorkbookError
        with every place that something else stands in.
    """
    placed = InBook(standing, plan)
    blocks = list(_in_the_way(standing, plan, placed.moves))
    stuck = [one for one in blocks if why is not None or not one.moves]
    problems = [
        *_too_many(standing, plan, merged),
        *(_blocked(standing, one, why) for one in stuck),
        *_moved(standing, plan, placed.moves),
        *_taken(standing, plan, placed, [one for one in blocks if one.moves]),
        *_beside(standing, merged),
    ]
    if problems:
        raise WorkbookError(problems)
    if not blocks:
        return None
    before = InBook(standing, standing.plan)
    pushes: dict[str, dict[int, int]] = {}
    for one in blocks:
        rows = pushes.setdefault(one.known.sheet.title.casefold(), {})
        planned = _planned_pushes(standing, before, placed.moves, one)
        for at, count in planned or ((one.known.last_row + 1, one.more),):
            rows[at] = max(count, rows.get(at, 0))
    return PushedRows({title: sorted(rows.items()) for title, rows in pushes.items()})


def _planned_pushes(
    standing: StandingBook, before: InBook, moves: PlanMoves, one: _InTheWay
) -> list[tuple[int, int]]:
    """Where rows are put in so that the plan's own parts stand as low as its tables need; none
    where something above those parts has to make room as well.
    """
    home = next(home for home in standing.homes.values() if home.sheet is one.known.sheet)
    found: list[tuple[int, int]] = []
    down = 0
    for step in moves.steps.get(home.planned.id, ()):
        column = min((cell.column for cell in home.planned.cells), default=0)
        table = next((each for each in home.tables if each.planned.last_row == step.at - 1), None)
        last = (
            table.known.last_row
            if table is not None
            else before.spot(home.planned, step.at - 1, column)[0]
        )
        found.append((last + 1, step.down - down))
        down = step.down
    reach = [at for at, _ in found if one.known.last_row < at <= one.row]
    return found if reach else []


def require_exact(checked: Checked, path: Path) -> None:
    """Refuse what was made where rows were put in and a formula is another one by that."""
    if any(one.code in ("PS710", "PS711", "PS712", "PS713") for one in checked.deviations):
        message = Words(
            "下面的内容下移后，公式和蓝图对不上了，没有写任何东西",
            "formulas would not be the plan's once what stands below has moved down, nothing was "
            "written",
        )
        hint = Words(
            "用 plansheets upgrade 重新生成，再填一次",
            "plansheets upgrade builds it anew; fill that",
        )
        raise WorkbookError([Problem.told("PS752", message, hint=hint, where=str(path))])


@dataclass(frozen=True, slots=True)
class _InTheWay:
    """What stands where a table is to grow: its first cell."""

    known: KnownTable
    table: BookTable
    row: int
    column: int
    more: int
    """How many rows the table needs."""
    way_out: Words
    moves: bool
    """Whether it can move down."""


def _too_many(
    standing: StandingBook, plan: Plan, merged: Mapping[str, MergedRows]
) -> Iterator[Problem]:
    for sheet, table in tables_of(plan):
        new = merged.get(table.id)
        if new is not None and new.height > table.height:
            yield _refusal(
                standing,
                standing.homes[sheet.id].sheet.place(table.name),
                Words(
                    f"表“{table.name}”有 {table.height} 行，放不下 {new.height} 行",
                    f"table '{table.name}' has {table.height} rows, no room for {new.height}",
                ),
                Words("它的行数由蓝图决定", "its blueprint says how many it has"),
            )


def _in_the_way(standing: StandingBook, plan: Plan, moves: PlanMoves) -> Iterator[_InTheWay]:
    for sheet, table in tables_of(plan):
        known = standing.known.tables[table.id]
        found = standing.book_table(known)
        if table.height <= known.height or found is None:
            continue
        cells = standing.book.contents(known.sheet).cells
        taken = sorted(
            (row, column)
            for row, column in cells
            if known.last_row < row <= known.first_row + table.height - 1
            and found.box.first_column <= column <= found.box.last_column
        )
        others = [
            (one.box.first_row, one.box.first_column)
            for one in known.sheet.tables
            if one is not found
            and one.box.overlaps(found.box._replace(last_row=known.first_row + table.height - 1))
        ]
        for row, column in (*taken, *others)[:1]:
            more = table.height - known.height
            hint = _way_out(standing, known, found, row)
            free = hint is None and sheet.id not in moves.unknown
            hint = hint or _insert(row, more)
            yield _InTheWay(known, found, row, column, more, hint, free)


def _blocked(standing: StandingBook, one: _InTheWay, why: Words | None) -> Problem:
    said = Words(
        f"表“{one.table.name}”要加 {one.more} 行，这里却有内容",
        f"table '{one.table.name}' needs {one.more} more row{'s' * (one.more != 1)}, and "
        "something stands here",
    )
    if why is not None and one.moves:
        said = Words(f"{said.zh}，挪不动它：{why.zh}", f"{said.en} that cannot be moved: {why.en}")
    where = one.known.sheet.place(cell_name(one.row, one.column))
    return _refusal(standing, where, said, one.way_out)


def _way_out(standing: StandingBook, known: KnownTable, found: BookTable, row: int) -> Words | None:
    """What to do about what stands in *row* below a table; None where it has to move down."""
    if row <= found.box.last_row:
        return Words(
            "先在“表设计”里关掉汇总行，填好再打开",
            "turn the table's total row off (Table Design), and on again afterwards",
        )
    marked = next(one for one in standing.known.manifest.tables if one.id == known.id)
    read, _ = read_copy(standing.known, marked, known)
    if any(one.number - 1 == row for one in read.rows):
        return Words(
            "这是表的新行：先把表格右下角拖到它下面",
            "it is a row of the table: drag the table's corner below it first",
        )
    return None


def _insert(row: int, more: int) -> Words:
    return Words(
        f"先在第 {row + 1} 行上面插入 {more} 行，下面的内容连公式一起下移，再运行一次",
        f"insert {more} row{'s' * (more != 1)} above row {row + 1}, which moves what stands there "
        "with its formulas, and run this again",
    )


def _moved(standing: StandingBook, plan: Plan, moves: PlanMoves) -> Iterator[Problem]:
    """What the plan has elsewhere once tables are higher, and not just lower on its page."""
    before = {table.id: (sheet, table) for sheet, table in tables_of(standing.plan)}
    for sheet, table in tables_of(plan):
        _, old = before[table.id]
        if sheet.id in moves.unknown and (old.row, old.column) != (table.row, table.column):
            grown = (
                one.name
                for one in sheet.tables
                if one.row < table.row and one.height > before[one.id][1].height
            )
            above = next(grown, sheet.title)
            yield _refusal(
                standing,
                standing.homes[sheet.id].sheet.place(table.name),
                Words(
                    f"表“{table.name}”在“{above}”下面，“{above}”加行就会碰到它",
                    f"table '{table.name}' stands below '{above}', which needs more rows",
                ),
                Words(
                    "重新生成工作簿，把数据一起给它",
                    "build the workbook anew and give it all data",
                ),
            )


def _taken(
    standing: StandingBook, plan: Plan, placed: InBook, blocks: Sequence[_InTheWay] = ()
) -> Iterator[Problem]:
    """Cells that the plan needs now and did not before, where people have put something."""
    before = {
        sheet.id: {(placed.moves.new_row(sheet.id, one.row), one.column) for one in sheet.cells}
        for sheet in standing.plan.sheets
    }
    for sheet in plan.sheets:
        home = standing.homes[sheet.id]
        cells = standing.contents(home).cells
        for cell in sheet.cells:
            if (cell.row, cell.column) in before[sheet.id]:
                continue
            spot = placed.spot(sheet, cell.row, cell.column)
            held = cells.get(spot)
            if any(one.known.sheet is home.sheet and spot[0] > one.known.last_row
                   for one in blocks):  # fmt: skip
                continue  # what stands there moves down
            if held is not None and (held.formula is not None or held.value not in (None, "")):
                yield _refusal(
                    standing,
                    home.sheet.place(cell_name(*spot)),
                    Words("这一格蓝图要用", "the plan needs this cell, and something stands in it"),
                    Words("移开它", "move it away"),
                )
                return


def _beside(standing: StandingBook, merged: Mapping[str, MergedRows]) -> Iterator[Problem]:
    """What people have typed beside rows that others are to take the place of."""
    for id_, new in merged.items():
        known = standing.known.tables[id_]
        cells = standing.book.contents(known.sheet).cells
        for place in standing.own_columns(known) if new.removed or new.table.sorted_by else ():
            for row in range(known.first_row, known.last_row + 1):
                held = cells.get((row, place))
                if held is None or held.formula is not None or held.value in (None, ""):
                    continue
                yield _refusal(
                    standing,
                    known.sheet.place(cell_name(row, place)),
                    Words(
                        "自己加的列里有手填的内容，换了行就对不上了",
                        "a column of your own holds what was typed for the row that stood here",
                    ),
                    Words(
                        "用 --mode upsert 或 append，或先把这一列移开",
                        "take --mode upsert or append, or move that column away first",
                    ),
                )
                return


def _refusal(standing: StandingBook, where: str, message: Words, hint: Words) -> Problem:
    return Problem.told("PS752", message, hint=hint, where=f"{standing.book.name}: {where}")
