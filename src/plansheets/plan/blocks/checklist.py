"""A checklist in its place: every check with its result."""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.blocks import Checklist
from plansheets.blueprint.model import Check, Meaning
from plansheets.boxes import Box
from plansheets.formula.ast import Cell, Name
from plansheets.formula.template import template
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import UnderWay
from plansheets.plan.look.wording import say
from plansheets.plan.model import PlannedConditional
from plansheets.plan.rules import FormulaFormat
from plansheets.plan.write_out.automatic_checks import all_checks
from plansheets.words import Locale

_RESULT_WIDTH = 11.0
_SAYS = template("cell=word")


def place_checklist(canvas: Canvas, checklist: Checklist, under_way: UnderWay) -> None:
    """The checks on another sheet: each result as it stands on the checks sheet."""
    del checklist  # it says nothing but where
    around, theme, first = under_way.around, canvas.theme, canvas.left
    checks = all_checks(around.blueprint, around.locale)
    wide = first
    while canvas.width_of(first, wide) < _RESULT_WIDTH:
        wide += 1
    top = canvas.row
    for check in checks:
        result = replace(theme.cell, align="center")
        canvas.put(canvas.row, first, result, formula=result_name(check))
        canvas.merge(canvas.row, first, wide, result)
        canvas.put(canvas.row, wide + 1, theme.label, check.message(around.locale))
        canvas.merge(canvas.row, wide + 1, max(wide + 3, canvas.last_column), theme.label)
        canvas.need_height(canvas.row, 22)
        canvas.row += 1
    if checks:
        box = Box(top, first, canvas.row - 1, first)
        canvas.conditionals.extend(result_formats(canvas, box, around.locale))
        canvas.gap(10)


def result_name(check: Check) -> Name:
    """The name of a check's result; ids begin with a letter, so nothing else is called this."""
    return Name(f"_check_{check.id}")


def result_formats(canvas: Canvas, box: Box, locale: Locale) -> list[PlannedConditional]:
    """How the result of a check looks."""
    cell = Cell(box.first_row, box.first_column, column_absolute=True)
    meanings: tuple[tuple[str, Meaning], ...] = (
        ("passed", "good"),
        ("noticed", "warn"),
        ("failed", "bad"),
    )
    return [
        PlannedConditional(
            box,
            FormulaFormat(_SAYS(cell=cell, word=say(key, locale)), canvas.theme.highlight(mean)),
        )
        for key, mean in meanings
    ]
