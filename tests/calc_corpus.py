"""The formulas that prove engines: their cells, their cases, and how an engine is tested."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from libreoffice import CellValue, recalculate
from plansheets.calc.engine import Engine, EngineValue
from plansheets.calc.shapes import shapes
from plansheets.calc.sheets import helper_formulas, prepared
from plansheets.calc.spread import Scratch
from plansheets.formula.parse import parse
from plansheets.formula.spell import FILE, spell
from plansheets.grid import serial
from plansheets.plan.model import ErrorValue

FILE_OF_CASES = Path(__file__).with_name("calc_cases.txt")
TODAY = datetime.date(2024, 5, 20)
CASES_COLUMN = 26
"""Cases stand in column AA of sheet D, one below the other, beside the cells they look at."""


def _dates(*days: str | None) -> list[object]:
    return [None if day is None else serial(datetime.date.fromisoformat(day)) for day in days]


COLUMNS: dict[str, list[object]] = {
    "A": [10, 20, 5, 40, 25, 20, 0, -3, None, None, None, 1, 10, 1, 2, 3],
    "B": [3, None, 7, '=""', "n/a", 0, None, 2.5, None, None, None, 2, 20, 4, 5, 6],
    "C": ["a", "b", "a", "c", "B", "a*", None, "x y", None, None, None, 3, 30, 7, 8, 9],
    "D": [
        *_dates("2024-05-01", "2024-05-11", "2024-05-26", "2024-06-19"),
        *_dates(None, "2024-02-29", "2023-12-31", "2024-05-20"),
        *[None, None, None, 4, 40, 10, 11, 12],
    ],
    "E": [
        *_dates("2024-05-10", "2024-05-25", "2024-06-18", "2024-06-30"),
        *_dates(None, "2024-03-01", "2024-01-31"),
        '=""',
    ],
    "F": [True, False, "12", "00123", '=""', None, 1, "TRUE"],
    "G": [1, "=1/0", 3, "=NA()", 5, None, 7, 8],
    "H": [
        *_dates("2024-05-01", "2024-05-02", "2024-05-03", "2024-05-04", "2024-05-05"),
        *_dates(None, None, "2024-06-10"),
    ],
    "I": ["清退", "在售", "运营总监*", "运营总监A", "在售", "已下架", None, "~x?"],
    "J": [0.1, 0.2, 0.7, 0, 1, 0.95, 0.5, -0.25],
    "K": [0, 0.1, 0.3, 0.6, 0.8, 0.95, 1, 1.2],
    "L": ["E", "D", "C", "B", "A", "S", "SS", "X"],
    "M": ["=A1", '=""', "=A3", '=""', "=1/4", "=B2", '="txt"', '=A1&""'],
    "N": [1, 2, 3, 4, 5, 6, 7, 8],
    "O": [0.5, 1.5, 2.5, -0.5, 1.005, 2.675, 1.45, -1.005],
    "P": [None] * 8,
    "R": [-100, 30, 40, 50, 20],
    "T": [0, 0.5, 0.8, '=""', '=""', None, None, None],
    "S": [8, 7, 6, 5, 4, 3, 2, 1],
}
_SHEETS: dict[str, dict[str, list[object]]] = {
    "D": COLUMNS,
    "数据": {"A": [1, 2, 3], "B": ["x", "y", "z"]},
    "数据 表": {"A": [1, 2, 1], "B": [10, 20, 30]},
}


@dataclass(frozen=True, slots=True)
class Case:
    """A formula and the value it must give."""

    formula: str
    value: str
    stated: str
    """Why the value is not LibreOffice's, where it is not."""
    known: str
    """The engine that is known to give another value, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Proof:
    proven: dict[str, tuple[str, ...]]
    unexplained: tuple[str, ...]


REFUTED: dict[str, frozenset[str]] = {
    # a range that ends in a cell is computed once for all rows whose cell holds an equal value
    # REPLACE beyond the end of a text does nothing
    # steps of 0 leave the number as it is; -0.5 has a divisor and a factorial
    # a blank is no number to ISEVEN
    # a text among numbers finds one of them, and an order that is none is searched all the same
    # formulon leaves a blank out of LCM, and GCD of blanks is an error to it
    "formualizer": frozenset(
        {
            'TEXT(value, "General")',
            "INDEX:cell",
            "cell:INDEX",
            "REPLACE(value, value, value, value)",
            "CEILING.MATH(value, value)",
            "FLOOR.MATH(value, value)",
            "FACT(value)",
            "GCD(value)",
            "ISEVEN(value)",
            "LCM(value)",
            "LOOKUP(value, range)",
        }
    ),
    "formulon": frozenset({"GCD(value)", "LCM(value)", "LOOKUP(value, range)"}),
}
"""Shapes that come out right in some case and wrong in another, by engine."""


def sheets() -> dict[str, dict[str, list[object]]]:
    """The cells by sheet and column: those above, and those that lines of the cases bring along.

    ``cells drawn1!B1``, a tab, and the values of the column from B1 on: texts in quotes, formulas
    with their ``=``, nothing for a blank.
    """
    found = {title: dict(columns) for title, columns in _SHEETS.items()}
    for line in FILE_OF_CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("cells "):
            place, *values = line.removeprefix("cells ").split("\t")
            title, _, cell = place.partition("!")
            found.setdefault(title, {})[cell.rstrip("1")] = [_value(text) for text in values]
    return found


def _value(text: str) -> object:
    return (
        text
        if text.startswith("=")
        else json.loads(text.lower() if text in ("TRUE", "FALSE") else text)
        if text
        else None
    )


def cases(text: str | None = None) -> Iterator[Case]:
    for line in (text or FILE_OF_CASES.read_text(encoding="utf-8")).splitlines():
        if line.startswith("="):
            formula, value, stated, known, *_ = [*line.split("\t"), "", "", ""]
            yield Case(formula, value, stated, known)


def recorded(values: Mapping[str, str]) -> str:
    """The file of cases with LibreOffice's *values*; a case with a reason keeps what it states."""
    lines = []
    for line in FILE_OF_CASES.read_text(encoding="utf-8").splitlines():
        formula, *rest = line.split("\t")
        if formula in values and not (len(rest) > 1 and rest[1]):
            rest[:1] = [values[formula]]
        lines.append("\t".join([formula, *rest]))
    return "\n".join(lines) + "\n"


