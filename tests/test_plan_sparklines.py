"""Sparklines: a line in each cell over the numbers of its row."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest

from plans import Change, column, place, planned, sheet, told
from plansheets.boxes import Box
from plansheets.calc.calculate import calculate
from plansheets.formula.ast import Text
from plansheets.render.text import describe
from plansheets.render.xlsx import write_xlsx
from plansheets.workbook.verify import verify_bytes

SHORT = "      - {id: short,"


def trend(first: str, last: str, more: str = "") -> Change:
    line = f"sparkline: {{from: {first}, to: {last}}}"
    return SHORT, f"      - {{id: trend, type: text, label: Trend, {line}{more}}}\n{SHORT}"


def test_a_line_stands_in_every_row_over_the_columns_between() -> None:
    made = planned(trend("price", "worth"))
    [lines] = sheet(made, "goods").sparklines
    first = made.table("goods")[1].first_row
    here, left, right = (place(made, "goods", id_) for id_ in ("trend", "price", "worth"))
    assert lines.box == Box(first, here, first + 1, here)
    assert lines.data == Box(first, left, first + 1, right)
    assert not lines.hidden


def test_a_cell_with_nothing_but_a_line_is_an_empty_text() -> None:
    assert column(planned(trend("price", "stock")), "goods", "trend").formula == Text("")


def test_a_formula_may_stand_beside_the_line() -> None:
    made = planned(trend("price", "stock", ', formula: \'=IF([@stock]>5, "▲", "▼")\''))
    assert calculate(made).columns["goods", "trend"] == ("▲", "▼")


def test_hidden_columns_are_drawn_all_the_same() -> None:
    hide = "{id: stock, type: count, min: 0,", "{id: stock, type: count, hidden: true, min: 0,"
    [lines] = sheet(planned(trend("price", "stock"), hide), "goods").sparklines
    assert lines.hidden


def test_a_repeated_column_may_be_an_end() -> None:
    each = "      - {id: 'm_{month}', type: count, label: '{month}', each: {month: months}}\n"
    written, instead = trend("m_jan", "m_feb")
    [lines] = sheet(planned((written, each + instead)), "goods").sparklines
    assert lines.data.last_column - lines.data.first_column == 1


def test_the_file_holds_one_group_with_a_line_a_row() -> None:
    made = planned(trend("price", "stock"))
    target = io.BytesIO()
    write_xlsx(made, calculate(made), target)
    with ZipFile(target) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        texts = [package.read(name).decode() for name in parts]
    [drawn] = [text for text in texts if "sparklineGroup" in text]
    assert drawn.count("<x14:sparklineGroup ") == 1
    assert drawn.count("<x14:sparkline>") == 2
    assert "<xm:f>Goods!D8:E8</xm:f><xm:sqref>G8</xm:sqref>" in drawn
    assert verify_bytes(target.getvalue(), "x.xlsx") == ()


def test_the_plan_as_text_says_where_the_lines_are() -> None:
    text = describe(planned(trend("price", "stock")))
    assert "  sparklines G8:G9 over D8:E9 2F6DB5 1.5, last 2F6DB5" in text


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("prise", "stock", ("PS220", "no column 'prise' in 'goods'")),
        ("stock", "price",
         ("PS108",
          "a sparkline runs from left to right, and 'price' does not stand right of 'stock'")),
        ("name", "price",
         ("PS108", "a sparkline draws numbers, and 'name' between 'name' and 'price' holds key")),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told(first: str, last: str, expected: tuple[str, str]) -> None:
    assert (*told(trend(first, last))[0][:2],) == expected
