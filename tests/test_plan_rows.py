"""The rows a table holds: the sample, the user's data, or blank rows ready to be filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from plans import Change, column, planned, sheet, table, told
from plansheets.errors import BlueprintError
from plansheets.plan.model import ROW_POINTS, Value

KEEP: Change = ("    sample:\n", "    keep: true\n    sample:\n")

DIGITS = "write digits, as in 1500, 2.5, 12% or 8.5万"


@dataclass(frozen=True)
class Data:
    """Rows as ``--data`` brings them."""

    columns: Mapping[str, tuple[Value, ...]]
    height: int


THREE = Data({"name": ("a", "b", "c"), "state": ("open", None, "closed"), "stock": (1, 2, 3)}, 3)


@pytest.mark.parametrize(
    ("changes", "choices", "height"),
    [
        ([], {}, 2),
        ([], {"blank": True}, 30),
        ([], {"blank": True, "rows": 7}, 7),
        ([], {"rows": 50}, 50),
        ([], {"rows": 1}, 2),
        ([KEEP], {"blank": True}, 2),
        ([], {"data": {"goods": THREE}}, 3),
        ([], {"data": {"goods": THREE}, "rows": 5}, 5),
        ([], {"data": {"goods": THREE}, "blank": True}, 3),
        ([], {"data": {"goods": Data({}, 0)}}, 30),
    ],
)
def test_a_growing_table_has_its_rows_and_those_made_ready(
    changes: list[Change], choices: dict[str, object], height: int
) -> None:
    assert table(planned(*changes, **choices), "goods").height == height


@pytest.mark.parametrize("choices", [{}, {"blank": True}, {"rows": 99}])
def test_given_rows_are_as_many_as_the_list_has_items(choices: dict[str, object]) -> None:
    made = planned(**choices)
    assert column(made, "year", "month").values == ("Jan", "Feb")
    assert table(made, "year").height == 2


@pytest.mark.parametrize(
    ("rows", "height"),
    [("{each: months}", 2), ("{count: 7}", 7), ("{from: goods}", 9)],
)
def test_rows_are_given_by_a_list_a_number_or_another_table(rows: str, height: int) -> None:
    changed = ("    rows: {each: months}\n", f"    rows: {rows}\n")
    february = "  february: {type: text, label: Second, formula: '=months.feb'}\n"
    made = planned(changed, ("metrics:\n", f"metrics:\n{february}"), rows=9)
    assert table(made, "year").height == height


def test_data_stand_in_their_columns_and_items_as_labels() -> None:
    made = planned(data={"goods": THREE}, locale="zh-CN")
    assert column(made, "goods", "name").values == ("a", "b", "c")
    assert column(made, "goods", "state").values == ("在售", None, "停售")
    assert column(made, "goods", "price").values == (None, None, None)


def test_a_blank_workbook_has_no_values() -> None:
    made = planned(blank=True)
    assert set(column(made, "goods", "name").values or ()) == {None}


def test_a_blank_workbook_keeps_what_is_typed_and_not_what_is_linked() -> None:
    stock = "{id: stock, type: count, min: 0,"
    made = planned(KEEP, (stock, f"{stock} link: true,"), blank=True)
    assert column(made, "goods", "name").values == ("Diaper", "Bottle")
    assert column(made, "goods", "stock").values == (None, None)


@pytest.mark.parametrize(
    ("written", "instead", "message", "hint"),
    [
        ("state: open,", "state: opn,", "the list 'state' has no item 'opn'",
         "did you mean 'open'?"),
        ("stock: 12}", "stock: 1.5}", "column 'stock' is count: '1.5' is not a whole number", None),
        ("price: 45,", "price: cheap,", "column 'price' is money: 'cheap' is not a number", DIGITS),
        ("stock: 12}", "stock: -3}", "'-3' is below the column's minimum 0",
         "mend the number of the sample, or the bound"),
    ],
)  # fmt: skip
def test_a_sample_that_its_column_cannot_take_is_told(
    written: str, instead: str, message: str, hint: str | None
) -> None:
    assert told((written, instead)) == [("PS116", message, hint)]


def test_more_rows_than_a_sheet_has_are_refused_in_time() -> None:
    with pytest.raises(BlueprintError) as error:
        planned(rows=10**12)
    assert [problem.code for problem in error.value.problems] == ["PS305"]


@pytest.mark.parametrize("rows", ["{count: 1}", "{each: one}"])
def test_sample_rows_without_a_row_of_the_table_are_told(rows: str) -> None:
    changes: list[Change] = [
        ("lists:\n", "lists:\n  one: {a: A}\n"),
        ("    key: name\n", f"    rows: {rows}\n    key: name\n"),
    ]
    said = [message for code, message, _ in told(*changes) if code == "PS116"]
    assert said == ["row 2 of the sample; table 'goods' has 1"]


def test_data_may_leave_fewer_rows_than_the_sample_beside_it_has() -> None:
    notes = """
  notes:
    title: Notes
    rows: {from: goods}
    columns: [{id: note, type: note, label: Note}]
    sample: [{note: a}, {note: b}]
"""
    changes: list[Change] = [
        ("metrics:\n", f"{notes}metrics:\n"),
        ("sheets:\n", "sheets:\n  - {id: notes_sheet, title: Notes, blocks: [table: notes]}\n"),
    ]
    one = Data({"name": ("a",), "state": ("open",), "price": (1,), "stock": (1,)}, 1)
    assert column(
        planned(*changes, data={"goods": one}, keep_samples=True), "notes", "note"
    ).values == ("a",)


@pytest.mark.parametrize("length", [440, 4_000, 32_767])
@pytest.mark.parametrize("word", ["备", "a", "ab "])
def test_a_row_clips_what_fills_a_page_and_says_where_the_rest_is(word: str, length: int) -> None:
    long = (word * length)[:length]
    data = Data({"name": (long, "b"), "price": (1, 2)}, 2)
    made = planned(data={"goods": data}, locale="en")
    goods = table(made, "goods")
    on = sheet(made, "goods")
    heights = dict(on.heights)
    assert (heights[goods.first_row], goods.first_row + 1 in heights) == (200, False)
    assert column(made, "goods", "name").style.vertical == "top"
    [said] = [note.text for note in on.notes if (note.row, note.column) == (goods.row, 1)]
    assert said.startswith("Some texts are longer than their rows")


def test_a_row_of_a_few_lines_is_as_high_as_they_are() -> None:
    data = Data({"name": ("备注" * 20, "b"), "price": (1, 2)}, 2)
    on = sheet(planned(data={"goods": data}), "goods")
    [goods] = on.tables
    assert ROW_POINTS < dict(on.fitted)[goods.first_row] < 200
    assert not [note for note in on.notes if note.column == 1]
