"""Which column of a file is which column of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from plansheets.blueprint.model import Column, Table
from plansheets.frames.raw import HEAD_ROWS
from plansheets.records import dataclass
from plansheets.values.numbers import PLAIN, Measure, Powers, header_scale
from plansheets.values.written import fold

_UNIT = re.compile(r"(.+?)[(\[【]([^()\[\]【】]+)[)\]】]")


@dataclass(frozen=True, slots=True)
class Match:
    """A column of the file that fills a column of the table."""

    column: Column
    place: int
    written: str
    powers: Powers = PLAIN


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: what it matches, twice perhaps, and what it does not."""

    row: int
    """Index of the row, the lower one where the header takes two."""
    matches: tuple[Match, ...] = ()
    doubled: tuple[tuple[Match, Match], ...] = ()
    unmatched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderIndex:
    """Every name a table's columns go by, folded: ids, labels in all languages, aliases."""

    exact: Mapping[str, tuple[Column, int]]
    """The column of a name, and the name's rank: an id or label, or an alias."""
    unitless: Mapping[str, Column]
    """Names without the unit in brackets behind them, where only one column has them."""

    @classmethod
    def of(cls, table: Table) -> HeaderIndex:
        exact: dict[str, tuple[Column, int]] = {}
        for rank, names in ((0, _ids), (0, _input_labels), (1, _aliases), (1, _labels)):
            layer: dict[str, Column | None] = {}
            for column in table.columns:
                for name in names(column):
                    key = fold(name)
                    layer[key] = None if layer.get(key, column) is not column else column
            for key, only in layer.items():
                if only is not None and key:
                    exact.setdefault(key, (only, rank))
        owners: dict[str, dict[str, Column]] = {}
        for key, (column, _) in exact.items():
            owners.setdefault(_split(key)[0], {})[column.id] = column
        unitless = {
            name: column
            for name, found in owners.items()
            if len(found) == 1
            for column in found.values()
        }
        return cls(exact, unitless)

    def match(self, cells: Sequence[object], row: int) -> Header:
        """What *cells* name, read as a header row."""
        found: dict[str, list[tuple[int, Match]]] = {}
        unmatched: list[str] = []
        for place, cell in enumerate(cells):
            if not isinstance(cell, str) or not (key := fold(cell)):
                continue
            written = " ".join(cell.split())
            column, rank, powers = self._find(key)
            if column:
                match = Match(column, place, written, powers)
                found.setdefault(column.id, []).append((rank, match))
            else:
                unmatched.append(written)
        matches: list[Match] = []
        doubled: list[tuple[Match, Match]] = []
        for ranked in found.values():
            best = min(rank for rank, _ in ranked)
            first, *others = (match for rank, match in ranked if rank == best)
            matches.append(first)
            doubled += [(first, other) for other in others]
            unmatched += [match.written for rank, match in ranked if rank != best]
        return Header(row, tuple(matches), tuple(doubled), tuple(unmatched))

    def _find(self, key: str) -> tuple[Column | None, int, Powers]:
        """The column a folded header names, how well, and what its unit means."""
        if key in self.exact:
            column, rank = self.exact[key]
            return column, rank, _powers(key, column) or PLAIN
        likely = self.unitless.get(_split(key)[0])
        powers = _powers(key, likely) if likely else None
        return (None, 0, PLAIN) if powers is None else (likely, 2, powers)


def find_header(rows: Sequence[Sequence[object]], index: HeaderIndex) -> Header | None:
    """The first of the first rows that names the most columns, two rows together if that is more.

    Two rows make one header where groups of columns carry a merged title above their names.
    """
    best: Header | None = None
    head = rows[:HEAD_ROWS]
    for row, cells in enumerate(head):
        found = index.match(cells, row)
        if best is None or len(found.matches) > len(best.matches):
            best = found
    for row in range(1, len(head)):
        found = index.match(list(_stacked(head[row - 1], head[row])), row)
        if best is None or len(found.matches) > len(best.matches):
            best = found
    return best if best is not None and best.matches else None


def money_power(written: str) -> int:
    """The power of ten that a header gives to amounts of money below it.

    >>> money_power("实付金额（亿元）"), money_power("实付金额"), money_power("数量(件)")
    (8, 0, 0)
    """
    power, measure = _scale(fold(written)) or (0, "money")
    return power if measure == "money" else 0


def told_power(written: str, power: int) -> str:
    """The words of PS438: what the unit in the header *written* did to the numbers below it."""
    return f"numbers under '{written}' were multiplied by {10.0**power:,.15g}, as its unit says"


def likeness(rows: Sequence[Sequence[object]], index: HeaderIndex) -> int:
    """How many columns the best header among *rows* names."""
    found = find_header(rows, index)
    return len(found.matches) if found else 0


def _stacked(upper: Sequence[object], lower: Sequence[object]) -> Iterator[object]:
    for place in range(max(len(upper), len(lower))):
        below = lower[place] if place < len(lower) else None
        yield below if below not in (None, "") or place >= len(upper) else upper[place]


def _ids(column: Column) -> Iterator[str]:
    yield column.id


def _labels(column: Column) -> Iterator[str]:
    yield from column.label.by_locale.values()


def _input_labels(column: Column) -> Iterator[str]:
    """Labels of what is typed: an alias of an input comes before the label of a result."""
    if column.role != "formula":
        yield from _labels(column)


def _aliases(column: Column) -> Iterator[str]:
    yield from column.aliases


def _split(key: str) -> tuple[str, str]:
    """A folded header and the unit in brackets behind it, if that is one."""
    found = _UNIT.fullmatch(key)
    return (found[1], found[2]) if found and header_scale(found[2]) else (key, "")


def _scale(key: str) -> tuple[int, Measure] | None:
    """The power of ten and the measure of the unit behind a folded header."""
    unit = _split(key)[1]
    return header_scale(unit) if unit else None


def _powers(key: str, column: Column) -> Powers | None:
    """What the unit in a header means beside the column's own; None if they clash."""
    units = filter(None, (header_scale(word) for word in _own_units(column)))
    own = next(units, (0, column.type.measure))
    if column.type.measure == "percent":
        own = (0, "percent")  # a share is a share, whatever sign its label carries
    scale = _scale(key)
    if scale is None:
        return Powers(0, own[0])
    power, measure = scale
    if column.type.measure == "plain":
        return Powers(0, own[0]) if own in (scale, (power, "plain")) else None
    return Powers(power - own[0], own[0]) if measure == column.type.measure else None


def _own_units(column: Column) -> Iterator[str]:
    if column.unit:
        yield from (fold(unit) for unit in column.unit.by_locale.values())
    for label in _labels(column):
        if unit := _split(fold(label))[1]:
            yield unit
