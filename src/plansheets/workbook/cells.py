"""The cells of a sheet, streamed: order, kinds and limits are checked, little is kept.

A sheet of a million cells passes through in pieces. What later rules need is kept by first place
and count: formulas by their text, the texts of table headers, the highest shared string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field

from plansheets.grid import (
    MAX_CELL_LINE_FEEDS,
    MAX_CELL_TEXT,
    MAX_COLUMNS,
    MAX_ROW_HEIGHT,
    MAX_ROWS,
    cell_name,
    column_number,
    parse_cell,
)
from plansheets.workbook.boxes import parse_box
from plansheets.workbook.findings import Findings
from plansheets.workbook.markup import TreeReader, short_name

MAX_OUTLINE = 7
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ISO_DATE = re.compile(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z?)?|[0-9]{2}:[0-9]{2}[0-9:.]*")
_KINDS = frozenset({"n", "s", "b", "e", "str", "inlineStr", "d"})
ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!",
     "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!",
     "#TIMEOUT!"}
)  # fmt: skip


@dataclass(slots=True)
class Use:
    """Where something was first used, and how often."""

    first: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """What stands in a table's header cell: a text, the index of one, or another kind."""

    kind: str
    value: str


@dataclass(slots=True)
class CellFacts:
    """What the scan of one sheet keeps."""

    formulas: dict[tuple[str, str], Use] = field(default_factory=dict)
    """By text and kind (``normal``, ``array``, ``shared``)."""
    headers: dict[tuple[int, int], HeaderCell] = field(default_factory=dict)
    column_formulas: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    highest_string: int = -1
    highest_string_at: str = ""
    arrays: list[str] = field(default_factory=list)
    """Ranges of array formulas and data tables, whose cells count as formulas."""
    chained: set[str] = field(default_factory=set)
    """Cells that the calculation chain names and in which no formula was found (yet)."""
    rich_values: Use | None = None
    """Cells that carry a metadata index (dynamic arrays, in-cell images)."""
    highest_metadata: int = 0


@dataclass(frozen=True, slots=True)
class CellWishes:
    """What the scan should look out for."""

    style_count: int
    headers: Container[tuple[int, int]] = frozenset()
    columns: tuple[tuple[int, int, int], ...] = ()
    """First row, last row and column of calculated table columns."""
    chained: frozenset[str] = frozenset()


