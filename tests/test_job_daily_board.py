"""A job: sixty days of six metrics in three channels, twelve of 1,080 values lost."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest

from daily_boards import Said, faults, full_board, random_board, show
from filled import named, open_values, table_rows
from libreoffice import differences, recalculate
from plansheets import build

pytestmark = pytest.mark.slow

FULL = full_board(random.Random(14))
LOST = set(random.Random(15).sample(sorted(FULL.values), 12))
GAPPY = FULL.without(LOST)
BEFORE, INSIDE, AFTER = date(2026, 3, 15), date(2026, 5, 17), date(2026, 6, 20)


@pytest.mark.parametrize("day", [BEFORE, INSIDE, AFTER])
def test_every_figure_of_sixty_days_is_what_pandas_says(day: date) -> None:
    assert faults(GAPPY.at(day), show(GAPPY.at(day))) == []


def test_twelve_of_1080_lost_values_are_named_and_turn_no_light() -> None:
    complete, book = show(FULL.at(AFTER)), show(GAPPY.at(AFTER))
    assert named(book, "board_due_values") == len(FULL.values) == 1080
    gaps = [row for row in table_rows(book, "gaps") if row["Day"]]
    assert {(row["Day"].date(), row["Key"], row["Channel"]) for row in gaps} == LOST  # type: ignore[attr-defined]
    for whole, rest in zip(
        table_rows(complete, "metrics"), table_rows(book, "metrics"), strict=True
    ):
        assert rest["Status"] in (whole["Status"], "◇ Incomplete")
    for table, header in (("channel_roi", "Action"), ("funnel", "Verdict")):
        for whole, rest in zip(table_rows(complete, table), table_rows(book, table), strict=True):
            assert rest[header] in (whole[header], "◇ Incomplete"), (table, rest)


def test_a_day_is_a_day_however_many_channels_it_has() -> None:
    row = table_rows(show(FULL), "metrics")[3]
    by_day: dict[date, float] = {}
    for (day, key, _), value in FULL.values.items():
        if key == "uv" and day.month == FULL.as_of.month:
            by_day[day] = by_day.get(day, 0) + value
    assert row["Actual"] == pytest.approx(sum(by_day.values()) / len(by_day), abs=0.01)


def test_what_is_lost_is_not_called_short_of_the_month_s_target() -> None:
    """The title of the months said how far GMV lies below its target, which gaps alone had made."""
    lacking = {lost for lost in LOST if lost[1] == "gmv"}
    gmv = next(value for value in sorted(FULL.values) if value[1] == "gmv")
    board = FULL.without(lacking or {gmv})
    months = table_rows(show(board.at(AFTER)), "board_months")
    for row in months:
        held = row["Target to date"]
        assert held == (None if row["Missing"] else row["Target so far"]), row
    assert any(row["Missing"] for row in months)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (BEFORE, "data begin 2026-04-01, after the as-of day"),
        (date(2026, 5, 20), None),
        (date(2027, 1, 2), "days before the as-of day 217"),
    ],
)
def test_the_card_of_the_latest_day_says_what_is_out_of_date(day: date, said: str | None) -> None:
    book = show(FULL.at(day))
    told = [
        cell
        for cell in book.cells.values()
        if re.match(r"(data begin|days before the as-of day) \d", str(cell))
    ]
    assert set(told) == ({said} if said else set())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_random_board_is_what_pandas_says(seed: int) -> None:
    board = random_board(seed)
    assert faults(board, show(board)) == []


@pytest.mark.libreoffice
def test_the_gappy_board_is_the_same_in_libreoffice(tmp_path: Path) -> None:
    path = build("monitoring-board", tmp_path / "b.xlsx", data=GAPPY.data(), as_of=AFTER).path
    assert faults(GAPPY.at(AFTER), open_values(path)) == []
    found = differences(path, recalculate([path])[path])
    # the day it was built for is not the day on which LibreOffice opens it
    assert [one for one in found if one.formula != "=TODAY()"] == []


def test_pandas_finds_what_was_lost() -> None:
    assert set(Said(GAPPY.at(AFTER)).missing()) == LOST
