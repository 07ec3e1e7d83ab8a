"""Forms: parameters to fill in, their defaults, and the values that formulas use."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from plansheets.blueprint.blocks import Form
from plansheets.blueprint.model import Parameter
from plansheets.blueprint.types import Align
from plansheets.boxes import Box
from plansheets.formula.ast import Boolean, Cell, Node, Number, Text
from plansheets.formula.template import template
from plansheets.grid import MAX_NAME, serial
from plansheets.lengths import excel_cut
from plansheets.plan.blocks.simple import place_heading, place_note
from plansheets.plan.blocks.validations import accepts_parameter
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.plan.canvas.numbers import number_look
from plansheets.plan.look.measure import INDENT, PADDING, text_width
from plansheets.plan.look.wording import say
from plansheets.plan.model import ErrorValue, PlannedName, Value
from plansheets.plan.write_out.localise import optional_words

_FORM_WIDTHS = (26.0, 18.0, 14.0, 14.0, 10.0, 54.0)
_LEAST_LABEL, _LEAST_EXPLANATION = 14.0, 26.0
_EXPLANATION_LINES = 2
_HELP_SIZE = 9.0
TYPED_TO_USED = 2
"""Columns from the cell that is typed into to the one that formulas know by the parameter's id."""
_NUMBER_IN_USE = template("IF(ISNUMBER(typed), typed, default)")
_IN_USE = template('IF(typed="", default, typed)')


def measure_form(canvas: Canvas, form: Form, around: Surroundings) -> None:
    """Claim the widths of a form's columns: those of every form, but where its words need less."""
    locale = around.locale
    chosen = [one for id_ in form.parameters if (one := around.blueprint.parameter(id_))]
    label, *between, explanation = _form_widths(chosen)
    labels = (text_width(one.label(locale)) for one in chosen)
    helps = (text_width(optional_words(one.help, locale) or "", size=_HELP_SIZE) for one in chosen)
    edges = PADDING + INDENT
    label = min(label, max(max(labels, default=0) + edges, _LEAST_LABEL))
    in_lines = max(helps, default=0) / _EXPLANATION_LINES + edges
    explanation = min(explanation, max(in_lines, _LEAST_EXPLANATION))
    _claim_widths(canvas, (label, *between, explanation))


def _form_widths(parameters: Sequence[Parameter]) -> tuple[float, ...]:
    """Widths for *parameters*: names in use get as much room as names that are typed."""
    label, typed, default, used, unit, explanation = _FORM_WIDTHS
    if any(one.type.kind == "text" for one in parameters):
        used = typed
    return label, typed, default, used, unit, explanation


def _claim_widths(canvas: Canvas, widths: Sequence[float]) -> None:
    for offset, width in enumerate(widths):
        canvas.need_width(canvas.left + offset, width)


def place_form(canvas: Canvas, form: Form, under_way: UnderWay) -> None:
    """A form under its heading; the names that formulas know its parameters by are noted."""
    blueprint, locale = under_way.around.blueprint, under_way.around.locale
    if form.title:
        place_heading(canvas, form.title(locale))
    chosen = [one for id_ in form.parameters if (one := blueprint.parameter(id_))]
    under_way.names += _place_rows(canvas, chosen, under_way)
    canvas.gap(10)


def _place_rows(
    canvas: Canvas, parameters: Sequence[Parameter], under_way: UnderWay
) -> list[PlannedName]:
    """Parameters to fill in; gives the names that formulas know them by.

    The value in use is what was typed or, where the cell is blank or holds a text in place of a
    number, the default: a threshold is never blank.
    """
    around, values = under_way.around, under_way.values
    locale = around.locale
    heads = ("parameter", "typed", "default", "used", "unit", "explanation")
    found = {parameter.type.align for parameter in parameters}
    align: Align = "right" if "right" in found else next(iter(found)) if len(found) == 1 else "left"
    aligned: dict[str, Align] = {"typed": align, "default": align, "used": align, "unit": "center"}
    for offset, key in enumerate(heads):
        style = canvas.theme.header_of(aligned.get(key, "left"))
        if key == "typed":
            style = replace(style, color=canvas.theme.palette.input_ink)
        canvas.put(canvas.row, canvas.left + offset, style, say(key, locale))
    canvas.need_height(canvas.row, 28)
    canvas.row += 1
    return [
        _form_row(canvas, parameter, values.get(parameter.id), under_way)
        for parameter in parameters
    ]


