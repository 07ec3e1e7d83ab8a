"""UDFs through xlwings' own call path: ranges, errors, tables and wrappers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.outline import excel_name
from windows_excel import MISSING, excel


@pytest.fixture(scope="module")
def cells() -> Iterator[SimpleNamespace]:
    with excel() as found:
        yield found


def test_a_range_gives_a_range(cells: SimpleNamespace) -> None:
    found = cells.call("PS_DEVIATION_RATE", ((85e3,), (2.2,), (None,)), ((1e5,), (0.0,), (3.0,)))
    assert found == [[-0.15], ["#DIV/0!"], ["#N/A"]]


def test_columns_of_one_kind_are_read_as_their_cells_are(cells: SimpleNamespace) -> None:
    noon = datetime(2024, 6, 30, 12, tzinfo=UTC)
    midnight = datetime(2024, 6, 28, tzinfo=UTC)
    for dates in (
        (midnight, noon, None),
        (noon, midnight, None),
        (45471.0, 45473.5, None),
        (45471.0, noon, None),
        (midnight.date(), noon, None),
    ):
        column = tuple((day,) for day in dates)
        found = cells.call("PS_RECENCY_DAYS", 45474.0, column)
        assert found[2] == ["#N/A"]
        assert sorted(one[0] for one in found[:2]) == [1, 3]


def test_money_with_a_currency_format_is_a_number(cells: SimpleNamespace) -> None:
    assert cells.call("PS_SHARE", ((Decimal("1.5"),), (1.0,)), Decimal(3)) == [[0.5], [1 / 3]]


def test_a_text_or_a_truth_value_among_numbers_is_an_error(cells: SimpleNamespace) -> None:
    found = cells.call("PS_SHARE", ((1.0,), ("x",), (True,), (None,)), 4.0)
    assert found == [[0.25], ["#VALUE!"], ["#VALUE!"], ["#N/A"]]


def test_an_error_in_a_cell_is_handed_on(cells: SimpleNamespace) -> None:
    assert cells.call("PS_ROI", -2146826281, 80.0, MISSING, MISSING) == "#DIV/0!"


def test_an_error_in_a_range_is_no_number(cells: SimpleNamespace) -> None:
    found = cells.call("PS_SHARE", ((1.0,), (-2146826246,)), 4.0)
    assert found == [[0.25], ["#VALUE!"]]


def test_an_unknown_word_is_an_error_and_no_number(cells: SimpleNamespace) -> None:
    assert cells.call("PS_ROI", 450.0, 80.0, "brutto", MISSING) == "#VALUE!"


def test_columns_of_unequal_length_are_an_error(cells: SimpleNamespace) -> None:
    found = cells.call("PS_WEIGHTED_AVERAGE", ((1.0,), (2.0,)), ((1.0,),))
    assert found == "#VALUE!"


def test_rfm_takes_three_ranges_and_a_day_and_gives_a_table_below_a_header(
    cells: SimpleNamespace,
) -> None:
    columns = (("Li",), ("Wu",)), ((45_000.0,), (45_010.0,)), ((100.0,), (50.0,))
    day = datetime(2023, 4, 20, tzinfo=UTC)
    found = cells.call("PS_RFM", *columns, day, *[MISSING] * 4)
    assert found[0][:4] == ["客户", "最近一次(天)", "次数", "金额"]
    assert [row[:4] for row in found[1:]] == [["Li", 36, 1, 100], ["Wu", 26, 1, 50]]
    short = (*columns[:2], ((100.0,),))
    assert cells.call("PS_RFM", *short, day, *[MISSING] * 4) == "#VALUE!"


def test_a_whole_column_of_scores_stays_a_column(cells: SimpleNamespace) -> None:
    column = ((3.0,), (None,), (9.0,))
    assert cells.call("PS_RANK_SCORES", column, 2.0, MISSING, MISSING) == [[1], ["#N/A"], [2]]


def test_xlwings_writes_a_wrapper_for_every_function(cells: SimpleNamespace) -> None:
    text = io.StringIO()
    book = SimpleNamespace(Name="functions.xlsm")
    cells.real.generate_vba_wrapper("plansheets.udfs", cells.udfs, text, book)
    code = text.getvalue()
    missing = [one for one in FUNCTIONS if f"Function {excel_name(one)}(" not in code]
    assert missing == []
    assert "Function PS_ROI(revenue, cost, Optional mode, Optional margin)" in code


def test_help_fits_the_function_wizard(cells: SimpleNamespace) -> None:
    for function in FUNCTIONS:
        made = getattr(cells.udfs, excel_name(function)).__xlfunc__
        assert made["category"] == "plansheets"
        assert 0 < len(made["ret"]["doc"]) <= 255
        assert all(0 < len(one["doc"]) <= 255 for one in made["args"])
