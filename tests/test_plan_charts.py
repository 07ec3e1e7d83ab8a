"""Charts as they are planned: what each series is, and what an axis shows."""

from __future__ import annotations

from typing import Any

import pytest

from plans import Change, planned, sheet, told
from plansheets.calc.calculate import calculate
from plansheets.formula.ast import CellRange, Node
from plansheets.plan.charts import Labels, Line, Marker, PlannedChart, SeriesLook, TextLook
from plansheets.plan.look.colors import contrast
from plansheets.plan.look.palettes import THEMES, palette
from plansheets.plan.model import GAP, Plan

GOODS = "blocks: [{cards: [total, on_sale]},"


def drawn(kind: str, series: str, more: str = "") -> Change:
    words = f"type: {kind}, title: Chart, over: goods, category: name{more}"
    return GOODS, f"{GOODS} {{chart: {{{words}, series: [{series}]}}}},"


INK = TextLook(8, "595959")
MONEY = "#,##0.00;-#,##0.00;"


def axes(chart: PlannedChart) -> tuple[Any, Any]:
    return chart.x, chart.y


def chart(*written: str) -> PlannedChart:
    [found] = sheet(planned(drawn(*written)), "goods").charts
    return found


def test_a_target_is_a_dark_mark_across_each_column() -> None:
    found = chart("column", "{column: price}, {column: worth, target: true}")
    [price, target, *_] = found.series
    assert (price.kind, price.look) == ("column", SeriesLook("2F6DB5"))
    assert (target.kind, target.look) == (
        "line",
        SeriesLook(marker=Marker("dash", 18, "1F3A5F", "1F3A5F")),
    )


def test_a_target_among_lines_is_dashed() -> None:
    [_, target, _] = chart("line", "{column: price}, {column: worth, target: true}").series
    assert target.look == SeriesLook(line=Line("1F3A5F", 1.5, dashed=True))


@pytest.mark.parametrize(
    ("kind", "role", "drawn_as", "look"),
    [
        ("column", "last_year", "column", SeriesLook("C3CBD4")),
        ("line", "last_year", "line", SeriesLook(line=Line("C3CBD4", 1.5))),
        ("column", "limit", "line", SeriesLook(marker=Marker("dash", 18, "B42318", "B42318"))),
        ("line", "limit", "line", SeriesLook(line=Line("B42318", 1.5, dashed=True))),
        ("column", "forecast", "column",
         SeriesLook("2F6DB5", line=Line("2F6DB5", 0.75), hatched=True)),
        ("line", "forecast", "line", SeriesLook(line=Line("2F6DB5", 2.25, dashed=True))),
    ],
)  # fmt: skip
def test_a_scenario_looks_alike_everywhere(
    kind: str, role: str, drawn_as: str, look: SeriesLook
) -> None:
    [_, other, *_] = chart(kind, f"{{column: price}}, {{column: worth, {role}: true}}").series
    assert (other.kind, other.look) == (drawn_as, look)


def test_a_limit_through_time_is_a_line_across_the_columns() -> None:
    series = "{column: price}, {column: worth, limit: true}"
    [found] = sheet(planned(drawn("column", series, ", along: time")), "goods").charts
    assert found.series[1].look == SeriesLook(line=Line("B42318", 1.5, dashed=True))


@pytest.mark.parametrize(
    ("series", "legend"),
    [
        ("{column: price}, {column: worth, target: true}", False),
        ("{column: price}, {column: worth, type: line, last_year: true}", False),
        ("{column: price}, {column: worth, last_year: true}", True),
        ("{column: price}, {column: worth, limit: true}", True),
        ("{column: price}, {column: stock}, {column: worth, target: true}", True),
    ],
)
def test_what_columns_are_held_against_is_named_under_the_title(
    series: str, *, legend: bool
) -> None:
    made = planned(drawn("column", series))
    [found] = sheet(made, "goods").charts
    assert found.legend is legend
    said = [str(value) for value in calculate(made).cells.values()]
    assert any("▬ Worth" in one or "─ Worth" in one for one in said) is not legend


def test_lines_differ_in_their_markers_too() -> None:
    lines = chart("line", "{column: price}, {column: worth}, {column: stock}").series
    markers = [one.look.marker.shape for one in lines if one.look.marker]
    assert markers == ["circle", "square", "diamond"]


def test_values_stand_beside_columns_and_no_axis_says_them_again() -> None:
    found = chart("column", "{column: price}")
    [alone] = found.series
    assert alone.labels == Labels(INK, position="outside_end", number_format=MONEY)
    assert found.y is not None
    assert (found.y.shown, found.y.minimum, found.y.grid) == (False, 0, None)