class CellScan:
    """Takes over the parser inside ``sheetData`` and gives it back after."""

    def __init__(self, place: Callable[[str], str], wishes: CellWishes, findings: Findings) -> None:
        self.facts = CellFacts(chained=set(wishes.chained))
        self._place = place
        self._wishes = wishes
        self._findings = findings

    def take_over(self, reader: TreeReader) -> None:
        """Put the handlers for cells in place; called when ``sheetData`` starts."""
        scanner = _handlers(self, reader)
        reader.parser.StartElementHandler, end, reader.parser.CharacterDataHandler = scanner
        reader.parser.EndElementHandler = end

    def report(self, code: str, cell: str, message: str, hint: str | None = None) -> None:
        self._findings.add(code, self._place(cell), message, hint)

    # -- rows ------------------------------------------------------------------------------------

    def row(self, attributes: dict[str, str], before: int) -> int:
        """Check a row's attributes; its number, counted from 1."""
        written = attributes.get("r")
        number = before + 1
        if written is not None:
            if not written.isdecimal() or not 1 <= int(written) <= MAX_ROWS:
                message = f"row number '{written[:20]}', rows go from 1 to {MAX_ROWS:,}"
                self.report("PS520", "A1", message)
                return number
            number = int(written)
            if number <= before:
                kind = "written twice" if number == before else f"after row {before}"
                message = f"row {number} is {kind}"
                self._findings.add(
                    "PS520", self._place(f"A{number}"), message, "rows must rise", group="order"
                )
        if "ht" in attributes:
            height = _float(attributes["ht"])
            if height is None or not 0 <= height <= MAX_ROW_HEIGHT + 0.5:
                message = f"row height {attributes['ht'][:20]}, at most {MAX_ROW_HEIGHT}"
                self.report("PS525", f"A{number}", message)
        level = attributes.get("outlineLevel", "0")
        if not level.isdecimal() or int(level) > MAX_OUTLINE:
            message = f"outline level {level[:20]} of a row, at most {MAX_OUTLINE}"
            self.report("PS525", f"A{number}", message)
        if attributes.get("s") is not None:
            self.style(attributes["s"], f"A{number}", "row")
        return number

    # -- cells -----------------------------------------------------------------------------------

    def column(self, name: str, row: int, before: int) -> int:
        """The column of the cell called *name*, checked against its row and its left neighbour."""
        place = parse_cell(name)
        if place is None or "$" in name:
            message = f"cell name '{name[:20]}', which is no cell of the grid"
            self.report("PS521", f"A{row}", message)
            return before + 1
        if place[0] != row - 1:
            self._findings.add(
                "PS521", self._place(name), f"cell {name} is written in row {row}", group="row"
            )
        if place[1] <= before:
            kind = "written twice" if place[1] == before else "right of its place"
            self._findings.add(
                "PS521", self._place(name), f"cell {name} is {kind}",
                "cells of a row must rise", group=kind,
            )  # fmt: skip
        return place[1]

    def style(self, written: str, cell: str, what: str) -> None:
        if not written.isdecimal() or int(written) >= self._wishes.style_count:
            self._findings.add(
                "PS575", self._place(cell),
                f"cell format {written[:20]} of a {what}, the file has {self._wishes.style_count}",
                "formats count from 0", group=what,
            )  # fmt: skip

    def value(self, cell: str, kind: str, text: str) -> None:
        """Check the value of a cell that is no plain number."""
        match kind:
            case "s":
                if not text.isdecimal():
                    self.report("PS522", cell, f"shared string number '{text[:20]}'")
                elif int(text) > self.facts.highest_string:
                    self.facts.highest_string = int(text)
                    self.facts.highest_string_at = cell
            case "b" if text not in ("0", "1", "true", "false"):
                self.report("PS522", cell, f"boolean '{text[:20]}', it must be 0 or 1")
            case "e" if text not in ERRORS:
                self.report("PS522", cell, f"error value '{text[:20]}', which Excel does not know")
            case "d" if not _ISO_DATE.fullmatch(text):
                self.report(
                    "PS522", cell, f"date '{text[:30]}', it must be written like 2024-05-31"
                )
            case "str" | "inlineStr":
                self.text(cell, text)
            case "n":
                if not text:  # openpyxl writes <v/> for formulas and missing numbers
                    pass
                elif not _NUMBER.fullmatch(text):
                    hint = "NaN and infinity are no numbers of a sheet: leave the cell blank"
                    self.report("PS522", cell, f"number '{text[:30]}' cannot be read", hint)
                elif _float(text) in (None, float("inf"), float("-inf")):
                    self.report("PS522", cell, f"number '{text[:30]}' is out of range")
            case _ if kind not in _KINDS:
                self.report("PS522", cell, f"cell type '{kind[:20]}', which Excel does not know")

    def text(self, cell: str, text: str) -> None:
        check_text(text, self._findings, self._place(cell))

    def formula(self, cell: str, text: str, attributes: dict[str, str]) -> None:
        facts = self.facts
        kind = attributes.get("t", "normal")
        facts.chained.discard(cell)
        if kind in ("array", "dataTable"):
            if parse_box(attributes.get("ref", "")) is None:
                self.report("PS571", cell, f"an {kind} formula without its range")
            else:
                facts.arrays.append(attributes["ref"])
        if text:
            key = (text, kind)
            use = facts.formulas.get(key)
            if use:
                use.count += 1
            else:
                facts.formulas[key] = Use(cell)


Handlers = tuple[
    Callable[[str, dict[str, str]], None], Callable[[str], None], Callable[[str], None]
]


