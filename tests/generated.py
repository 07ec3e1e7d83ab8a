"""Tables of awkward values and formulas drawn at random: what cached values are held against.

``python tests/generated.py --count 10000`` compares as many columns with LibreOffice, shrinks what
differs, and prints what no line of ``libreoffice_quirks.tsv`` explains, as cases to be recorded.
``--declined`` tells what has no value, and why.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generated_formulas import drawn
from libreoffice import CellValue, equal, recalculate
from libreoffice_quirks import quirk_of
from plansheets.calc.calculate import calculate
from plansheets.formula.ast import (
    Binary,
    Boolean,
    Call,
    Cell,
    ErrorConstant,
    Node,
    Number,
    Structured,
    Text,
)
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import children, transform, walk, with_children
from plansheets.formula.spell import BAR, spell
from plansheets.grid import parse_cell, serial
from plansheets.plan.look.theme import theme
from plansheets.plan.look.workbook import looks
from plansheets.plan.model import (
    ErrorValue,
    Plan,
    PlannedColumn,
    PlannedSheet,
    PlannedTable,
    Style,
    Value,
    Values,
)
from plansheets.render.xlsx import write_xlsx

TODAY = datetime.date(2024, 5, 20)
ROWS = 24
_MOST_CASES = 5
_STYLE = Style()
_FIRST_ROW, _LEFT = 3, 1

NUMBERS: Sequence[Value] = (5, 5, 0, 10, -3, 2.5, 5, 100, 0.1, 7, 7, 1_000_000.25)
GAPS: Sequence[Value] = (3, None, 3, 0, None, -2, 8, 8, None, 1.5)
HALVES: Sequence[Value] = (0.5, 1.5, 2.5, -0.5, -2.5, 1.005, 0.285, 2.675, 12.345, -1.45, 0, 1)
WORDS: Sequence[Value] = (
    *("a", "b", "A", "中文", "中", "é", "É", "a*", "运营总监", "x y", "A12", "A0123", "Li", None),
    *("b", "~x?", "ab", "中文", "b2", "b2"),
)
MIXED: Sequence[Value] = (1, "a", None, 5, "x5", "中", 0, "b", 5, "n/a", -1, None, 2.5)
CODES: Sequence[Value] = ("12", "00123", "5", 5, 12, None, "007", 7, "A-1", "5")
DAYS: Sequence[Value] = tuple(
    datetime.date.fromisoformat(day) if day else None
    for day in (
        *("2024-02-29", "2024-05-20", "", "2023-12-31", "2024-05-20", "2024-06-01", "2025-01-31"),
        *("2024-05-19", "", "2024-03-31"),
    )
)
INPUTS: dict[str, Sequence[Value]] = {
    "num": NUMBERS,
    "gap": GAPS,
    "word": WORDS,
    "mix": MIXED,
    "day": DAYS,
    "half": HALVES,
    "code": CODES,
}
RISING = "rise"
"""A column of numbers in order, from which equal ones are not missing."""
MADE: dict[str, str] = {
    "flag": "=@num>3",
    "none": '=IF(@num>5,"",@num)',
    "said": '=IF(ISNUMBER(@gap),"",@word&"")',
    "fail": "=IF(@num=0,NA(),IF(@num=-3,1/0,@num))",
}
"""Columns that formulas fill: truth values, empty texts, errors."""


Rows = Mapping[str, tuple[Value, ...]]
"""The values of every column that is typed in."""


def rows_of(seed: int, count: int = ROWS) -> Rows:
    """Awkward values, shuffled by *seed*."""
    dice = random.Random(seed)
    made = {name: tuple(dice.choices(values, k=count)) for name, values in INPUTS.items()}
    rising = sorted(dice.choices((-5, 0, 0, 1, 2, 2.5, 5, 5, 7, 10, 45_000, 45_460), k=count))
    return made | {RISING: tuple(rising)}


@dataclass(frozen=True, slots=True)
class Asked:
    """Formulas over the rows of one table."""

    formulas: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that LibreOffice computes otherwise."""

    formula: str
    row: int
    cached: Value
    found: CellValue
    rows: Rows = field(repr=False)

    def __str__(self) -> str:
        return f"{self.formula}  row {self.row}: cached {self.cached!r}, LibreOffice {self.found!r}"


@dataclass(frozen=True, slots=True)
class Compared:
    differences: list[Difference]
    values: int
    columns: dict[str, tuple[Value, ...]]
    """What is cached, by formula."""
    declined: dict[str, str]
    """Formulas without a value, and why."""


# -- tables ----------------------------------------------------------------------------------------


def planned(formulas: Sequence[str], seed: int) -> Plan:
    """The table shuffled by *seed*, with a column for each of *formulas*."""
    return planned_over(Asked(tuple(formulas), rows_of(seed)))


def planned_over(asked: Asked) -> Plan:
    inputs = [
        PlannedColumn(name, name, "input", _STYLE, _STYLE, values=values)
        for name, values in asked.rows.items()
    ]
    wanted = [*MADE.items(), *((f"f{number}", text) for number, text in enumerate(asked.formulas))]
    names = [*asked.rows, *(name for name, _ in wanted)]
    columns = [_column(name, text, names) for name, text in wanted]
    height = len(next(iter(asked.rows.values())))
    table = PlannedTable("t", "t", _FIRST_ROW - 1, _LEFT, height, (*inputs, *columns))
    return Plan(
        "generated", "1", "", "Generated", "en", "excel2016",
        datetime.datetime(2024, 1, 1), TODAY,  # noqa: DTZ001
        looks(theme("en")),
        sheets=(PlannedSheet("data", "Data", tables=(table,)),),
    )  # fmt: skip


