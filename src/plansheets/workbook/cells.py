"""The cells of a sheet, streamed: order, kinds and limits are checked, little is kept.

A sheet of a million cells passes through in pieces. What later rules need is kept by first place
and count: formulas by their text, the texts of table headers, the highest shared string.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import field

from plansheets.boxes import parse_box
from plansheets.grid import (
    MAX_CELL_LINE_FEEDS,
    MAX_CELL_TEXT,
    MAX_ROW_HEIGHT,
    MAX_ROWS,
    parse_cell,
)
from plansheets.lengths import excel_length
from plansheets.package.decode import unescape
from plansheets.package.digits import real_number, real_within, whole_number, whole_within
from plansheets.records import dataclass
from plansheets.words import Words
from plansheets.workbook.cell_attributes import attribute_faults, formula_faults
from plansheets.workbook.findings import Findings
from plansheets.workbook.stored_tokens import formula_pattern

MAX_OUTLINE = 7
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ISO_DATE = re.compile(
    r"-?[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(T[0-9:.]+Z?)?"
    r"|[0-9]{2}:[0-9]{2}[0-9:.]*"
)
_LONG_FORMULA = 8_000
_MAX_KNOWN = 4_096
KINDS = frozenset({"n", "s", "b", "e", "str", "inlineStr", "d"})
ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!",
     "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!",
     "#TIMEOUT!"}
)  # fmt: skip


@dataclass(slots=True)
class FirstUse:
    """Where something was first used, and how often; of formulas, the first one's text."""

    first: str
    count: int = 1
    text: str = ""


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """What stands in a table's header cell: a text, the index of one, or another kind."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class CalculatedColumn:
    """The data rows of a table column that has a formula for all of them."""

    first_row: int
    last_row: int
    column: int
    formula: str
    by_cells: str
    """The same with addresses for the cells of its own row, and a NUL for the row's number."""

    def in_row(self, row: int) -> str:
        """The formula as a cell of that row may have it, which names its neighbours as `C5`."""
        return self.by_cells.replace("\0", str(row + 1))


@dataclass(slots=True)
class ColumnUse:
    """How many cells of a calculated column hold its formula, and the first that holds another."""

    same: int = 0
    other: str = ""


@dataclass(slots=True)
class CellFacts:
    """What the scan of one sheet keeps."""

    formulas: dict[str, FirstUse] = field(default_factory=dict)
    """By pattern: a formula filled down, or to the right, is one formula."""
    headers: dict[tuple[int, int], HeaderCell] = field(default_factory=dict)
    calculated: dict[tuple[int, int], ColumnUse] = field(default_factory=dict)
    """By first row and column, for calculated columns of tables."""
    highest_string: int = -1
    highest_string_at: str = ""
    arrays: list[str] = field(default_factory=list)
    """Ranges of array formulas and data tables, whose cells count as formulas."""
    chained: set[str] = field(default_factory=set)
    """Cells that the calculation chain names and in which no formula was found (yet)."""
    rich_values: FirstUse | None = None
    """Cells that carry a metadata index (dynamic arrays, in-cell images)."""
    highest_metadata: int = 0


@dataclass(frozen=True, slots=True)
class CellWishes:
    """What the scan should look out for."""

    style_count: int
    headers: frozenset[tuple[int, int]] = frozenset()
    columns: tuple[CalculatedColumn, ...] = ()
    chained: frozenset[str] = frozenset()
    pattern: Callable[[str], str] = formula_pattern
    """What formulas that are filled down have in common."""