def _handlers(scan: CellScan, reader: TreeReader) -> Handlers:
    """Handlers that share the state of one scan: closures cost half of what attributes cost."""
    names, facts, wishes = reader.names, scan.facts, scan._wishes  # noqa: SLF001 - one unit
    good_styles = {None, *map(str, range(wishes.style_count))}
    wanted, calculated = wishes.headers, wishes.columns
    columns: dict[str, int] = {}
    row, row_text, column = 0, "0", -1
    cell, kind, element = "", "n", ""
    value: str | None = None
    formula: str | None = None
    formula_attributes: dict[str, str] = {}
    shared: set[str] = set()
    value_text, formula_text, inline_text = [], [], []  # type: ignore[var-annotated]

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, row_text, column, cell, kind, element, value, formula, formula_attributes
        element = names.get(name) or short_name(name, names)
        if element == "c":
            written = attributes.get("r")
            if written is None:
                column += 1
                cell = cell_name(row - 1, column)
            else:
                before, cell = column, written
                letters = cell[: -len(row_text)] if cell.endswith(row_text) else ""
                found = columns.get(letters)
                if found is None and letters.isalpha() and letters.isupper() and len(letters) <= 3:
                    found = column_number(letters)
                    if found < MAX_COLUMNS:
                        columns[letters] = found
                    else:
                        found = None
                if found is None or found <= before:
                    column = scan.column(cell, row, before)
                else:
                    column = found
            style = attributes.get("s")
            if style not in good_styles:
                scan.style(style or "", cell, "cell")
            kind = attributes.get("t", "n")
            value = formula = None
            if "cm" in attributes or "vm" in attributes:
                highest = attributes.get("cm", "0")
                facts.rich_values = facts.rich_values or Use(cell)
                if highest.isdecimal():
                    facts.highest_metadata = max(facts.highest_metadata, int(highest))
        elif element == "f":
            formula_attributes = attributes
            formula = ""
        elif element == "row":
            row = scan.row(attributes, row)
            row_text = str(row)
            column = -1

    def end(name: str) -> None:
        nonlocal value, formula, element
        ended = names[name]
        element = ""
        if ended == "v":
            value = "".join(value_text) if value_text else ""
            value_text.clear()
        elif ended == "c":
            if inline_text:
                value = "".join(inline_text)
                inline_text.clear()
            if value is not None or kind not in _KINDS:
                scan.value(cell, kind, value or "")
            if formula is not None:
                scan.formula(cell, formula, formula_attributes)
                if formula_attributes.get("t") == "shared":
                    _check_shared(scan, cell, formula, formula_attributes, shared)
            if (row - 1, column) in wanted:
                held = "formula" if formula is not None else kind
                facts.headers[row - 1, column] = HeaderCell(held, value or "")
            for first, last, of in calculated:
                if of == column and first <= row - 1 <= last:
                    facts.column_formulas.setdefault((first, of), set()).add(formula or "")
        elif ended == "f":
            formula = "".join(formula_text)
            formula_text.clear()
            if value is not None:
                scan.report("PS507", cell, "the value of a cell stands before its formula")
        elif ended == "sheetData":
            reader.resume()
            reader.end(name)

    def text(data: str) -> None:
        if element == "v":
            value_text.append(data)
        elif element == "f":
            formula_text.append(data)
        elif element == "t":
            inline_text.append(data)

    return start, end, text


def _check_shared(
    scan: CellScan, cell: str, formula: str, attributes: dict[str, str], shared: set[str]
) -> None:
    """A shared formula is written out once, with its range, before cells refer to it."""
    index = attributes.get("si")
    if index is None:
        scan.report("PS571", cell, "a shared formula without its number")
    elif formula:
        shared.add(index)
        if not attributes.get("ref"):
            scan.report("PS571", cell, "a shared formula without its range")
    elif index not in shared:
        message = f"shared formula {index[:20]} is used and written nowhere above"
        scan.report("PS571", cell, message)


def check_text(text: str, findings: Findings, place: str) -> None:
    """Check a cell's text against Excel's limits; characters are counted as UTF-16 does."""
    if len(text) * 2 > MAX_CELL_TEXT:
        length = len(text) + sum(character > "\uffff" for character in text)
        if length > MAX_CELL_TEXT:
            message = f"a text of {length:,} characters, at most {MAX_CELL_TEXT:,}"
            findings.add("PS523", place, message, "Excel cuts it off: shorten it")
    if text.count("\n") > MAX_CELL_LINE_FEEDS:
        message = f"a text of {text.count(chr(10)):,} line feeds, at most {MAX_CELL_LINE_FEEDS}"
        findings.add("PS523", place, message, "shorten it", level="warning")


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
