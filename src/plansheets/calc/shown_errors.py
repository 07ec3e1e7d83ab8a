"""Errors such as ``#DIV/0!`` that formulas show over the rows a workbook is built with."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.blueprint.model import Blueprint, Column
from plansheets.calc.engine import place_name
from plansheets.errors import Problem
from plansheets.formula.ast import Structured
from plansheets.formula.rewrite import references
from plansheets.plan.model import ErrorValue, Plan, PlannedTable, Values
from plansheets.records import dataclass
from plansheets.words import Words

_GUARDS = {
    "#DIV/0!": Words(
        '除数是 0 或空白：先判断，如 =IF(N([@fee])=0, "", [@gmv]/[@fee])，或用自带的 roi(…) 等函数',
        'the divisor is 0 or blank: guard it, as in =IF(N([@fee])=0, "", [@gmv]/[@fee]), or take '
        "a function of our own, such as roi(…)",
    ),
    "#N/A": Words(
        '没有查到：写 IFERROR(…, "")，或补上要查的行',
        'nothing was found: write IFERROR(…, ""), or add the row that is looked for',
    ),
    "#VALUE!": Words(
        '有文本参加了计算：先判断，如 =IF(ISNUMBER([@price]), [@price]*2, "")',
        'a text was calculated with: guard it, as in =IF(ISNUMBER([@price]), [@price]*2, "")',
    ),
}


@dataclass(frozen=True, slots=True)
class _Erring:
    """A column with errors: the first of them, and how many there are."""

    column: Column
    code: str
    place: str
    count: int


def shown_errors(blueprint: Blueprint, plan: Plan, values: Values) -> Iterator[Problem]:
    """A warning for each column that shows errors, and reads no other that does; for the first
    cell outside tables that does, where no column is to blame.
    """
    tables = {table.id: table for table in blueprint.tables}
    erring = {
        (table.id, column.id): found
        for sheet in plan.sheets
        for table in sheet.tables
        if table.id in tables
        for column in tables[table.id].columns
        if (found := _erring(sheet.title, table, column, values))
    }
    for own, found in erring.items():
        formula = found.column.formula
        assert formula is not None
        read = {
            (one.table or own[0], one.first)
            for one in references(formula.tree)
            if isinstance(one, Structured)
        }
        if (read & erring.keys()) - {own}:
            continue
        label, code, count = found.column.label, found.code, found.count
        yield Problem.told(
            "PS125",
            Words(
                f"“{label.zh}”有 {count:,} 格显示 {code}，最先在 {found.place}",
                f"'{label.en}' shows {code} in {count:,} cell{'s' * (count > 1)}, first in "
                f"{found.place}",
            ),
            formula.span,
            _GUARDS.get(code),
            "warning",
        )
    if erring:
        return
    for (sheet, row, column), value in values.cells.items():
        if isinstance(value, ErrorValue):
            yield Problem.told(
                "PS125",
                Words(f"公式显示 {value.code}", f"a formula shows {value.code}"),
                hint=_GUARDS.get(value.code),
                level="warning",
                where=place_name(sheet, row, column),
            )
            return


def _erring(sheet: str, table: PlannedTable, column: Column, values: Values) -> _Erring | None:
    if column.formula is None:
        return None
    found = values.columns.get((table.name, column.id), ())
    if ErrorValue not in set(map(type, found)):
        return None
    errors = [(row, one) for row, one in enumerate(found) if isinstance(one, ErrorValue)]
    row, first = errors[0]
    across = next((n for n, one in enumerate(table.columns) if one.id == column.id), 0)
    place = place_name(sheet, table.first_row + row, table.column + across)
    return _Erring(column, first.code, place, len(errors))
