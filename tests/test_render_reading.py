"""What was written reads back equal, for any values."""

import io
import re
import zipfile
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plansheets.formula.ast import Number
from plansheets.plan.model import ErrorValue, PlannedCell, PlannedSheet, Value, Values
from plansheets.render.markup import CACHED_ERRORS
from plansheets.render.xlsx import write_xlsx
from render_sample import PLAIN, PLAN, TABLE, column

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15)
errors = st.sampled_from(sorted(CACHED_ERRORS)).map(ErrorValue)
values = st.lists(texts | numbers | st.booleans() | errors | st.none(), min_size=1, max_size=30)


def read_back(data: bytes) -> dict[str, Value]:
    """Every cell of the first sheet that holds a value, read with no spreadsheet library."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        shared = []
        if "xl/sharedStrings.xml" in archive.namelist():
            items = etree.fromstring(archive.read("xl/sharedStrings.xml"))
            shared = [item.findtext(f"{MAIN}t") or "" for item in items]
    return {
        cell.get("r"): value(cell.get("t", "n"), cell.findtext(f"{MAIN}v") or "", shared)
        for cell in sheet.iter(f"{MAIN}c")
        if cell.find(f"{MAIN}v") is not None
    }


def value(kind: str, content: str, shared: list[str]) -> Value:
    match kind:
        case "s":
            return unescaped(shared[int(content)])
        case "str":
            return unescaped(content)
        case "b":
            return content == "1"
        case "e":
            return ErrorValue(content)
        case _:
            return float(content)


def unescaped(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def kept(given: list[Value], letter: str, first: int) -> dict[str, Value]:
    """What should be read: blanks are no values, a number is a number."""
    return {
        f"{letter}{row}": float(each) if type(each) is int else each
        for row, each in enumerate(given, first)
        if each is not None
    }


@given(values)
def test_single_cells_read_back_equal(given: list[Value]) -> None:
    constants = [PlannedCell(row, 0, PLAIN, each) for row, each in enumerate(given)]
    formulas = [PlannedCell(row, 1, PLAIN, formula=Number(1)) for row in range(len(given))]
    sheet = PlannedSheet("one", "one", cells=(*constants, *formulas))
    found = Values({("one", row, 1): each for row, each in enumerate(given)}, {})
    target = io.BytesIO()
    write_xlsx(replace(PLAN, sheets=(sheet,), names=(), active_sheet=0), found, target)
    assert read_back(target.getvalue()) == kept(given, "A", 1) | kept(given, "B", 1)


@given(values | st.lists(texts, min_size=1) | st.lists(numbers, min_size=1))
def test_table_columns_read_back_equal(given: list[Value]) -> None:
    columns = (
        column("a", "a", values=tuple(given)),
        column("b", "b", formula=Number(1)),
        column("c", "c", formula=Number(1), first=Number(1)),
    )
    table = replace(TABLE, row=0, column=0, height=len(given), columns=columns)
    sheet = PlannedSheet("one", "one", tables=(table,))
    found = Values({}, {("skus", key): tuple(given) for key in "bc"})
    target = io.BytesIO()
    write_xlsx(replace(PLAN, sheets=(sheet,), names=(), active_sheet=0), found, target)
    read = read_back(target.getvalue())
    headers = {read.pop(f"{letter}1") for letter in "ABC"}
    assert headers == {"a", "b", "c"}
    expected = kept(given, "A", 2) | kept(given, "B", 2) | kept(given, "C", 2)
    assert read == expected
