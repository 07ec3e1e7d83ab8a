"""Formulas and other parts of a plan that are otherwise in one workbook than in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from plansheets.formula.parse import parse
from plansheets.formula.spell import BAR, spell
from plansheets.formula.tokens import FormulaError
from plansheets.life.change import BookChange, ChangeKind
from plansheets.life.deviation import PlanDeviation
from plansheets.life.pairing import RowPair
from plansheets.life.rules_formulas import WrongFormula
from plansheets.life.rules_parts import check_parts
from plansheets.life.sides import DiffSide
from plansheets.words import Words

_PARTS = frozenset({"PS713", "PS715", "PS716", "PS717", "PS723", "PS725", "PS726", "PS729"})
"""What may be gone of a plan; sheets that were added and links to renamed ones are told apart."""
_MeantPlace = tuple[Hashable, ...]
_WrongPair = tuple[WrongFormula | None, WrongFormula | None]


def formula_changes(
    old: DiffSide, new: DiffSide, paired: Mapping[str, Sequence[RowPair]]
) -> Iterator[BookChange]:
    """Cells that follow the plan in one workbook and not in the other, or follow it otherwise."""
    if old.read.digest != new.read.digest:
        yield from _planned(old, new)
    rows = {
        table: {one.row - 1: other.row - 1 for one, other in pairs if one and other}
        for table, pairs in paired.items()
    }
    lonely = {
        (table, row.row - 1, side)
        for table, pairs in paired.items()
        for side, place in ((old, 0), (new, 1))
        for pair in pairs
        if None in pair and (row := pair[place]) is not None
    }
    headers = {id_: table.header_row for id_, table in new.tables.items()}
    before = dict(_at_home(old, lonely, rows, headers))
    after = dict(_at_home(new, lonely, {}, headers))
    groups: dict[_MeantPlace, list[_WrongPair]] = {}
    for home in {**before, **after}:
        one, other = before.get(home), after.get(home)
        meant = _meaning(old, one), _meaning(new, other)
        if meant[0] == meant[1]:
            continue
        wrong = other or one
        assert wrong is not None
        # values over formulas differ from row to row, and are one change all the same
        told = [said and said[:1] if said and said[0] == "PS710" else said for said in meant]
        alone: Hashable = home if wrong.table is None else wrong.id
        groups.setdefault((home[0], home[1], alone, *told), []).append((one, other))
    shifted = [pairs for pairs in groups.values() if _looks_elsewhere(pairs)]
    together = len(shifted) > 1 and len(old.missing) != len(new.missing)
    for pairs in groups.values():
        if not (together and _looks_elsewhere(pairs)):
            yield _change(pairs)
    if together:
        yield _shifted(shifted)


def _at_home(
    side: DiffSide,
    lonely: set[tuple[str, int, DiffSide]],
    moved: Mapping[str, Mapping[int, int]],
    headers: Mapping[str, int],
) -> Iterator[tuple[_MeantPlace, WrongFormula]]:
    """Each wrong formula by its place in the newer workbook, or where it would stand there."""
    for one in side.wrong():
        if one.table is None:
            place = one.home.back(one.row, one.column, None)
            yield ("", one.home.planned.id, place), one
            continue
        table, column = side.called(one.table.planned.id, one.id)
        if (table, one.row, side) in lonely:
            continue
        # rows that hold nothing stand for themselves, counted from the header
        header = one.table.known.header_row
        like = one.row - header + headers.get(table, header)
        yield (table, column, moved.get(table, {}).get(one.row, like)), one


def _meaning(side: DiffSide, one: WrongFormula | None) -> tuple[str, str] | None:
    return None if one is None else (one.code, side.formulas.meaning(one))


def _change(pairs: Sequence[_WrongPair]) -> BookChange:
    one, other = pairs[0]
    wrong = other or one
    assert wrong is not None
    expected = spell(wrong.wrong.expected, BAR)
    count = len(pairs)
    cells = f"（{count} 格）" if count > 1 else "", f" ({count} cells)" if count > 1 else ""
    message = Words(f"公式{cells[0]}", f"formula{cells[1]}")
    if wrong.table is not None:
        header = next(one.header for one in wrong.table.planned.columns if one.id == wrong.id)
        message = Words(f"“{header}”的公式{cells[0]}", f"formula of {header}{cells[1]}")
    return BookChange(
        "formula",
        "changed",
        message,
        _found(one) if one else expected,
        _found(other) if other else expected,
        wrong.table.planned.id if wrong.table else "",
        wrong.id,
        cell_before=one.place if one else "",
        cell_after=other.place if other else "",
    )


def _found(one: WrongFormula) -> str:
    """What stands in a cell, spelled as formula bars do."""
    text = one.wrong.found
    try:
        return spell(parse(text), BAR) if text.startswith("=") else text
    except FormulaError:
        return text


def _looks_elsewhere(pairs: Sequence[_WrongPair]) -> bool:
    return any(one is not None and one.code == "PS711" for one in pairs[0])


def _shifted(groups: Sequence[Sequence[_WrongPair]]) -> BookChange:
    """All formulas that a deleted column has made look elsewhere: they are one deed."""
    first = _change(groups[0])
    count = sum(map(len, groups))
    message = Words(
        f"删列以后，{count} 个公式改看别的单元格了，这是第一个",
        f"since a column was deleted, {count} formulas look at other cells, of which this is the "
        "first",
    )
    return replace(first, message=message, table="", id="")


def _planned(old: DiffSide, new: DiffSide) -> Iterator[BookChange]:
    """Columns and parameters that one version of the blueprint has, and formulas of both."""
    mine = {(one.table, one.id): one for one in old.manifest.columns}
    theirs = {(one.table, one.id): one for one in new.manifest.columns}
    titles = {one.id: one.title or one.id for side in (new, old) for one in side.manifest.tables}
    for home in {**mine, **theirs}:
        one, other = mine.get(home), theirs.get(home)
        column = other or one
        assert column is not None
        title = titles.get(column.table, column.table)
        said = Words(f"“{title}”的列“{column.header}”", f"column {column.header} of '{title}'")
        table, id_ = home
        if one is None:
            yield BookChange("blueprint", "added", said, table=table, id=id_)
        elif other is None:
            yield BookChange("blueprint", "removed", said, table=table, id=id_)
        elif one.formula and other.formula and one.formula != other.formula:
            message = Words(f"{said.zh}的公式", f"the formula of {said.en}")
            yield BookChange("blueprint", "changed", message, table=table, id=id_)


def part_changes(old: DiffSide, new: DiffSide) -> Iterator[BookChange]:
    """Columns, names, checks and rules that are gone of one of the two, and defaults."""
    before, after = _parts(old), _parts(new)
    for kind, having, others in (("removed", after, before), ("added", before, after)):
        told = Counter(map(_known_by, others))
        for one in having:
            if told[_known_by(one)]:
                told[_known_by(one)] -= 1
                continue
            yield _part(one, gone=kind == "removed")


def _parts(side: DiffSide) -> list[PlanDeviation]:
    redrawn = frozenset(side.formulas.not_compared)
    found = check_parts(side.known, side.made.plan, side.homes, redrawn)
    return [one for one in found if one.code in _PARTS]


def _known_by(one: PlanDeviation) -> tuple[str, str, str, str]:
    return one.code, one.message.en, one.expected, one.found


def _part(one: PlanDeviation, *, gone: bool) -> BookChange:
    before, after = ("", one.cells) if gone else (one.cells, "")
    message = one.message
    if not gone and one.code != "PS715":
        message = Words(f"又有了，先前{message.zh}", f"is back; before, {message.en}")
    values: tuple[str | None, str | None] = (None, None)
    if one.code == "PS715":
        values = (one.expected, one.found) if gone else (one.found, one.expected)
    kind: ChangeKind = "changed" if one.code == "PS715" else "removed" if gone else "added"
    return BookChange("part", kind, message, *values, cell_before=before, cell_after=after)
