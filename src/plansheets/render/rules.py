"""Conditional formats and data validations in XlsxWriter's words."""

from __future__ import annotations

import datetime
from typing import Any

from plansheets.formula.ast import Node
from plansheets.grid import MAX_LIST_TEXT, serial
from plansheets.plan.model import Box, PlannedConditional, PlannedValidation
from plansheets.render.formats import Formats
from plansheets.render.formulas import spell_formula
from plansheets.render.markup import number, utf16_length
from plansheets.render.refusals import place
from plansheets.render.worksheet import PlanWorksheet

_WIDEST = {
    "whole": ("-999999999999999", "999999999999999"),
    "decimal": ("-1E+300", "1E+300"),
    "date": ("1", "2958465"),
    "length": ("0", "32767"),
}
"""Bounds that hold every value of a kind, for a validation that only asks for the kind."""


def add_conditional(
    sheet: PlanWorksheet, conditional: PlannedConditional, formats: Formats
) -> None:
    """Write a conditional format."""
    match conditional.kind:
        case "formula":
            if conditional.formula is None:
                return
            options: dict[str, Any] = {
                "type": "formula",
                "criteria": _spelled(sheet, conditional.box, conditional.formula),
                "format": formats.highlight(conditional.highlight),
            }
            if conditional.stop:
                options["stop_if_true"] = True
        case "bar":
            options = _bar(conditional)
        case "heat":
            options = {
                "type": "2_color_scale",
                "min_color": "#FFFFFF",
                "max_color": f"#{conditional.bar_color}",
            }
    _call(sheet, conditional.box, sheet.conditional_format, options)


def _bar(conditional: PlannedConditional) -> dict[str, Any]:
    color = f"#{conditional.bar_color or '9DC3E6'}"
    options: dict[str, Any] = {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_solid": True,
        "bar_no_border": True,
        "bar_color": color,
        "bar_axis_color": "#BFBFBF",
        "bar_negative_color": "#E6A3A3",
    }
    for end, bound in (("min", conditional.bar_minimum), ("max", conditional.bar_maximum)):
        if bound is not None:
            options[f"{end}_type"] = "num"
            options[f"{end}_value"] = number(bound)
    return options


def add_validation(sheet: PlanWorksheet, validation: PlannedValidation) -> None:
    """Write a data validation."""
    options = _validation(sheet, validation)
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


def _validation(sheet: PlanWorksheet, validation: PlannedValidation) -> dict[str, Any] | None:
    kind = validation.kind
    match kind:
        case "any":
            return {"validate": "any"} if validation.prompt or validation.prompt_title else None
        case "list" if validation.source is not None:
            source = _spelled(sheet, validation.box, validation.source)
            return {"validate": "list", "source": source}
        case "list":
            return _list(sheet, validation)
        case "custom":
            if validation.formula is None:
                return None
            formula = _spelled(sheet, validation.box, validation.formula)
            return {"validate": "custom", "value": formula}
        case "whole" | "decimal" | "date" | "length":
            pass
    lowest, highest = validation.minimum, validation.maximum
    options: dict[str, Any] = {"validate": kind}
    if lowest is None and highest is None:
        options["criteria"] = "between"
        options["minimum"], options["maximum"] = _WIDEST[kind]
    elif highest is None:
        options |= {"criteria": ">=", "value": _bound(lowest)}
    elif lowest is None:
        options |= {"criteria": "<=", "value": _bound(highest)}
    else:
        options |= {"criteria": "between", "minimum": _bound(lowest), "maximum": _bound(highest)}
    return options


def _list(sheet: PlanWorksheet, validation: PlannedValidation) -> dict[str, Any] | None:
    items = ",".join(validation.items)
    units = utf16_length(items)
    parted = [item for item in validation.items if "," in item]
    message = ""
    if units > MAX_LIST_TEXT:
        message = (
            f"the dropdown's items have {units} characters together, "
            f"a list written out holds {MAX_LIST_TEXT}"
        )
    elif parted:
        message = f"the dropdown's item '{parted[0]}' holds a comma, which would make two items"
    if message:
        box = validation.box
        hint = "let the dropdown take its items from a range"
        sheet.refuse(box.first_row, box.first_column, "PS344", message, hint)
        return None
    escaped = items.replace('"', '""')
    return {"validate": "list", "source": f'"{escaped}"'}


def _bound(bound: float | datetime.date | None) -> str:
    if isinstance(bound, datetime.date):
        return number(serial(bound))
    return number(bound or 0)


def _spelled(sheet: PlanWorksheet, box: Box, node: Node) -> str:
    return spell_formula(node, sheet.refusals, place(sheet.name, box.first_row, box.first_column))


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
