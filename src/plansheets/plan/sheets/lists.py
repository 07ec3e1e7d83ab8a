"""Every list of items on a hidden sheet, where drop-downs find them."""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.model import Blueprint
from plansheets.formula.ast import CellRange
from plansheets.lengths import display_width
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.model import PlannedName
from plansheets.plan.names import list_name
from plansheets.words import Locale


def place_lists(canvas: Canvas, blueprint: Blueprint, locale: Locale) -> list[PlannedName]:
    """Every list in a column of a hidden sheet; gives the names of the lists' items."""
    names = []
    for column, list_ in enumerate(blueprint.lists):
        canvas.put(0, column, canvas.theme.header, list_.label(locale) if list_.label else list_.id)
        for row, item in enumerate(list_.items, 1):
            canvas.put(row, column, canvas.theme.cell, item.label(locale))
            canvas.need_width(column, display_width(item.label(locale)) + 4)
        last = replace(canvas.reference(len(list_.items), column), sheet=None)
        items = CellRange(canvas.reference(1, column), last)
        names.append(PlannedName(list_name(list_.id).name, items, hidden=True))
    return names
