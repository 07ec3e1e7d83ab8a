"""A table may keep columns for the screen: those right of ``print`` do not go onto paper."""

from __future__ import annotations

from plans import Change, planned, sheet, told
from plansheets.boxes import Box
from plansheets.grid import MAX_ROWS

KEY = "    key: name\n"


def test_whole_columns_go_onto_paper_up_to_the_one_named() -> None:
    goods = sheet(planned((KEY, f"{KEY}    print: price\n")), "goods")
    assert goods.printing.areas == (Box(0, 0, MAX_ROWS - 1, 3),)


def test_all_go_where_nothing_is_said() -> None:
    assert sheet(planned(), "goods").printing.areas == ()


def test_a_column_that_is_not_there_is_told() -> None:
    [(code, message, hint)] = told((KEY, f"{KEY}    print: prise\n"))
    assert (code, message, hint) == (
        "PS220",
        "no column 'prise' in 'goods'",
        "did you mean 'price'?",
    )


def test_a_title_stands_above_its_table_where_it_is_asked_for() -> None:
    def titles(*changes: Change) -> int:
        return [one.value for one in sheet(planned(*changes), "goods").cells].count("Goods")

    assert titles((KEY, f"{KEY}    titled: true\n")) == titles() + 1
