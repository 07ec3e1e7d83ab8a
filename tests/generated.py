"""Tables of awkward values and formulas drawn at random: what cached values are held against.

``python tests/generated.py --count 10000`` compares as many columns with LibreOffice and shrinks
what differs; the tests compare a few hundred.
"""

from __future__ import annotations

import argparse
import datetime
import random
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from libreoffice import CellValue, equal, recalculate
from plansheets.calc.calculate import calculate
from plansheets.formula.ast import Node
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import children
from plansheets.formula.spell import BAR, spell
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
)
from plansheets.render.xlsx import write_xlsx

TODAY = datetime.date(2024, 5, 20)
ROWS = 24
_STYLE = Style()

NUMBERS: Sequence[Value] = (5, 5, 0, 10, -3, 2.5, 5, 100, 0.1, 7, 7, 1_000_000.25)
GAPS: Sequence[Value] = (3, None, 3, 0, None, -2, 8, 8, None, 1.5)
WORDS: Sequence[Value] = (
    *(
        "a",
        "b",
        "A",
        "中文",
        "中",
        "é",
        "É",
        "a*",
        "运营总监",
        "x y",
        "12",
        "00123",
        "Li",
        None,
        "b",
    ),
    *("~x?", "ab", "中文", "b2", "b2"),
)
MIXED: Sequence[Value] = (1, "a", None, 5, "5", "中", 0, "b", 5, "n/a", -1, None, 2.5)
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
}
MADE: dict[str, str] = {
    "flag": "=@num>3",
    "none": '=IF(@num>5,"",@num)',
    "said": '=IF(ISNUMBER(@gap),"",@word&"")',
    "fail": "=IF(@num=0,NA(),IF(@num=-3,1/0,@num))",
}
"""Columns that formulas fill: truth values, empty texts, errors."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that LibreOffice computes otherwise."""

    formula: str
    row: int
    cached: Value
    found: CellValue
    inputs: tuple[Value, ...]

    def __str__(self) -> str:
        return f"{self.formula}  row {self.row}: cached {self.cached!r}, LibreOffice {self.found!r}"


# -- formulas --------------------------------------------------------------------------------------


