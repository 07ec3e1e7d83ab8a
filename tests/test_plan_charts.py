"""Charts as they are planned: what each series is, and what an axis shows."""

from __future__ import annotations

from typing import Any

import pytest

from plans import Change, planned, sheet, told
from plansheets.calc.calculate import calculate
from plansheets.formula.ast import CellRange
from plansheets.plan.colors import contrast
from plansheets.plan.model import ErrorValue, PlannedChart

GOODS = "blocks: [{cards: [total, on_sale]},"


def drawn(kind: str, series: str, more: str = "") -> Change:
    words = f"type: {kind}, title: Chart, over: goods, category: name{more}"
    return GOODS, f"{GOODS} {{chart: {{{words}, series: [{series}]}}}},"


def chart(*written: str) -> PlannedChart:
    [found] = sheet(planned(drawn(*written)), "goods").charts
    return found


def test_a_target_is_a_dark_line_of_its_own() -> None:
    [price, target] = chart("column", "{column: price}, {column: worth, target: true}").series
    assert (price.kind, price.target) == (None, False)
    assert (target.kind, target.target, target.color) == ("line", True, "1F3A5F")
    assert (price.label_color, target.label_color) == ("FFFFFF", None)


def test_an_axis_of_money_has_whole_numbers() -> None:
    money = chart("column", "{column: price}")
    assert (money.y_format, money.series[0].number_format) == ("#,##0", "#,##0.00")


def test_shares_of_a_whole_have_an_axis_of_percentages() -> None:
    found = chart("bar", "{column: price}, {column: worth}", ", stack: shares")
    assert (found.stack, found.y_format) == ("shares", "0%")


def test_words_on_stacked_columns_are_legible() -> None:
    found = chart(
        "column", "{column: price, labels: true}, {column: worth, labels: true}", ", stack: values"
    )
    inks = [(one.color or "", one.label_color or "") for one in found.series]
    assert min(contrast(*pair) for pair in inks) > 4


def test_every_piece_of_a_ring_has_a_colour_and_an_ink() -> None:
    found = chart("doughnut", "{column: price}")
    assert len(found.point_colors) == len(found.point_inks) == 2
    assert found.legend


def test_a_scatter_chart_formats_both_axes() -> None:
    words = "type: scatter, title: Chart, over: goods, category: price, series: [{column: stock}]"
    change = GOODS, f"{GOODS} {{chart: {{{words}}}}},"
    [found] = sheet(planned(change), "goods").charts
    assert (found.x_format, found.y_format) == ("#,##0", "#,##0")


def computed(kind: str) -> tuple[Change, Change]:
    """A chart over two months, of which the second gives nothing."""
    words = f"type: {kind}, title: Chart, over: year, category: month, series: [{{column: done}}]"
    done = "{id: done, type: count, label: Done, formula: '=IF(LEN([@month])=3, 5, \"\")'}"
    placed = "blocks: [{table: year}]", f"blocks: [{{chart: {{{words}}}}}, {{table: year}}]"
    column = "      - {id: left,"
    return placed, (column, f"      - {done}\n{column}")


@pytest.mark.parametrize(
    ("kind", "expected"), [("line", "_charts"), ("radar", "_charts"), ("column", "Months")]
)
def test_lines_over_formulas_are_drawn_from_a_sheet_that_leaves_gaps(
    kind: str, expected: str
) -> None:
    made = planned(*computed(kind))
    [found] = sheet(made, "months").charts
    values = found.series[0].values
    assert isinstance(values, CellRange)
    assert values.first.sheet == expected


def test_what_gives_no_number_is_a_gap() -> None:
    made = planned(
        *computed("line"), ("feb: {zh-CN: 二月, en: Feb}", "feb: {zh-CN: 二月, en: February}")
    )
    found = calculate(made).cells
    assert [found["_charts", row, 0] for row in (1, 2)] == [5, ErrorValue("#N/A")]
    assert sheet(made, "_charts").hidden


def test_lines_over_what_is_typed_in_are_drawn_from_it() -> None:
    words = "type: line, title: Chart, over: year, category: month, series: [{column: sold}]"
    made = planned(
        ("blocks: [{table: year}]", f"blocks: [{{chart: {{{words}}}}}, {{table: year}}]")
    )
    assert [one.id for one in made.sheets if one.id == "_charts"] == []


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (("bar", "{column: price}, {column: worth, target: true}"),
         "a target cannot be drawn in a bar chart"),
        (("pie", "{column: price}, {column: worth, type: line}"),
         "a line cannot be drawn in a pie chart"),
        (("column", "{column: price}, {column: worth, type: scatter}"),
         "a scatter cannot be drawn in a column chart"),
        (("line", "{column: price}", ", stack: values"), "a line chart cannot be stacked"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_told(written: tuple[Any, ...], message: str) -> None:
    assert [(code, said) for code, said, _ in told(drawn(*written))] == [("PS114", message)]
