"""Every formula of a plan gets its true value, or none and a notice: never a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from plansheets.calc.columnar.again import Calculated
from plansheets.calc.columnar.blocks import FormulaBlock
from plansheets.calc.columnar.compute import Computation, compute
from plansheets.calc.columnar.rest import compute_rest
from plansheets.calc.engine import Book, Engine, EngineValue, gave_up, place_name
from plansheets.calc.formualizer import Formualizer
from plansheets.calc.formulon import Formulon
from plansheets.calc.leave_out import leave_out
from plansheets.calc.sheets import Formulas, FormulaShapes, LoweredPlan, lower_plan
from plansheets.errors import PlansheetsError, Problem
from plansheets.plan.model import ErrorValue, Plan, Value, Values
from plansheets.words import Words, all_quoted

ENGINES: tuple[Engine, ...] = (Formualizer(), Formulon())
"""Those that are asked for what our own declines, in order of preference."""


def calculate(plan: Plan, engine: Engine | None = None, before: Calculated | None = None) -> Values:
    """The value of every formula of *plan*, with TODAY() at the plan's own date.

    Dates come as serial numbers, whole numbers as int, an empty text as ``""`` and Excel's errors
    as ErrorValue. Our own engine computes what it is sure of, others what they are proven on. What
    then has no value is told by ``notices``, and nothing that looks at it has one.

    With *engine* that one calculates all it is proven on, alone, so that two can be compared.
    What was found out *before*, for other plans of the run, is not found out again.
    Raises PlansheetsError for cells that look at each other in a circle, and where an engine gives
    up on what it is proven on.
    """
    return _calculate_with(plan, engine) if engine is not None else _calculate(plan, before)


def _calculate(plan: Plan, before: Calculated | None) -> Values:
    made = compute(plan, before)
    shapes: dict[int, list[str]] = {}
    titles = list(dict.fromkeys([*(sheet.title for sheet in plan.sheets), *made.titles()]))
    while made.order:
        unproven: dict[int, list[str]] = {}
        for engine in ENGINES:
            if made.declined and engine.available():
                unproven = compute_rest(made, titles, engine)
        shapes |= unproven
        made.settle()
    return _all_values(made, shapes)


def _all_values(made: Computation, shapes: Mapping[int, Sequence[str]]) -> Values:
    """What *made* holds; *shapes* are those that no other engine is proven on, by block."""
    cells: dict[tuple[str, int, int], Value] = {}
    columns: dict[tuple[str, str], tuple[Value, ...]] = {}
    for number, block in enumerate(made.blocks):
        if block.part_of is not None:
            continue
        values = made.values(number)
        if block.table:
            key = block.table, block.id
            columns[key] = (*columns.get(key, ()), *values)
        elif values[0] is not None:
            cells[block.sheet, block.row, block.column] = values[0]
    known = {
        key: values for key, values in columns.items() if any(one is not None for one in values)
    }
    return Values(cells, known, _notices(made, shapes, known))


_CellOrColumn = tuple[str, str, int, int]
"""What a block belongs to: a cell, or a column of a table."""


def _cell_or_column(block: FormulaBlock) -> _CellOrColumn:
    if block.table:
        return block.table, block.id, 0, 0
    return block.sheet, "", block.row, block.column


_FILLED_IN = Words(
    "Excel 打开文件时会算出来，预览里看不到；docs/engines.md 列出能算的",
    "Excel fills the value in when it opens the file, previewers show none; "
    "docs/engines.md lists what is calculated",
)


def _followers(count: int) -> Words:
    """That what looks at a formula is not calculated either."""
    if count <= 0:
        return Words("", "")
    return Words(f"，引用它的 {count} 格也没有", f", nor are {count} that look at it")


def _some(count: int, height: int) -> Words:
    """How many rows of a column are meant."""
    if not height:
        return Words("", "")
    return Words(f" {height:,} 行中的 {count:,} 行", f" in {count:,} of {height:,} rows")


def _why(made: Computation, number: int) -> Words:
    """Why no engine computes a block."""
    reason = made.lacking[number]
    said = "各程序的结果不一样" if number in made.unsure else "没有引擎会算这种写法"
    return Words(f"{said}（{reason.zh}）", reason.en)


def _notices(
    made: Computation,
    shapes: Mapping[int, Sequence[str]],
    columns: Mapping[tuple[str, str], Sequence[Value]],
) -> tuple[Problem, ...]:
    """A notice for each cell and each column that has no value for a reason of its own."""
    gaps: dict[_CellOrColumn, list[str]] = {}
    for number, block in enumerate(made.blocks):
        if block.part_of is None and (rows := made.gaps(number)):
            places = [place_name(block.sheet, block.row + row, block.column) for row in rows]
            gaps[_cell_or_column(block)] = [*gaps.get(_cell_or_column(block), ()), *places]
    told = {_cell_or_column(made.home(one)): one for one in sorted(made.lacking, reverse=True)}
    told = {owner: one for owner, one in told.items() if owner in gaps}
    also = _followers(len(gaps) - len(told))
    notices = []
    for owner, number in sorted(told.items(), key=itemgetter(1)):
        why = _why(made, number)
        if unknown := shapes.get(number):
            unproven = all_quoted(unknown)
            why = Words(f"没有引擎验证过{unproven.zh}", f"no engine is proven on {unproven.en}")
        some = _some(len(gaps[owner]), len(columns.get(owner[:2], ())))
        notices.append(
            Problem.told(
                "PS331",
                Words(
                    f"没有计算{some.zh}{also.zh}：{why.zh}",
                    f"not calculated{some.en}{also.en}: {why.en}",
                ),
                where=gaps[owner][0],
                hint=_FILLED_IN,
                level="warning",
            )
        )
    return tuple(notices)


def _calculate_with(plan: Plan, engine: Engine) -> Values:
    chosen, lowered, notices = _choose(plan, (engine,))
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
        problem = Problem.told(
            "PS333",
            Words(
                f"没有安装计算引擎：需要 {names}",
                f"no calculation engine is installed: {names} is needed",
            ),
            hint=Words(
                f"用“pip install {engines[0].name}”安装",
                f"install it with 'pip install {engines[0].name}'",
            ),
        )
        raise PlansheetsError([problem])
    every = []
    for engine in here:
        lowered = lower_plan(plan, engine)
        if lowered.problems:
            raise PlansheetsError(lowered.problems)
        if not any(use.unproven(engine.name) for use in lowered.uses):
            return engine, lowered, ()
        every.append(lowered.uses)
    return _for_what_it_can(plan, here[0], every[0])


def _for_what_it_can(
    plan: Plan, engine: Engine, uses: Sequence[FormulaShapes]
) -> tuple[Engine, LoweredPlan, tuple[Problem, ...]]:
    gaps = {use.where: use.unproven(engine.name) for use in uses if use.unproven(engine.name)}
    reduced, left_out = leave_out(plan, gaps)
    follow = len(left_out) - len(gaps)
    also = _followers(follow)
    notices = tuple(
        Problem.told(
            "PS331",
            Words(
                f"没有计算{also.zh}：{engine.name} 没有验证过“{shape}”",
                f"not calculated{also.en}: {engine.name} is not proven on '{shape}'",
            ),
            where=where,
            hint=_FILLED_IN,
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
            if gave_up(value):
                shown = Words("空值", "no value")
                if isinstance(value, ErrorValue):
                    shown = Words(value.code, value.code)
                problems.append(
                    Problem.told(
                        "PS332",
                        Words(
                            f"没有计算：{engine} 对“{block.texts[down][across]}”给出 {shown.zh}",
                            f"not calculated: {engine} gave {shown.en} for "
                            f"'{block.texts[down][across]}'",
                        ),
                        where=place_name(block.sheet, block.row + down, block.column + across),
                    )
                )
                break
    return problems