class Dice:
    """Formulas by the kind of what they give."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def formula(self) -> str:
        kind = self.random.choice((self.number, self.number, self.text, self.truth))
        return "=" + kind(self.random.choice((1, 2, 2, 3)))

    def one_of(self, *ways: Callable[[], str]) -> str:
        return self.random.choice(ways)()

    def cell(self, *columns: str) -> str:
        return f"@{self.random.choice(columns)}"

    def range(self, *columns: str) -> str:
        return f"t[{self.random.choice(columns)}]"

    def any_range(self) -> str:
        return self.range("num", "gap", "word", "mix", "day", "none", "said")

    def numbers(self) -> str:
        return self.range("num", "gap", "mix", "none", "day")

    def upwards(self) -> str:
        """A range whose size depends on the row."""
        column = self.random.choice(("num", "gap", "mix", "none", "word"))
        return self.random.choice(
            (
                f"INDEX(t[{column}],1):@{column}",
                f"@{column}:INDEX(t[{column}],ROWS(t[{column}]))",
                f"INDEX(t[{column}],1):INDEX(t[{column}],ROW()-ROW(t[[#Headers],[{column}]]))",
            )
        )

    def number(self, depth: int) -> str:
        pick = self.random.choice
        if depth <= 0:
            return pick(
                (
                    *("@num", "@num", "@gap", "@mix", "@none", "@day", "@fail"),
                    *("0", "1", "2", "5", "0.1", "-3", "1.005", "100"),
                )
            )
        deep = depth - 1
        return self.one_of(
            lambda: f"({self.number(deep)}{pick('+-*/')}{self.number(deep)})",
            lambda: f"-{self.number(deep)}",
            lambda: f"IF({self.truth(deep)},{self.number(deep)},{self.value(deep)})",
            lambda: f"IFERROR({self.value(deep)},{self.number(deep)})",
            lambda: f"{pick(('ROUND', 'ROUNDUP', 'ROUNDDOWN'))}({self.number(deep)},{pick('012')})",
            lambda: f"{pick(('ABS', 'INT', 'N', 'SIGN', 'TRUNC'))}({self.value(deep)})",
            lambda: f"MOD({self.number(deep)},{self.number(deep)})",
            lambda: f"{pick(_FOLDS)}({self.numbers()})",
            lambda: f"{pick(_FOLDS)}({self.number(deep)},{self.number(deep)})",
            lambda: (
                f"{pick(('SUM', 'COUNT', 'MAX', 'MIN', 'AVERAGE', 'COUNTA'))}({self.upwards()})"
            ),
            lambda: f"COUNTIF({self.any_range()},{self.criterion(deep)})",
            lambda: (
                f"COUNTIFS({self.any_range()},{self.criterion(deep)},"
                f"{self.any_range()},{self.criterion(deep)})"
            ),
            lambda: f"SUMIF({self.any_range()},{self.criterion(deep)},{self.numbers()})",
            lambda: f"SUMIFS({self.numbers()},{self.any_range()},{self.criterion(deep)})",
            lambda: f"AVERAGEIFS({self.numbers()},{self.any_range()},{self.criterion(deep)})",
            lambda: f"MATCH({self.value(deep)},{self.any_range()},0)",
            lambda: f"MATCH({self.value(deep)},{self.upwards()},0)",
            lambda: f"INDEX({self.numbers()},{self.number(deep)})",
            lambda: f"{pick(('LARGE', 'SMALL'))}({self.numbers()},{pick('123')})",
            lambda: f"RANK(@num,t[num]{pick(('', ',1'))})",
            lambda: f"SUMPRODUCT({self.array()}*{self.array()})",
            lambda: f"SUMPRODUCT(--{self.condition()},{self.numbers()})",
            lambda: f"SUMPRODUCT(MAX({self.condition()}*{self.array()}))",
            lambda: f"LEN({self.text(deep)})",
            lambda: f"FIND({self.needle()},{self.text(deep)})",
            lambda: f"SEARCH({self.needle()},{self.text(deep)})",
            lambda: f"VALUE({self.text(deep)})",
            lambda: f"{pick(('YEAR', 'MONTH', 'DAY'))}({pick(('@day', 'DATE(2024,@num,1)'))})",
            lambda: f"{pick(('EDATE', 'EOMONTH'))}(@day,{self.number(0)})",
            lambda: f"NETWORKDAYS(@day,DATE(2024,6,1){pick(('', ',t[day]'))})",
            lambda: f"WORKDAY(DATE(2024,5,20),@num{pick(('', ',t[day]'))})",
            lambda: f"WEEKDAY(@day,{pick('123')})",
            lambda: f"CHOOSE({self.number(0)},{self.value(deep)},{self.number(deep)})",
            lambda: f"LOOKUP({self.number(0)},{{0,1,5}},{{10,20,30}})",
            lambda: f"COUNT({self.any_range()})+COUNTA({self.any_range()})",
            lambda: "ROW()-ROW(t[[#Headers],[num]])",
            lambda: f"ROWS({self.upwards()})",
        )

    def text(self, depth: int) -> str:
        pick = self.random.choice
        if depth <= 0:
            return pick(
                ("@word", "@word", "@said", "@mix", '"a"', '"中"', '""', '"b2"', '"12"', "@none")
            )
        deep = depth - 1
        return self.one_of(
            lambda: f"({self.value(deep)}&{self.value(deep)})",
            lambda: f"IF({self.truth(deep)},{self.text(deep)},{self.value(deep)})",
            lambda: f"{pick(('LEFT', 'RIGHT'))}({self.text(deep)},{pick('0123')})",
            lambda: f"MID({self.text(deep)},{pick('123')},{pick('0123')})",
            lambda: f"{pick(('UPPER', 'LOWER', 'TRIM', 'PROPER'))}({self.text(deep)})",
            lambda: f"SUBSTITUTE({self.text(deep)},{self.needle()},{self.text(0)})",
            lambda: f"REPLACE({self.text(deep)},{pick('1237')},{pick('012')},{self.text(0)})",
            lambda: f"REPT({self.text(deep)},{pick('0123')})",
            lambda: f"TEXT({self.number(deep)},{pick(_PATTERNS)})",
            lambda: f"INDEX(t[word],{self.number(0)})",
            lambda: f"IFERROR({self.text(deep)},{self.text(0)})",
            lambda: f"T({self.value(deep)})",
        )

    def truth(self, depth: int) -> str:
        pick = self.random.choice
        if depth <= 0:
            return pick(("@flag", "TRUE", "FALSE", "@num>5", '@word="a"', '@gap=""', "@mix=5"))
        deep = depth - 1
        return self.one_of(
            lambda: (
                f"({self.value(deep)}{pick(('=', '<>', '<', '>=', '>', '<='))}{self.value(deep)})"
            ),
            lambda: f"{pick(('AND', 'OR'))}({self.truth(deep)},{self.truth(deep)})",
            lambda: f"NOT({self.truth(deep)})",
            lambda: f"{pick(_TESTS)}({self.value(deep)})",
            lambda: f"EXACT({self.text(deep)},{self.text(0)})",
            lambda: f"OR({self.range('flag')},{self.truth(deep)})",
        )

    def value(self, depth: int) -> str:
        """A number or a text: LibreOffice takes truth values for numbers, and proves nothing."""
        return self.one_of(lambda: self.number(depth), lambda: self.text(depth))

    def needle(self) -> str:
        """A text to look for; LibreOffice finds no empty text, which Excel finds at the start."""
        return self.random.choice(('"a"', '"中"', '"b"', '"12"', '"x"'))

    def criterion(self, depth: int) -> str:
        pick = self.random.choice
        return self.one_of(
            lambda: self.cell("num", "gap", "word", "mix", "none", "day", "said"),
            lambda: pick(
                ('"a"', '"中?"', '"??"', '"*"', '"12"', '""', '"<>"', '"="', '"~x?"', '"a*"')
            ),
            lambda: f'"{pick(("<", ">", "<=", ">=", "<>", "="))}"&{self.number(0)}',
            lambda: self.number(depth),
            lambda: f'"<>"&{self.text(0)}',
        )

    def condition(self) -> str:
        pick = self.random.choice
        return self.one_of(
            lambda: f"({self.any_range()}{pick(('=', '<>'))}{self.value(0)})",
            lambda: f"({self.range('num', 'gap')}{pick(('<', '>=', '>'))}{self.number(0)})",
            lambda: f"ISNUMBER({self.any_range()})",
            lambda: f"(ROW(t[num])<={pick(('ROW()', '12', 'ROW(@num)'))})",
        )

    def array(self) -> str:
        return self.one_of(
            self.condition,
            lambda: self.range("num", "gap"),
            lambda: f"ABS({self.range('num', 'gap')})",
            lambda: f"ISNUMBER(FIND({self.needle()},{self.range('word')}))",
            lambda: f"COUNTIF({self.range('num', 'word')},{self.range('num', 'word')})",
        )


_FOLDS = ("SUM", "COUNT", "MAX", "MIN", "AVERAGE", "COUNTA", "PRODUCT", "MEDIAN", "SUMSQ")
_TESTS = ("ISNUMBER", "ISTEXT", "ISBLANK", "ISERROR", "ISNA")
_PATTERNS = ('"0"', '"0.00"', '"0%"', '"#,##0"', '"0.0%"', '"yyyy-mm-dd"', '"m月d日"')


# -- tables ----------------------------------------------------------------------------------------


def planned(formulas: Sequence[str], seed: int) -> Plan:
    """A table of awkward values, shuffled by *seed*, with a column for each of *formulas*."""
    dice = random.Random(seed)
    columns = [
        PlannedColumn(
            name, name, "input", _STYLE, _STYLE, values=tuple(dice.choices(values, k=ROWS))
        )
        for name, values in INPUTS.items()
    ]
    wanted = [*MADE.items(), *((f"f{number}", text) for number, text in enumerate(formulas))]
    columns += [
        PlannedColumn(name, name, "formula", _STYLE, _STYLE, formula=_qualified(text))
        for name, text in wanted
    ]
    table = PlannedTable("t", "t", 3, 1, ROWS, tuple(columns))
    return Plan(
        "generated", "1", "", "Generated", "en", "excel2016",
        datetime.datetime(2024, 1, 1), TODAY,  # noqa: DTZ001
        looks(theme("en")),
        sheets=(PlannedSheet("data", "Data", tables=(table,)),),
    )  # fmt: skip


def _qualified(text: str) -> Node:
    """``@num`` is the row's own cell."""
    return parse(re.sub(r"@([a-z0-9]+)", r"t[[#This Row],[\1]]", text))


