"""Which column of a file is which column of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from plansheets.blueprint.model import Column, Table
from plansheets.frames.field_names import FieldNames, shipped_names
from plansheets.frames.header_units import split_unit, unit_scale
from plansheets.frames.raw import HEAD_ROWS
from plansheets.records import dataclass
from plansheets.values.numbers import PLAIN, Powers, header_scale
from plansheets.values.written import fold
from plansheets.words import Words

_FIELD = 3
"""The rank of the names that a field has in exports, before their own order."""
_OF_THE_PLATFORM = 50
"""Behind the names of fields that the user gave stand those of the platform that a file is from."""
_OF_ANOTHER = 100
"""And behind these what other platforms call the field."""
_COMBINED = 1_000
"""Beyond every other rank: a name with something before or behind it."""
_GROUPED = (
    re.compile(r"(.+?)\s*[-–—_/|·:：]\s*(.+)"),
    re.compile(r"(.+)\s*[-–—_/|·:：]\s*(.+?)"),
    re.compile(r"(.+?)\s*[(（\[【](.+)[)）\]】]"),
)


@dataclass(frozen=True, slots=True)
class Match:
    """A column of the file that fills a column of the table."""

    column: Column
    place: int
    written: str
    powers: Powers = PLAIN
    masked: bool = False
    """Whether it is personal, and names made from it stand in its place."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A column of a wide file: its numbers become rows of the table."""

    name: str
    place: int
    written: str
    powers: Powers = PLAIN
    group: str | None = None
    """What stands above or before the name, such as a channel."""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: what it matches, twice perhaps, and what it does not."""

    row: int
    """Index of the row, the lower one where the header takes two."""
    matches: tuple[Match, ...] = ()
    doubled: tuple[tuple[Match, Match], ...] = ()
    spreads: tuple[Spread, ...] = ()
    alike: tuple[tuple[Spread, Spread], ...] = ()
    """Columns of a wide file that say the same of themselves."""
    rest: tuple[tuple[int, str], ...] = ()
    """What it does not match, with its places."""
    personal: tuple[str, ...] = ()
    """What it does not match because no workbook takes it."""

    @property
    def unmatched(self) -> tuple[str, ...]:
        return tuple(written for _, written in self.rest)

    @property
    def weight(self) -> int:
        """How many different things it names."""
        return len(self.matches) + len({(one.name, one.group) for one in self.spreads})


@dataclass(frozen=True, slots=True)
class HeaderIndex:
    """Every name a table's columns go by, folded: ids, labels in all languages, aliases."""

    exact: Mapping[str, tuple[Column, int]]
    """The column of a name, and the name's rank: an id or label, or an alias."""
    unitless: Mapping[str, Column]
    """Names without the unit in brackets behind them, where only one column has them."""
    wide: Mapping[str, tuple[str, int]]
    """The name that a column of a wide file stands for, and its rank."""
    names: FieldNames

    @property
    def personal(self) -> frozenset[str]:
        return self.names.personal

    @classmethod
    def of(cls, table: Table, names: FieldNames | None = None) -> HeaderIndex:
        names = names or shipped_names()

        def aliases(column: Column) -> Iterator[str]:
            yield from names.own(table.id, column.id)
            yield from column.aliases
            yield from column.was

        exact: dict[str, tuple[Column, int]] = {}
        for rank, named in ((0, _ids), (0, _input_labels), (1, aliases), (1, _labels)):
            layer: dict[str, Column | None] = {}
            for column in table.columns:
                for name in named(column):
                    key = fold(name)
                    layer[key] = None if layer.get(key, column) is not column else column
            for key, only in layer.items():
                if only is not None and key:
                    exact.setdefault(key, (only, rank))
        for column in table.columns:
            for place, name in enumerate(names.of(column.field)):
                exact.setdefault(fold(name), (column, _FIELD + place))
        owners: dict[str, dict[str, Column]] = {}
        for key, (column, _) in exact.items():
            owners.setdefault(split_unit(key)[0], {})[column.id] = column
        unitless = {
            name: column
            for name, found in owners.items()
            if len(found) == 1
            for column in found.values()
        }
        return cls(exact, unitless, _wide_names(table, names), names)

    def match(self, cells: Sequence[object], row: int, titles: Sequence[str | None] = ()) -> Header:
        """What *cells* name, read as a header row below *titles* that stand over groups of them."""
        found: dict[str, list[tuple[int, Match]]] = {}
        spreads: list[Spread] = []
        rest: list[tuple[int, str]] = []
        personal: list[str] = []
        theirs = self.names.platform(
            split_unit(fold(one))[0] for one in cells if isinstance(one, str)
        )
        for place, cell in enumerate(cells):
            if not isinstance(cell, str) or not (key := fold(cell)):
                continue
            written = " ".join(cell.split())
            column, rank, powers = self._find(key)
            rank = self._behind(rank, key, theirs)
            title = titles[place] if place < len(titles) else None
            if key in self.personal and not (column and (rank == 0 or column.field)):
                personal.append(written)
            elif column:
                masked = key in self.personal and rank > 0
                match = Match(column, place, written, powers, masked)
                found.setdefault(column.id, []).append((rank, match))
            elif spread := self._spread(written, key, place, title):
                rank = self._behind(spread.rank, key, theirs)
                spreads.append(replace(spread, rank=rank))
            else:
                rest.append((place, written))
        matches: list[Match] = []
        doubled: list[tuple[Match, Match]] = []
        for ranked in found.values():
            best = min(rank for rank, _ in ranked)
            first, *others = (match for rank, match in ranked if rank == best)
            matches.append(first)
            doubled += [(first, other) for other in others]
            rest += [(match.place, match.written) for rank, match in ranked if rank != best]
        kept = _settle_spreads(spreads)
        rest += [(one.place, one.written) for one in spreads if one.place not in kept]
        return Header(
            row,
            tuple(matches),
            tuple(doubled),
            tuple(kept.values()),
            tuple(_alike(spreads, kept)),
            tuple(sorted(rest)),
            tuple(personal),
        )

    def _behind(self, rank: int, key: str, theirs: Mapping[str, int]) -> int:
        """The *rank* of a field's name, in a file from a platform that calls its fields *theirs*.

        What one platform calls 成交金额 stands in another beside 用户支付金额, which is its sales.
        """
        if not theirs or not _FIELD <= rank < _COMBINED or key in self.names.given:
            return rank
        return _FIELD + _OF_THE_PLATFORM + theirs[key] if key in theirs else rank + _OF_ANOTHER

    def _find(self, key: str) -> tuple[Column | None, int, Powers]:
        """The column a folded header names, how well, and what its unit means."""
        if key in self.exact:
            column, rank = self.exact[key]
            return column, rank, column_powers(key, column) or PLAIN
        likely = self.unitless.get(split_unit(key)[0])
        powers = column_powers(key, likely) if likely else None
        return (None, 0, PLAIN) if powers is None else (likely, _FIELD - 1, powers)

    def _spread(self, written: str, key: str, place: int, title: str | None) -> Spread | None:
        """What a header of a wide file stands for, with the group that it or its title names."""
        if not self.wide:
            return None
        if one := self._name(key):
            return Spread(one[0], place, written, one[2], title, one[1])
        if title and (above := self._name(fold(title))):
            return Spread(above[0], place, f"{title} {written}", above[2], written, above[1])
        for pattern in _GROUPED:
            if not (parts := pattern.fullmatch(written)):
                continue
            for name, group in ((parts[2], parts[1]), (parts[1], parts[2])):
                if one := self._name(fold(name)):
                    rank = _COMBINED + one[1]
                    return Spread(one[0], place, written, one[2], group.strip(), rank)
        return None

    def _name(self, key: str) -> tuple[str, int, Powers] | None:
        if key in self.wide:
            return (*self.wide[key], PLAIN)
        bare, unit = split_unit(key)
        scale = header_scale(unit) if unit else None
        if scale is None or bare not in self.wide:
            return None
        return (*self.wide[bare], Powers(scale[0]))


