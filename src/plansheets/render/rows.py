"""The rows of a worksheet, written straight as XML: single cells, and strips of table columns.

XlsxWriter keeps an object for each cell and writes each cell by itself; a table of a hundred
thousand rows costs it sixteen seconds and a gigabyte. Here a table's column is its prefix, its
formula (spelled and escaped once) and a sequence of values, and a thousand rows are made at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import chain, repeat

from plansheets.plan.model import Value
from plansheets.records import dataclass
from plansheets.render.formats import looks_like_formula
from plansheets.render.markup import escape, spell_value

CHUNK = 1_000
"""Rows of a table that are in memory as text at one time; texts are numbered in this order."""


class SharedTexts(dict[str, int]):
    """The workbook's table of texts: looking up a text gives its index, a new one is added."""

    def __missing__(self, text: str) -> int:
        index = self[text] = len(self)
        return index

    @property
    def count(self) -> int:
        """What XlsxWriter asks, to know whether the file needs the part at all."""
        return len(self)


def constant_cell(name: str, style: int, value: Value, texts: SharedTexts) -> str:
    """A ``<c>`` element that holds *value* itself."""
    if value is None:
        return f'<c r="{name}" s="{style}"/>'
    if isinstance(value, str):
        return f'<c r="{name}" s="{style}" t="s"><v>{texts[value]}</v></c>'
    kind, content = spell_value(value)
    return f'<c r="{name}" s="{style}"{kind}><v>{content}</v></c>'


def formula_cell(name: str, style: int, formula: str, value: Value, *, array: bool = False) -> str:
    """A ``<c>`` element of a formula (escaped already) and its value, where it has one.

    ``cm="1"`` marks the dynamic array formulas of Excel 365, which spill by themselves.
    """
    kind, content = spell_value(value)
    cached = f"<v>{content}</v>" if content or kind else ""
    if array:
        written = f'<f t="array" ref="{name}">{formula}</f>'
        return f'<c r="{name}" s="{style}"{kind} cm="1">{written}{cached}</c>'
    return f'<c r="{name}" s="{style}"{kind}><f>{formula}</f>{cached}</c>'


@dataclass(frozen=True, slots=True)
class ColumnCells:
    """A table's column below its header: values, with one formula for all rows or one for each.

    Formulas are escaped; without formulas the values are constants.
    """

    letters: str
    style: int
    values: Sequence[Value]
    formula: str | None = None
    formulas: Sequence[str] | None = None
    array: bool = False
    quoted: int | None = None
    """The style of constants that look like formulas, where there are any."""

    def chunk(self, first_row: int, start: int, stop: int, texts: SharedTexts) -> list[str]:
        """The cells of data rows *start* to *stop*, below which *first_row* is data row 0."""
        numbers = range(first_row + start + 1, first_row + stop + 1)
        values = self.values[start:stop]
        kinds = set(map(type, values))
        head, style = f'<c r="{self.letters}', self.style
        if self.formula is None and self.formulas is None:
            if kinds <= {int, float}:
                return [
                    f'{head}{n}" s="{style}"><v>{v!r}</v></c>'
                    for n, v in zip(numbers, values, strict=True)
                ]
            if kinds == {str} and self.quoted is None:
                return [
                    f'{head}{n}" s="{style}" t="s"><v>{texts[v]}</v></c>'  # type: ignore[index]
                    for n, v in zip(numbers, values, strict=True)
                ]
            if self.quoted is not None:
                return [
                    constant_cell(f"{self.letters}{n}", self.style_of(v), v, texts)
                    for n, v in zip(numbers, values, strict=True)
                ]
            return [
                constant_cell(f"{self.letters}{n}", style, v, texts)
                for n, v in zip(numbers, values, strict=True)
            ]
        if self.formula is not None and not self.array:
            middle = f"<f>{self.formula}</f><v>"
            if kinds <= {int, float}:
                return [
                    f'{head}{n}" s="{style}">{middle}{v!r}</v></c>'
                    for n, v in zip(numbers, values, strict=True)
                ]
            if kinds == {str}:
                return [
                    f'{head}{n}" s="{style}" t="str">{middle}{escape(v)}</v></c>'  # type: ignore[arg-type]
                    for n, v in zip(numbers, values, strict=True)
                ]
        formulas = (
            repeat(self.formula or "", len(numbers))
            if self.formulas is None
            else self.formulas[start:stop]
        )
        return [
            formula_cell(f"{self.letters}{n}", style, f, v, array=self.array)
            for n, f, v in zip(numbers, formulas, values, strict=True)
        ]

    def style_of(self, value: Value) -> int:
        return self.quoted if self.quoted and looks_like_formula(value) else self.style


