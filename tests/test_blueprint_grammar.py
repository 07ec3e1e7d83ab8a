"""One blueprint that says everything the language can say, read into its model."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from plansheets.blueprint import model
from plansheets.blueprint.blocks import BLOCKS
from plansheets.blueprint.chart import Chart
from plansheets.blueprint.found import Found
from plansheets.blueprint.grammar.objects import OBJECTS
from plansheets.blueprint.read import examine_text
from plansheets.blueprint.rows import Count, EachItem, From, Groups, Growing, Top
from plansheets.blueprint.timeline import Timeline
from plansheets.source import Source, Span
from plansheets.words import LOCALES

EVERYTHING = Path(__file__).with_name("every-key.yaml").read_text("utf-8")

ALONE = {"sample": {"file"}, "blueprint": {"include"}}
"""Keys that need another key's place, or another file; other tests have them."""


BEFORE = {"only"}
"""Keys that are looked at before anything is read; tests/test_blueprint_choose.py has them."""


def read() -> model.Blueprint:
    return examine_text(EVERYTHING, "every-key.yaml", Path()).sound()


@pytest.fixture(scope="module")
def seen() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The keys of each object that are written in the blueprint, and those that are asked for."""
    written: set[tuple[str, str]] = set()
    asked: set[tuple[str, str]] = set()

    get = Found.__getitem__

    def note(found: Found, name: str) -> Any:
        asked.add((found.grammar.name, name))
        written.update((found.grammar.name, key) for key in found.values)
        return get(found, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Found, "__getitem__", note)
        read()
    return written, asked


@pytest.mark.parametrize("name", OBJECTS)
def test_every_key_of_an_object_is_tried_here(
    name: str, seen: tuple[set[tuple[str, str]], set[tuple[str, str]]]
) -> None:
    wanted = {key.name for key in OBJECTS[name].keys} - ALONE.get(name, set())
    assert wanted - {key for object_, key in seen[0] if object_ == name} == set(), (
        "an example in tests/every-key.yaml"
    )


@pytest.mark.parametrize("name", OBJECTS)
def test_every_key_of_an_object_is_read(
    name: str, seen: tuple[set[tuple[str, str]], set[tuple[str, str]]]
) -> None:
    wanted = {key.name for key in OBJECTS[name].keys} - ALONE.get(name, set()) - BEFORE
    assert wanted - {key for object_, key in seen[1] if object_ == name} == set(), (
        "a line where its object is read, and an example in tests/every-key.yaml"
    )


def test_a_key_that_the_grammar_does_not_have_cannot_be_read() -> None:
    found = Found(OBJECTS["form"], {}, {}, Span(Source("a", ""), 1, 1, 1))
    with pytest.raises(KeyError, match="titel"):
        _ = found["titel"]


def test_what_is_not_written_is_what_the_grammar_says() -> None:
    chart, timeline, table = (
        Found(OBJECTS[name], {}, {}, Span(Source("a", ""), 1, 1, 1))
        for name in ("chart", "timeline", "table")
    )
    assert [chart["height"], timeline["columns"], table["expected_rows"]] == [280, 56, 1_000]
    assert [table["keep"], table["key"], table["when"], table["help"]] == [False, (), {}, None]


def test_everything_the_language_can_say_is_read_without_a_problem() -> None:
    assert examine_text(EVERYTHING, "every-key.yaml", Path()).problems == ()


def test_a_parameter_is_read_with_its_bounds_and_words() -> None:
    least = read().parameter("least")
    assert least is not None
    assert (least.type.id, least.default, least.minimum, least.maximum) == ("number", 1.5, 1, 9)
    assert [words and words("en") for words in (least.unit, least.help, least.number_format)] == [
        ":1",
        "A bound",
        "0.0",
    ]


def test_items_are_read_from_words_and_from_objects() -> None:
    state = read().list("state")
    assert state is not None
    assert [(item.id, item.label("zh-CN"), item.mean) for item in state.items] == [
        ("open", "Open", None),
        ("closed", "关闭", "muted"),
    ]


def test_a_list_with_a_label_holds_units() -> None:
    units = read().list("units")
    assert units is not None
    assert units.label
    assert units.label("en") == "Units"
    assert [item.measure for item in units.items] == ["money", None]
    assert [item.number_format and item.number_format("en") for item in units.items] == [
        "#,##0.00",
        "0",
    ]


def test_a_table_knows_where_its_rows_come_from() -> None:
    rows = {one.id: one.rows for one in read().tables}
    assert isinstance(best := rows.pop("best"), Top)
    assert best == Top("goods", by="sold", count=3, span=best.span, ascending=True)
    assert rows == {
        "goods": Growing(expected=500),
        "by_month": EachItem("months"),
        "five": Count(5),
        "beside": From("goods", spare=3),
        "long_one": Growing(expected=1000),
        "each_name": Groups("goods", by="name", spare=1),
        "bars": Count(3),
    }


def test_a_ranked_view_shows_columns_of_the_table_it_ranks() -> None:
    best = read().table("best")
    assert best is not None
    assert best.columns[0].shows is not None
    assert best.columns[0].shows.column == "name"


def test_a_column_is_an_input_a_formula_or_a_link() -> None:
    goods = read().table("goods")
    assert goods is not None
    assert [column.role for column in goods.columns] == [*["input"] * 8, *["formula"] * 3]
    assert [column.id for column in goods.columns if column.linked] == ["budget"]
    offered = [column.id for column in goods.columns if column.options]
    assert offered == ["maker", "seller"]
    [name, *_] = goods.columns
    assert (name.required, name.aliases) == (True, ("SKU", "Item"))
    price = goods.column("price")
    assert price is not None
    assert (price.unit_from, price.comparator_from, price.minimum, price.maximum) == (
        "unit",
        "sign",
        0,
        1_000_000,
    )
    sold = goods.column("sold")
    assert sold is not None
    assert [rule.mean for rule in sold.rules] == ["bad", "good"]
    assert sold.total
    assert sold.total.text == "=SUM(goods[sold])"


def test_a_repeated_column_keeps_its_variable() -> None:
    goods = read().table("goods")
    month = goods and goods.column("m_{month}")
    assert month
    assert month.each
    assert (month.each.variable, month.each.list_id) == ("month", "months")


def test_blocks_stand_in_their_order() -> None:
    written = re.findall(
        r"^      - ([a-z]+):", EVERYTHING.partition("    blocks:")[2], re.MULTILINE
    )
    read_in_order = [block for sheet in read().sheets for block in sheet.blocks]
    assert [type(block) for block in read_in_order] == [BLOCKS[key] for key in written]


def test_a_sheet_is_upright_or_hidden_where_it_says_so() -> None:
    assert [(sheet.landscape, sheet.hidden) for sheet in read().sheets] == [
        (False, False),
        (True, False),
        (True, False),
        (True, True),
        (True, False),
        (True, False),
        (True, True),
    ]


def test_sheets_are_joined_folded_printed_and_left_out_as_they_are_told() -> None:
    whole = read()
    first, second, third = whole.sheets[-3:]
    assert first.joined is second.joined is not None
    assert (first.joined.id, first.joined.title("en"), third.joined) == ("pair", "Pair", None)
    assert first.joined.subtitle is not None
    assert [sheet.on_paper for sheet in (first, second)] == [False, True]
    assert [sheet.first_page for sheet in (first, second)] == [True, False]
    assert whole.folded == {"third"}


def test_a_timeline_knows_what_its_bars_are_drawn_from() -> None:
    [timeline] = (one for one in read().sheets[1].blocks if isinstance(one, Timeline))
    assert timeline.named_columns == ("begin", "finish", "share", "phase", "gate")
    assert [formula.text for formula in timeline.formulas] == [
        "=as_of",
        "=first_day",
        "=IF(as_of>0, 7, 1)",
        "=goods[sold]",
        "=goods[sold]",
    ]
    assert (timeline.columns, timeline.controls) == (14, ("first_day",))


def test_a_chart_knows_its_series() -> None:
    chart = next(one for one in read().sheets[0].blocks if isinstance(one, Chart))
    assert [(one.column, one.kind, one.secondary, one.mean) for one in chart.series] == [
        ("sold", None, False, "good"),
        ("price", None, True, None),
        ("price", "line", True, None),
    ]
    assert [one.dots for one in chart.series] == [False, True, False]
    assert chart.height == 200


def test_sample_texts_stand_in_every_language() -> None:
    goods = read().table("goods")
    assert goods is not None
    row, _ = goods.sample
    assert [row.cells["name"](locale) for locale in LOCALES] == ["尿裤", "Diaper"]
    assert row.cells["price"]("en") == "1.50"
