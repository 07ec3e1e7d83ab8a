"""Several rows of a file that are one row of the table: an order's lines, a day's campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from plansheets.frames.rows import Filled
from plansheets.frames.work import Work, needed
from plansheets.plan.model import Value
from plansheets.values.numbers import BadValueError, settle
from plansheets.words import Words


def join_lines(work: Work, filled: Filled) -> Filled:
    """*filled* with one row for all that belong together, by the table's ``lines``."""
    lines = work.table.lines
    if lines is None or not set(lines.by) & set(filled.columns):
        return filled
    by = [filled.columns[id_] for id_ in lines.by if id_ in filled.columns]
    rows = list(zip(*by, strict=True))
    if len(set(rows)) == len(rows):
        return filled
    must = [
        filled.columns[id_]
        for id_ in lines.by
        if id_ in needed(work.table)
        if id_ in filled.columns
    ]
    members: dict[tuple[Value, ...], list[int]] = {}
    for place, named in enumerate(rows):
        alone = any(column[place] is None for column in must)
        members.setdefault((*named, place) if alone else named, []).append(place)
    if len(members) == len(filled.rows):
        return filled
    groups = list(members.values())
    joined: dict[str, list[Value]] = {}
    for id_, values in filled.columns.items():
        if id_ in lines.add:
            joined[id_] = [_sum([values[place] for place in group]) for group in groups]
        else:
            joined[id_] = [_one(work, filled, id_, group) for group in groups]
    several = [group for group in groups if len(group) > 1]
    first = several[0]
    said = " / ".join(str(column[first[0]]) for column in by if column[first[0]] is not None)
    places = work.rows_named(filled.rows[place] for place in first)
    whole = all(_repeats(filled, id_, several) for id_ in lines.add if id_ in filled.columns)
    many, few = sum(map(len, several)), len(several)
    if work.hints.duplicates == "refuse":
        work.problem(
            "PS443",
            Words(
                f"{many:,} 行只是 {few:,} 行的内容：如“{said}”在第 {places.zh} 行",
                f"{many:,} rows are only {few:,}: '{said}' in row {places.en}",
            ),
            Words(
                "删掉重复的行；若是一天的几笔，用 --duplicates add 相加",
                "take the duplicates out; where they are parts, add them up with --duplicates add",
            ),
        )
        return filled
    work.notice(
        "PS443",
        Words(
            f"{many:,} 行并成 {few:,} 行，数字相加：如“{said}”在第 {places.zh} 行",
            f"{many:,} rows became {few:,}, their numbers added up: '{said}' in row {places.en}",
        ),
        Words(
            "每一行的数都一样：如果是整单的总额，请删掉后面的行",
            "each row says the same: if that is the total, take the further rows out",
        )
        if whole and few > 1
        else None,
    )
    return Filled(joined, [filled.rows[group[0]] for group in groups])


def count_nothing(work: Work, filled: Filled) -> None:
    """Count what is missing of numbers that are added up as 0, where every row needs them.

    Reports of advertising leave a campaign blank, or write ``--``, where it spent nothing.
    """
    lines = work.table.lines
    must = set(needed(work.table)) & set(lines.add if lines is not None else ())
    bad = {(fault.row, fault.place) for fault in work.faults}
    for match in work.header.matches:
        values = filled.columns.get(match.column.id, [])
        if match.column.id not in must or all(value is None for value in values):
            continue
        blank = [place for place, value in enumerate(values) if value is None]
        blank = [place for place in blank if (filled.rows[place], match.place) not in bad]
        if not blank:
            continue
        for place in blank:
            values[place] = 0
        named = work.rows_named(filled.rows[place] for place in blank)
        work.notice(
            "PS448",
            Words(
                f"“{match.written}”没有数的按 0 计：第 {named.zh} 行",
                f"'{match.written}' is counted as 0 where it has no number: row {named.en}",
            ),
            Words("本来有数的，在文件里填上再来", "fill in, in the file, what is not nothing"),
        )


def _repeats(filled: Filled, id_: str, groups: Sequence[Sequence[int]]) -> bool:
    """Whether the rows of each group have one number, as lines do that repeat a total."""
    values = filled.columns[id_]
    return all(len({values[place] for place in group}) == 1 for group in groups)


def _sum(values: Sequence[Value]) -> Value:
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) < 2:
        return numbers[0] if numbers else None
    return settle(float(sum(Decimal(repr(number)) for number in numbers)))


def _one(work: Work, filled: Filled, id_: str, group: Sequence[int]) -> Value:
    """What the rows of a *group* say together in a column: the first day, the only text."""
    values = filled.columns[id_]
    said = {values[place]: place for place in reversed(group) if values[place] is not None}
    if len(said) < 2:
        return next(iter(said), None)
    column = work.table.column(id_)
    if column is not None and column.type.kind == "date":
        return min(said, key=str)
    match = next((one for one in work.header.matches if one.column.id == id_), None)
    if match is not None:
        (one, first), (other, second) = sorted(said.items(), key=lambda pair: pair[1])[:2]
        error = BadValueError(
            "PS434",
            Words(
                f"“{other}”与第 {work.number(filled.rows[first])} 行的“{one}”不同，而两行是同一笔",
                f"'{other}' is not '{one}' of row {work.number(filled.rows[first])}, and both rows "
                "are one",
            ),
            Words(
                "删掉不该计入的行，或把两行改成一样",
                "take out the rows that do not count, or make them say the same",
            ),
        )
        work.fault(filled.rows[second], match, error)
    return values[group[0]]
