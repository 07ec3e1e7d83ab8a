"""A plan as engines take it: constants and finished formulas in rectangles, with their shapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from plansheets.calc.corners import plain_ranges
from plansheets.calc.engine import Engine, Rectangle, constant, place_name
from plansheets.calc.shapes import proven, shapes
from plansheets.calc.spread import ANY_ROW, Fill, Items, Scratch, spread
from plansheets.errors import PlansheetsError, Problem
from plansheets.formula.ast import Node, Number, Text
from plansheets.formula.rewrite import moved_along, walk
from plansheets.plan.lower.formulas import Places, lower, plan_places
from plansheets.plan.model import Plan, PlannedColumn, PlannedSheet, PlannedTable
from plansheets.records import dataclass

_NEAR_ANY_ROW = re.compile(f"({str(ANY_ROW)[:6]}[0-9]{{4}})")
"""The numbers of the rows that a formula lowered for ANY_ROW looks at."""
_MAX_SINGLE_ROWS = 200
"""Rows of a calculated column that may be lowered one by one where filling down is not enough."""


@dataclass(frozen=True, slots=True)
class Constants:
    """A rectangle of constants with its top left corner."""

    sheet: str
    row: int
    column: int
    values: Rectangle


@dataclass(frozen=True, slots=True)
class Formulas:
    """A rectangle of formulas; ``ids`` are the columns of ``table`` it fills, if of any."""

    sheet: str
    row: int
    column: int
    texts: Sequence[Sequence[str]]
    table: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormulaShapes:
    """The shapes of one formula, or of all formulas of a column, and where it stands."""

    where: str
    shapes: frozenset[str]

    def unproven(self, engine: str) -> list[str]:
        return sorted(shape for shape in self.shapes if engine not in proven().get(shape, ()))


@dataclass(frozen=True, slots=True)
class LoweredPlan:
    """All that an engine needs to hear.

    ``helpers`` are formulas on a scratch sheet, ``problems`` names what could not be lowered.
    """

    titles: tuple[str, ...]
    constants: tuple[Constants, ...]
    formulas: tuple[Formulas, ...]
    helpers: tuple[Formulas, ...]
    uses: tuple[FormulaShapes, ...]
    problems: tuple[Problem, ...]


def lower_plan(plan: Plan, engine: Engine) -> LoweredPlan:
    """Every constant and formula of *plan*, sheet by sheet, as *engine* wants them."""
    titles = [sheet.title for sheet in plan.sheets]
    scratch = Scratch(free_title(titles))
    work = _Loading(plan_places(plan), engine, scratch, [], [], [], [])
    for sheet in plan.sheets:
        work.cells(sheet)
        for table in sheet.tables:
            work.headers(sheet, table)
            work.inputs(sheet, table)
            work.computed(sheet, table)
    helpers = [helper_formulas(part, engine, scratch.title) for part in scratch.parts]
    return LoweredPlan(
        (*titles, scratch.title) if helpers else tuple(titles),
        tuple(work.constants),
        tuple(work.formulas),
        tuple(helpers),
        tuple(work.uses),
        tuple(work.problems),
    )


def free_title(titles: Sequence[str]) -> str:
    title = "scratch"
    while title.casefold() in {each.casefold() for each in titles}:
        title += "_"
    return title


def helper_formulas(part: Fill | Items, engine: Engine, title: str) -> Formulas:
    """What a part of the scratch sheet holds, as text."""
    if isinstance(part, Fill):
        rows = range(part.source, part.source + part.height)
        texts = [[text] for text in filled(engine.spell(part.node), rows)]
    else:
        texts = [[engine.spell(node) for node in row] for row in part.nodes]
    return Formulas(title, part.row, part.column, texts)


def filled(text: str, rows: Iterable[int]) -> list[str]:
    """A formula lowered for ANY_ROW, once for each of *rows*.

    >>> filled(f"C{ANY_ROW}+B{ANY_ROW + 1}", range(5, 7))
    ['C5+B6', 'C6+B7']
    """
    first, *others = _NEAR_ANY_ROW.split(text)
    offsets = [int(number) - ANY_ROW for number in others[::2]]
    between = others[1::2]
    if set(offsets) <= {1}:
        return [str(row + 1).join((first, *between)) for row in rows]
    steps = list(zip(offsets, between, strict=True))
    return [first + "".join([f"{row + offset}{part}" for offset, part in steps]) for row in rows]


def _looks_like_any_row(node: Node) -> bool:
    match node:
        case Text(value):
            return _NEAR_ANY_ROW.search(value) is not None
        case Number(value):
            return _NEAR_ANY_ROW.search(str(value)) is not None
        case _:
            return False


@dataclass(frozen=True, slots=True)
class _Loading:
    places: Places
    engine: Engine
    scratch: Scratch
    constants: list[Constants]
    formulas: list[Formulas]
    uses: list[FormulaShapes]
    problems: list[Problem]

    def cells(self, sheet: PlannedSheet) -> None:
        for cell in sheet.cells:
            if cell.formula is not None:
                text = self.formula(cell.formula, sheet.title, cell.row, cell.column)
                self.formulas.append(Formulas(sheet.title, cell.row, cell.column, [[text]]))
            elif (value := constant(cell.value)) is not None:
                self.constants.append(Constants(sheet.title, cell.row, cell.column, [[value]]))

    def headers(self, sheet: PlannedSheet, table: PlannedTable) -> None:
        row = [column.header for column in table.columns]
        self.constants.append(Constants(sheet.title, table.row, table.column, [row]))

    def inputs(self, sheet: PlannedSheet, table: PlannedTable) -> None:
        for first, columns in _runs(table, lambda column: column.values is not None):
            values = [[constant(value) for value in column.values or ()] for column in columns]
            rows = list(zip(*values, strict=True))
            self.constants.append(
                Constants(sheet.title, table.first_row, table.column + first, rows)
            )

    def computed(self, sheet: PlannedSheet, table: PlannedTable) -> None:
        for first, columns in _runs(table, lambda column: column.formula is not None):
            texts = [
                self.column(column, sheet.title, table, table.column + first + offset)
                for offset, column in enumerate(columns)
            ]
            self.formulas.append(
                Formulas(
                    sheet.title,
                    table.first_row,
                    table.column + first,
                    list(zip(*texts, strict=True)),
                    table.name,
                    tuple(column.id for column in columns),
                )
            )

    def column(
        self, column: PlannedColumn, sheet: str, table: PlannedTable, place: int
    ) -> list[str]:
        """The formula of every row, spelled once and filled down."""
        rows = range(table.first_row, table.last_row + 1)
        before = len(self.uses)
        texts = []
        if column.first is not None:
            texts.append(self.formula(column.first, sheet, rows[0], place))
            rows = rows[1:]
        if column.formula is not None and rows:
            texts += self.fill(column.formula, sheet, rows, place) or [
                self.formula(moved_along(column.formula, down), sheet, row, place)
                for down, row in enumerate(rows)
            ]
        if len(self.uses) > before:
            merged = frozenset[str]().union(*(use.shapes for use in self.uses[before:]))
            self.uses[before:] = [FormulaShapes(self.uses[before].where, merged)]
        return texts

    def fill(self, node: Node, sheet: str, rows: range, place: int) -> list[str] | None:
        """The formula of all *rows* at once; None when each row must be lowered for itself."""
        if any(_looks_like_any_row(each) for each in walk(node)):
            return None
        where = place_name(sheet, rows[0], place)
        tree = self.tree(moved_along(node, ANY_ROW - rows[0]), sheet, ANY_ROW, where)
        if tree is None:
            return [""] * len(rows)
        use = FormulaShapes(where, shapes(tree))
        if use.unproven(self.engine.name) and len(rows) <= _MAX_SINGLE_ROWS:
            single = self.tree(node, sheet, rows[0], where)
            if single is not None and not FormulaShapes(where, shapes(single)).unproven(
                self.engine.name
            ):
                return None
        self.uses.append(use)
        return filled(self.engine.spell(tree), rows)

    def formula(self, node: Node, sheet: str, row: int, column: int) -> str:
        """One cell's formula as text; empty, and a problem noted, when it cannot be lowered."""
        where = place_name(sheet, row, column)
        tree = self.tree(node, sheet, row, where)
        if tree is None:
            return ""
        self.uses.append(FormulaShapes(where, shapes(tree)))
        return self.engine.spell(tree)

    def tree(self, node: Node, sheet: str, row: int, where: str) -> Node | None:
        try:
            lowered = lower(node, self.places, sheet, row)
        except PlansheetsError as error:
            self.problems.extend(replace(problem, where=where) for problem in error.problems)
            return None
        return prepared(lowered, sheet, self.engine, self.scratch)


def prepared(lowered: Node, sheet: str, engine: Engine, scratch: Scratch) -> Node:
    """*lowered*, which stands on *sheet*, in the form that *engine* calculates rightly."""
    plain = plain_ranges(lowered)
    return spread(plain, sheet, scratch) if engine.spreads else plain


def _runs(
    table: PlannedTable, wanted: Callable[[PlannedColumn], bool]
) -> Iterator[tuple[int, list[PlannedColumn]]]:
    """Neighbouring columns that are *wanted*, with the number of the first."""
    run: list[PlannedColumn] = []
    for number, column in enumerate(table.columns):
        if wanted(column):
            run.append(column)
        elif run:
            yield number - len(run), run
            run = []
    if run:
        yield len(table.columns) - len(run), run