def _wide_names(table: Table, names: FieldNames) -> dict[str, tuple[str, int]]:
    if table.wide is None:
        return {}
    found: dict[str, tuple[str, int]] = {}
    for one in table.wide.columns:
        for name in (one.name, *names.own(table.id, one.name), *one.aliases):
            found.setdefault(fold(name), (one.name, 0))
    for one in table.wide.columns:
        for place, name in enumerate(names.of(one.field)):
            found.setdefault(fold(name), (one.name, _FIELD + place))
    return found


def _settle_spreads(found: Sequence[Spread]) -> dict[int, Spread]:
    """The columns of a wide file that count, by place.

    A title above is a group only where it parts columns of one name; where a name stands alone as
    well as with something before it, the whole is meant and its parts are left.
    """
    parted = any(
        one.name == other.name and one.group != other.group and one.group and other.group
        for one in found
        for other in found
    )
    kept: dict[tuple[str, str | None], Spread] = {}
    alone = {one.name for one in found if one.rank < _COMBINED}
    for one in found:
        if one.rank >= _COMBINED and one.name in alone:
            continue
        group = one.group if parted or one.rank >= _COMBINED else None
        best = kept.get((one.name, group))
        if best is None or one.rank < best.rank:
            kept[one.name, group] = replace(one, group=group)
    return {one.place: one for one in sorted(kept.values(), key=lambda one: one.place)}