def _column(name: str, text: str, names: Sequence[str]) -> PlannedColumn:
    tree = qualified(text.replace("@me", f"@{name}"))
    if not any(isinstance(node, Call) and node.name == "prior" for node in walk(tree)):
        return PlannedColumn(name, name, "formula", _STYLE, _STYLE, formula=tree)

    def at(index: int) -> Node:
        """As blueprints say it: the cell above or, in the first row, the value given for it."""

        def rewritten(node: Node) -> Node:
            match node:
                case Call(name="prior", arguments=(Structured(first=str(column)), start)):
                    row = _FIRST_ROW + index - 1
                    return start if index == 0 else Cell(row, _LEFT + names.index(column))
                case _:
                    return node

        return transform(tree, rewritten)

    return PlannedColumn(name, name, "formula", _STYLE, _STYLE, formula=at(1), first=at(0))


def qualified(text: str) -> Node:
    """``@num`` is the row's own cell."""
    return parse(re.sub(r"@([a-z0-9]+)", r"t[[#This Row],[\1]]", text))


def short(node: Node) -> str:
    return re.sub(r"t\[@\[?([a-z0-9]+)\]?\]", r"@\1", spell(node, BAR)).removeprefix("=")


# -- comparing -------------------------------------------------------------------------------------


def compare(formulas: Sequence[str], seed: int, folder: Path) -> Compared:
    """The values that a build caches, beside those that LibreOffice finds in the file.

    What is a known quirk of LibreOffice's is no difference.
    """
    asked = Asked(tuple(formulas), rows_of(seed))
    (made,) = compare_all([asked], folder)
    unknown = [one for one, quirk in explained(made.differences, folder) if quirk is None]
    return replace(made, differences=unknown)


def compare_all(asked: Sequence[Asked], folder: Path) -> list[Compared]:
    """One run of LibreOffice for many tables."""
    plans = [planned_over(one) for one in asked]
    values = [calculate(plan) for plan in plans]
    paths = [folder / f"generated-{number}.xlsx" for number in range(len(plans))]
    for plan, found, path in zip(plans, values, paths, strict=True):
        with path.open("wb") as file:
            write_xlsx(plan, found, file)
    theirs = recalculate(paths)
    return [
        _compared(one, plan, found, theirs[path])
        for one, plan, found, path in zip(asked, plans, values, paths, strict=True)
    ]


def _compared(
    asked: Asked, plan: Plan, values: Values, theirs: Mapping[tuple[str, int, int], CellValue]
) -> Compared:
    table = plan.sheets[0].tables[0]
    notices = {parse_cell(one.where.rpartition("!")[2]): one.message for one in values.notices}
    reasons = {place[1]: said for place, said in notices.items() if place}
    differences: list[Difference] = []
    columns: dict[str, tuple[Value, ...]] = {}
    declined: dict[str, str] = {}
    count, begin = 0, len(asked.rows) + len(MADE)
    for place, column in enumerate(table.columns[begin:], begin + table.column):
        text = asked.formulas[place - table.column - begin]
        cached = values.columns.get(("t", column.id))
        if cached is None:
            declined[text] = reasons.get(place, "looks at a column that is")
            continue
        columns[text] = cached
        count += len(cached)
        for row, value in enumerate(cached):
            found = theirs.get(("Data", table.first_row + row, place))
            mine = value.code if isinstance(value, ErrorValue) else value
            if not equal(mine, found):  # type: ignore[arg-type]
                differences.append(Difference(text, row, mine, found, asked.rows))
    return Compared(differences, count, columns, declined)


# -- shrinking -------------------------------------------------------------------------------------


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


# -- many ------------------------------------------------------------------------------------------


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--step", type=int, default=500)
    options.add_argument("--declined", action="store_true", help="say what is declined, and why")
    given = options.parse_args()
    values = columns = 0
    quirks: Counter[str] = Counter()
    declined: Counter[str] = Counter()
    unknown = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for seed in range(given.seed, given.seed + given.count, given.step):
            asked = Asked(tuple(drawn(given.step, seed)), rows_of(seed))
            (made,) = compare_all([asked], folder)
            values += made.values
            columns += len(asked.formulas)
            for text, why in made.declined.items():
                declined[re.sub("'[^']*'", "'…'", why)] += 1
                if given.declined:
                    print(f"declined {text}  {why}")
            for one, quirk in explained(made.differences, folder):
                if quirk is not None:
                    quirks[quirk] += 1
                    continue
                unknown += 1
                print(
                    f"seed {seed}: {one}\n{as_case(with_fewer_rows(one, folder), unknown)}",
                    flush=True,
                )
            print(f"{columns:,} columns", file=sys.stderr, flush=True)
    for title, counts in (("known quirks", quirks), ("declined", declined)):
        print(f"{sum(counts.values()):,} columns: {title}")
        for said, count in counts.most_common():
            print(f"{count:>8,}  {said}")
    print(f"{columns:,} columns, {values:,} values: {unknown} columns differ and nobody knows why")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
