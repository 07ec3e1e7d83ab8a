"""What a file's header lacks, names twice, or brings for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from plansheets.blueprint.model import Column, Table
from plansheets.errors import Problem, nearest
from plansheets.frames.headers import Match, Spread, told_power
from plansheets.frames.raw import RawRows
from plansheets.frames.work import LISTED, Work, inputs, is_read, needed
from plansheets.grid import column_name
from plansheets.words import Locale, Words

_COMPARED = 1_000
"""Of so many headers it is asked whether one is misspelt; no report has more."""


def no_header(raw: RawRows, table: Table, locale: Locale) -> Problem:
    names = [column.label(locale) for column in inputs(table)]
    chinese = f"前几行里应有列名（标签或 id）：{_quoted_list(names, 'zh-CN')}"
    english = f"the first rows should name its columns, by label or id: {_quoted_list(names)}"
    if raw.other_sheets:
        file = raw.name.rpartition("#")[0]
        chinese += f"；或用“{file}#…”选另一张表：{_quoted_list(raw.other_sheets, 'zh-CN')}"
        sheets = _quoted_list(raw.other_sheets)
        english += f"; or choose another sheet with '{file}#…': {sheets}"
    message = Words(
        f"没有一行写着表“{table.id}”的列名", f"no row names the columns of table '{table.id}'"
    )
    return Problem.told("PS405", message, hint=Words(chinese, english), where=raw.name)


def check_header(work: Work) -> None:
    header, table, name = work.header, work.table, work.raw.name
    found = work.filled
    for one, other in header.doubled:
        places = column_name(one.place), column_name(other.place)
        work.problems.append(
            Problem.told(
                "PS407",
                Words(
                    f"“{one.written}”和“{other.written}”都对应列“{one.column.id}”",
                    f"'{one.written}' and '{other.written}' both fill column '{one.column.id}'",
                ),
                hint=Words("删掉或改名其中一列", "rename or remove one of them"),
                where=Words(
                    f"{name} {places[0]} 列和 {places[1]} 列",
                    f"{name} columns {places[0]} and {places[1]}",
                ),
            )
        )
    for id_ in needed(table):
        column = table.column(id_)
        if column and id_ not in found and (column.role != "formula" or table.row_list):
            label = column.label(work.locale)
            hint = _nearest(column, header.unmatched) or nearest(
                label, header.unmatched, listed=LISTED
            )
            work.problem(
                "PS406",
                Words(
                    f"缺少列“{label}”（{column.id}），每一行都需要它",
                    f"no column '{label}' ({column.id}), which every row needs",
                ),
                hint or _how_to_give(table, column),
            )
    _notice_unmatched(work)
    computed = [match.written for match in header.matches if not is_read(match, table)]
    if computed:
        work.notice(
            "PS409",
            Words(
                f"没有读，由工作簿计算：{_quoted_list(computed, 'zh-CN')}",
                f"not read, because the workbook computes them: {_quoted_list(computed)}",
            ),
        )
    taken: list[Match | Spread] = [m for m in header.matches if is_read(m, table)]
    for scaled in (*taken, *header.spreads):
        if scaled.powers.bare:
            work.notice("PS438", told_power(scaled.written, scaled.powers.bare))
    for match in header.matches:
        if match.masked:
            work.notice(
                "PS445",
                Words(
                    f"“{match.written}”是个人信息：列“{match.column.label('zh-CN')}”用"
                    "由它生成的代号",
                    f"'{match.written}' is personal: names made from it stand in column "
                    f"'{match.column.label('en')}'",
                ),
                Words(
                    "号码里有星号，不同的人可能看起来一样；最好导出客户编号",
                    "some are hidden behind asterisks, and different people may look alike: export "
                    "customer numbers, if you can",
                )
                if any(isinstance(cell, str) and "*" in cell for cell in work.cells(match))
                else Words(
                    "同一个人在每个文件里代号相同；代号看不出原文，但不算匿名",
                    "one person has one name in every file; it does not show who that is, but "
                    "makes nobody anonymous",
                ),
            )


def check_lengths(work: Work) -> None:
    """Of a text file, no row may hold more than the header names: its values stand elsewhere."""
    raw = work.raw
    if not raw.separator:
        return
    named = max(map(len, raw.rows[: work.header.row + 1]))
    for row, line in enumerate(work.lines):
        if len(line) > named and any(line[named:]):
            message = Words(
                f"有 {len(line)} 个值，表头只有 {named} 列",
                f"{len(line)} values, where the header names {named} columns",
            )
            hint = Words(
                "数里有逗号的（1,049）要放在引号里，或去掉逗号；多出来的列要有列名",
                "a number with a comma in it (1,049) stands in quotes, or without the comma; a "
                "column more needs a name",
            )
            where = Words(
                f"{raw.name} 第 {work.number(row)} 行", f"{raw.name} row {work.number(row)}"
            )
            work.problems.append(Problem.told("PS417", message, hint=hint, where=where))


def _how_to_give(table: Table, column: Column) -> Words:
    """How to say what stands in a column that the file does not have."""
    return Words(
        f"整个文件都一样时，写 --data '{table.id}[{column.id}=…]=FILE'",
        f"where it is the same in the whole file, write --data '{table.id}[{column.id}=…]=FILE'",
    )


def _nearest(column: Column, written: Sequence[str]) -> Words | None:
    """What is written almost as *column* is called, in any language."""
    labels = column.label.by_locale.values()
    return next(filter(None, (nearest(one, written, listed=0) for one in labels)), None)


def _notice_unmatched(work: Work) -> None:
    taken = work.filled
    free = {
        name.casefold(): name
        for column in inputs(work.table)
        if column.id not in taken
        for name in (column.id, *column.label.by_locale.values())
    }
    rest = []
    for number, written in enumerate(work.header.unmatched):
        near = number < _COMPARED and nearest(written, free.values(), listed=0, cutoff=0.65)
        if hint := near or None:
            message = Words(
                f"表“{work.table.id}”里没有列“{written}”",
                f"column '{written}' is not in table '{work.table.id}'",
            )
            work.notice("PS408", message, hint)
        else:
            rest.append(written)
    if rest:  # the account says so where the table is filled
        message = Words(
            f"不在表“{work.table.id}”里：{_quoted_list(rest, 'zh-CN')}",
            f"not in table '{work.table.id}': {_quoted_list(rest)}",
        )
        work.left = Problem.told("PS408", message, where=work.raw.name, level="warning")


def _quoted_list(names: Sequence[str], locale: Locale = "en") -> str:
    more = len(names) - LISTED
    if locale == "zh-CN":
        return "".join(f"“{name}”" for name in names[:LISTED]) + (
            f"等 {len(names)} 个" * (more > 0)
        )
    return ", ".join(f"'{name}'" for name in names[:LISTED]) + f" and {more} more" * (more > 0)
