"""Charts as they are planned: what each series is, and what an axis shows."""

from __future__ import annotations

from typing import Any

import pytest

from plans import Change, planned, sheet, told
from plansheets.plan.look.colors import contrast
from plansheets.plan.model import PlannedChart

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


def test_dots_are_points_without_a_line_on_an_axis_that_leaves_zero_out() -> None:
    words = (
        "type: column, title: Chart, over: goods, category: name, y2_min: 0.5, "
        "series: [{column: stock}, {column: price, dots: true, second_axis: true}]"
    )
    [found] = sheet(planned((GOODS, f"{GOODS} {{chart: {{{words}}}}},")), "goods").charts
    assert found.y2_minimum == 0.5
    assert [(one.kind, one.dots) for one in found.series] == [(None, False), ("line", True)]


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
