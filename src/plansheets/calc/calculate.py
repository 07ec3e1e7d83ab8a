"""Every formula of a plan gets its true value, or none and a notice: never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansheets.calc.engine import ERRORS, Book, Engine, EngineValue
from plansheets.calc.formualizer import Formualizer
from plansheets.calc.formulon import Formulon
from plansheets.calc.leave_out import leave_out
from plansheets.calc.sheets import Formulas, LoweredPlan, lower_plan, place_name
from plansheets.errors import PlansheetsError, Problem
from plansheets.plan.model import ErrorValue, Plan, Value, Values

ENGINES: tuple[Engine, ...] = (Formualizer(), Formulon())
"""In order of preference: the first that is proven on every shape of a plan calculates it alone."""


def calculate(plan: Plan, engine: Engine | None = None) -> Values:
    """The value of every formula of *plan*, with TODAY() at the plan's own date.

    Dates come as serial numbers, whole numbers as int, an empty text as ``""`` and Excel's errors
    as ErrorValue. A formula that no engine is proven on has no value, nor has anything that looks
    at it; ``notices`` says so. Raises PlansheetsError where an engine gives up on what it is proven
    on.
    """
    chosen, lowered, notices = _choose(plan, ENGINES if engine is None else (engine,))
    book = chosen.open(lowered.titles, plan.today)
    for constants in lowered.constants:
        book.put_values(constants.sheet, constants.row, constants.column, constants.values)
    for formulas in (*lowered.helpers, *lowered.formulas):
        book.put_formulas(formulas.sheet, formulas.row, formulas.column, formulas.texts)
    book.calculate()
    return replace(_collect(book, lowered.formulas, chosen.name), notices=notices)


def _choose(
    plan: Plan, engines: Sequence[Engine]
) -> tuple[Engine, LoweredPlan, tuple[Problem, ...]]:
    """The first engine that is here and proven on every shape; else the first for what it can."""
    here = [engine for engine in engines if engine.available()]
    if not here:
        names = " or ".join(engine.name for engine in engines)
        problem = Problem(
            "PS333",
            f"no calculation engine is installed: {names} is needed",
            hint=f"install it with 'pip install {engines[0].name}'",
        )
        raise PlansheetsError([problem])
    for engine in here:
        lowered = lower_plan(plan, engine)
        if lowered.problems:
            raise PlansheetsError(lowered.problems)
        if not any(use.unproven(engine.name) for use in lowered.uses):
            return engine, lowered, ()
    return _for_what_it_can(plan, here[0])


def _for_what_it_can(plan: Plan, engine: Engine) -> tuple[Engine, LoweredPlan, tuple[Problem, ...]]:
    uses = lower_plan(plan, engine).uses
    gaps = {use.where: use.unproven(engine.name) for use in uses if use.unproven(engine.name)}
    reduced, left_out = leave_out(plan, gaps)
    follow = len(left_out) - len(gaps)
    also = f", nor are {follow} that look at it" if follow else ""
    notices = tuple(
        Problem(
            "PS331",
            f"not calculated{also}: {engine.name} is not proven on '{shape}'",
            where=where,
            hint="Excel fills the value in when it opens the file, previewers show none; "
            "docs/engines.md lists what is calculated",
            level="warning",
        )
        for where, shapes in gaps.items()
        for shape in shapes
    )
    return engine, lower_plan(reduced, engine), notices


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


def _gaps(block: Formulas, rows: Sequence[Sequence[EngineValue]], engine: str) -> list[Problem]:
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
