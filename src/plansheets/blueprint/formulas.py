"""Every formula of a blueprint with the place it stands in, to be read or rewritten by a pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import is_
from typing import TYPE_CHECKING, TypeVar

from plansheets.blueprint.model import (
    Blueprint,
    Check,
    Column,
    Each,
    Formula,
    Metric,
    Parameter,
    Rule,
    Sheet,
    Table,
)
from plansheets.records import dataclass
from plansheets.words import Words

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from plansheets.blueprint.period_grid import PeriodGrid

_Holder = TypeVar("_Holder", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Context:
    """Where a formula stands.

    ``owner`` is the node it defines in the graph of dependencies, as in ``skus[stock]``; rules and
    checks define nothing and have none.
    """

    what: Words
    owner: str | None = None
    table: Table | None = None
    column: Column | None = None
    grid: PeriodGrid | None = None
    row: Column | None = None
    metric: Metric | None = None
    parameter: Parameter | None = None
    check: Check | None = None
    each: Each | None = None
    slot: str = "formula"
    """``formula``, ``total``, ``rule``, ``count``, ``where``, one of BESIDE, or ``column`` where a
    whole column is named."""


BESIDE = ("period", "target", "before", "last_year", "note")
"""What stands beside the value of a metric on its card, by the slot of its formula."""

Rewrite = Callable[[Formula, Context], Formula]


def rewrite_formulas(blueprint: Blueprint, rewrite: Rewrite) -> Blueprint:
    """*blueprint* with every formula replaced by what *rewrite* makes of it."""
    return renewed(
        blueprint,
        parameters=tuple(_parameter(parameter, rewrite) for parameter in blueprint.parameters),
        tables=tuple(_table(table, rewrite) for table in blueprint.tables),
        metrics=tuple(_metric(metric, rewrite) for metric in blueprint.metrics),
        checks=tuple(_check(check, rewrite) for check in blueprint.checks),
        sheets=tuple(_sheet(sheet, rewrite) for sheet in blueprint.sheets),
    )


def each_formula(blueprint: Blueprint) -> Iterator[tuple[Formula, Context]]:
    """Every formula and its context, in the order of the file's sections."""
    found: list[tuple[Formula, Context]] = []

    def note(formula: Formula, context: Context) -> Formula:
        found.append((formula, context))
        return formula

    rewrite_formulas(blueprint, note)
    return iter(found)


def rewrite_rules(rules: tuple[Rule, ...], rewrite: Rewrite, context: Context) -> tuple[Rule, ...]:
    """*rules* with every formula replaced; *context* is where what they colour stands."""
    if not rules:
        return rules
    place = replace(context, owner=None, slot="rule")
    return tuple(renewed(rule, formula=rewrite(rule.formula, place)) for rule in rules)


def _parameter(parameter: Parameter, rewrite: Rewrite) -> Parameter:
    if parameter.formula is None:
        return parameter
    context = Context(
        Words(f"参数“{parameter.id}”", f"parameter '{parameter.id}'"),
        parameter.id,
        parameter=parameter,
    )
    return renewed(parameter, formula=rewrite(parameter.formula, context))


def _table(table: Table, rewrite: Rewrite) -> Table:
    context = Context(Words(f"表“{table.id}”", f"table '{table.id}'"), table=table)
    return renewed(
        table,
        columns=tuple(rewrite_column(table, column, rewrite) for column in table.columns),
        rules=rewrite_rules(table.rules, rewrite, context),
    )


def rewrite_column(table: Table, column: Column, rewrite: Rewrite) -> Column:
    """*column* of *table* with every formula replaced by what *rewrite* makes of it."""
    what = Words(f"表“{table.id}”的列“{column.id}”", f"column '{column.id}' of table '{table.id}'")
    context = Context(what, f"{table.id}[{column.id}]", table, column, each=column.each)
    formula = rewrite(column.formula, context) if column.formula else None
    total = None
    if column.total is not None:
        owner = f"{table.id}[{column.id}] total"
        total = rewrite(column.total, replace(context, owner=owner, slot="total"))
    return renewed(
        column, formula=formula, total=total, rules=rewrite_rules(column.rules, rewrite, context)
    )


def _metric(metric: Metric, rewrite: Rewrite) -> Metric:
    context = Context(
        Words(f"指标“{metric.id}”", f"metric '{metric.id}'"), metric.id, metric=metric
    )
    what = context.what
    beside = {
        slot: rewrite(
            formula,
            Context(
                Words(f"{what.zh}的“{slot}”", f"'{slot}' of {what.en}"), metric=metric, slot=slot
            ),
        )
        for slot in BESIDE
        if (formula := getattr(metric, slot)) is not None
    }
    return renewed(
        metric,
        formula=rewrite(metric.formula, context),
        rules=rewrite_rules(metric.rules, rewrite, context),
        **beside,
    )


def _check(check: Check, rewrite: Rewrite) -> Check:
    context = Context(
        Words(f"检查“{check.id}”", f"check '{check.id}'"),
        f"check {check.id}",
        check=check,
        slot="count",
    )
    beside = replace(context, owner=None)
    return renewed(
        check,
        count=rewrite(check.count, context) if check.count else None,
        first=rewrite(check.first, beside) if check.first else None,
        where=rewrite(check.where, replace(beside, slot="where")) if check.where else None,
    )


def _sheet(sheet: Sheet, rewrite: Rewrite) -> Sheet:
    return renewed(sheet, blocks=tuple(block.rewritten(rewrite) for block in sheet.blocks))


def renewed(part: _Holder, **fields: object) -> _Holder:
    """*part* with *fields*; itself where nothing is new, as most rewrites touch few formulas."""
    new = {}
    for name, value in fields.items():
        old = getattr(part, name)
        if old is not value and not _holds_the_same(old, value):
            new[name] = value
    return replace(part, **new) if new else part


def _holds_the_same(old: object, new: object) -> bool:
    """Whether both are tuples of the same objects."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new) and all(map(is_, old, new))
    return False
