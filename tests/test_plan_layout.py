"""Cards, charts and tables of a sheet share edges and fill the page."""

from __future__ import annotations

import pytest

from plans import Change, at, planned, sheet, told
from plansheets.plan.canvas.canvas import FIRST_COLUMN, Canvas, characters, pixels
from plansheets.plan.canvas.cuts import calm
from plansheets.plan.canvas.layout import (
    PAGE_PIXELS,
    PORTRAIT_PIXELS,
    pixels_between,
    place_at,
    stretches,
)
from plansheets.plan.canvas.paper import (
    EASY_SCALE,
    LEAST_SCALE,
    page_room,
    print_scale,
    size_points,
)
from plansheets.plan.look.theme import theme
from plansheets.plan.model import ROW_POINTS, PlannedSheet

CHART = (
    "{chart: {type: column, title: Sold, over: goods, category: name, series: [{column: stock}]}}"
)


def front(*blocks: str, title: str = "Front") -> Change:
    written = f"  - {{id: front, title: {title}, page: one, blocks: [{', '.join(blocks)}]}}\n"
    return "\nsheets:\n", f"\nsheets:\n{written}"


def canvas(*widths: float) -> Canvas:
    made = Canvas("one", "One", theme("en"))
    for column, width in enumerate(widths, FIRST_COLUMN):
        made.need_width(column, width)
    return made


def wide(made: PlannedSheet, first: int, last: int) -> int:
    widths = dict(made.widths)
    return sum(pixels(widths[column]) for column in range(first, last + 1))


def cards_of(made: PlannedSheet) -> list[list[int]]:
    """The widths of the cards of each row, which are told by their labels."""
    rows: dict[int, list[int]] = {}
    for box in made.merges:
        if at(made, box.first_row, box.first_column).value == "Total":
            rows.setdefault(box.first_row, []).append(wide(made, box.first_column, box.last_column))
    return list(rows.values())


@pytest.mark.parametrize("cards", [1, 2, 3, 4, 5, 6, 7, 8])
def test_a_front_page_begins_with_four_large_cards_and_fills_its_rows(cards: int) -> None:
    made = sheet(planned(front(f"{{cards: [{', '.join(['total'] * cards)}]}}")), "front")
    rows = cards_of(made)
    assert [len(row) for row in rows] == ([cards] if cards <= 4 else [4, cards - 4])
    for row in rows:
        assert max(row) - min(row) < 48
        assert abs(sum(row) - PAGE_PIXELS) < 48
    sizes = [cell.style.size for cell in made.cells if cell.formula and cell.style.bold]
    assert [sizes.count(size) for size in (22, 15)] == [min(cards, 4), max(0, cards - 4)]


@pytest.mark.parametrize(
    ("charts", "rows"), [(1, [1]), (2, [2]), (3, [3]), (4, [2, 2]), (5, [3, 2])]
)
def test_charts_stand_up_to_three_in_a_row_from_edge_to_edge(charts: int, rows: list[int]) -> None:
    made = sheet(planned(front("{cards: [total]}", *[CHART] * charts)), "front")
    tops = [chart.row for chart in made.charts]
    assert [tops.count(top) for top in sorted(set(tops))] == rows
    right = {
        top: max(
            wide(made, FIRST_COLUMN, chart.column)
            - pixels(dict(made.widths)[chart.column])
            + chart.indent
            + chart.width
            for chart in made.charts
            if chart.row == top
        )
        for top in tops
    }
    whole = wide(made, FIRST_COLUMN, max(dict(made.widths)))
    assert {whole - edge for edge in right.values()} <= {1, 2, 3}


def test_a_title_that_others_cut_off_shrinks_into_its_room() -> None:
    blocks = f"{{cards: [total]}}, {CHART}, {CHART}, {{table: year}}"
    made = sheet(planned(("{table: year}", blocks)), "months")
    first, second = made.charts
    assert second.indent > 0  # it begins within a column, and so does its title
    for chart, cut_off in ((first, True), (second, False)):
        lines = [at(made, chart.row - above, chart.column) for above in (2, 1)]
        assert [one.style.shrink for one in lines] == [cut_off] * 2


def test_the_columns_of_a_fixed_table_are_widened_to_meet_the_cards_above() -> None:
    made = sheet(
        planned(("{table: year}", "{cards: [total, on_sale, total]}, {table: year}")), "months"
    )
    columns = [wide(made, column, column) for column in (1, 2, 3)]
    assert max(columns) - min(columns) <= 1
    assert abs(sum(columns) - PAGE_PIXELS) <= 1
    values = [cell.column for cell in made.cells if cell.row == 4 and cell.formula]
    assert values == [1, 2, 3]


def test_an_upright_page_is_no_wider_than_it_prints_well() -> None:
    made = sheet(
        planned(
            ("{table: year}", "{cards: [total, on_sale, total]}, {table: year}"),
            ("{id: months,", "{id: months, portrait: true,"),
        ),
        "months",
    )
    assert abs(wide(made, 1, 3) - PORTRAIT_PIXELS) <= 1
    assert PORTRAIT_PIXELS / page_room(landscape=False)[0] == pytest.approx(
        PAGE_PIXELS / page_room(landscape=True)[0], rel=0.01
    )