def test_values_stand_under_the_names_where_a_mark_may_lie_at_their_columns_end() -> None:
    made = planned(drawn("column", "{column: price, labels: true}, {column: worth, target: true}"))
    [found] = sheet(made, "goods").charts
    assert [one.labels for one in found.series] == [None, None]
    [names] = {one.categories for one in found.series}
    assert isinstance(names, CellRange)
    assert names.first.sheet == "_charts"
    values = calculate(made).cells
    rows = range(names.first.row, names.last.row + 1)
    shown = [values["_charts", row, names.first.column] for row in rows]
    assert shown == ["Diaper\n99.50", "Bottle\n45.00"]


def test_columns_without_room_say_their_ends_and_their_last() -> None:
    many = ", ".join(f"{{name: Good {n}, price: {n}}}" for n in (5, 9, 2, 7, *range(20, 60), 8))
    sample = "      - {name: {zh-CN: 尿裤, en: Diaper}, state: open, price: 99.5, stock: 12}\n"
    rows = (sample, "".join(f"      - {one}}}\n" for one in many.strip("}").split("}, ")))
    made = planned(drawn("column", "{column: price}"), rows)
    [found] = sheet(made, "goods").charts
    [columns, words] = found.series
    assert (columns.labels, words.named, words.kind) == (None, False, "line")
    assert [one for one in points(made, words.values) if one != ""] == [2, 59, 45]


def test_a_line_says_its_highest_its_lowest_and_its_last_value() -> None:
    found = chart("line", "{column: price}")
    [line, words] = found.series
    assert (line.labels, words.look, found.legend) == (None, SeriesLook(), False)
    assert found.y is not None
    assert not found.y.shown


def points(made: Plan, drawn: Node) -> list[Any]:
    """What the cells of the hidden sheet show that *drawn* is a range of."""
    assert isinstance(drawn, CellRange)
    assert drawn.first.sheet == "_charts"
    values = calculate(made).cells
    rows = range(drawn.first.row, drawn.last.row + 1)
    return [values["_charts", row, drawn.first.column] for row in rows]


def test_a_line_has_a_gap_where_a_formula_shows_nothing() -> None:
    """Excel draws any text as 0, "" too: a day without data would be one without sales."""
    once = "formula: '=prior([@left], 20)-[@sold]'", "formula: '=IF(prior([@left], 0)=7, \"\", 7)'"
    series = "[{column: left}, {column: sold}]"
    words = f"type: line, title: Left, over: year, category: month, series: {series}"
    made = planned(once, ("[{table: year}]", f"[{{chart: {{{words}}}}}, {{table: year}}]"))
    [left, sold, _] = sheet(made, "months").charts[0].series
    assert points(made, left.values) == [7, GAP]
    assert (
        sold.values.first.sheet != "_charts"
    )  # a cell that is typed in may be blank, which is a gap


@pytest.mark.parametrize(("known", "mark"), [("20", 5), ('""', GAP)])
def test_a_rule_that_comes_with_the_workbook_waits_for_what_is_held_against_it(
    known: str, mark: object
) -> None:
    once = "formula: '=prior([@left], 20)-[@sold]'", f"formula: '=IF([@sold]=\"\", {known}, 1)'"
    rule = "{id: rule, type: count, label: Rule, formula: '=5'}"
    held = "{id: left, type: count", f"{rule}\n      - {{id: left, type: count"
    series = "[{column: left}, {column: rule, target: true}]"
    words = f"type: column, title: Left, over: year, category: month, series: {series}"
    drawn = "[{table: year}]", f"[{{chart: {{{words}}}}}, {{table: year}}]"
    made = planned(once, held, drawn)
    _, target, *_ = sheet(made, "months").charts[0].series
    assert set(points(made, target.values)) == {mark}


def test_what_is_held_against_last_week_has_the_first_colour() -> None:
    made = planned(drawn("column", "{column: stock, mean: muted}, {column: worth}"))
    muted, shown, *_ = sheet(made, "goods").charts[0].series
    alone, *_ = chart("column", "{column: worth}").series
    assert shown.look.fill == alone.look.fill != muted.look.fill


def test_a_line_over_all_rows_of_a_growing_table_is_drawn_from_it() -> None:
    """Excel draws the next row by itself, which it would not from cells elsewhere."""
    [worth, _] = chart("line", "{column: worth}").series
    worth_of = "'=[@price]*[@stock]'", '\'=IF([@price]="", "", [@price]*[@stock])\''
    waiting = planned(drawn("line", "{column: worth}"), worth_of, blank=True)
    [spare, _] = sheet(waiting, "goods").charts[0].series
    assert worth.values.first.sheet != "_charts"
    assert set(points(waiting, spare.values)) == {GAP}


