"""Every list of items on a hidden sheet, where drop-downs find them."""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.model import Blueprint
from plansheets.errors import display_width
from plansheets.formula.ast import CellRange
from plansheets.plan.canvas import Canvas
from plansheets.plan.model import Locale


def place_lists(canvas: Canvas, blueprint: Blueprint, locale: Locale) -> dict[str, CellRange]:
    """Every list in a column of a hidden sheet; gives the range of each list's items."""
    ranges: dict[str, CellRange] = {}
    for column, list_ in enumerate(blueprint.lists):
        canvas.put(0, column, canvas.theme.header, list_.label(locale) if list_.label else list_.id)
        for row, item in enumerate(list_.items, 1):
            canvas.put(row, column, canvas.theme.cell, item.label(locale))
            canvas.need_width(column, display_width(item.label(locale)) + 4)
        last = replace(canvas.reference(len(list_.items), column), sheet=None)
        ranges[list_.id] = CellRange(canvas.reference(1, column), last)
    return ranges
