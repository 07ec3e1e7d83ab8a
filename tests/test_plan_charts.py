"""Charts as they are planned: what each series is, and what an axis shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from plans import Change, planned, sheet, told
from plansheets.plan.charts import Labels, Line, Marker, PlannedChart, SeriesLook, TextLook
from plansheets.plan.look.colors import contrast

GOODS = "blocks: [{cards: [total, on_sale]},"


def drawn(kind: str, series: str, more: str = "") -> Change:
    words = f"type: {kind}, title: Chart, over: goods, category: name{more}"
    return GOODS, f"{GOODS} {{chart: {{{words}, series: [{series}]}}}},"


INK = TextLook(8, "595959")
MONEY = "#,##0.00;-#,##0.00;"


def axes(chart: PlannedChart) -> tuple[Any, Any, Any]:
    return chart.x, chart.y, chart.y2


def chart(*written: str) -> PlannedChart:
    [found] = sheet(planned(drawn(*written)), "goods").charts
    return found


def test_a_target_is_a_dark_mark_across_each_column() -> None:
    found = chart("column", "{column: price}, {column: worth, target: true}")
    [price, target] = found.series
    assert (price.kind, price.look) == ("column", SeriesLook("2F6DB5"))
    assert (target.kind, target.look) == (
        "line",
        SeriesLook(marker=Marker("dash", 18, "1F3A5F", "1F3A5F")),
    )


def test_a_target_among_lines_is_dashed() -> None:
    [_, target] = chart("line", "{column: price}, {column: worth, target: true}").series
    assert target.look == SeriesLook(line=Line("1F3A5F", 1.5, dashed=True))


def test_lines_differ_in_their_markers_too() -> None:
    lines = chart("line", "{column: price}, {column: worth}, {column: stock}").series
    markers = [one.look.marker.shape for one in lines if one.look.marker]
    assert markers == ["circle", "square", "diamond"]


def test_values_stand_at_the_foot_of_columns_where_a_mark_may_lie_at_their_end() -> None:
    words = "{column: price, labels: true}"
    [alone] = chart("column", words).series
    [beside, _] = chart("column", f"{words}, {{column: worth, target: true}}").series
    assert alone.labels == Labels(INK, position="outside_end", number_format=MONEY)
    on_column = replace(INK, color="FFFFFF")
    assert beside.labels == Labels(on_column, position="inside_base", number_format=MONEY)


def test_an_axis_of_money_has_whole_numbers() -> None:
    [x, y, y2] = axes(chart("column", "{column: price}"))
    assert (y.number_format, x.number_format) == ("#,##0", None)
    assert y2 is None


def test_shares_of_a_whole_have_an_axis_of_percentages() -> None:
    found = chart("bar", "{column: price}, {column: worth}", ", stack: shares")
    assert (found.stack, axes(found)[1].number_format) == ("shares", "0%")


def test_words_on_stacked_columns_are_legible() -> None:
    found = chart(
        "column", "{column: price, labels: true}, {column: worth, labels: true}", ", stack: values"
    )
    inks = [(one.look.fill or "", one.labels.text.color) for one in found.series if one.labels]
    assert len(inks) == 2
    assert min(contrast(*pair) for pair in inks) > 4


def test_every_piece_of_a_ring_has_a_colour_and_an_ink() -> None:
    found = chart("doughnut", "{column: price}")
    [ring] = found.series
    assert ring.labels is not None
    assert len(ring.look.pieces) == len(ring.labels.inks) == 2
    assert (found.legend, found.x, found.y) == (True, None, None)


def test_a_scatter_chart_formats_both_axes() -> None:
    words = "type: scatter, title: Chart, over: goods, category: price, series: [{column: stock}]"
    change = GOODS, f"{GOODS} {{chart: {{{words}}}}},"
    [found] = sheet(planned(change), "goods").charts
    assert [one.number_format for one in axes(found)[:2]] == ["#,##0", "#,##0"]


def test_dots_are_points_without_a_line_on_an_axis_that_leaves_zero_out() -> None:
    words = (
        "type: column, title: Chart, over: goods, category: name, y2_min: 0.5, "
        "series: [{column: stock}, {column: price, dots: true, second_axis: true}]"
    )
    [found] = sheet(planned((GOODS, f"{GOODS} {{chart: {{{words}}}}},")), "goods").charts
    assert found.y2 is not None
    assert (found.y2.minimum, found.y2.grid) == (0.5, None)
    dots = found.series[1]
    assert (dots.kind, dots.secondary) == ("line", True)
    assert dots.look == SeriesLook(marker=Marker("diamond", 9, "F2A541", "FFFFFF"))


def test_words_above_dots_stand_on_the_ground_and_not_on_a_column() -> None:
    words = (
        "{column: price}, {column: worth, target: true}, {column: stock, dots: true, labels: true}"
    )
    [_, _, dots] = chart("column", words).series
    assert dots.labels is not None
    assert dots.labels.text == INK


def test_a_chart_over_a_hidden_column_draws_it_all_the_same() -> None:
    hide = "{id: stock, type: count, min: 0,", "{id: stock, type: count, hidden: true, min: 0,"
    change = drawn("column", "{column: stock}")
    [found] = sheet(planned(change, hide), "goods").charts
    assert (found.hidden, chart("column", "{column: stock}").hidden) == (True, False)


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


def test_a_chart_without_series_is_refused() -> None:
    [(code, message, _)] = told(drawn("column", ""))
    assert (code, message) == ("PS107", "a chart draws no series")