def test_columns_of_amounts_begin_at_zero_as_well() -> None:
    """Amounts may be negative, so that the axis is not cut off: a point at 0 keeps it."""
    made = planned(drawn("column", "{column: worth}"))
    [found] = sheet(made, "goods").charts
    assert found.y is not None
    assert found.y.minimum is None
    [_, start] = found.series
    assert isinstance(start.values, CellRange)
    place = (start.values.first.row, start.values.first.column)
    cells = {(cell.row, cell.column): cell.value for cell in sheet(made, "charts").cells}
    assert (start.values.first.sheet, cells[place]) == ("_charts", 0)
    assert (start.look, start.named) == (SeriesLook(), False)


def test_columns_of_numbers_on_both_sides_of_zero_begin_where_they_must() -> None:
    signed = "stock, type: count, min: 0,", "stock, type: count, format: '+0;-0;0',"
    [found] = sheet(planned(drawn("column", "{column: stock}"), signed), "goods").charts
    assert found.y is not None
    assert found.y.minimum is None


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


@pytest.mark.parametrize("theme", THEMES)
def test_pieces_of_a_stack_are_shades_of_one_colour_with_legible_words(theme: str) -> None:
    pieces = ", ".join("{column: stock, labels: true}" for _ in range(5))
    change = drawn("column", pieces, ", stack: values")
    [found] = sheet(planned(change, theme=theme), "goods").charts
    fills = [one.look.fill or "" for one in found.series]
    assert fills[0] == palette(theme).series[0]
    assert [contrast(one, "FFFFFF") for one in fills] == sorted(
        (contrast(one, "FFFFFF") for one in set(fills)), reverse=True
    )
    inks = [(one.look.fill or "", one.labels.text.color) for one in found.series if one.labels]
    assert len(inks) == 5
    assert min(contrast(*pair) for pair in inks) > 3.9  # neither ink reads better on a middle grey


def test_a_piece_of_a_stack_that_means_something_keeps_its_colour() -> None:
    words = "{column: stock}, {column: stock, mean: bad}"
    [_, bad, *_] = chart("column", words, ", stack: values").series
    assert bad.look.fill == "B42318"


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


def test_what_measures_something_else_has_a_panel_of_its_own_above() -> None:
    words = "{column: stock}, {column: price, second_axis: true}"
    [above, below] = sheet(planned(drawn("column", words, ", y2_max: 9")), "goods").charts
    assert [one.name for one in above.series] == ["Price"]
    assert [one.name for one in below.series if one.named] == ["Stock"]
    assert above.row < below.row
    assert above.x is not None
    assert above.y is not None
    assert (above.x.shown, above.title, above.legend) == (False, "Price", False)
    assert (above.y.minimum, above.y.maximum) == (0, 9)
    assert (below.title, below.legend) == ("Stock", False)


def test_the_highest_value_of_a_panel_stays_below_the_words_in_its_corner() -> None:
    words = "{column: stock}, {column: price, second_axis: true}"
    made = planned(drawn("column", words))
    values = calculate(made).cells
    for panel, highest in zip(sheet(made, "goods").charts, (99.5, 12), strict=True):
        unseen = panel.series[-1]
        assert (unseen.named, unseen.look, unseen.labels) == (False, SeriesLook(), None)
        assert isinstance(unseen.values, CellRange)
        first = unseen.values.first
        assert isinstance(first.sheet, str)
        times = values[first.sheet, first.row, first.column] / highest
        assert 1.1 < times < 1.7
        assert (1 - 1 / times) * panel.height >= 21


def test_a_panel_of_bars_stays_without_a_point_above_them() -> None:
    """Programs would draw it beside the bars, whose values lie along the page."""
    made = planned(drawn("bar", "{column: worth}, {column: stock, second_axis: true}"))
    kinds = [{one.kind for one in panel.series} for panel in sheet(made, "goods").charts]
    assert kinds == [{"column", "line"}, {"bar"}]


@pytest.mark.parametrize(
    ("money", "more", "said"),
    [
        ("", "", "Price"),
        ("", ", y2_title: Price", "Price"),
        ("", ", y2_title: Price (CNY)", "Price (CNY)"),
        ("", ", y2_title: CNY", "Price · CNY"),
        (" format: '#,##0',", ", y2_title: CNY", "Price · CNY, in thousands"),
    ],
)
def test_the_upper_panel_says_what_its_numbers_are_in(money: str, more: str, said: str) -> None:
    words = "{column: stock}, {column: price, second_axis: true}"
    whole = "{id: price, type: money,", f"{{id: price, type: money,{money}"
    [above, _] = sheet(planned(drawn("column", words, more), whole), "goods").charts
    assert above.title == said


def test_dots_are_points_without_a_line() -> None:
    [_, dots, *_] = chart("column", "{column: stock}, {column: price, dots: true}").series
    assert dots.kind == "line"
    assert dots.look == SeriesLook(marker=Marker("diamond", 9, "F2A541", "FFFFFF"))


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
