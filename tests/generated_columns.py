"""Tables of awkward values with a column for each formula, compared with LibreOffice."""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from libreoffice import CellValue, equal, recalculate
from plansheets.calc.calculate import calculate
from plansheets.formula.ast import (
    Call,
    Cell,
    Node,
    Structured,
)
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import transform, walk
from plansheets.formula.spell import BAR, spell
from plansheets.grid import parse_cell
from plansheets.plan.look.theme import theme
from plansheets.plan.look.workbook import looks
from plansheets.plan.model import (
    ErrorValue,
    Plan,
    PlannedColumn,
    PlannedSheet,
    PlannedTable,
    Style,
    Value,
    Values,
)
from plansheets.render.xlsx import write_xlsx

TODAY = datetime.date(2024, 5, 20)
ROWS = 24
_MOST_CASES = 5
_STYLE = Style()
_FIRST_ROW, _LEFT = 3, 1

NUMBERS: Sequence[Value] = (5, 5, 0, 10, -3, 2.5, 5, 100, 0.1, 7, 7, 1_000_000.25)
GAPS: Sequence[Value] = (3, None, 3, 0, None, -2, 8, 8, None, 1.5)
HALVES: Sequence[Value] = (0.5, 1.5, 2.5, -0.5, -2.5, 1.005, 0.285, 2.675, 12.345, -1.45, 0, 1)
WORDS: Sequence[Value] = (
    *("a", "b", "A", "中文", "中", "é", "É", "a*", "运营总监", "x y", "A12", "A0123", "Li", None),
    *("b", "~x?", "ab", "中文", "b2", "b2"),
)
MIXED: Sequence[Value] = (1, "a", None, 5, "x5", "中", 0, "b", 5, "n/a", -1, None, 2.5)
CODES: Sequence[Value] = ("12", "00123", "5", 5, 12, None, "007", 7, "A-1", "5")
DAYS: Sequence[Value] = tuple(
    datetime.date.fromisoformat(day) if day else None
    for day in (
        *("2024-02-29", "2024-05-20", "", "2023-12-31", "2024-05-20", "2024-06-01", "2025-01-31"),
        *("2024-05-19", "", "2024-03-31"),
    )
)
INPUTS: dict[str, Sequence[Value]] = {
    "num": NUMBERS,
    "gap": GAPS,
    "word": WORDS,
    "mix": MIXED,
    "day": DAYS,
    "half": HALVES,
    "code": CODES,
}
RISING = "rise"
"""A column of numbers in order, from which equal ones are not missing."""
MADE: dict[str, str] = {
    "flag": "=@num>3",
    "none": '=IF(@num>5,"",@num)',
    "said": '=IF(ISNUMBER(@gap),"",@word&"")',
    "fail": "=IF(@num=0,NA(),IF(@num=-3,1/0,@num))",
}
"""Columns that formulas fill: truth values, empty texts, errors."""


Rows = Mapping[str, tuple[Value, ...]]
"""The values of every column that is typed in."""


def rows_of(seed: int, count: int = ROWS) -> Rows:
    """Awkward values, shuffled by *seed*."""
    dice = random.Random(seed)
    made = {name: tuple(dice.choices(values, k=count)) for name, values in INPUTS.items()}
    rising = sorted(dice.choices((-5, 0, 0, 1, 2, 2.5, 5, 5, 7, 10, 45_000, 45_460), k=count))
    return made | {RISING: tuple(rising)}


