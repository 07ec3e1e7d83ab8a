"""How an order list writes numbers and days, by its first rows, or a question."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from plansheets.errors import DataError, Problem
from plansheets.frames.csv import SEPARATORS
from plansheets.frames.raw import FileHints
from plansheets.frames.ways import ask_mark, ask_order, likely_mark, order_of
from plansheets.records import dataclass
from plansheets.values.days import DayStyle
from plansheets.values.marks import DecimalMark, Evidence, weigh

_EXAMINED = 1 << 20


@dataclass(frozen=True, slots=True)
class OrderWays:
    """What stands before the decimals of an order list, and what its days leave out."""

    mark: DecimalMark = "."
    days: DayStyle = DayStyle()


PLAIN_WAYS = OrderWays()


def find_order_ways(
    path: Path, name: str, amounts: Sequence[str], day: str, hints: FileHints
) -> OrderWays:
    """The ways of a CSV file in UTF-8, by its columns of *amounts* and its *day*.

    Raises
    ------
    DataError
        With what to ask the user.
    """
    with path.open("rb") as stream:
        data = stream.read(_EXAMINED)
    text = data.decode("utf-8-sig", "ignore")
    if len(data) == _EXAMINED:
        text = text[: text.rfind("\n") + 1]
    header = text.partition("\n")[0]
    separator = max(SEPARATORS, key=header.count)
    try:
        head, *rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 50_000)
    except (csv.Error, ValueError):
        return OrderWays(hints.decimal or ".", DayStyle(hints.year, hints.order))
    places = {written.strip(): place for place, written in enumerate(head)}
    cells = {
        wanted: [row[place] for row in rows if place < len(row)]
        for wanted in (*amounts, day)
        if (place := places.get(wanted.strip())) is not None
    }
    problems: list[Problem] = []
    mark = hints.decimal
    if mark is None:
        every = [(wanted, weigh(cells.get(wanted, ()))) for wanted in amounts]
        total = Evidence()
        for _, evidence in every:
            total |= evidence
        mark = total.certain or likely_mark(separator, total)
        if total.divided or (mark is None and total.open):
            asked = next(one for one in every if one[1].divided or one[1].open)
            problems.append(ask_mark(asked[0], total, name))
    order = hints.order or order_of(cells.get(day, ()))
    if order == "open":
        problems.append(ask_order(day, cells[day], name))
    if problems:
        raise DataError(problems)
    settled = order if order in ("day-first", "month-first") else None
    return OrderWays(mark or ".", DayStyle(hints.year, settled))
