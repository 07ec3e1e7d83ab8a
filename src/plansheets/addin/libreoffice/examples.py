"""The workbook of examples: every function, called from a cell of LibreOffice."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from plansheets.addin.examples import HEADER, example_call, example_cells, example_height, rows_of
from plansheets.addin.libreoffice.formula import odf_formula
from plansheets.addin.libreoffice.ods import OdsFormula, OdsSheet, OdsValue
from plansheets.formula.ast import Call
from plansheets.formula.parse import parse
from plansheets.functions.function import Function
from plansheets.functions.outline import excel_name
from plansheets.grid import cell_name

_CALL, _RESULT = 2, 3
_WIDTHS = (5.8, 8, 8, 3.2, *[2.4] * 13)


def examples_sheet(functions: Iterable[Function]) -> OdsSheet:
    """Every function with its first example, live; calls are shown as LibreOffice spells them."""
    cells: dict[tuple[int, int], OdsValue | OdsFormula] = {
        (0, column): title for column, title in enumerate(HEADER)
    }
    row = 1
    for function in functions:
        example = function.examples[0]
        shown = example_call(function, example, row)
        call = parse(shown)
        assert isinstance(call, Call)
        cells[row, 0] = excel_name(function)
        cells[row, 1] = f"{function.title.zh} · {function.title.en}"
        cells[row, _CALL] = OdsFormula(f"of:=FORMULA([.{cell_name(row, _RESULT)}])", shown)
        result = rows_of(example.result)
        size = len(result), len(result[0])
        cells[row, _RESULT] = OdsFormula(odf_formula(call), result[0][0], *size)
        for place, sample in enumerate(chain.from_iterable(result)):
            if place:
                cells[row + place // size[1], _RESULT + place % size[1]] = sample
        for down, column, sample in example_cells(function, example):
            cells[row + down, column] = sample
        row += example_height(example) + 1
    return OdsSheet("Functions", cells, _WIDTHS)
