"""What Excel is told of the functions: ``functions.json``, and the names by which cells call."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from plansheets.addin.help import argument_said, function_said
from plansheets.addin.javascript.formulas import argument_name
from plansheets.functions.function import Argument, Function
from plansheets.words import Locale

NAMESPACE: Final = "PS"
"""What stands before every name in a cell, with a dot: ``PS.ROI``."""

_SCHEMA: Final = (
    "https://developer.microsoft.com/json-schemas/office-js/custom-functions.schema.json"
)


def office_id(function: Function) -> str:
    """The name of a function for the script; letters and dots are right by every rule published."""
    return function.name.upper().replace("_", ".")


def office_name(function: Function) -> str:
    """The name by which a cell calls a function: ``PS.DEVIATION_RATE``."""
    return f"{NAMESPACE}.{function.name.upper()}"


def metadata(functions: Iterable[Function], locale: Locale, address: str) -> str:
    """``functions.json`` in one language; help is at *address*.

    Every argument is rows of cells, so that a range may stand for a value; errors are handed over,
    and where the arguments are, so that a blank can be told from 0.
    """
    told = {
        "$schema": _SCHEMA,
        "allowErrorForDataTypeAny": True,
        "functions": [_function(function, locale, address) for function in functions],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _function(function: Function, locale: Locale, address: str) -> dict[str, Any]:
    return {
        "id": office_id(function),
        "name": function.name.upper(),
        "description": function_said(function, locale),
        "helpUrl": f"{address}/functions.html#{function.name}",
        "parameters": [_parameter(argument, locale) for argument in function.arguments],
        "result": {"type": "any", "dimensionality": "matrix"},
        "options": {"requiresParameterAddresses": True},
    }


def _parameter(argument: Argument, locale: Locale) -> dict[str, Any]:
    return {
        "name": argument_name(argument.name),
        "description": argument_said(argument, locale),
        "type": "any",
        "dimensionality": "matrix",
        "optional": argument.default is not None,
    }
