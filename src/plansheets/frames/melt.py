"""Wide files: the numbers of several columns become rows of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from plansheets.frames.headers import Spread
from plansheets.frames.rows import Filled
from plansheets.frames.work import Work
from plansheets.grid import column_name
from plansheets.plan.model import Value
from plansheets.values.written import fold, is_missing
from plansheets.words import Words

_SUMS = frozenset(("合计", "总计", "小计", "汇总", "total", "totals", "grandtotal", "sum"))


def spread_groups(work: Work) -> None:
    """Where the user gave the one name that the file is about, its other columns are groups."""
    wide = work.table.wide
    if wide is None or wide.groups is None or wide.names not in work.given:
        return
    taken = {match.column.id for match in work.header.matches}
    if wide.values in taken or wide.groups in taken or work.header.spreads:
        return
    spreads = [
        Spread(work.given[wide.names], place, written, group=written)
        for place, written in work.header.rest
        if fold(written) not in _SUMS and _holds_numbers(work.cells_at(place))
    ]
    places = {one.place for one in spreads}
    rest = tuple(one for one in work.header.rest if one[0] not in places)
    work.header = replace(work.header, spreads=tuple(spreads), rest=rest)


def _holds_numbers(cells: Sequence[object]) -> bool:
    said = [cell for cell in cells if not is_missing(cell)]
    numeric = sum(
        not isinstance(cell, bool | str) or any(sign.isdigit() for sign in str(cell))
        for cell in said
    )
    return bool(said) and numeric == len(said)


def melt(work: Work, filled: Filled, spreads: Sequence[Sequence[Value]]) -> Filled:
    """*filled* with a row for each number of the columns of a wide file."""
    wide = work.table.wide
    if wide is None or not work.header.spreads:
        return filled
    heads = work.header.spreads
    spreads = [_turned(work, head, column) for head, column in zip(heads, spreads, strict=True)]
    places: list[int] = []
    which: list[int] = []
    values: list[Value] = []
    for place, row in enumerate(filled.rows):
        for number, column in enumerate(spreads):
            if (value := column[row]) is not None:
                places.append(place)
                which.append(number)
                values.append(value)
    long = filled.of(places)
    long.columns[wide.names] = [heads[number].name for number in which]
    long.columns[wide.values] = values
    if wide.groups and any(one.group for one in heads):
        own = long.columns.get(wide.groups) or [None] * len(which)
        long.columns[wide.groups] = [
            heads[number].group or old for number, old in zip(which, own, strict=True)
        ]
    return long


def _turned(work: Work, head: Spread, column: Sequence[Value]) -> Sequence[Value]:
    """*column* with its signs turned round where it is what files write below zero."""
    wide = work.table.wide
    deducted = wide is not None and any(
        one.deducted and one.name == head.name for one in wide.columns
    )
    numbers = [value for value in column if isinstance(value, int | float)]
    if not deducted or sum(numbers) >= 0:
        return column
    work.notice(
        "PS447",
        Words(
            f"“{head.written}”写的是负数：按同样大小的正数读入",
            f"'{head.written}' is below zero: read as amounts above it",
        ),
    )
    return [-value if isinstance(value, int | float) else value for value in column]


def fill_blanks(filled: Filled, given: Mapping[str, Value]) -> None:
    """Put what the user gave where the file says nothing."""
    for id_, value in given.items():
        old = filled.columns.get(id_) or [None] * len(filled.rows)
        filled.columns[id_] = [value if one is None else one for one in old]


def check_melted(work: Work) -> None:
    """Refuse a file that is wide and long at once."""
    wide = work.table.wide
    if wide is None or not work.header.spreads:
        return
    for one, other in work.header.alike:
        letters = column_name(one.place), column_name(other.place)
        work.problem(
            "PS407",
            Words(
                f"{letters[0]} 列和 {letters[1]} 列都叫“{one.written}”",
                f"columns {letters[0]} and {letters[1]} are both called '{one.written}'",
            ),
            Words("删掉或改名其中一列", "rename or remove one of them"),
        )
    both = [m for m in work.header.matches if m.column.id in (wide.names, wide.values)]
    if both:
        heads = ", ".join(f"'{one.written}'" for one in work.header.spreads[:3])
        work.problem(
            "PS407",
            Words(
                f"“{both[0].written}”说明一行一个数，{heads} 又各占一列",
                f"'{both[0].written}' says that a row has one number, and {heads} have columns of "
                "their own",
            ),
            Words("去掉其中一种", "remove the one or the others"),
        )