def _alike(found: Sequence[Spread], kept: Mapping[int, Spread]) -> Iterator[tuple[Spread, Spread]]:
    """Columns beside a *kept* one under the very same words: nothing says which is meant."""
    for one in kept.values():
        for other in found:
            if other.place not in kept and (other.written, other.name) == (one.written, one.name):
                yield one, other


def find_header(rows: Sequence[Sequence[object]], index: HeaderIndex) -> Header | None:
    """The first of the first rows that names the most columns, two rows together if that is more.

    Two rows make one header where groups of columns carry a merged title above their names.
    """
    best: Header | None = None
    head = rows[:HEAD_ROWS]
    for row, cells in enumerate(head):
        found = index.match(cells, row)
        if best is None or found.weight > best.weight:
            best = found
    for row in range(1, len(head)):
        upper, lower = head[row - 1], head[row]
        found = index.match(list(_stacked(upper, lower)), row, _titles(upper, lower))
        if best is None or found.weight > best.weight:
            best = found
    return best if best is not None and best.weight else None


def _titles(upper: Sequence[object], lower: Sequence[object]) -> list[str | None]:
    """What stands above each cell of *lower*; a title is over all that it is merged over."""
    titles: list[str | None] = []
    title: str | None = None
    for place, below in enumerate(lower):
        above = upper[place] if place < len(upper) else None
        if isinstance(above, str) and above.strip():
            title = " ".join(above.split())
        titles.append(title if below not in (None, "") else None)
    return titles


def told_power(written: str, power: int) -> Words:
    """The words of PS438: what the unit in the header *written* did to the numbers below it."""
    factor = f"{10.0**power:,.15g}"
    return Words(
        f"“{written}”下的数按单位乘了 {factor}",
        f"numbers under '{written}' were multiplied by {factor}, as its unit says",
    )


def likeness(rows: Sequence[Sequence[object]], index: HeaderIndex) -> int:
    """How many columns the best header among *rows* names."""
    found = find_header(rows, index)
    return found.weight if found else 0


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


def column_powers(key: str, column: Column) -> Powers | None:
    """What the unit in a header means beside the column's own; None if they clash."""
    units = filter(None, (header_scale(word) for word in _own_units(column)))
    own = next(units, (0, column.type.measure))
    if column.type.measure == "percent":
        own = (0, "percent")  # a share is a share, whatever sign its label carries
    scale = unit_scale(key)
    if scale is None:
        return Powers(0, own[0])
    power, measure = scale
    if measure == "plain" and column.type.measure in ("money", "count", "plain"):
        return Powers(power - own[0], own[0])
    if column.type.measure == "plain":
        return Powers(0, own[0]) if own in (scale, (power, "plain")) else None
    return Powers(power - own[0], own[0]) if measure == column.type.measure else None


def _own_units(column: Column) -> Iterator[str]:
    if column.unit:
        yield from (fold(unit) for unit in column.unit.by_locale.values())
    for label in _labels(column):
        if unit := split_unit(fold(label))[1]:
            yield unit
