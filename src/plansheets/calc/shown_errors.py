"""Errors such as ``#DIV/0!`` that formulas show over the rows a workbook is built with."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.blueprint.model import Blueprint, Column, Formula
from plansheets.calc.engine import place_name
from plansheets.errors import Problem
from plansheets.formula.ast import Binary, Node, Structured
from plansheets.formula.rewrite import references, walk
from plansheets.plan.check.operands import shown
from plansheets.plan.model import BEHIND, GAP, ErrorValue, Plan, Values
from plansheets.records import dataclass
from plansheets.words import Words

_GUARDS = {
    "#N/A": Words(
        '没有查到：写 IFERROR(…, "")，或补上要查的行',
        'nothing was found: write IFERROR(…, ""), or add the row that is looked for',
    ),
    "#VALUE!": Words(
        '有文本参加了计算：先判断，如 =IF(ISNUMBER([@price]), [@price]*2, "")',
        'a text was calculated with: guard it, as in =IF(ISNUMBER([@price]), [@price]*2, "")',
    ),
}
_DIVIDED = Words(
    "除数是 0 或空白：先判断它，或用自带的 roi(…) 等函数",
    "the divisor is 0 or blank: ask for it first, or take a function of our own, such as roi(…)",
)


@dataclass(frozen=True, slots=True)
class _Erring:
    """A column with errors: the first of them, and how many there are."""

    table: str
    column: Column
    formula: Formula
    code: str
    place: str
    count: int


def shown_errors(
    blueprint: Blueprint, plan: Plan, values: Values, written: Blueprint
) -> Iterator[Problem]:
    """A warning for each column that shows errors, and reads no other that does; for the first
    cell outside tables that does, where no column is to blame.

    *blueprint* is that of which *plan* was made, and *written* the same as people wrote it.
    """
    trees = {
        (table.id, column.id): column.formula.tree
        for table in written.tables
        for column in table.columns
        if column.formula is not None
    }
    erring = _erring(blueprint, plan, values)
    for own, found in erring.items():
        read = {
            (one.table or own[0], one.first)
            for one in references(found.formula.tree)
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
            found.formula.span,
            _way_out(code, trees.get((found.table, found.column.id))),
            "warning",
        )
    if erring:
        return
    behind = {sheet.title for sheet in plan.sheets if sheet.id == BEHIND}
    for (sheet, row, column), value in values.cells.items():
        gap = sheet in behind and value == GAP
        if isinstance(value, ErrorValue) and not gap:
            yield Problem.told(
                "PS125",
                Words(f"公式显示 {value.code}", f"a formula shows {value.code}"),
                hint=_way_out(value.code, None),
                level="warning",
                where=place_name(sheet, row, column),
            )
            return


def _way_out(code: str, tree: Node | None) -> Words | None:
    if code != "#DIV/0!":
        return _GUARDS.get(code)
    if tree is None:
        return _DIVIDED
    divisions = [one for one in walk(tree) if isinstance(one, Binary) and one.operator == "/"]
    if len(divisions) != 1 or "…" in shown(divisions[0]):
        return _DIVIDED
    [division] = divisions
    guarded = f'IF(N({shown(division.right)})=0, "", {shown(division)})'
    return Words(f"除数是 0 或空白：先判断，写成 {guarded}", f"guard the divisor: {guarded}")


def _erring(
    blueprint: Blueprint, plan: Plan, values: Values
) -> dict[tuple[str, str | None], _Erring]:
    """Columns with errors, by table and header, as formulas of the plan name them."""
    columns = {
        (table.id, column.id): column for table in blueprint.tables for column in table.columns
    }
    found: dict[tuple[str, str | None], _Erring] = {}
    for sheet in plan.sheets:
        for table in sheet.tables:
            for across, planned in enumerate(table.columns):
                column = columns.get((table.id, planned.id))
                shown = values.columns.get((table.name, planned.id), ())
                if column is None or column.formula is None:
                    continue
                if ErrorValue not in set(map(type, shown)):
                    continue
                errors = [
                    (n, one.code) for n, one in enumerate(shown) if isinstance(one, ErrorValue)
                ]
                row, code = errors[0]
                place = place_name(sheet.title, table.first_row + row, table.column + across)
                found[table.name, planned.header] = _Erring(
                    table.id, column, column.formula, code, place, len(errors)
                )
    return found