_SENSITIVE = re.compile(r"(boolean|cell|found|text|unclear) in ")
"""Shapes that one wrong case refutes: what is no number is counted rightly now and then."""


def derived(found: Mapping[str, Mapping[str, str]], engines: Sequence[Engine]) -> Proof:
    """What the engines' answers prove: a shape is proven by a case that comes out right.

    A case that comes out wrong is explained by a shape of its own that no case proves, or by one
    that REFUTED names; all others are returned as unexplained.
    """
    table: dict[str, set[str]] = {}
    unexplained: list[str] = []
    for engine in engines:
        right: set[str] = set()
        doubtful: list[set[str]] = []
        wrong: list[tuple[Case, frozenset[str]]] = []
        for case in cases():
            keys = shapes(prepared(parse(case.formula), "D", engine, Scratch("scratch")))
            if found[engine.name][case.formula] == case.value:
                right |= keys
                continue
            doubtful.append({key for key in keys if _SENSITIVE.match(key)})
            if not case.known.startswith(engine.name):
                wrong.append((case, keys))
        right -= _refuted(doubtful)
        right -= REFUTED.get(engine.name, frozenset())
        unexplained += [
            f"{engine.name}: {case.formula} gives {found[engine.name][case.formula]}"
            for case, keys in wrong
            if keys <= right
        ]
        for shape in right:
            table.setdefault(shape, set()).add(engine.name)
    proven = {shape: tuple(sorted(names)) for shape, names in sorted(table.items())}
    return Proof(proven, tuple(unexplained))