def place_parameters(
    canvas: Canvas, parameters: Sequence[Parameter], under_way: UnderWay
) -> list[PlannedName]:
    """The parameters that stand on no form of the blueprint."""
    _claim_widths(canvas, _form_widths(parameters))
    canvas.row = 2
    canvas.gap()
    place_note(canvas, say("parameters note", under_way.around.locale))
    canvas.gap()
    return _place_rows(canvas, parameters, under_way)


def _form_row(
    canvas: Canvas, parameter: Parameter, value: Value, under_way: UnderWay
) -> PlannedName:
    around = under_way.around
    theme, locale, row = canvas.theme, around.locale, canvas.row
    first = canvas.left
    values_box = Box(row, first + 1, row, first + 3)
    look = number_look(canvas, values_box, parameter.type, parameter.number_format, locale)
    canvas.put(row, first, theme.label, parameter.label(locale))
    typed = canvas.put(row, first + 1, replace(theme.input, **look), value)
    under_way.typed[parameter.id] = typed
    default_style = replace(theme.cell, color=theme.palette.faint, **look)
    default: Node
    if parameter.formula is not None:
        default = canvas.put(row, first + 2, default_style, formula=parameter.formula.tree)
    else:
        shown = _default(parameter, around)
        default = canvas.put(row, first + 2, default_style, shown)
        if shown is None:
            default = Text("")
    formula = value_in_use(parameter, _here(typed), _here(default))
    used = canvas.put(
        row, first + 1 + TYPED_TO_USED, replace(theme.cell, bold=True, **look), formula=formula
    )
    canvas.put(
        row, first + 4, replace(theme.cell, align="center"), optional_words(parameter.unit, locale)
    )
    help_style = replace(theme.label, size=_HELP_SIZE, color=theme.palette.faint)
    help_words = optional_words(parameter.help, locale)
    canvas.put(row, first + 5, help_style, help_words)
    points = max(
        canvas.row_points([(parameter.label(locale), canvas.width(first))]),
        canvas.row_points([(help_words or "", canvas.width(first + 5))], size=help_style.size),
    )
    canvas.need_height(row, points + 3)
    rule = accepts_parameter(Box(row, first + 1, row, first + 1), parameter, around)
    if rule is not None:
        canvas.validations.append(rule)
    canvas.row += 1
    return PlannedName(parameter.id, used, excel_cut(parameter.label(locale), MAX_NAME))


def default_of(parameter: Parameter, around: Surroundings) -> Node:
    """The default as a formula writes it."""
    if parameter.formula is not None:
        return parameter.formula.tree
    match _default(parameter, around):
        case bool() as value:
            return Boolean(value)
        case int() | float() as value:
            return Number(value)
        case str() as value:
            return Text(value)
        case datetime.date() as value:
            return Number(serial(value))
        case ErrorValue() | None:
            return Text("")


def value_in_use(parameter: Parameter, typed: Node, default: Node) -> Node:
    """What was typed or, where it is blank or no number where one is needed, the default."""
    if parameter.type.kind in ("number", "date"):
        return _NUMBER_IN_USE(typed=typed, default=default)
    return _IN_USE(typed=typed, default=default)


def _here(node: Node) -> Node:
    """A reference from the same sheet, which needs no sheet and moves with its row."""
    if isinstance(node, Cell):
        return Cell(node.row, node.column)
    return node


def _default(parameter: Parameter, around: Surroundings) -> Value:
    item = around.blueprint.item(parameter.list_id, parameter.default)
    return item.label(around.locale) if item else parameter.default
