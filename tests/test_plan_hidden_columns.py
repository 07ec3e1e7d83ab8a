"""Hidden columns and the other tables of their sheet."""

from __future__ import annotations

from plans import Change, told

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
