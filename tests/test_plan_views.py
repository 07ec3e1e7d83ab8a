"""Views of other tables: ranked by a number, or row by row."""

from __future__ import annotations

from random import Random

import pytest

from plans import Change, by_formula, column, conditionals, formula, planned, sheet, told
from plansheets.calc.calculate import calculate
from plansheets.formula.ast import Structured
from plansheets.formula.rewrite import walk
from plansheets.plan.look.theme import theme

SHEETS = "blocks: [{table: year}]}"
METRICS = "metrics:\n  total:"


def viewed(rows: str, *columns: str) -> tuple[Change, Change]:
    """A view of SHOP's goods below its table of months."""
    lines = "".join(f"      - {{{one}}}\n" for one in columns or ("id: name, from: name",))
    view = f"  view:\n    title: View\n    rows: {{{rows}}}\n    columns:\n{lines}"
    return (METRICS, f"{view}{METRICS}"), (SHEETS, "blocks: [{table: year}, {table: view}]}")


def top(by: str, count: int = 4, more: str = "") -> str:
    return f"top: {{of: goods, by: {by}, count: {count}{more}}}"


def samples(*rows: str) -> Change:
    return "    sample:\n", "    sample:\n" + "".join(f"      - {{{row}}}\n" for row in rows)


def shown(id_: str, *changes: Change) -> list[object]:
    """The values of a column of the view."""
    return list(calculate(planned(*changes)).columns["view", id_])


MORE = samples("name: Cup, price: 3, stock: 12", "name: Bib, price: 3", "name: Hat, stock: 7")


def test_the_largest_stand_first_and_equal_ones_in_the_order_of_the_table() -> None:
    assert shown("name", *viewed(top("stock", 5)), MORE) == ["Cup", "Diaper", "Hat", "Bottle", ""]


def test_the_smallest_may_stand_first() -> None:
    changes = viewed(top("stock", 2, ", order: ascending"))
    assert shown("name", *changes, MORE) == ["Bottle", "Hat"]


def test_a_short_list_keeps_shaded_room_for_what_may_come() -> None:
    def shaded(*changes: Change) -> list[str]:
        rules = [by_formula(one) for one in sheet(planned(*changes), "months").conditionals]
        return [formula(one.formula) for one in rules if one.highlight == theme("en").slot]

    assert shaded(*viewed(top("stock", 12))) == ['=$B9=""']
    assert shaded(*viewed(top("stock", 13))) == []


@pytest.mark.parametrize(
    ("samples", "said"), [(True, ""), (False, "Fill in: Goods")], ids=["sample", "blank"]
)
def test_the_heading_of_a_list_without_rows_says_what_to_fill_in(
    said: str, *, samples: bool
) -> None:
    titled = "    title: View\n", "    title: View\n    titled: true\n"
    rows, placed = viewed(top("stock"), "id: name, from: name", "id: stock, from: stock")
    made = planned((rows[0], rows[1].replace(*titled)), placed, blank=not samples)
    on_it = sheet(made, "months")
    [heading] = [one for one in on_it.cells if one.value == "View"]
    [note] = [one for one in on_it.cells if one.row == heading.row and one.formula is not None]
    assert note.style == theme("en").heading_note
    assert note.column == on_it.tables[0].last_column
    assert calculate(made).cells[on_it.title, note.row, note.column] == said


def test_a_list_without_rows_of_a_filled_table_says_that_there_are_none() -> None:
    titled = "    title: View\n", "    title: View\n    titled: true\n"
    rows, placed = viewed(top("price"), "id: name, from: name")
    made = planned(
        (rows[0], rows[1].replace(*titled)),
        placed,
        ("price: 99.5, stock", "stock"),
        ("price: 45, stock", "stock"),
    )
    said = [value for value in calculate(made).cells.values() if value == "None right now"]
    assert said == ["None right now"]


def test_rows_without_a_number_have_no_rank() -> None:
    changes = viewed(top("stock", 6))
    assert shown("name", *changes, MORE).count("") == 2


@pytest.mark.parametrize(
    ("shows", "expected"),
    [
        ("id: a, from: price", ["", 3, 99.5, 45]),
        ("id: a, from: state", ["", "", "On sale", "Closed"]),
        ("id: a, from: short", [False, False, False, True]),
    ],
)
def test_what_is_blank_there_is_blank_here(shows: str, expected: list[object]) -> None:
    more = samples("name: Hat, stock: 70", "name: Cup, price: 3, stock: 20")
    assert shown("a", *viewed(top("stock"), shows), more) == expected


