"""Which rows of a file are data, and whether each is whole and stands once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plansheets.blueprint.model import ItemList
from plansheets.blueprint.rows import Count, Top
from plansheets.frames.headers import Match, Spread
from plansheets.frames.work import Work, is_read, needed
from plansheets.grid import MAX_ROWS
from plansheets.plan.model import Value
from plansheets.records import dataclass
from plansheets.values.numbers import BadValueError
from plansheets.values.totals import is_note, is_total
from plansheets.values.written import fold, is_missing
from plansheets.words import Words


@dataclass(frozen=True, slots=True)
class Filled:
    """Values by column, and which row of the file each stands in, below the header."""

    columns: dict[str, list[Value]]
    rows: Sequence[int]

    def of(self, places: Sequence[int]) -> Filled:
        """Those at *places* alone."""
        columns = {id_: [values[one] for one in places] for id_, values in self.columns.items()}
        return Filled(columns, [self.rows[one] for one in places])


def keep_rows(
    work: Work, columns: Mapping[str, Sequence[Value]], spreads: Sequence[Sequence[Value]] = ()
) -> list[int]:
    """The rows that are data: without blank ones, and without totals."""
    height = len(work.lines)
    again = _headers_again(work)
    _without_faults(work, again)
    bad = {fault.row for fault in work.faults}
    blank = [row for row in range(height) if row not in bad]
    for values in (*columns.values(), *spreads):
        blank = [row for row in blank if values[row] is None]
    last = max(set(range(height)).difference(blank), default=-1)
    said = [row for row in blank if row < last or _says_something(work, row)]
    _tell_left_out(work, said, Words("表里的列都没有内容", "nothing stands in the table's columns"))
    totals = _total_rows(work, set(blank)) + _sum_rows(columns, spreads, set(blank))
    if totals:
        totals = sorted(set(totals))
        named = work.rows_named(totals)
        work.notice(
            "PS411",
            Words(f"略过合计行：第 {named.zh} 行", f"left out as totals: row {named.en}"),
            Words("合计由工作簿自己计算", "the workbook computes its own totals"),
        )
    notes = _note_rows(work, set(blank))
    _tell_left_out(work, notes, Words("表外的说明", "it is a note about the table"))
    _tell_left_out(work, again, Words("又一次表头", "it is the header once more"))
    _without_faults(work, (*totals, *notes))
    out = {*blank, *totals, *notes, *again}
    kept = [row for row in range(height) if row not in out]
    if work.table.lines is not None:
        return kept
    return _without_further_lines(work, columns, kept)


def _without_further_lines(
    work: Work, columns: Mapping[str, Sequence[Value]], rows: list[int]
) -> list[int]:
    """Exports write what belongs to a whole order on its first line alone."""
    key = work.table.key
    if not key or not all(id_ in columns for id_ in key):
        return rows
    others = [values for id_, values in columns.items() if id_ not in key]
    first: dict[tuple[Value, ...], int] = {}
    further = []
    for row in rows:
        key_of_row = tuple(columns[id_][row] for id_ in key)
        earlier = first.setdefault(key_of_row, row)
        if earlier != row and None not in key_of_row and _adds_nothing(others, earlier, row):
            further.append(row)
    why = Words("键与前面的行相同，也没有新内容", "it repeats a key and adds nothing to that row")
    _tell_left_out(work, further, why)
    _without_faults(work, further)
    gone = set(further)
    return [row for row in rows if row not in gone]


def _tell_left_out(work: Work, rows: Sequence[int], why: Words) -> None:
    """Tell that *rows*, if there are any, are no data."""
    if rows:
        named = work.rows_named(rows)
        work.notice(
            "PS410",
            Words(f"略过第 {named.zh} 行：{why.zh}", f"left out, because {why.en}: row {named.en}"),
        )


def _without_faults(work: Work, rows: Sequence[int]) -> None:
    """Forget what was wrong in *rows*, which are no data."""
    gone = set(rows)
    work.faults[:] = [fault for fault in work.faults if fault.row not in gone]


def _adds_nothing(others: Sequence[Sequence[Value]], earlier: int, row: int) -> bool:
    """Whether all that a row says beside its key are texts that the earlier one says, too."""
    pairs = [(values[earlier], values[row]) for values in others]
    alike = all(isinstance(new, str) and new == old for old, new in pairs if new is not None)
    return alike and any(new is None and old is not None for old, new in pairs)


def _says_something(work: Work, row: int) -> bool:
    return any(not is_missing(cell) for cell in work.lines[row])


def _headers_again(work: Work) -> list[int]:
    """Rows that say what the header says, as printed pages have it at their tops."""
    columns: list[Match | Spread] = [*work.header.matches, *work.header.spreads]
    said = [(one.place, fold(one.written)) for one in columns]
    if len(said) < 2:
        return []
    place, word = said[0]
    likely = [
        row
        for row, cell in enumerate(work.cells_at(place))
        if isinstance(cell, str) and fold(cell) == word
    ]
    return [
        row
        for row in likely
        if all(fold(str(work.cell(row, place))) == word for place, word in said)
    ]


def _note_rows(work: Work, blank: set[int]) -> list[int]:
    """Rows that hold one text, which says of itself that it is a note or when it was exported."""
    if len(work.header.matches) + len(work.header.spreads) < 2:
        return []
    found = []
    for row, line in enumerate(work.lines):
        held = [cell for cell in line if not is_missing(cell)]
        if len(held) == 1 and isinstance(held[0], str) and is_note(held[0]) and row not in blank:
            found.append(row)
    return found


def _total_rows(work: Work, blank: set[int]) -> list[int]:
    """Rows that say 合计 or total in a key column, or in one of the leftmost."""
    read = [match for match in work.header.matches if is_read(match, work.table)]
    places = {match.place for match in read if match.column.id in work.table.key}
    places |= {0, min((match.place for match in read), default=0)}
    rows = {
        row
        for place in places
        for row, cell in enumerate(work.cells_at(place))
        if isinstance(cell, str) and is_total(cell)
    }
    return sorted(rows - blank)


def _sum_rows(
    columns: Mapping[str, Sequence[Value]], spreads: Sequence[Sequence[Value]], blank: set[int]
) -> list[int]:
    """The first or the last row, where it says nothing but the sums of all the others."""
    every = [*columns.values(), *spreads]
    rows = [row for row in range(len(every[0]) if every else 0) if row not in blank]
    if len(rows) < 3:
        return []
    found = []
    for row in (rows[0], rows[-1]):
        said = [values for values in every if values[row] is not None]
        quiet = [values for values in every if values[row] is None and values[rows[1]] is not None]
        if said and quiet and all(type(values[row]) in (int, float) for values in said):
            rest = [one for one in rows if one != row]
            if all(_is_sum(values, row, rest) for values in said):
                found.append(row)
    return found


def _is_sum(values: Sequence[Value], row: int, rest: Sequence[int]) -> bool:
    numbers = [value for one in rest if isinstance(value := values[one], int | float)]
    total, others = values[row], sum(map(float, numbers))
    return isinstance(total, int | float) and abs(total - others) <= 1e-6 * max(1.0, abs(others))


def check_rows(work: Work, filled: Filled) -> None:
    table, height = work.table, len(filled.rows)
    if height > MAX_ROWS - 1:
        most = MAX_ROWS - 1
        work.problem(
            "PS412",
            Words(
                f"有 {height:,} 行，一张工作表在表头下最多 {most:,} 行",
                f"{height:,} rows; a sheet holds {most:,} below the header",
            ),
        )
    if isinstance(table.rows, Count | Top) and height > table.rows.count:
        count = table.rows.count
        work.problem(
            "PS412",
            Words(
                f"有 {height:,} 行，表“{table.id}”只有 {count} 行",
                f"{height:,} rows; table '{table.id}' has {count}",
            ),
        )
    if not height and not work.faults:
        work.notice("PS412", Words("表头下没有数据", "no rows of data below the header"))
    _check_needed(work, filled)
    _check_calculated(work)
    key = [table.columns[0].id] if table.row_list else list(table.key)
    if key and all(id_ in filled.columns for id_ in key):
        _check_duplicates(work, key, filled)


_FILL_IN = Words("填上它，或删去这一行", "fill it in, or delete the row")
_NO_AMOUNT = Words(
    "填上它；确实没有就填 0，或删去这一行",
    "fill it in, 0 where there was none, or delete the row",
)


def _check_needed(work: Work, filled: Filled) -> None:
    bad = {(fault.row, fault.place) for fault in work.faults}
    for match in work.header.matches:
        id_ = match.column.id
        if id_ not in filled.columns or id_ not in needed(work.table):
            continue
        values = filled.columns[id_]
        if None not in values:
            continue
        for row, value in zip(filled.rows, values, strict=True):
            if value is None and (row, match.place) not in bad:
                error = BadValueError(
                    "PS433",
                    Words(
                        "这里缺值，而每一行都需要它", "the value is missing, and every row needs it"
                    ),
                    _NO_AMOUNT if match.column.type.kind == "number" else _FILL_IN,
                )
                work.fault(row, match, error)


def _check_calculated(work: Work) -> None:
    first, last = work.first, work.first + len(work.lines)
    read = [match for match in work.header.matches if is_read(match, work.table)]
    columns: list[Match | Spread] = [*read, *work.header.spreads]
    for match in columns if work.raw.uncalculated else ():
        rows = sorted(
            row - first
            for row, place in work.raw.uncalculated
            if place == match.place and first <= row < last
        )
        if rows:
            named = work.rows_named(rows)
            work.problem(
                "PS414",
                Words(
                    f"“{match.written}”里有从未计算过的公式，在第 {named.zh} 行",
                    f"'{match.written}' holds formulas that were never calculated, in row"
                    f" {named.en}",
                ),
                Words(
                    "用 Excel 或 WPS 打开这个文件，保存后再试",
                    "open the file in Excel or WPS, save it, and try again",
                ),
            )


def _check_duplicates(work: Work, key: Sequence[str], filled: Filled) -> None:
    match = next((match for match in work.header.matches if match.column.id == key[-1]), None)
    first: dict[tuple[Value, ...], int] = {}
    keys = zip(*(filled.columns[id_] for id_ in key), strict=True)
    for row, named in zip(filled.rows, keys, strict=True):
        if None in named:
            continue
        earlier = first.setdefault(named, row)
        if earlier != row and match is not None:
            said = " / ".join(str(part) for part in named)
            there = work.row_named(earlier)
            error = BadValueError(
                "PS434",
                Words(
                    f"键“{said}”在{there.zh}已经有了",
                    f"key '{said}' stands in {there.en} already",
                ),
                Words(
                    "一个键只对应一行：删掉或改名其中一行",
                    "a key names one row: remove or rename one of the two",
                ),
            )
            work.fault(row, match, error)


def place_by_item(
    columns: Mapping[str, tuple[Value, ...]], item_column: str, items: ItemList
) -> dict[str, tuple[Value, ...]]:
    """Rows in the order of the list that gives them; an item the file leaves out stays blank."""
    rows = {item: row for row, item in enumerate(columns[item_column])}
    order = [rows.get(item.id) for item in items.items]
    placed: dict[str, tuple[Value, ...]] = {
        id_: tuple(None if row is None else values[row] for row in order)
        for id_, values in columns.items()
    }
    placed[item_column] = tuple(item.id for item in items.items)
    return placed
