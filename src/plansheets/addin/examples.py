"""The sheets of an add-in's workbook: an example of every function, and xlwings' settings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from plansheets.addin.wrappers import PYTHON_MODULE
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Argument, Example, Function, Sample
from plansheets.functions.outline import excel_name
from plansheets.grid import cell_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_HEADER = (
    "Function · 函数",
    "What it is · 含义",
    "Formula · 公式",
    "Result · 结果",
    "Arguments · 参数",
)
_FIRST_ARGUMENT = len(_HEADER) - 1

_SETTINGS = (
    ("Interpreter_Win", "pythonw"),
    ("Interpreter_Mac", None),
    ("PYTHONPATH", None),
    ("Conda Path", None),
    ("Conda Env", None),
    ("UDF Modules", PYTHON_MODULE),
    ("Debug UDFs", False),
    ("Use UDF Server", False),
    ("Show Console", False),
)


def settings(python: str | None = None) -> Iterator[tuple[str, str | bool | None]]:
    """Xlwings' settings: names and values, with *python* as the interpreter."""
    for name, value in _SETTINGS:
        yield name, python if python and name == "Interpreter_Win" else value


def write_settings(sheet: Worksheet, python: str | None) -> Worksheet:
    """Xlwings' settings: a name and a value a row, from A1."""
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 60)
    for row, (name, value) in enumerate(settings(python)):
        sheet.write(row, 0, name)
        sheet.write(row, 1, "" if value is None else value)
    return sheet


def write_examples(book: Workbook, sheet: Worksheet) -> Worksheet:
    """Every function with its first example: live, with the value it should have cached."""
    bold = book.add_format({"bold": True, "font_color": "#1F3A5F", "bg_color": "#E4ECF5"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    plain = book.add_format({"valign": "top"})
    days = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
    sheet.hide_gridlines(2)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, width in enumerate((30, 46, 44, 14, *[11] * 14)):
        sheet.set_column(column, column, width)
    for column, title in enumerate(_HEADER):
        sheet.write(0, column, title, bold)
    row = 1
    for function in FUNCTIONS:
        example = function.examples[0]
        sheet.write(row, 0, excel_name(function), plain)
        sheet.write(row, 1, f"{function.title.zh} · {function.title.en}", wrap)
        call = example_call(function, example, row)
        sheet.write_string(row, 2, call, wrap)
        result = _value(example.error or example.result)
        day = days if isinstance(example.result, date) else plain
        sheet.write_formula(row, 3, call, day, result)
        for down, column, sample in example_cells(function, example):
            _write(sheet, row + down, column, sample, days)
        row += _height(example) + 1
    return sheet


def _height(example: Example) -> int:
    columns = (one for one in example.arguments if isinstance(one, tuple))
    return max((len(one) for one in columns), default=1)


def example_cells(function: Function, example: Example) -> Iterator[tuple[int, int, Sample]]:
    """The cells that an example's arguments stand in: row below the call, column, value."""
    for column, sample in enumerate(example.arguments, _FIRST_ARGUMENT):
        if function.arguments[column - _FIRST_ARGUMENT].takes == "option":
            continue
        for down, one in enumerate(sample if isinstance(sample, tuple) else (sample,)):
            if one is not None:
                yield down, column, one


def example_call(function: Function, example: Example, row: int) -> str:
    """The call of an example whose arguments stand to the right of it."""
    pairs = zip(function.arguments, example.arguments, strict=False)
    given = (_given(*pair, row, column) for column, pair in enumerate(pairs, _FIRST_ARGUMENT))
    return f"={excel_name(function)}({','.join(given)})"


def _given(argument: Argument, sample: object, row: int, column: int) -> str:
    if argument.takes == "option":
        return f'"{sample}"'
    first = cell_name(row, column)
    if isinstance(sample, tuple):
        return f"{first}:{cell_name(row + len(sample) - 1, column)}"
    return first


def _write(sheet: Worksheet, row: int, column: int, sample: Sample, days: Format) -> None:
    if isinstance(sample, date):
        sheet.write_number(row, column, _value(sample), days)
    else:
        sheet.write(row, column, sample)


def _value(sample: Sample) -> float | str | bool:
    match sample:
        case None:
            return ""
        case date():
            return (sample - date(1899, 12, 30)).days
        case _:
            return sample
