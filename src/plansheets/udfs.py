"""The functions as xlwings UDFs: what Excel on Windows calls when a cell says ``=PS_ROI(…)``.

xlwings imports this module by name. Every function of the catalogue is here under its Excel name,
with its arguments, its category and its help. A range may stand for any argument: one call with
ranges in and an array out is far quicker than a call a cell. Every answer is rows of values, even a
single value: xlwings' ``CallUDF`` takes the length of what comes back. Errors come back as their
names (``"#N/A"``, ``"#DIV/0!"``, ``"#VALUE!"``), which the add-in's wrapper turns into Excel's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from inspect import Parameter, Signature
from itertools import chain
from typing import Any, Final

import numpy as np
import xlwings

from plansheets.functions.cells import of_one_kind
from plansheets.functions.function import Argument, Function
from plansheets.functions.kernel import Kernel
from plansheets.functions.kernels import KERNELS
from plansheets.functions.outline import excel_name

CATEGORY: Final = "plansheets"
_HELP_LENGTH: Final = 255
"""Characters that Excel's function wizard takes."""

_ERROR_CODES: Final = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
}
"""Excel's errors as COM hands them over: whole numbers, which no number of a cell is."""


class _Omitted:
    """What stands for an argument that a call leaves out; a blank cell is None."""

    def __repr__(self) -> str:
        return "omitted"


_OMITTED: Final = _Omitted()


Answer = list[list[object]]
"""Rows of values."""


def _udf(kernel: Kernel) -> Callable[..., Answer]:
    """The UDF of one kernel, with the signature that xlwings reads."""
    function = kernel.function
    single = [argument.name for argument in function.arguments if not argument.many]

    def call(*given: object) -> Answer:
        named = {
            argument.name: _read(value, argument.takes in {"number", "date"})
            for argument, value in zip(function.arguments, given, strict=False)
            if value is not _OMITTED
        }
        broken = _first_error(named[name] for name in single if name in named)
        if broken is not None:
            return [[broken]]
        try:
            shown = kernel.judge(**named).in_cells()
        except ValueError:
            return [["#VALUE!"]]
        rows: Answer = (shown if shown.ndim == 2 else shown.reshape(-1, 1)).tolist()
        return rows

    call.__name__ = call.__qualname__ = excel_name(function)
    call.__doc__ = _help(function)
    call.__signature__ = Signature([_parameter(one) for one in function.arguments])  # type: ignore[attr-defined]
    made = xlwings.ret("raw")(call)
    for argument in function.arguments:
        said = f"{argument.help.zh} · {argument.help.en}"
        made = xlwings.arg(argument.name, "raw", doc=said[:_HELP_LENGTH])(made)
    # outermost: every other decorator of xlwings' sets the category back
    return xlwings.func(category=CATEGORY)(made)


def _parameter(argument: Argument) -> Parameter:
    default = Parameter.empty if argument.default is None else _OMITTED
    return Parameter(argument.name, Parameter.POSITIONAL_OR_KEYWORD, default=default)


def _help(function: Function) -> str:
    said = f"{function.title.zh}：{function.words.zh} · {function.title.en}: {function.words.en}"
    return said[:_HELP_LENGTH]


def _read(value: object, numeric: bool) -> object:
    """A value as COM gives it: errors by name, a column or row of cells as one dimension more.

    A range takes most of a call's time, so its cells are looked at all together where they can be.
    """
    if isinstance(value, tuple):
        flat = [cell for (cell,) in value] if len(value[0]) == 1 else [*chain(*value)]
        kinds = set(map(type, flat))
        if not kinds.isdisjoint({int, Decimal}):
            flat = list(map(_cell, flat))
            kinds = set(map(type, flat))
        array = of_one_kind(flat, kinds) if numeric else None
        if array is None:
            array = np.empty(len(flat), dtype=object)
            array[:] = flat
        return array.reshape(len(value), -1)
    return _cell(value)


def _cell(value: object) -> object:
    """An error by its name; what has a currency's format, which COM gives as a decimal, a float."""
    if isinstance(value, Decimal):
        return float(value)
    return _ERROR_CODES.get(value, value) if type(value) is int else value


def _first_error(values: Iterable[object]) -> str | None:
    """The error that a single argument holds: a formula over an error is that error."""
    errors = _ERROR_CODES.values()
    return next((value for value in values if isinstance(value, str) and value in errors), None)


globals().update({excel_name(kernel.function): _udf(kernel) for kernel in KERNELS.values()})


def __getattr__(name: str) -> Any:
    raise AttributeError(f"no function '{name}'; `plansheets functions list` names them")