def _refuted(doubtful: Sequence[set[str]]) -> set[str]:
    """Of the sensitive shapes of each wrong case those that are wrong, as far as cases tell them
    apart: all of a case that none of the others explains.
    """
    found: set[str] = set()
    for keys in sorted(doubtful, key=len):
        if found.isdisjoint(keys):
            found |= keys
    return found


def written(proof: Proof) -> str:
    """The file that holds the proven table."""
    return "".join(f"{shape}\t{' '.join(engines)}\n" for shape, engines in proof.proven.items())


def documented(proof: Proof) -> str:
    """The proven table as docs/engines.md shows it."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for shape, engines in proof.proven.items():
        groups.setdefault(engines, []).append(shape)
    sections = []
    for engines, shapes_ in sorted(groups.items(), key=lambda group: -len(group[0])):
        listed = "\n".join(shapes_)
        sections.append(
            f"### {' and '.join(engines)}: {len(shapes_)} shapes\n\n```text\n{listed}\n```\n"
        )
    return "\n".join(sections)


def shown(value: CellValue | ErrorValue) -> str:
    """A value as the file of cases writes it: to 12 digits, as LibreOffice saves only 15."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return "0" if abs(value) < 1e-12 else f"{value:.12g}"
        case ErrorValue(code):
            return code
        case None:
            return "no value"
        case str():
            return value or '""'


def asked_of_engine(engine: Engine, formulas: Iterable[str]) -> dict[str, str]:
    """What *engine* makes of every formula, shown."""
    wanted = list(formulas)
    scratch = Scratch("scratch")
    book = engine.open([*sheets(), scratch.title], TODAY)
    later = []
    for sheet, row, column, value in setup():
        if isinstance(value, str) and value.startswith("="):
            later.append((sheet, row, column, value))
        elif value is not None:
            book.put_values(sheet, row, column, [[value]])
    for sheet, row, column, formula in later:
        book.put_formulas(sheet, row, column, [[formula]])
    for row, formula in enumerate(wanted):
        tree = prepared(parse(formula), "D", engine, scratch)
        book.put_formulas("D", row, CASES_COLUMN, [[engine.spell(tree)]])
    for part in scratch.parts:
        helper = helper_formulas(part, engine, scratch.title)
        book.put_formulas(helper.sheet, helper.row, helper.column, helper.texts)
    book.calculate()
    rows = book.read("D", 0, CASES_COLUMN, len(wanted), 1)
    return {formula: shown(row[0]) for formula, row in zip(wanted, rows, strict=True)}


def asked_of_libreoffice(formulas: Iterable[str], folder: Path) -> dict[str, str]:
    """What LibreOffice makes of every formula, shown."""
    wanted = list(formulas)
    path = folder / "corpus.xlsx"
    with xlsxwriter.Workbook(path) as book:
        written_to = {title: book.add_worksheet(title) for title in sheets()}
        for sheet, row, column, value in setup():
            if isinstance(value, str) and value.startswith("="):
                written_to[sheet].write_formula(row, column, value)
            elif value is not None:
                written_to[sheet].write(row, column, value)
        for row, formula in enumerate(wanted):
            text = "=" + spell(parse(formula.replace("TODAY()", _TODAY)), FILE)
            written_to["D"].write_formula(row, CASES_COLUMN, text)
    found = recalculate([path])[path]
    return {
        formula: shown(found.get(("D", row, CASES_COLUMN))) for row, formula in enumerate(wanted)
    }


_TODAY = f"DATE({TODAY.year},{TODAY.month},{TODAY.day})"


def setup() -> Iterator[tuple[str, int, int, EngineValue]]:
    for title, columns in sheets().items():
        for letter, values in columns.items():
            for row, value in enumerate(values):
                yield title, row, ord(letter) - ord("A"), value  # type: ignore[misc]
