"""What people do to a workbook, done in LibreOffice: a program for the Python that has its ``uno``.

    python3 office_edits.py SOFFICE PROFILE GIVEN FOLDER EDIT…

PROFILE, GIVEN and FOLDER are addresses (``file:///…``). Each edit works on a fresh copy and is
saved as FOLDER/EDIT.xlsx. An edit is one of those below, and GIVEN is sku-management then, sample,
zh-CN; or it is ``NAME=`` and a list of deeds, see writers.py.
"""

from __future__ import annotations

import json
import re
import sys

import uno
from com.sun.star.table import TableSortField

from office_desktop import desktop, properties

SKUS, PARAMETERS, CHECKS = "商品管理", "参数", "检查"


def sheet(book, name=SKUS):
    return book.Sheets.getByName(name)


def save_again(book):
    """Opened and saved, nothing else."""


def rename_sheet(book):
    sheet(book).Name = "我的商品"


def rename_header(book):
    sheet(book).getCellRangeByName("H4").String = "可售库存(件)"


def insert_column(book):
    sheet(book).Columns.insertByIndex(7, 1)
    sheet(book).getCellRangeByName("H4").String = "备注A"
    sheet(book).getCellRangeByName("H5").String = "我的备注"


def insert_row_above(book):
    sheet(book).Rows.insertByIndex(2, 2)


def delete_column(book):
    """The units sold in 30 days, which most formulas look at."""
    sheet(book).Columns.removeByIndex(8, 1)


def delete_rows(book):
    sheet(book).Rows.removeByIndex(5, 2)


def sort_rows(book):
    field = TableSortField()
    field.Field, field.IsAscending = 6, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    sheet(book).getCellRangeByName("B5:AO19").sort(
        properties(SortFields=fields, ContainsHeader=False)
    )


def add_rows_below(book):
    for row in range(20, 24):
        for column, text in (("B", f"NEW{row}"), ("C", "新品"), ("D", "服饰")):
            sheet(book).getCellRangeByName(f"{column}{row}").String = text
        for column, number in (("F", 10), ("G", 30), ("H", 100), ("I", 50)):
            sheet(book).getCellRangeByName(f"{column}{row}").Value = number


def tamper(book):
    """Values over a formula and a column, a text for a number, a default changed, a check gone."""
    sheet(book).getCellRangeByName("J6").Value = 0.5
    column = sheet(book).getCellRangeByName("K5:K19")
    column.setDataArray(column.getDataArray())
    sheet(book).getCellRangeByName("H5").String = "1,200件"
    sheet(book, PARAMETERS).unprotect("")
    sheet(book, PARAMETERS).getCellRangeByName("C9").Value = 20
    sheet(book, PARAMETERS).getCellRangeByName("D12").Value = 0.25
    sheet(book, CHECKS).unprotect("")
    sheet(book, CHECKS).Rows.removeByIndex(20, 1)  # below those that were found


def own_sheet(book):
    book.Sheets.insertNewByName("老板看", 2)
    own = sheet(book, "老板看")
    own.getCellRangeByName("A1").String = "总销售"
    own.getCellRangeByName("B1").Formula = f"=SUM(${SKUS}.K5:K19)"
    own.getCellRangeByName("B2").Formula = "=sku_sales*1.1"


def copy_sheet(book):
    book.Sheets.copyByName(SKUS, f"{SKUS} 6月", 3)


def look_otherwise(book):
    """A comment, a colour, a width, a hidden column and sheet, a list sheet that is shown."""
    skus = sheet(book)
    skus.Annotations.insertNew(skus.getCellRangeByName("C6").CellAddress, "老板说先别动")
    skus.getCellRangeByName("B6:D6").CellBackColor = 0xFF0000
    skus.Columns.getByIndex(2).Width = 6000
    skus.Columns.getByIndex(10).IsVisible = False
    sheet(book, CHECKS).IsVisible = False
    sheet(book, "_lists").IsVisible = True


def in_turn(book, deeds):
    for deed, title, *where in deeds:
        if deed == "add_sheet":
            book.Sheets.insertNewByName(title, book.Sheets.Count)
        elif deed == "copy_sheet":
            book.Sheets.copyByName(title, where[0], book.Sheets.Count)
        else:
            DEEDS[deed](sheet(book, title), *where)


def _set(one, cell, value):
    found = one.getCellRangeByName(cell)
    if isinstance(value, str):
        found.String = value
    else:
        found.Value = value


def _formula(one, cell, formula, _):
    own = re.sub(r"([^\W\d]\w*)!", r"$\1.", formula)
    one.getCellRangeByName(cell).Formula = f"={own}"


def _comment(one, cell, text):
    one.Annotations.insertNew(one.getCellRangeByName(cell).CellAddress, text)


def _width(one, column, width):
    one.Columns.getByName(column).Width = width * 200


def _delete_row(one, row):
    one.unprotect("")
    one.Rows.removeByIndex(row - 1, 1)


DEEDS = {
    "delete_row": _delete_row,
    "rename_sheet": lambda one, name: setattr(one, "Name", name),
    "set": _set,
    "formula": _formula,
    "comment": _comment,
    "width": _width,
    "hide_row": lambda one, row: setattr(one.Rows.getByIndex(row - 1), "IsVisible", False),
    "insert_rows": lambda one, row, count: one.Rows.insertByIndex(row - 1, count),
    "insert_column": lambda one, column: one.Columns.insertByIndex(column - 1, 1),
    "delete_column": lambda one, column: one.Columns.removeByIndex(column - 1, 1),
}


def main(soffice, profile, given, folder, *edits):
    with desktop(soffice, profile) as office:
        for edit in edits:
            book = office.loadComponentFromURL(given, "_blank", 0, properties(Hidden=True))
            name, told, deeds = edit.partition("=")
            if told:
                in_turn(book, json.loads(deeds))
            else:
                globals()[name](book)
            book.calculateAll()
            kind = properties(FilterName="Calc MS Excel 2007 XML")
            book.storeToURL(f"{folder}/{name}.xlsx", kind)
            book.close(True)


if __name__ == "__main__":
    main(*sys.argv[1:])