def test_words_that_rows_are_found_by_stand_at_the_left_and_marks_in_the_middle() -> None:
    view = viewed(top("stock"), "id: state, from: state", "id: name, from: name")
    plain = "{label: {zh-CN: 停售, en: Closed}, mean: bad}", "{zh-CN: 停售, en: Closed}"
    found = column(planned(*view, plain), "view", "state")
    assert (found.style.align, found.style.indent, found.header_style.align) == ("left", 1, "left")
    marked = column(planned(*view), "view", "state")
    assert (marked.style.align, marked.style.indent) == ("center", 0)
    assert column(planned(plain), "goods", "state").style.align == "center"  # not the first


def test_a_view_computes_from_its_own_columns() -> None:
    twice = "id: twice, type: count, label: Twice, formula: '=IF(COUNT([@s])=0, \"\", [@s]*2)'"
    changes = viewed(top("stock", 3), "id: s, from: stock", twice)
    assert shown("twice", *changes) == [24, 6, ""]


def test_an_empty_workbook_shows_an_empty_view() -> None:
    made = planned(*viewed(top("stock", 3), "id: s, from: stock"), blank=True)
    assert calculate(made).columns["view", "s"] == ("", "", "")


def test_numbers_that_differ_in_the_last_digit_are_all_shown_once() -> None:
    numbers = [0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2, 0.7, 0.3]
    Random(1).shuffle(numbers)
    rows = [f"name: N{place}, price: {number!r}" for place, number in enumerate(numbers)]
    names = shown("name", *viewed(top("price", 8)), samples(*rows))
    assert sorted(map(str, names)) == sorted(["Diaper", "Bottle", *(f"N{n}" for n in range(6))])


def test_what_a_column_does_not_say_comes_from_the_one_it_shows() -> None:
    made = planned(*viewed(top("stock"), "id: a, from: price", "id: b, from: state, label: B"))
    price, state = column(made, "view", "a"), column(made, "view", "b")
    assert (price.header, state.header) == ("Price", "B")
    assert price.style.number_format == column(made, "goods", "price").style.number_format
    assert len(conditionals(made, "view", "b")) == len(conditionals(made, "goods", "state")) == 1


def test_another_type_brings_its_own_format() -> None:
    made = planned(*viewed(top("stock"), "id: a, from: stock, type: number"))
    assert column(made, "view", "a").style.number_format != (
        column(made, "goods", "stock").style.number_format
    )


@pytest.mark.parametrize(("columns", "expected"), [(["id: p, from: price"], 1), ([], 0)])
def test_rules_come_along_where_the_view_shows_what_they_look_at(
    columns: list[str], expected: int
) -> None:
    rule = "id: stock, type: count, min: 0,", "id: stock, type: count, when: {bad: '=[@price]<9'},"
    made = planned(*viewed(top("stock"), "id: s, from: stock", *columns), rule)
    assert len(conditionals(made, "view", "s")) == expected


def test_repeated_columns_are_shown_one_by_one() -> None:
    each = "each: {month: months}"
    short = "      - {id: short,"
    repeated = (
        short,
        f"      - {{id: 'm_{{month}}', type: count, label: '{{month}}', {each}}}\n{short}",
    )
    made = planned(
        *viewed(top("stock"), f"id: 'v_{{month}}', from: 'm_{{month}}', {each}"), repeated
    )
    assert [one.header for one in made.table("view")[1].columns] == ["Jan", "Feb"]


def test_each_number_is_looked_for_once_however_many_columns_show_its_row() -> None:
    made = planned(*viewed(top("stock"), "id: name, from: name", "id: p, from: price"))
    searched = [
        one.id
        for each in made.sheets
        for table in each.tables
        for one in table.columns
        if one.formula is not None and "MATCH" in formula(one.formula)
    ]
    assert searched == ["position"]


