"""What a file's header lacks, names twice, or brings for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from plansheets.blueprint.model import Column, Table
from plansheets.errors import Problem, did_you_mean
from plansheets.frames.headers import told_power
from plansheets.frames.raw import RawRows
from plansheets.frames.work import LISTED, Work, inputs, is_read, needed
from plansheets.grid import column_name
from plansheets.words import Locale


def no_header(raw: RawRows, table: Table, locale: Locale) -> Problem:
    names = ", ".join(f"'{column.label(locale)}'" for column in inputs(table)[:LISTED])
    hint = f"the first rows should name its columns, by label or id: {names}"
    if raw.other_sheets:
        sheets = ", ".join(f"'{title}'" for title in raw.other_sheets[:LISTED])
        file = raw.name.rpartition("#")[0]
        hint += f"; or choose another sheet with '{file}#…': {sheets}"
    return Problem(
        "PS405", f"no row names the columns of table '{table.id}'", None, hint, where=raw.name
    )


def check_header(work: Work) -> None:
    header, table, name = work.header, work.table, work.raw.name
    found = {match.column.id for match in header.matches}
    for one, other in header.doubled:
        work.problems.append(
            Problem(
                "PS407",
                f"'{one.written}' and '{other.written}' both fill column '{one.column.id}'",
                hint="rename or remove one of them",
                where=f"{name} columns {column_name(one.place)} and {column_name(other.place)}",
            )
        )
    for id_ in needed(table):
        column = table.column(id_)
        if column and id_ not in found and (column.role != "formula" or table.row_list):
            label = column.label(work.locale)
            hint = _nearest(column, header.unmatched) or did_you_mean(
                label, header.unmatched, listed=LISTED
            )
            work.problems.append(
                Problem(
                    "PS406",
                    f"no column '{label}' ({column.id}), which every row needs",
                    hint=hint,
                    where=name,
                )
            )
    _notice_unmatched(work)
    computed = [match.written for match in header.matches if not is_read(match, table)]
    if computed:
        work.notice(
            "PS409", f"not read, because the workbook computes them: {_quoted_list(computed)}"
        )
    for match in header.matches:
        if match.powers.bare and is_read(match, table):
            work.notice("PS438", told_power(match.written, match.powers.bare))


def _nearest(column: Column, written: Sequence[str]) -> str | None:
    """What is written almost as *column* is called, in any language."""
    labels = column.label.by_locale.values()
    return next(filter(None, (did_you_mean(one, written, listed=0) for one in labels)), None)


def _notice_unmatched(work: Work) -> None:
    taken = {match.column.id for match in work.header.matches}
    free = {
        name.casefold(): name
        for column in inputs(work.table)
        if column.id not in taken
        for name in (column.id, *column.label.by_locale.values())
    }
    rest = []
    for written in work.header.unmatched:
        hint = did_you_mean(written, free.values(), listed=0)
        if hint:
            work.notice("PS408", f"column '{written}' is not in table '{work.table.id}'", hint)
        else:
            rest.append(written)
    if rest:
        work.notice("PS408", f"not in table '{work.table.id}': {_quoted_list(rest)}")


def _quoted_list(names: Sequence[str]) -> str:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(f"'{name}'" for name in names[:LISTED]) + more
