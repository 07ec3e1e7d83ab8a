"""The catalogue as plain data: for ``plansheets functions`` and for programs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from plansheets.functions.catalog import CATALOG, FUNCTIONS
from plansheets.functions.function import Argument, Example, Function

PREFIX = "PS_"
"""What stands before a function's name in Excel, where ``ROI2024`` would be a cell."""


def excel_name(function: Function) -> str:
    """The name by which a cell calls a function: ``PS_DEVIATION_RATE``."""
    return PREFIX + function.name.upper()


def find_function(name: str) -> Function | None:
    """A function by its name in blueprints or in Excel, in any case."""
    return CATALOG.get(name.lower().removeprefix(PREFIX.lower()))


def find_titled(word: str) -> list[Function]:
    """The functions whose title is or holds a word: 客单价, ``AOV``, ``turns``.

    >>> [function.name for function in find_titled("客单价")]
    ['sales_per_customer']
    """
    return [
        function
        for function in FUNCTIONS
        if word
        and any(
            word.casefold() in _BETWEEN_WORDS.split(title.casefold())
            for title in function.title.by_locale.values()
        )
    ]


_BETWEEN_WORDS = re.compile(r"[\s:,/()、]+")


def list_functions() -> list[dict[str, Any]]:
    """Every function of the catalogue in its order, each as :func:`outline_function` tells it."""
    return [outline_function(function) for function in FUNCTIONS]


def outline_function(function: Function) -> dict[str, Any]:
    """One function: names, arguments, what it gives, its formulas and its examples."""
    why = function.why_no_formula
    return {
        "name": function.name,
        "excel_name": excel_name(function),
        "category": function.category,
        "title": function.title.by_locale,
        "words": function.words.by_locale,
        "source": function.source.by_locale,
        "signature": function.signature,
        "gives": function.gives,
        "arguments": [_argument(argument) for argument in function.arguments],
        "shape": function.shape,
        "cell_formula": None if why else function.cell_formula,
        "function_formula": None if why else function.function_formula,
        "why_no_formula": why.by_locale if why else None,
        "examples": [_example(example) for example in function.examples],
    }


def _argument(argument: Argument) -> dict[str, Any]:
    return {
        "name": argument.name,
        "takes": argument.takes,
        "column": argument.many,
        "range": argument.table,
        "required": argument.default is None,
        "default": argument.default,
        "options": list(argument.options),
        "help": argument.help.by_locale,
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        "arguments": [_plain(sample) for sample in example.arguments],
        "cell": _plain(example.result),
        "function": example.error or _plain(example.result),
        "note": example.note.by_locale if example.note else None,
    }


def _plain(sample: object) -> object:
    match sample:
        case tuple():
            return [_plain(one) for one in sample]
        case date():
            return sample.isoformat()
        case _:
            return sample