@dataclass(frozen=True, slots=True)
class Strip:
    """The data rows of a table."""

    first_row: int
    first_column: int
    height: int
    columns: tuple[ColumnCells, ...]

    @property
    def last_row(self) -> int:
        return self.first_row + self.height - 1

    def holds(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and 0 <= column - self.first_column < len(
            self.columns
        )

    def rows(self, texts: SharedTexts) -> Iterator[str]:
        """The cells of each row, joined."""
        return chain.from_iterable(
            map("".join, zip(*self._chunk(start, texts), strict=True))
            for start in range(0, self.height, CHUNK)
        )

    def _chunk(self, start: int, texts: SharedTexts) -> list[list[str]]:
        stop = min(start + CHUNK, self.height)
        return [column.chunk(self.first_row, start, stop, texts) for column in self.columns]


@dataclass(slots=True)
class SheetRows:
    """Everything that stands in the cells of one sheet."""

    texts: SharedTexts
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    values: dict[tuple[int, int], Value] = field(default_factory=dict)
    strips: list[Strip] = field(default_factory=list)

    def put(self, row: int, column: int, element: str, value: Value) -> bool:
        """Place a cell; False when its place is taken."""
        cells = self.cells.setdefault(row, {})
        if column in cells:
            return False
        cells[column] = element
        self.values[row, column] = value
        return True

    def value(self, row: int, column: int) -> Value:
        """What a cell shows; None where there is none."""
        for strip in self.strips:
            if strip.holds(row, column):
                return strip.columns[column - strip.first_column].values[row - strip.first_row]
        return self.values.get((row, column))

    def write(self, attributes: Mapping[int, str], usual: str = "") -> Iterator[str]:
        """``<row>`` elements from the top, many at a time.

        *attributes* are those of some rows, *usual* those of all others; they begin with a space.
        """
        taken = [*self.cells, *attributes]
        first = min([*taken, *(strip.first_row for strip in self.strips)], default=0)
        last = max([*taken, *(strip.last_row for strip in self.strips)], default=-1)
        edges = {strip.first_row for strip in self.strips}
        edges |= {strip.last_row + 1 for strip in self.strips}
        sources = {id(strip): strip.rows(self.texts) for strip in self.strips}
        active: list[tuple[int, Iterator[str]]] = []
        gathered: list[str] = []
        for row in range(first, last + 1):
            if row in edges:
                active = [
                    (strip.first_column, sources[id(strip)])
                    for strip in self.strips
                    if strip.first_row <= row <= strip.last_row
                ]
            cells = self.cells.get(row)
            if cells is None and len(active) == 1:
                content = next(active[0][1])
            elif cells is not None or active:
                pieces = [(column, next(source)) for column, source in active]
                pieces += (cells or {}).items()
                content = "".join(piece for _, piece in sorted(pieces))
            elif row in attributes:
                content = ""
            else:
                continue
            gathered.append(f'<row r="{row + 1}"{attributes.get(row, usual)}>{content}</row>')
            if len(gathered) >= CHUNK:
                yield "".join(gathered)
                gathered.clear()
        yield "".join(gathered)
