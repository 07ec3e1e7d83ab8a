"""A file whose rows are of several owners, such as shops: read once, and filled for each alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from plansheets.blueprint.types import TYPES
from plansheets.frames.account import account_of
from plansheets.frames.merges import said_in
from plansheets.frames.read_file import ReadFile
from plansheets.frames.values import Parser, value_parser
from plansheets.frames.work import Work
from plansheets.records import dataclass
from plansheets.values.numbers import BadValueError
from plansheets.values.written import fold, is_missing


@dataclass(frozen=True, slots=True)
class FilePart:
    """The rows of a file that are one owner's."""

    lines: Sequence[Sequence[object]]
    numbers: Sequence[int]
    """The numbers people know them by."""
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    """Cells whose formula has no value, by row and column."""


@dataclass(frozen=True, slots=True)
class SplitFile:
    """A file as a whole, and the rows of each owner."""

    whole: Work
    """How it is read, without its rows."""
    parts: Mapping[str, FilePart]
    """By owner; one without rows is not here."""
    strangers: Mapping[str, int]
    """What else stands where an owner should be, and in how many rows."""
    nameless: Sequence[int]
    """The numbers of rows that say something and not whose it is."""
    account: ReadFile

    @property
    def name(self) -> str:
        """How messages call the file."""
        return self.whole.raw.name


def split(work: Work, owners: Mapping[str, str] | None = None) -> SplitFile:
    """The rows of *work* by what stands in its owner column.

    *owners* gives the owner of each folded name; without it every name is an owner of its own.
    """
    assert work.owner is not None, "survey the file with the names of its owner column"
    rows: dict[str, list[int]] = {}
    strangers: Counter[str] = Counter()
    nameless = []
    read = value_parser(TYPES["key"])
    for row, cell in enumerate(said_in(work, work.owner)):
        name = _name(read, cell)
        if name is None:
            if not all(map(is_missing, work.lines[row])):
                nameless.append(work.number(row))
            continue
        owner = name if owners is None else owners.get(fold(name))
        if owner is None:
            strangers[name] += 1
        else:
            rows.setdefault(owner, []).append(row)
    parts = {owner: part_of(work, own) for owner, own in rows.items()}
    account = account_of(work, sum(map(len, rows.values())), {})
    raw = replace(work.raw, rows=(), merged=(), uncalculated=frozenset())
    return SplitFile(
        replace(work, raw=raw, lines=(), left=None), parts, strangers, nameless, account
    )


def work_on(whole: Work, part: FilePart) -> Work:
    """*whole* with the rows of *part*, to be filled as a file of their own."""
    raw = replace(
        whole.raw,
        uncalculated=frozenset((whole.first + row, place) for row, place in part.uncalculated),
    )
    return replace(
        whole,
        raw=raw,
        lines=part.lines,
        numbers=part.numbers,
        faults=[],
        problems=[],
        notices=[],
    )


def part_of(work: Work, rows: Sequence[int]) -> FilePart:
    """Those *rows* of *work*, counted from the first below the header."""
    uncalculated = work.raw.uncalculated
    new = {work.first + row: place for place, row in enumerate(rows)} if uncalculated else {}
    return FilePart(
        [work.lines[row] for row in rows],
        [work.number(row) for row in rows],
        frozenset((new[row], place) for row, place in uncalculated if row in new),
    )


def _name(read: Parser, cell: object) -> str | None:
    """The owner that a cell names, as a key is read: digits stay as they are."""
    try:
        value = read(cell)
    except BadValueError:
        return str(cell)
    return None if value is None else str(value)