def test_a_wide_table_is_not_made_too_wide_to_read_for_the_sake_of_its_cards() -> None:
    made = sheet(
        planned(
            ("{table: year}", "{cards: [total, on_sale]}, {table: year}"),
            ("{id: month, type: text,", "{id: month, type: text, width: 119,"),
            ("{id: sold, type: count,", "{id: sold, type: count, width: 36,"),
            ("{id: left, type: count,", "{id: left, type: count, width: 36,"),
        ),
        "months",
    )
    own = pixels(119) + 2 * pixels(36)
    assert 0.95 * own <= wide(made, 1, 3) < own + 25


@pytest.mark.parametrize(
    ("widths", "count", "most"),
    [
        ([161, 99, 299, 149, 299, 85, 89, 148], 4, 1400),
        ([115, 299, 197, 89, 89, 89, 104, 116, 89, 89, 68], 4, 1400),
        ([96, 117, 124, 327, 140, 110], 4, 970),
    ],
)
def test_columns_give_and_take_until_cards_over_them_look_alike(
    widths: list[int], count: int, most: int
) -> None:
    spared = [max(0, width - 229) for width in widths]
    settled = calm(widths, spared, count, most)
    assert settled is not None
    assert sum(settled) <= most
    assert all(
        now >= before - spare for now, before, spare in zip(settled, widths, spared, strict=True)
    )
    made = canvas(*map(characters, settled))
    runs = [pixels_between(made, *place) for place in stretches(made, count)]
    assert max(runs) < 1.32 * min(runs)


def test_columns_that_are_too_few_or_too_wide_for_that_stay() -> None:
    assert calm([300, 100], [0, 0], 3, 900) is None
    assert calm([600, 100], [0, 0], 2, 900) is None


def test_the_cards_of_a_short_row_share_it_evenly() -> None:
    made = sheet(planned(front("{cards: [total, total, total, total, total, total]}")), "front")
    first, second = cards_of(made)
    assert len(second) == 2
    assert max(second) - min(second) < 48
    assert abs(sum(first) - sum(second)) <= 1


def test_stretches_are_as_even_as_the_columns_allow() -> None:
    assert stretches(canvas(10, 10, 20, 10, 10), 3) == [(1, 2), (3, 3), (4, 5)]
    assert stretches(canvas(10, 10), 3) == [(1, 1), (2, 2)]


def test_hidden_columns_take_no_room() -> None:
    made = canvas(10, 90, 10)
    made.hidden_columns.append(2)
    assert stretches(made, 2) == [(1, 1), (3, 3)]
    assert place_at(made, 80) == (3, 5)


def test_a_front_page_is_one_page() -> None:
    made = sheet(planned(front("{cards: [total]}", *[CHART] * 12)), "front")
    assert (made.printing.pages_high, made.printing.landscape) == (1, True)


@pytest.mark.parametrize("charts", [4, 6])
def test_the_charts_of_a_front_page_fill_it(charts: int) -> None:
    made = sheet(planned(front("{cards: [total]}", *[CHART] * charts)), "front")
    wide, high = size_points(made)
    room = page_room(landscape=True)
    assert high / wide == pytest.approx(room[1] / room[0], rel=0.03)


def test_charts_become_lower_before_a_front_page_is_hard_to_read() -> None:
    made = sheet(planned(front("{cards: [total]}", *[CHART] * 9)), "front")
    assert print_scale(made) == pytest.approx(EASY_SCALE, rel=0.05)
    assert {chart.height for chart in made.charts} < set(range(180, 280))


def test_a_front_page_too_small_to_read_is_told() -> None:
    assert told(front("{cards: [total]}", *[CHART] * 9)) == []
    [(code, message, hint)] = told(front("{cards: [total]}", *[CHART] * 21))
    assert code == "PS315"
    assert message.startswith("sheet 'front' is to be one page and would be printed at ")
    assert hint == "show fewer rows, cards or charts on it, or leave out 'page: one'"


def test_the_scale_is_that_of_the_longer_side() -> None:
    few = sheet(planned(front("{cards: [total]}", CHART)), "front")
    many = sheet(planned(front("{cards: [total]}", *[CHART] * 21)), "front")
    assert print_scale(few) > 0.8 > LEAST_SCALE > print_scale(many)


def test_long_data_print_their_first_page_alone() -> None:
    wanted = "id: goods, title: {zh-CN: 商品, en: Goods},"
    whole = sheet(planned(rows=400), "goods")
    assert whole.printing.areas == ()
    for portrait in ("", " portrait: true,"):
        made = sheet(planned((wanted, f"{wanted} page: first,{portrait}"), rows=400), "goods")
        [area] = made.printing.areas
        assert (area.first_row, area.last_column) == (0, made.tables[0].last_column)
        points = size_points(made)[0]
        heights = dict(made.fitted) | dict(made.heights)
        room = page_room(landscape=not portrait)
        high = sum(heights.get(row, ROW_POINTS) for row in range(area.last_row + 1))
        fits = room[1] * max(points / room[0], 1)
        assert fits - ROW_POINTS < high <= fits


def test_the_dictionary_prints_its_metrics_and_keeps_its_columns_for_the_screen() -> None:
    made = sheet(planned(), "dictionary")
    [area] = made.printing.areas
    texts = {cell.value: cell.row for cell in made.cells}
    assert texts["On sale"] <= area.last_row < texts["Columns"]
