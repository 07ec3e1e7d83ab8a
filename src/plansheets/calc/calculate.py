"""Every formula of a plan gets its true value, or the whole calculation is refused."""

from __future__ import annotations

from collections.abc import Sequence

from plansheets.calc.engine import ERRORS, Book, Engine, Found
from plansheets.calc.formualizer import Formualizer
from plansheets.calc.formulon import Formulon
from plansheets.calc.sheets import Formulas, LoweredPlan, lower_plan, place_name
from plansheets.errors import PlansheetsError, Problem
from plansheets.plan.model import ErrorValue, Plan, Value, Values

ENGINES: tuple[Engine, ...] = (Formualizer(), Formulon())
"""In order of preference: the first that is proven on every shape of a plan calculates it alone."""


def calculate(plan: Plan, engine: Engine | None = None) -> Values:
    """The value of every formula of *plan*, with TODAY() at the plan's own date.

    Dates come as serial numbers, whole numbers as int, an empty text as ``""`` and Excel's errors
    as ErrorValue. Raises PlansheetsError with everything that could not be calculated: an engine's
    guess is never a value.
    """
    chosen, lowered = _choose(plan, ENGINES if engine is None else (engine,))
    book = chosen.open(lowered.titles, plan.today)
    for constants in lowered.constants:
        book.put_values(constants.sheet, constants.row, constants.column, constants.values)
    for formulas in (*lowered.helpers, *lowered.formulas):
        book.put_formulas(formulas.sheet, formulas.row, formulas.column, formulas.texts)
    book.calculate()
    return _collect(book, lowered.formulas, chosen.name)


def _choose(plan: Plan, engines: Sequence[Engine]) -> tuple[Engine, LoweredPlan]:
    """The first engine that is here and proven on every shape; else the gaps of the first one."""
    here = [engine for engine in engines if engine.available()]
    if not here:
        names = " or ".join(engine.name for engine in engines)
        problem = Problem(
            "PS333",
            f"no calculation engine is installed: {names} is needed",
            hint=f"install it with 'pip install {engines[0].name}'",
        )
        raise PlansheetsError([problem])
    gaps: list[Problem] = []
    for engine in here:
        lowered = lower_plan(plan, engine)
        if lowered.problems:
            raise PlansheetsError(lowered.problems)
        found = _unproven(lowered, engine.name)
        if not found:
            return engine, lowered
        gaps = gaps or found
    raise PlansheetsError(gaps)


def _unproven(lowered: LoweredPlan, engine: str) -> list[Problem]:
    return [
        Problem(
            "PS331",
            f"not calculated: {engine} is not proven on '{shape}'",
            where=use.where,
            hint="use functions and arguments that docs/engines.md lists",
        )
        for use in lowered.uses
        for shape in use.unproven(engine)
    ]


def _collect(book: Book, formulas: Sequence[Formulas], engine: str) -> Values:
    cells: dict[tuple[str, int, int], Value] = {}
    columns: dict[tuple[str, str], tuple[Value, ...]] = {}
    problems: list[Problem] = []
    for block in formulas:
        height, width = len(block.texts), len(block.texts[0])
        rows = book.read(block.sheet, block.row, block.column, height, width)
        problems += _gaps(block, rows, engine)
        if block.ids:
            for id_, values in zip(block.ids, zip(*rows, strict=True), strict=True):
                columns[block.table, id_] = values
        else:
            cells[block.sheet, block.row, block.column] = rows[0][0]
    if problems:
        raise PlansheetsError(problems)
    return Values(cells, columns)


def _gaps(block: Formulas, rows: Sequence[Sequence[Found]], engine: str) -> list[Problem]:
    """A problem for each column of *block* in which the engine gave up, at its first such row."""
    problems = []
    for across, values in enumerate(zip(*rows, strict=True)):
        for down, value in enumerate(values):
            if value is None or (isinstance(value, ErrorValue) and value.code not in ERRORS):
                shown = "no value" if value is None else value.code
                problems.append(
                    Problem(
                        "PS332",
                        f"not calculated: {engine} gave {shown} for '{block.texts[down][across]}'",
                        where=place_name(block.sheet, block.row + down, block.column + across),
                    )
                )
                break
    return problems
