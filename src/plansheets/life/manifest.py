"""What a workbook says of itself: a list of lines, one thing a line, written and read here.

A line is a kind of thing and its facts, all texts: a list of JSON, in a cell. Unknown kinds and
facts beyond those we know are passed over, so that a newer program may say more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, field, fields
from typing import Any, ClassVar, TypeVar

from plansheets.life.carried import Chunk
from plansheets.records import dataclass

FORMAT = "1"
MOST_LINES = 200_000
ManifestLine = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A sheet; ``formulas`` is the hash of those that stand in no table, and where they stand."""

    KIND: ClassVar[str] = "sheet"
    id: str
    title: str
    formulas: str = ""


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """A table; ``room`` counts the free rows below it, and is blank where nothing follows."""

    KIND: ClassVar[str] = "table"
    id: str
    name: str
    sheet: str
    title: str
    height: str
    room: str = ""
    was: str = ""
    """Ids of earlier versions, parted by spaces."""

    @property
    def rows(self) -> int:
        return int(self.height) if self.height.isdecimal() and len(self.height) < 8 else 1


@dataclass(frozen=True, slots=True)
class MarkedColumn:
    """A column: ``key`` is 1 for one that names its row; ``formula`` is that formula's hash."""

    KIND: ClassVar[str] = "column"
    table: str
    id: str
    header: str
    role: str
    type_id: str = "text"
    key: str = ""
    list_id: str = ""
    formula: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """An item of a list, and the label that cells show."""

    KIND: ClassVar[str] = "item"
    list_id: str
    id: str
    label: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class MarkedParameter:
    """A parameter; ``default`` is JSON, blank where a formula gives it."""

    KIND: ClassVar[str] = "parameter"
    id: str
    label: str
    type_id: str
    list_id: str = ""
    default: str = ""
    typed: str = ""
    """What the build typed into its cell, as JSON."""
    was: str = ""


@dataclass(frozen=True, slots=True)
class MarkedCheck:
    KIND: ClassVar[str] = "check"
    id: str
    message: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a workbook says of itself."""

    facts: Mapping[str, str] = field(default_factory=dict)
    """Blueprint, version, digest, program, source."""
    choices: Mapping[str, Any] = field(default_factory=dict)
    """How it was built: what the options of ``build`` were given."""
    sheets: tuple[MarkedSheet, ...] = ()
    tables: tuple[MarkedTable, ...] = ()
    columns: tuple[MarkedColumn, ...] = ()
    items: tuple[MarkedItem, ...] = ()
    parameters: tuple[MarkedParameter, ...] = ()
    checks: tuple[MarkedCheck, ...] = ()
    source: tuple[Chunk, ...] = ()

    @property
    def locale(self) -> str:
        return str(self.choices.get("locale", "en"))

    def columns_of(self, table: str) -> tuple[MarkedColumn, ...]:
        return tuple(column for column in self.columns if column.table == table)


MarkedThing = (
    MarkedSheet | MarkedTable | MarkedColumn | MarkedItem | MarkedParameter | MarkedCheck
)  # fmt: skip
_Marked = TypeVar("_Marked", bound=MarkedThing)


_PIECE = 15_000
"""Characters of a choice that stand in one cell: quotes are told with two, and so is an emoji."""


def lines_of(manifest: Manifest) -> Iterator[ManifestLine]:
    """*manifest* as the lines of its sheet."""
    yield "plansheets", FORMAT
    for name, value in manifest.facts.items():
        yield "fact", name, value
    for name, choice in manifest.choices.items():
        spelled = json.dumps(choice, ensure_ascii=False, sort_keys=True)
        for start in range(0, len(spelled), _PIECE):
            yield "choice", name, spelled[start : start + _PIECE]
    things: Iterable[Sequence[MarkedThing]] = (
        manifest.sheets, manifest.tables, manifest.columns, manifest.items, manifest.parameters,
        manifest.checks,
    )  # fmt: skip
    for kind in things:
        for thing in kind:
            told = [str(getattr(thing, one.name)) for one in fields(thing)]
            while told and not told[-1]:
                told.pop()
            yield thing.KIND, *told
    for number, chunk in enumerate(manifest.source, 1):
        yield "source", str(number), chunk.checksum, chunk.text


def read_lines(cells: Iterable[str]) -> Manifest | None:
    """The manifest that *cells* tell; None where they are of no format that is known."""
    by_kind: dict[str, list[ManifestLine]] = {}
    for count, text in enumerate(cells):
        if count > MOST_LINES:
            return None
        line = _json(text)
        if isinstance(line, list) and line and all(isinstance(fact, str) for fact in line):
            by_kind.setdefault(line[0], []).append(tuple(line[1:]))
    if by_kind.get("plansheets", [()])[0][:1] != (FORMAT,):
        return None
    facts = {line[0]: line[1] for line in by_kind.get("fact", []) if len(line) > 1}
    told: dict[str, str] = {}
    for line in by_kind.get("choice", []):
        if len(line) > 1:
            told[line[0]] = told.get(line[0], "") + line[1]
    choices = {name: _json(choice) for name, choice in told.items()}

    def read(make: Callable[..., _Marked]) -> tuple[_Marked, ...]:
        kind: str = make.KIND  # type: ignore[attr-defined]  # every MarkedThing has one
        known = fields(make)  # type: ignore[arg-type]  # it is a record
        needed = sum(one.default is MISSING for one in known)
        things = (_thing(make, line, needed, len(known)) for line in by_kind.get(kind, []))
        return tuple(filter(None, things))

    return Manifest(
        facts,
        choices,
        read(MarkedSheet),
        read(MarkedTable),
        read(MarkedColumn),
        read(MarkedItem),
        read(MarkedParameter),
        read(MarkedCheck),
        tuple(_chunks(by_kind.get("source", []))),
    )


def _thing(
    make: Callable[..., _Marked], line: ManifestLine, needed: int, most: int
) -> _Marked | None:
    if len(line) < needed:
        line = (*line, *("",) * (needed - len(line)))
    return make(*line[:most]) if line[0] else None


def _chunks(lines: list[ManifestLine]) -> Iterator[Chunk]:
    numbered = [line for line in lines if len(line) > 2 and line[0].isdecimal()]
    for line in sorted(numbered, key=lambda one: (len(one[0]), one[0])):
        yield Chunk(line[1], line[2])


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