@dataclass(frozen=True, slots=True)
class Compared:
    differences: list[Difference]
    values: int
    declined: dict[str, str]
    """Formulas without a value, and why."""


def compare(formulas: Sequence[str], seed: int, folder: Path) -> Compared:
    """The values that a build caches, beside those that LibreOffice finds in the file."""
    plan = planned(formulas, seed)
    values = calculate(plan)
    path = folder / f"generated-{seed}.xlsx"
    with path.open("wb") as file:
        write_xlsx(plan, values, file)
    found = recalculate([path])[path]
    table = plan.sheets[0].tables[0]
    differences, count, declined = [], 0, {}
    notices = {notice.where: notice.message for notice in values.notices}
    for place, column in enumerate(table.columns[len(INPUTS) :], len(INPUTS) + table.column):
        number = place - table.column - len(INPUTS) - len(MADE)
        text = formulas[number] if number >= 0 else list(MADE.values())[number]
        cached = values.columns.get(("t", column.id))
        if cached is None:
            declined[text] = next((said for where, said in notices.items() if where), "")
            continue
        for row, value in enumerate(cached):
            count += 1
            theirs = found.get(("Data", table.first_row + row, place))
            mine = value.code if isinstance(value, ErrorValue) else value
            if not equal(mine, theirs):  # type: ignore[arg-type]
                if _known(text, mine, theirs):
                    continue
                inputs = tuple(
                    one.values[row] for one in table.columns[: len(INPUTS)] if one.values
                )
                differences.append(Difference(text, row, mine, theirs, inputs))
                break
    return Compared(differences, count, declined)


