"""How numbers of a type look in the cells of a sheet."""

from __future__ import annotations

from typing import Any

from plansheets.blueprint.types import Type
from plansheets.boxes import Box
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.look.number_formats import shown, whole_format
from plansheets.words import Locale, Words


def number_look(
    canvas: Canvas, box: Box, type_: Type, number_format: Words | None, locale: Locale
) -> dict[str, Any]:
    """Number format and alignment of the cells in *box*, for ``replace`` on a style."""
    written = number_format(locale) if number_format else type_.number_format
    canvas.conditionals.extend(whole_format(box, written))
    return {
        "number_format": shown(written).number_format,
        "align": type_.align,
        "indent": 0 if type_.align == "center" else 1,
        "shrink": True,
    }