@dataclass(frozen=True, slots=True)
class Asked:
    """Formulas over the rows of one table."""

    formulas: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that LibreOffice computes otherwise."""

    formula: str
    row: int
    cached: Value
    found: CellValue
    rows: Rows = field(repr=False)

    def __str__(self) -> str:
        return f"{self.formula}  row {self.row}: cached {self.cached!r}, LibreOffice {self.found!r}"


@dataclass(frozen=True, slots=True)
class Compared:
    differences: list[Difference]
    values: int
    columns: dict[str, tuple[Value, ...]]
    """What is cached, by formula; None where a row has no value."""
    declined: dict[str, str]
    """Formulas without a value in some row, and why."""


# -- tables ----------------------------------------------------------------------------------------


def planned(formulas: Sequence[str], seed: int) -> Plan:
    """The table shuffled by *seed*, with a column for each of *formulas*."""
    return planned_over(Asked(tuple(formulas), rows_of(seed)))


def planned_over(asked: Asked) -> Plan:
    inputs = [
        PlannedColumn(name, name, "input", _STYLE, _STYLE, values=values)
        for name, values in asked.rows.items()
    ]
    wanted = [*MADE.items(), *((f"f{number}", text) for number, text in enumerate(asked.formulas))]
    names = [*asked.rows, *(name for name, _ in wanted)]
    columns = [_column(name, text, names) for name, text in wanted]
    height = len(next(iter(asked.rows.values())))
    table = PlannedTable("t", "t", _FIRST_ROW - 1, _LEFT, height, (*inputs, *columns))
    return Plan(
        "generated", "1", "", "Generated", "en", "excel2016",
        datetime.datetime(2024, 1, 1), TODAY,  # noqa: DTZ001
        looks(theme("en")),
        sheets=(PlannedSheet("data", "Data", tables=(table,)),),
    )  # fmt: skip


def _column(name: str, text: str, names: Sequence[str]) -> PlannedColumn:
    tree = qualified(text.replace("@me", f"@{name}"))
    if not any(isinstance(node, Call) and node.name == "prior" for node in walk(tree)):
        return PlannedColumn(name, name, "formula", _STYLE, _STYLE, formula=tree)

    def at(index: int) -> Node:
        """As blueprints say it: the cell above or, in the first row, the value given for it."""

        def rewritten(node: Node) -> Node:
            match node:
                case Call(name="prior", arguments=(Structured(first=str(column)), start)):
                    row = _FIRST_ROW + index - 1
                    return start if index == 0 else Cell(row, _LEFT + names.index(column))
                case _:
                    return node

        return transform(tree, rewritten)

    return PlannedColumn(name, name, "formula", _STYLE, _STYLE, formula=at(1), first=at(0))


def qualified(text: str) -> Node:
    """``@num`` is the row's own cell."""
    return parse(re.sub(r"@([a-z0-9]+)", r"t[[#This Row],[\1]]", text))


def short(node: Node) -> str:
    return re.sub(r"t\[@\[?([a-z0-9]+)\]?\]", r"@\1", spell(node, BAR)).removeprefix("=")


# -- comparing -------------------------------------------------------------------------------------


def compare_all(asked: Sequence[Asked], folder: Path) -> list[Compared]:
    """One run of LibreOffice for many tables."""
    plans = [planned_over(one) for one in asked]
    values = [calculate(plan) for plan in plans]
    paths = [folder / f"generated-{number}.xlsx" for number in range(len(plans))]
    for plan, found, path in zip(plans, values, paths, strict=True):
        with path.open("wb") as file:
            write_xlsx(plan, found, file)
    theirs = recalculate(paths)
    return [
        _compared(one, plan, found, theirs[path])
        for one, plan, found, path in zip(asked, plans, values, paths, strict=True)
    ]


def _compared(
    asked: Asked, plan: Plan, values: Values, theirs: Mapping[tuple[str, int, int], CellValue]
) -> Compared:
    table = plan.sheets[0].tables[0]
    notices = {parse_cell(one.where.rpartition("!")[2]): one.message for one in values.notices}
    reasons = {place[1]: said for place, said in notices.items() if place}
    differences: list[Difference] = []
    columns: dict[str, tuple[Value, ...]] = {}
    declined: dict[str, str] = {}
    count, begin = 0, len(asked.rows) + len(MADE)
    for place, column in enumerate(table.columns[begin:], begin + table.column):
        text = asked.formulas[place - table.column - begin]
        cached = values.columns.get(("t", column.id))
        if cached is None:
            declined[text] = reasons.get(place, "looks at a column that is")
            continue
        columns[text] = cached
        for row, value in enumerate(cached):
            if value is None:
                declined[text] = reasons.get(place, "looks at a cell that is")
                continue
            count += 1
            found = theirs.get(("Data", table.first_row + row, place))
            mine = value.code if isinstance(value, ErrorValue) else value
            if not equal(mine, found):  # type: ignore[arg-type]
                differences.append(Difference(text, row, mine, found, asked.rows))
    return Compared(differences, count, columns, declined)
