"""The sheets of an add-in's workbook: an example of every function, and xlwings' settings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.addin.wrappers import PYTHON_MODULE
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Argument, Example, Function, Sample, Samples
from plansheets.functions.outline import excel_name
from plansheets.grid import cell_name, serial

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEADER = (
    "Function · 函数",
    "What it is · 含义",
    "Formula · 公式",
    "Result · 结果",
    "Arguments · 参数",
)
_RESULT = 3

INTERPRETER = "Interpreter_Win"


def settings(python: str | None = None) -> Iterator[tuple[str, str]]:
    """Xlwings' settings: names and values, with *python* as the interpreter.

    What a workbook sets, also to nothing, overrides what a user has set for the whole machine. So
    no interpreter is written without need: where Windows builds the file, it is the one at work.
    """
    yield "UDF Modules", PYTHON_MODULE
    chosen = python or _python_at_work()
    if chosen:
        yield INTERPRETER, chosen


def _python_at_work() -> str | None:
    """The interpreter of this program on Windows, the one without a window where there is one."""
    if sys.platform != "win32":
        return None
    silent = Path(sys.executable).with_name("pythonw.exe")
    return str(silent if silent.exists() else sys.executable)


def write_settings(sheet: Worksheet, python: str | None) -> Worksheet:
    """Xlwings' settings: a name and a value a row, from A1."""
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 60)
    for row, (name, value) in enumerate(settings(python)):
        sheet.write(row, 0, name)
        sheet.write(row, 1, value)
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
    for column, width in enumerate((30, 46, 44, 14, *[11] * 20)):
        sheet.set_column(column, column, width)
    for column, title in enumerate(HEADER):
        sheet.write(0, column, title, bold)
    row = 1
    for function in FUNCTIONS:
        example = function.examples[0]
        sheet.write(row, 0, excel_name(function), plain)
        sheet.write(row, 1, f"{function.title.zh} · {function.title.en}", wrap)
        call = example_call(function, example, row)
        sheet.write_string(row, 2, call, wrap)
        day = days if isinstance(example.result, date) else plain
        _write_result(sheet, row, call, rows_of(example.error or example.result), day)
        for down, column, sample in example_cells(function, example):
            _write(sheet, row + down, column, sample, days)
        row += example_height(example) + 1
    return sheet


def examples_text(named: Callable[[Function], str]) -> str:
    """Every function with its first example, as a text to paste at A1: what calls give spills."""
    lines = ["\t".join(HEADER)]
    for function in FUNCTIONS:
        example = function.examples[0]
        row = len(lines)
        height = example_height(example) + 1
        cells = {
            (0, 0): named(function),
            (0, 1): f"{function.title.zh} · {function.title.en}",
            (0, 2): f"=FORMULATEXT({cell_name(row, _RESULT)})",
            (0, _RESULT): example_call(function, example, row, named),
        }
        for down, column, sample in example_cells(function, example):
            cells[down, column] = _typed(sample)
        last = max(column for _, column in cells)
        lines += (
            "\t".join(cells.get((down, column), "") for column in range(last + 1)).rstrip("\t")
            for down in range(height)
        )
    return "".join(f"{line}\n" for line in lines)


def _typed(sample: Sample) -> str:
    """A value as one types it into a cell."""
    match sample:
        case bool():
            return str(sample).upper()
        case date():
            return sample.isoformat()
        case _:
            return str(sample)


def rows_of(samples: Samples) -> tuple[tuple[Sample, ...], ...]:
    """The cells of a value, of a column or of a table, as rows."""
    if not isinstance(samples, tuple):
        return ((samples,),)
    return tuple(sample if isinstance(sample, tuple) else (sample,) for sample in samples)


def _write_result(
    sheet: Worksheet, row: int, call: str, result: tuple[tuple[Sample, ...], ...], style: Format
) -> None:
    """A call with the value that it should have: an array formula where it gives more than one."""
    if result == ((result[0][0],),):
        sheet.write_formula(row, _RESULT, call, style, _value(result[0][0]))
        return
    last = row + len(result) - 1, _RESULT + len(result[0]) - 1
    sheet.write_array_formula(row, _RESULT, *last, call, style, _value(result[0][0]))
    for down, line in enumerate(result):
        for across, sample in enumerate(line):
            if down or across:
                sheet.write(row + down, _RESULT + across, _value(sample), style)


def example_height(example: Example) -> int:
    return max(len(rows_of(one)) for one in (*example.arguments, example.result))


def _places(example: Example) -> Iterator[tuple[int, Samples]]:
    """The first column of each argument, right of the result."""
    column = _RESULT + len(rows_of(example.result)[0])
    for samples in example.arguments:
        yield column, samples
        column += len(rows_of(samples)[0])


def example_cells(function: Function, example: Example) -> Iterator[tuple[int, int, Sample]]:
    """The cells that an example's arguments stand in: row below the call, column, value."""
    for argument, (column, samples) in zip(function.arguments, _places(example), strict=False):
        if argument.takes == "option":
            continue
        for down, line in enumerate(rows_of(samples)):
            for across, one in enumerate(line):
                if one is not None:
                    yield down, column + across, one


def example_call(
    function: Function, example: Example, row: int, named: Callable[[Function], str] = excel_name
) -> str:
    """The call of an example whose arguments stand to the right of it."""
    given = (
        _given(argument, samples, row, column)
        for argument, (column, samples) in zip(function.arguments, _places(example), strict=False)
    )
    return f"={named(function)}({','.join(given)})"


def _given(argument: Argument, samples: Samples, row: int, column: int) -> str:
    if argument.takes == "option":
        return f'"{samples}"'
    first = cell_name(row, column)
    if isinstance(samples, tuple):
        rows = rows_of(samples)
        return f"{first}:{cell_name(row + len(rows) - 1, column + len(rows[0]) - 1)}"
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
            return serial(sample)
        case _:
            return sample