class CellScan:
    """The rules for rows and cells, and what has been kept of those seen; see ``cell_events``."""

    def __init__(self, place: Callable[[str], str], wishes: CellWishes, findings: Findings) -> None:
        self.facts = CellFacts(chained=set(wishes.chained))
        self.wishes = wishes
        self.row_number = 0
        """The row last met, counted from 1."""
        self.styles = frozenset(map(str, range(wishes.style_count)))
        self._place = place
        self._findings = findings
        self._shared: set[str] = set()
        self._known: dict[str, FirstUse] = {}
        """Formulas met, by their whole text: most columns repeat theirs letter by letter."""
        self._columns: dict[int, list[CalculatedColumn]] = {}
        for each in wishes.columns:
            self._columns.setdefault(each.column, []).append(each)
        edges = {each.first_row for each in wishes.columns}
        edges |= {each.last_row + 1 for each in wishes.columns}
        self._edges = sorted(edges | {row for row, _ in wishes.headers})

    def report(self, code: str, cell: str, message: Words, hint: Words | None = None) -> None:
        self._findings.add(code, self._place(cell), message, hint)

    # -- rows ------------------------------------------------------------------------------------

    def row(self, attributes: Mapping[str, str]) -> None:
        """Check a row's attributes and go on to it."""
        before, written = self.row_number, attributes.get("r")
        self.row_number = before + 1
        number = before + 1
        if written is not None:
            named = whole_number(written)
            if named is None or not 1 <= named <= MAX_ROWS:
                message = Words(
                    f"行号是“{written[:20]}”，应在 1 到 {MAX_ROWS:,} 之间",
                    f"row number '{written[:20]}', rows go from 1 to {MAX_ROWS:,}",
                )
                self.report("PS520", "A1", message)
                return
            number = self.row_number = named
            if number <= before:
                message = Words(
                    f"第 {number} 行排在第 {before} 行之后", f"row {number} is after row {before}"
                )
                if number == before:
                    message = Words(f"第 {number} 行写了两次", f"row {number} is written twice")
                self._findings.add(
                    "PS520",
                    self._place(f"A{number}"),
                    message,
                    Words("行号要依次递增", "rows must rise"),
                    group="order",
                )
        if "ht" in attributes and not real_within(attributes["ht"], 0, MAX_ROW_HEIGHT + 0.5):
            message = Words(
                f"行高是 {attributes['ht'][:20]}，最大 {MAX_ROW_HEIGHT}",
                f"row height {attributes['ht'][:20]}, at most {MAX_ROW_HEIGHT}",
            )
            self.report("PS525", f"A{number}", message)
        level = attributes.get("outlineLevel", "0")
        if not whole_within(level, 0, MAX_OUTLINE):
            message = Words(
                f"行的分级是 {level[:20]}，最大 {MAX_OUTLINE}",
                f"outline level {level[:20]} of a row, at most {MAX_OUTLINE}",
            )
            self.report("PS525", f"A{number}", message)
        if attributes.get("s") is not None:
            self.style(attributes["s"], f"A{number}", Words("行", "row"))
        self.attributes("row", attributes, f"A{number}")

    # -- cells -----------------------------------------------------------------------------------

    def column(self, name: str, before: int) -> int:
        """The column of the cell called *name*, checked against its row and its left neighbour."""
        place, row = parse_cell(name), self.row_number
        if place is None or "$" in name:
            message = Words(
                f"单元格名“{name[:20]}”不在表格之内",
                f"cell name '{name[:20]}', which is no cell of the grid",
            )
            self.report("PS521", f"A{row}", message)
            return before + 1
        if place[0] != row - 1:
            self._findings.add(
                "PS521",
                self._place(name),
                Words(f"单元格 {name} 写在第 {row} 行里", f"cell {name} is written in row {row}"),
                group="row",
            )
        if place[1] <= before:
            kind = Words("排在了右边", "right of its place")
            if place[1] == before:
                kind = Words("写了两次", "written twice")
            self._findings.add(
                "PS521",
                self._place(name),
                Words(f"单元格 {name} {kind.zh}", f"cell {name} is {kind.en}"),
                Words("一行里的单元格要依次递增", "cells of a row must rise"),
                group=kind.en,
            )
        return place[1]

    def attributes(self, tag: str, given: Mapping[str, str], cell: str) -> None:
        """Check the attributes of a row, a cell or a formula."""
        for message in attribute_faults(tag, given):
            self.report("PS508", cell, message)

    def style(self, written: str, cell: str, what: Words) -> None:
        if written not in self.styles and not whole_within(written, 0, self.wishes.style_count - 1):
            named, count = written[:20], self.wishes.style_count
            self._findings.add(
                "PS575",
                self._place(cell),
                Words(
                    f"{what.zh}用到第 {named} 种单元格格式，文件里只有 {count} 种",
                    f"cell format {named} of a {what.en}, the file has {count}",
                ),
                Words("格式从 0 数起", "formats count from 0"),
                group=what.en,
            )

    def value(self, cell: str, kind: str, text: str) -> None:
        """Check the value of a cell that is no plain number."""
        match kind:
            case "s":
                number = whole_number(text)
                if number is None:
                    self.report(
                        "PS522",
                        cell,
                        Words(
                            f"共享文本的编号是“{text[:20]}”", f"shared string number '{text[:20]}'"
                        ),
                    )
                else:
                    self.shared_string(number, cell)
            case "b" if text not in ("0", "1", "true", "false"):
                self.report(
                    "PS522",
                    cell,
                    Words(
                        f"逻辑值是“{text[:20]}”，应为 0 或 1",
                        f"boolean '{text[:20]}', it must be 0 or 1",
                    ),
                )
            case "e" if text not in ERRORS:
                self.report(
                    "PS522",
                    cell,
                    Words(
                        f"Excel 没有“{text[:20]}”这个错误值",
                        f"error value '{text[:20]}', which Excel does not know",
                    ),
                )
            case "d" if not _ISO_DATE.fullmatch(text):
                self.report(
                    "PS522",
                    cell,
                    Words(
                        f"日期是“{text[:30]}”，应写成 2024-05-31 这样",
                        f"date '{text[:30]}', it must be written like 2024-05-31",
                    ),
                )
            case "inlineStr":
                self.text(cell, text)
            case "str":
                check_text(text, self._findings, self._place(cell), computed=True)
            case "n":
                if not text:  # openpyxl writes <v/> for formulas and missing numbers
                    pass
                elif not _NUMBER.fullmatch(text):
                    hint = Words(
                        "NaN 和无穷大不是表格里的数：把单元格留空",
                        "NaN and infinity are no numbers of a sheet: leave the cell blank",
                    )
                    self.report(
                        "PS522",
                        cell,
                        Words(f"数“{text[:30]}”读不懂", f"number '{text[:30]}' cannot be read"),
                        hint,
                    )
                elif real_number(text) is None:
                    self.report(
                        "PS522",
                        cell,
                        Words(f"数“{text[:30]}”超出范围", f"number '{text[:30]}' is out of range"),
                    )
            case _ if kind not in KINDS:
                self.report(
                    "PS522",
                    cell,
                    Words(
                        f"Excel 没有“{kind[:20]}”这种单元格类型",
                        f"cell type '{kind[:20]}', which Excel does not know",
                    ),
                )
            case _:
                pass

    def shared_string(self, index: int, cell: str) -> None:
        """Note that a cell shows a shared string."""
        if index > self.facts.highest_string:
            self.facts.highest_string = index
            self.facts.highest_string_at = cell

    def text(self, cell: str, text: str) -> None:
        check_text(text, self._findings, self._place(cell))

    def formula(self, cell: str, text: str, attributes: Mapping[str, str]) -> FirstUse | None:
        """Note a formula; what is kept of its pattern, unless another cell holds the text."""
        facts = self.facts
        kind = attributes.get("t", "normal")
        facts.chained.discard(cell)
        if attributes:
            self.attributes("f", attributes, cell)
            for message in formula_faults(cell, attributes):
                self.report("PS571", cell, message)
            if kind in ("array", "dataTable") and parse_box(attributes.get("ref", "")):
                facts.arrays.append(attributes["ref"])
        if kind == "shared":
            self._shared_formula(cell, text, attributes)
        if not text:
            return None
        use = self._known.get(text)
        if use is None:
            pattern = self.pattern(text)
            use = facts.formulas.get(pattern)
            if use is None:
                use = facts.formulas[pattern] = FirstUse(cell, count=0, text=text)
            if len(self._known) < _MAX_KNOWN:
                self._known[text] = use
        use.count += 1
        return use

    def pattern(self, formula: str) -> str:
        """What *formula* has in common with those that are filled down from it."""
        return self.wishes.pattern(formula) if len(formula) < _LONG_FORMULA else formula

    def header(self, row: int, column: int, kind: str, value: str) -> None:
        """Note what a cell holds, where it is the header of a table's column."""
        if (row, column) in self.wishes.headers:
            self.facts.headers[row, column] = HeaderCell(kind, value)

    def moves_along(self, row: int, column: int, formula: str) -> bool:
        """Whether a formula that is filled down names other rows, and still is its column's."""
        return all(
            formula == each.in_row(row)
            for each in self._columns.get(column, ())
            if each.first_row <= row <= each.last_row
        )

    def column_cell(self, row: int, column: int, cell: str, formula: str | None) -> list[ColumnUse]:
        """Compare a cell with the formula of the calculated column that it lies in, if any.

        What is kept of the column, where the cell holds its formula.
        """
        holding = []
        for each in self._columns.get(column, ()):
            if each.first_row <= row <= each.last_row:
                use = self.facts.calculated.setdefault((each.first_row, column), ColumnUse())
                # a shared formula is not spelled out
                if formula in (each.formula, "", each.in_row(row)):
                    use.same += 1
                    holding.append(use)
                elif formula is not None and not use.other:
                    use.other = cell
        return holding

    def alike_below(self, row: int) -> int:
        """The first row below *row* that is judged by other rules: a header, a table's edge."""
        place = bisect_right(self._edges, row)
        return self._edges[place] if place < len(self._edges) else MAX_ROWS

    @property
    def reported(self) -> int:
        """How much has been found wrong so far."""
        return self._findings.met

    def _shared_formula(self, cell: str, formula: str, attributes: Mapping[str, str]) -> None:
        """A shared formula is written out once, with its range, before cells refer to it."""
        index = attributes.get("si")
        if index is None:
            self.report(
                "PS571", cell, Words("共享公式没有编号", "a shared formula without its number")
            )
        elif formula:
            self._shared.add(index)
            if not attributes.get("ref"):
                self.report(
                    "PS571", cell, Words("共享公式没有写范围", "a shared formula without its range")
                )
        elif index not in self._shared:
            message = Words(
                f"用到共享公式 {index[:20]}，而上面没有写它",
                f"shared formula {index[:20]} is used and written nowhere above",
            )
            self.report("PS571", cell, message)


def check_text(
    text: str, findings: Findings, place: Words | str, *, computed: bool = False
) -> None:
    """Check a cell's text against Excel's limits; characters are counted as UTF-16 does.

    What a formula has *computed* may have any number of line feeds.
    """
    if len(text) * 2 > MAX_CELL_TEXT:
        length = excel_length(unescape(text))
        if length > MAX_CELL_TEXT:
            message = Words(
                f"文本有 {length:,} 个字符，最多 {MAX_CELL_TEXT:,} 个",
                f"a text of {length:,} characters, at most {MAX_CELL_TEXT:,}",
            )
            findings.add(
                "PS523",
                place,
                message,
                Words("Excel 会截断：缩短它", "Excel cuts it off: shorten it"),
            )
    if text.count("\n") > MAX_CELL_LINE_FEEDS and not computed:
        message = Words(
            f"文本有 {text.count(chr(10)):,} 个换行，最多 {MAX_CELL_LINE_FEEDS} 个",
            f"a text of {text.count(chr(10)):,} line feeds, at most {MAX_CELL_LINE_FEEDS}",
        )
        findings.add("PS523", place, message, Words("缩短", "shorten it"), level="warning")