def test_views_over_the_same_numbers_share_a_hidden_ranking() -> None:
    other = f"  other:\n    title: Other\n    rows: {{{top('stock', 9)}}}\n"
    columns = "    columns: [{id: name, from: name}]\n"
    first, placed = viewed(top("stock", 3))
    changed = first[0], first[1].replace("  view:\n", f"{other}{columns}  view:\n")
    both = placed[0], placed[1].replace("{table: view}", "{table: view}, {table: other}")
    rankings = sheet(planned(changed, both), "_rankings")
    assert rankings.hidden
    assert [(one.id, one.height) for one in rankings.tables] == [("_goods_by_stock", 9)]


@pytest.mark.parametrize(("spare", "expected"), [("", 2), (", spare: 3", 5)])
def test_a_view_row_by_row_has_rows_to_spare(spare: str, expected: int) -> None:
    names = shown("name", *viewed(f"from: goods{spare}"))
    assert names == ["Diaper", "Bottle", *[""] * (expected - 2)]


def test_a_view_row_by_row_says_when_it_is_outgrown() -> None:
    made = planned(*viewed("from: goods, spare: 2"))
    checks = sheet(made, "checks")
    [row] = [
        one.row for one in checks.cells if one.value == "View: not all rows of Goods are shown"
    ]
    assert calculate(made).cells[checks.title, row, 4] == 0
    [count] = [one.formula for one in checks.cells if (one.row, one.column) == (row, 4)]
    assert count is not None
    looked_at = {one.table for one in walk(count) if isinstance(one, Structured)}
    assert looked_at == {"goods", "view"}


def problems(*changes: Change) -> list[tuple[str, str]]:
    return [(code, message) for code, message, _ in told(*changes)]


UNITS = (
    "  months: {jan",
    "  unit: {yuan: {label: CNY, format: '0.00'}}\n  months: {jan",
)
_UNIT = "      - {id: unit, type: choice, list: unit, label: Unit}\n"
_GOAL = "      - {id: goal, type: amount, unit_from: unit, label: Goal}\n"
GOAL = "      - {id: short,", f"{_UNIT}{_GOAL}      - {{id: short,"
ORDER = "only numbers and days have an order"
LOOK = "whose numbers look as 'unit' says, and the table does not show that"


@pytest.mark.parametrize(
    ("rows", "columns", "expected"),
    [
        (top("stok"), "id: a, from: name", [("PS220", "no column 'stok' in 'goods'")]),
        (top("stock"), "id: a, from: nam", [("PS220", "no column 'nam' in 'goods'")]),
        (top("state"), "id: a, from: name",
         [("PS320", f"table 'view' ranks by 'state', which is choice: {ORDER}")]),
        (top("stock"), "id: a, type: text, label: A",
         [("PS320", "column 'a' is typed in, and the rows of a ranked view change places")]),
        ("count: 3", "id: a, from: name",
         [("PS320", "column 'a' shows 'name', but table 'view' looks at no other table")]),
        (top("stock"), "id: a, from: name, formula: '=1'",
         [("PS114", "column 'a' shows another, so 'formula' has no effect")]),
        (top("stock"), "id: a, from: goal",
         [("PS320", f"column 'a' of table 'view' shows 'goal', {LOOK}")]),
        (top("stock"), "id: a, from: goal, format: '0'", []),
        ("count: 3, spare: 5", "id: a, type: text, label: A",
         [("PS114", "'spare' adds rows to those of another table, and 'from' names none")]),
        ("count: 3, from: goods", "id: a, from: name",
         [("PS114",
           "rows 'rows' has exactly one of 'each', 'count', 'from', 'top'; 2 were found")]),
        (top("stock", 0), "id: a, from: name",
         [("PS108", "'count' cannot be 0: it takes 1 to 1,048,575")]),
        ("top: {of: goods, count: 3}", "id: a, from: name", [("PS106", "top 'top' lacks 'by'")]),
    ],
)  # fmt: skip
def test_what_a_view_cannot_show_is_told(
    rows: str, columns: str, expected: list[tuple[str, str]]
) -> None:
    assert problems(*viewed(rows, columns), UNITS, GOAL) == expected


def test_the_cost_of_a_view_is_its_rows_times_those_looked_at() -> None:
    many = "    key: name\n", "    key: name\n    expected_rows: 100000\n"
    assert problems(*viewed(top("stock", 20)), many) == []
    assert [code for code, _ in problems(*viewed(top("stock", 200)), many)] == ["PS227"]
