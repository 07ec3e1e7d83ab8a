"""Amounts of one currency as amounts of another, row by row, at rates that the user gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from plansheets.plan.model import Value
from plansheets.records import dataclass
from plansheets.values.currencies import NO_CURRENCY, currency_in_cell, currency_of
from plansheets.values.numbers import ShownMoney, settle

Codes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a column is converted: what says each row's currency, and what one of it is."""

    place: int
    rates: Mapping[Codes, float]
    above: Codes = NO_CURRENCY
    """That of rows which say nothing: the header's, or that of a note above the table."""
    beside: int | None = None
    """The place of the column that names each row's currency."""
    in_cells: bool = False
    """Whether amounts bring their own."""

    def of(self, lines: Sequence[Sequence[object]], values: Sequence[Value]) -> list[Value]:
        """The *values* of the rows *lines*, converted where their currency has a rate."""
        found = []
        for value, codes in zip(values, self._codes(lines), strict=True):
            rate = self.rates.get(codes)
            if rate is None or not isinstance(value, int | float) or isinstance(value, bool):
                found.append(value)
            else:
                found.append(settle(float(Decimal(repr(value)) * Decimal(repr(rate)))))
        return found

    def _codes(self, lines: Sequence[Sequence[object]]) -> Iterator[Codes]:
        for line in lines:
            own = cell_currency(_at(line, self.place))[1] if self.in_cells else NO_CURRENCY
            if not own and self.beside is not None:
                own = currency_of(str(_at(line, self.beside) or ""))
            yield own or self.above


def cell_currency(cell: object) -> tuple[str, Codes]:
    """What a cell says of its currency: by a sign in its text, or by how a workbook shows it."""
    if isinstance(cell, str):
        return currency_in_cell(cell)
    if isinstance(cell, ShownMoney):
        return cell.sign, currency_of(cell.sign)
    return "", NO_CURRENCY


def _at(line: Sequence[object], place: int) -> object:
    return line[place] if place < len(line) else None