def _known(formula: str, mine: object, theirs: object) -> bool:
    """Whether LibreOffice is known to differ there from Excel."""
    errors = str(mine).startswith("#") and str(theirs).startswith("#")
    if errors and any(name in formula for name in ("INDEX(", "MOD(", "AVERAGEIFS(")):
        return True  # beyond a range it gives #VALUE!, Excel #REF!; of two errors the second one
    if "IFS(" in formula and '"<>' in formula:
        return True  # blanks at the end of a column are no cells to it
    if _PATTERN.search(formula):
        return True  # its patterns find numbers too
    if "IF" in formula and str(theirs).startswith("#") and not str(mine).startswith("#"):
        return True  # a criterion that is an error spreads, where Excel looks for that error
    if "mix" in formula and ("MATCH(" in formula or "IF" in formula):
        return True  # it finds the text 5 as the number in MATCH, and does not in COUNTIF
    if re.search(r'(MIN|MAX|SUM|AVERAGE|PRODUCT|MEDIAN|SUMSQ)\("12"', formula):
        return True  # it reads no number from a text that is written into the formula
    if "@none" in formula and "INDEX(" in formula and mine == "#VALUE!":
        return True  # an empty text as a place is 0
    return mine == 0 and theirs in ("", None)  # it shows what a blank gives as a blank


_PATTERN = re.compile(r'IFS?\(.*"[^"]*[*?][^"]*"')


def shrunk(difference: Difference, seed: int, folder: Path) -> Difference:
    """The smallest part of the formula that still differs."""
    while True:
        tree = _qualified(difference.formula)
        parts = ["=" + _short(each) for each in children(tree)]
        smaller = [part for part in dict.fromkeys(parts) if "(" in part or "&" in part]
        found = compare(smaller, seed, folder).differences if smaller else []
        if not found:
            return difference
        difference = found[0]


def _short(node: Node) -> str:
    text = spell(node, BAR)
    for name in (*INPUTS, *MADE):
        text = text.replace(f"t[@{name}]", f"@{name}").replace(f"t[@[{name}]]", f"@{name}")
    return text


def drawn(count: int, seed: int) -> list[str]:
    dice = Dice(seed)
    return list(dict.fromkeys(dice.formula() for _ in range(count)))


def _main() -> Iterator[str]:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--step", type=int, default=500)
    given = options.parse_args()
    total = declined = different = 0
    with tempfile.TemporaryDirectory() as scratch:
        for start in range(0, given.count, given.step):
            seed = given.seed + start
            made = compare(drawn(given.step, seed), seed, Path(scratch))
            total += made.values
            declined += len(made.declined)
            different += len(made.differences)
            yield from (str(shrunk(one, seed, Path(scratch))) for one in made.differences)
    yield f"{total} values, {different} columns differ, {declined} declined"


if __name__ == "__main__":
    for line in _main():
        print(line, flush=True)
