"""Hidden columns and the other tables of their sheet."""

from __future__ import annotations

from plans import Change, column, planned, told

APART = """\
blocks: [{table: year}]}
  - {id: goods, title: {zh-CN: 商品, en: Goods},
     blocks: [{cards: [total, on_sale]}, {table: goods}]}"""
TOGETHER: Change = (APART, "blocks: [{table: year}, {table: goods}]}")


def hidden(id_: str) -> Change:
    return f"      - {{id: {id_},", f"      - {{hidden: true, id: {id_},"


def test_a_column_that_another_table_hides_is_told() -> None:
    [(code, message, hint)] = told(TOGETHER, hidden("sold"))
    assert code == "PS316"
    assert message == (
        "column 'state' of table 'goods' is not seen: on the sheet 'months' it stands in the same "
        "column as 'sold' of 'year', which is hidden"
    )
    assert (
        hint == "move the hidden columns of 'year' to its end, or the table to a sheet of its own"
    )


def test_columns_hidden_beyond_the_other_table_are_fine() -> None:
    assert told(TOGETHER, hidden("worth")) == []


def test_columns_hidden_on_another_sheet_are_fine() -> None:
    assert told(hidden("sold")) == []


def test_no_hidden_text_is_centred_as_half_of_it_would_be_drawn_over_the_cell_before_it() -> None:
    assert column(planned(), "goods", "state").style.align == "center"
    assert column(planned(hidden("state")), "goods", "state").style.align == "left"


CARDS = "blocks: [{cards: [total, on_sale]}, "
PLAN = (
    "{grid: {id: plan, each: {month: months}, "
    "rows: [{id: asked, type: count, label: Asked, total: sum}]}}"
)
GRID: Change = f"{CARDS}{{table: goods}}]}}", f"{CARDS}{PLAN}, {{table: goods}}]}}"
GROUPS = """\
  states:
    title: States
    rows: {from: goods, by: state}
    columns:
      - {id: state, from: state}
      - {id: number, type: count, label: Number, formula: '=MAX(group(goods[stock]))'}
metrics:
"""


def test_a_column_of_a_grid_that_a_table_hides_is_told_once() -> None:
    [(code, message, _)] = told(GRID, hidden("state"), hidden("price"), hidden("stock"))
    assert code == "PS316"
    assert message == (
        "grid 'plan' from its column 'jan' on is not seen: on the sheet 'goods' it stands in the "
        "same column as 'state' of 'goods', which is hidden"
    )
    assert told(GRID, hidden("worth")) == []


def test_columns_that_the_program_hides_behind_a_table_of_groups_are_told() -> None:
    apart = f"{PLAN}, {{table: states}}]}}\n  - {{id: all, title: All, blocks: [{{table: goods}}]}}"
    sheet: Change = GRID[0], f"{CARDS}{apart}"
    [(code, message, hint)] = told(
        sheet, ("metrics:\n", GROUPS), ("key: name", "key: name\n    sorted: state")
    )
    assert code == "PS316"
    assert message.endswith(
        "the program hides columns behind those of 'states', which find its groups"
    )
    assert hint == "give table 'states' a sheet of its own"
