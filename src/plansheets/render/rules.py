"""Conditional formats and data validations in XlsxWriter's words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, assert_never

from plansheets.boxes import Box
from plansheets.formula.ast import Node
from plansheets.grid import MAX_LIST_TEXT, serial
from plansheets.lengths import excel_length
from plansheets.plan.model import PlannedConditional, PlannedValidation
from plansheets.plan.rules import (
    Accepted,
    AnyValue,
    Between,
    Custom,
    DataBar,
    FormulaFormat,
    HeatMap,
    ItemsFrom,
    ListedItems,
)
from plansheets.render.formats import Formats
from plansheets.render.markup import number
from plansheets.render.refusals import place
from plansheets.render.worksheet import PlanWorksheet
from plansheets.words import Words


def add_conditional(
    sheet: PlanWorksheet, conditional: PlannedConditional, formats: Formats
) -> None:
    """Write a conditional format."""
    match conditional.shows:
        case FormulaFormat(formula, highlight, stop):
            options: dict[str, Any] = {
                "type": "formula",
                "criteria": _spelled(sheet, conditional.box, formula),
                "format": formats.highlight(highlight),
            }
            if stop:
                options["stop_if_true"] = True
        case DataBar() as bar:
            options = _bar(bar)
        case HeatMap(low, high):
            options = {"type": "2_color_scale", "min_color": f"#{low}", "max_color": f"#{high}"}
        case other:
            assert_never(other)
    _call(sheet, conditional.box, sheet.conditional_format, options)


def _bar(bar: DataBar) -> dict[str, Any]:
    options: dict[str, Any] = {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_solid": bar.solid,
        "bar_color": f"#{bar.color}",
        "bar_axis_color": f"#{bar.axis}",
        "bar_negative_color": f"#{bar.below_zero}",
    }
    if bar.edge is None:
        options["bar_no_border"] = True
    else:
        options["bar_border_color"] = f"#{bar.edge}"
    for end, bound in (("min", bar.minimum), ("max", bar.maximum)):
        if bound is not None:
            options[f"{end}_type"] = "num"
            options[f"{end}_value"] = number(bound)
    return options


def add_validation(sheet: PlanWorksheet, validation: PlannedValidation) -> None:
    """Write a data validation."""
    options = _accepted(sheet, validation.box, validation.accepts)
    if options is None:
        return
    words = {
        "input_title": validation.prompt_title,
        "input_message": validation.prompt,
        "error_title": validation.error_title,
        "error_message": validation.error,
    }
    options |= {key: text for key, text in words.items() if text}
    options["ignore_blank"] = validation.ignore_blank
    if validation.error_level == "none":
        options["show_error"] = False
    else:
        options["error_type"] = validation.error_level
    _call(sheet, validation.box, sheet.data_validation, options)


def _accepted(sheet: PlanWorksheet, box: Box, accepts: Accepted) -> dict[str, Any] | None:
    match accepts:
        case AnyValue():
            return {"validate": "any"}
        case ListedItems(items):
            return _list(sheet, box, items)
        case ItemsFrom(source):
            return {"validate": "list", "source": _spelled(sheet, box, source)}
        case Between(measure, minimum, maximum):
            return {
                "validate": measure,
                "criteria": "between",
                "minimum": _bound(minimum),
                "maximum": _bound(maximum),
            }
        case Custom(formula):
            return {"validate": "custom", "value": _spelled(sheet, box, formula)}
        case other:
            assert_never(other)


def _list(sheet: PlanWorksheet, box: Box, items: Sequence[str]) -> dict[str, Any] | None:
    joined = ",".join(items)
    units = excel_length(joined)
    parted = [item for item in items if "," in item]
    message: Words | None = None
    if units > MAX_LIST_TEXT:
        message = Words(
            f"下拉选项一共 {units} 个字符，直接写出的列表最多 {MAX_LIST_TEXT} 个",
            f"the dropdown's items have {units} characters together, a list "
            f"written out holds {MAX_LIST_TEXT}",
        )
    elif parted:
        message = Words(
            f"下拉选项“{parted[0]}”里有逗号，会变成两项",
            f"the dropdown's item '{parted[0]}' holds a comma, which would make two items",
        )
    if message:
        hint = Words("让下拉从单元格区域取选项", "let the dropdown take its items from a range")
        sheet.refuse(box.first_row, box.first_column, "PS344", message, hint)
        return None
    escaped = joined.replace('"', '""')
    return {"validate": "list", "source": f'"{escaped}"'}


def _bound(bound: float | datetime.date) -> str:
    if isinstance(bound, datetime.date):
        return number(serial(bound))
    return number(bound or 0)  # 0.0 is written 0


def _spelled(sheet: PlanWorksheet, box: Box, node: Node) -> str:
    return sheet.spelled(node, place(sheet.name, box.first_row, box.first_column))


def _call(sheet: PlanWorksheet, box: Box, method: Any, options: dict[str, Any]) -> None:
    sheet.refusals.call(
        place(sheet.name, box.first_row, box.first_column),
        method,
        box.first_row,
        box.first_column,
        box.last_row,
        box.last_column,
        options,
    )
