"""What cells accept, with prompts and messages in plain words."""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.model import Column, Parameter, Table
from plansheets.boxes import Box
from plansheets.formula.ast import Boolean, Structured
from plansheets.formula.template import template
from plansheets.grid import FIRST_DAY, LAST_DAY, MAX_PROMPT, MAX_PROMPT_TITLE
from plansheets.lengths import excel_cut
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.look.wording import say
from plansheets.plan.model import PlannedValidation
from plansheets.plan.names import list_name
from plansheets.plan.rules import AnyValue, Between, Custom, ItemsFrom
from plansheets.words import Locale

_LARGEST = 1e15
_ONCE = template("SUMPRODUCT(--EXACT(column, cell))<=1")


def validation(
    column: Column, table: Table, box: Box, around: Surroundings
) -> PlannedValidation | None:
    """What the cells of *column* in *box* accept; computed ones refuse typing."""
    locale = around.locale
    if column.role == "formula" or table.names_rows(column):
        return PlannedValidation(
            box,
            Custom(Boolean(False)),
            error_title=say("no typing title", locale),
            error=say("no typing", locale),
            ignore_blank=False,
        )
    rule = accepts(box, column, locale)
    if rule is None and table.key == (column.id,):
        rule = _unique(column, table, box, locale)
    return typed_in(column, box, around, rule)


def typed_in(
    held: Column, box: Box, around: Surroundings, rule: PlannedValidation | None
) -> PlannedValidation | None:
    """What cells accept into which people type *held*: by *rule*, if any, or from its options."""
    prompt = _prompt(held, around.locale)
    rule = rule or _offered(held, box, around)
    if rule is None:
        if not prompt:
            return None
        rule = PlannedValidation(box, AnyValue())
    title = excel_cut(held.label(around.locale), MAX_PROMPT_TITLE) if prompt else ""
    return replace(rule, prompt_title=title, prompt=prompt)


def _unique(column: Column, table: Table, box: Box, locale: Locale) -> PlannedValidation:
    """A key is compared letter by letter: COUNTIF would read wildcards and digits into it."""
    whole = Structured(table.id, "data", column.label(locale))
    this = Structured(table.id, "this row", column.label(locale))
    return PlannedValidation(
        box,
        Custom(_ONCE(column=whole, cell=this)),
        error_title=say("invalid", locale),
        error=say("unique wanted", locale),
    )


def accepts_parameter(
    box: Box, parameter: Parameter, around: Surroundings
) -> PlannedValidation | None:
    """What the cell of a parameter accepts."""
    return accepts(box, parameter, around.locale) or _offered(parameter, box, around)


def _offered(held: Column | Parameter, box: Box, around: Surroundings) -> PlannedValidation | None:
    """The values of a table's column to pick from; what else is typed is no mistake."""
    options = held.options
    if options is None:
        return None
    table = around.blueprint.table(options.table)
    column = table.column(options.column) if table else None
    if column is None:
        return None
    source = Structured(options.table, "data", column.label(around.locale))
    return PlannedValidation(box, ItemsFrom(source), error_level="none")


def accepts(box: Box, held: Column | Parameter, locale: Locale) -> PlannedValidation | None:
    """What an input accepts by its type, list and bounds, with an error message in plain words."""
    title = say("invalid", locale)
    if held.list_id is not None:
        return PlannedValidation(
            box,
            ItemsFrom(list_name(held.list_id)),
            error_title=title,
            error=say("item wanted", locale),
        )
    match held.type.kind:
        case "number":
            percent = held.type.measure == "percent"
            bounds = _bounds(held.minimum, held.maximum, locale, percent=percent)
            wanted = say("whole wanted" if held.type.whole else "number wanted", locale)
            return PlannedValidation(
                box,
                Between(
                    "whole" if held.type.whole else "decimal",
                    -_LARGEST if held.minimum is None else held.minimum,
                    _LARGEST if held.maximum is None else held.maximum,
                ),
                error_title=title,
                error=wanted + bounds,
            )
        case "date":
            return PlannedValidation(
                box,
                Between("date", FIRST_DAY, LAST_DAY),
                error_title=title,
                error=say("date wanted", locale),
            )
        case "text" | "boolean":
            return None


def _bounds(minimum: float | None, maximum: float | None, locale: Locale, *, percent: bool) -> str:
    def shown(value: float) -> str:
        return f"{value * 100:g}%" if percent else f"{value:,.10g}"

    if minimum is not None and maximum is not None:
        return say("between", locale).format(low=shown(minimum), high=shown(maximum))
    if minimum is not None:
        return say("at least", locale).format(low=shown(minimum))
    if maximum is not None:
        return say("at most", locale).format(high=shown(maximum))
    return ""


def _prompt(column: Column, locale: Locale) -> str:
    parts = [column.help(locale)] if column.help else []
    if column.example:
        parts.append(say("example", locale) + column.example(locale))
    return excel_cut("\n".join(parts), MAX_PROMPT)
