"""Margins on paper: rows that would spill onto a page of their own stand on the one before."""

from __future__ import annotations

from plansheets.plan.canvas.margins import OnPaper, on_one_page, side_margins
from plansheets.plan.look.workbook import PAPER

WIDE = 800.0
ROW = 21.0


def rows(count: int, wide: float = WIDE) -> OnPaper:
    return OnPaper(wide, (ROW,) * count, ROW)


def test_rows_that_end_with_their_page_leave_the_margins_as_they_are() -> None:
    assert side_margins([rows(20)], landscape=True) is None


def test_a_few_rows_too_many_are_printed_a_little_smaller() -> None:
    side = side_margins([rows(27)], landscape=True)
    assert side is not None
    assert PAPER.side < side < 1.5


def test_a_last_page_that_is_filled_stays() -> None:
    assert side_margins([rows(40)], landscape=True) is None


def test_a_sheet_that_is_small_print_already_is_left_alone() -> None:
    assert side_margins([rows(42, 1_230.0)], landscape=True) is None


def test_all_parts_share_their_margins_and_the_fewest_end_badly() -> None:
    small_print = rows(10, 1_230.0)
    assert side_margins([rows(27), small_print], landscape=True) is None
    assert side_margins([rows(27), rows(10)], landscape=True) is not None


def test_what_stands_on_one_page_can_be_read_there() -> None:
    assert on_one_page([rows(30), rows(38)], landscape=True)
    assert not on_one_page([rows(30), rows(60)], landscape=True)
