"""Makes small what LibreOffice computes otherwise: the formula, its values and its rows."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generated_columns import (
    INPUTS,
    MADE,
    RISING,
    Asked,
    Compared,
    Difference,
    Rows,
    compare_all,
    qualified,
    rows_of,
    short,
)
from libreoffice_quirks import quirk_of
from plansheets.formula.ast import (
    Binary,
    Boolean,
    Call,
    ErrorConstant,
    Node,
    Number,
    Structured,
    Text,
)
from plansheets.formula.rewrite import children, walk, with_children
from plansheets.grid import serial
from plansheets.plan.model import (
    ErrorValue,
    Value,
)


def compare(formulas: Sequence[str], seed: int, folder: Path) -> Compared:
    """The values that a build caches, beside those that LibreOffice finds in the file.

    What is a known quirk of LibreOffice's is no difference.
    """
    asked = Asked(tuple(formulas), rows_of(seed))
    (made,) = compare_all([asked], folder)
    unknown = [one for one, quirk in explained(made.differences, folder) if quirk is None]
    return replace(made, differences=unknown)


def explained(
    differences: Sequence[Difference], folder: Path
) -> Iterator[tuple[Difference, str | None]]:
    """A difference of every column, shrunk, with the quirk that explains it.

    One that nothing explains comes first, and with None.
    """
    by_column: dict[str, list[Difference]] = {}
    for one, small in _smallest(_first_of_their_own(differences), folder):
        by_column.setdefault(one.formula, []).append(small)
    for found in by_column.values():
        quirks = [(one, quirk_of(one.formula, one.cached, one.found)) for one in found]
        yield next((pair for pair in quirks if pair[1] is None), quirks[0])


def _first_of_their_own(differences: Sequence[Difference]) -> list[Difference]:
    """All differences; of a column that goes on from its cell above the first alone."""
    kept, begun = [], set()
    for one in differences:
        if "@me" in one.formula and one.formula in begun:
            continue
        begun.add(one.formula)
        kept.append(one)
    return kept


def _smallest(
    differences: Sequence[Difference], folder: Path
) -> Iterator[tuple[Difference, Difference]]:
    """Each difference, and the smallest part of its formula that differs in that row.

    What such a part is made of is then written as the value it has there, where it still differs.
    """
    if not differences:
        return
    rows = differences[0].rows
    parts = {one.formula: _parts(one.formula) for one in differences}
    wanted = dict.fromkeys(part for each in parts.values() for part in each)
    cells = [f"=@{name}" for name in MADE]
    (tried,) = compare_all([Asked((*wanted, *cells), rows)], folder)
    by_cell = {(one.formula, one.row): one for one in tried.differences}
    small = [
        next(
            (by_cell[part, one.row] for part in parts[one.formula] if (part, one.row) in by_cell),
            one,
        )
        for one in differences
    ]
    bare = [_written_out(one, tried.columns) for one in small]
    (tried,) = compare_all([Asked(tuple(dict.fromkeys(bare)), rows)], folder)
    by_cell = {(one.formula, one.row): one for one in tried.differences}
    for one, part, text in zip(differences, small, bare, strict=True):
        yield one, by_cell.get((text, one.row), part)


def _parts(formula: str) -> list[str]:
    """The parts of *formula* that can stand alone, the smallest first."""
    found = [node for node in walk(qualified(formula)) if isinstance(node, Call | Binary)]
    texts = ["=" + short(node) for node in sorted(found, key=lambda node: len([*walk(node)]))]
    return [text for text in dict.fromkeys(texts) if text != formula and "@me" not in text]


def _written_out(one: Difference, known: Mapping[str, tuple[Value, ...]]) -> str:
    """The formula with the values of that row in place of cells and of what can stand alone."""

    def rewritten(node: Node) -> Node:
        value: object = None
        match node:
            case Structured(rows="this row", first=str(name)) if name in one.rows:
                value = one.rows[name][one.row]
            case Structured(rows="this row") | Call() | Binary():
                text = "=" + short(node)
                value = known[text][one.row] if text in known else None
        return _constant(value) or node

    tree = qualified(one.formula)
    before = children(tree)
    after = tuple(_below(child, rewritten) for child in before)
    return "=" + short(with_children(tree, before, after))


def _below(node: Node, rewritten: Callable[[Node], Node]) -> Node:
    """*node* rewritten as a whole where that is possible, else what it is made of."""
    whole = rewritten(node)
    if whole is not node or (isinstance(node, Binary) and node.operator == ":"):
        return whole
    if isinstance(node, Call) and node.name in ("INDEX", "ROW", "ROWS", "OFFSET"):
        return node
    before = children(node)
    return with_children(node, before, tuple(_below(child, rewritten) for child in before))


def _constant(value: object) -> Node | None:
    match value:
        case bool():
            return Boolean(value)
        case int() | float():
            return Number(value)
        case str():
            return Text(value)
        case ErrorValue(code):
            return ErrorConstant(code)
        case datetime.date():
            return Number(serial(value))
    return None


def with_fewer_rows(one: Difference, folder: Path) -> Difference:
    """The same difference over as few rows as show it."""
    size = len(next(iter(one.rows.values())))
    step = size // 2
    while step:
        tries = [_without(one.rows, at, at + step) for at in range(0, size, step)]
        asked = [Asked((one.formula,), rows) for rows in tries if _height(rows)]
        found = [made.differences for made in compare_all(asked, folder)]
        shorter = [each[0] for each in found if each]
        if shorter:
            one = min(shorter, key=lambda each: _height(each.rows))
            size = _height(one.rows)
            step = min(step, max(size // 2, 1)) if size > 1 else 0
        else:
            step //= 2
    return one


def _without(rows: Rows, first: int, end: int) -> Rows:
    return {name: (*values[:first], *values[end:]) for name, values in rows.items()}


def _height(rows: Rows) -> int:
    return len(next(iter(rows.values())))


def as_case(one: Difference, number: int) -> str:
    """What to paste into calc_cases.txt: the cells that the formula looks at, and the formula."""
    title = f"drawn{number}"
    height = _height(one.rows)
    named = _names_in(one.formula)
    names = [name for name in (*one.rows, *MADE) if name in named]
    letters = {name: chr(ord("A") + place) for place, name in enumerate(names)}

    def placed(text: str, row: int, sheet: str) -> str:
        for name, letter in letters.items():
            text = text.replace(f"t[{name}]", f"{sheet}${letter}$1:${letter}${height}")
            text = re.sub(rf"@{name}\b", f"{sheet}{letter}{row + 1}", text)
        return text

    lines = []
    for name, letter in letters.items():
        values = one.rows.get(name)
        cells = (
            [placed(MADE[name], row, "") for row in range(height)]
            if values is None
            else [_cell_text(value) for value in values]
        )
        lines.append("\t".join((f"cells {title}!{letter}1", *cells)))
    asked = placed(one.formula, one.row, f"{title}!")
    return "\n".join((*lines, f"{asked}\t{_cell_text(one.found)}"))


def _names_in(formula: str) -> set[str]:
    """The columns that *formula* looks at, and those that their own formulas do."""
    names = {name for name in re.findall(r"\w+", formula) if name in MADE or name in _TYPED}
    inside = [_names_in(MADE[name]) for name in names if name in MADE]
    return names.union(*inside)


_TYPED = (*INPUTS, RISING)


def _cell_text(value: object) -> str:
    match value:
        case None | "":
            return ""
        case datetime.date():
            return str(serial(value))
        case bool():
            return str(value).upper()
        case str() if not value.startswith("#"):
            return json.dumps(value, ensure_ascii=False)
    return str(value)
