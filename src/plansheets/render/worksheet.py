"""A worksheet of XlsxWriter's that takes finished formulas and writes its own rows."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

from plansheets.boxes import Box
from plansheets.formula.ast import Node
from plansheets.grid import (
    MAX_COLUMN_WIDTH,
    MAX_COLUMNS,
    MAX_PROMPT,
    MAX_ROW_HEIGHT,
    MAX_ROWS,
    MAX_SHEET_LINKS,
    MAX_URL,
    cell_name,
    column_name,
    range_name,
)
from plansheets.lengths import excel_length
from plansheets.plan.model import ROW_POINTS, Value
from plansheets.render.formulas import SpelledFormulas, spell_formula
from plansheets.render.markup import escape, fault, number, spell_value
from plansheets.render.refusals import Refusals, place
from plansheets.render.rows import SheetRows, Strip, constant_cell, formula_cell
from plansheets.words import Words


class PlanWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter carries no types
    """Cells go straight into rows of XML; everything else of a sheet is XlsxWriter's."""

    rows: SheetRows
    refusals: Refusals
    known: SpelledFormulas

    def begin(self, refusals: Refusals, known: SpelledFormulas) -> None:
        """Take up work; XlsxWriter makes its worksheets without arguments."""
        self.rows = SheetRows(self.str_table)
        self.refusals, self.known = refusals, known
        self._boxes: list[tuple[Box, Words]] = []
        self.row_attributes: dict[int, str] = {}
        self.set_default_row(ROW_POINTS)

    def spelled(self, formula: Node, where: Words) -> str:
        """*formula* as the file has it, without ``=``."""
        return spell_formula(formula, self.refusals, where, self.known)

    def validations_alone(self) -> str:
        """The element of the data validations, and nothing else of the sheet."""
        written = StringIO()
        self._set_filehandle(written)
        self._write_data_validations()
        return written.getvalue()

    def put(
        self,
        row: int,
        column: int,
        style: int,
        value: Value,
        formula: str | None = None,
        *,
        array: bool = False,
    ) -> None:
        """Write a cell: a constant, or a formula (spelled for the file) with the value it has."""
        if found := fault(value, computed=formula is not None):
            self.refuse(row, column, *found)
            return
        if not self._inside(row, column):
            return
        name = cell_name(row, column)
        element = (
            constant_cell(name, style, value, self.rows.texts)
            if formula is None
            else formula_cell(name, style, escape(formula), value, array=array)
        )
        if array:
            self.has_dynamic_arrays = True
        if not self.rows.put(row, column, element, value):
            self.refuse(
                row,
                column,
                "PS345",
                Words("一个单元格里放了两样东西", "two things stand in one cell"),
            )

    def refuse(
        self, row: int, column: int, code: str, message: Words, hint: Words | None = None
    ) -> None:
        self.refusals.add(code, message, place(self.name, row, column), hint)

    def _inside(self, row: int, column: int) -> bool:
        if self._check_dimensions(row, column):
            self.refusals.add(
                "PS348",
                Words(
                    f"第 {row + 1:,} 行第 {column + 1:,} 列在工作表之外，工作表有 "
                    f"{MAX_ROWS:,} 行 {MAX_COLUMNS:,} 列",
                    f"row {row + 1:,}, column {column + 1:,} lies outside the sheet, "
                    f"which has {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns",
                ),
                place(self.name),
            )
            return False
        return True

    def claim(self, box: Box, what: Words) -> bool:
        """Keep a rectangle for a table or a merge; False when another has a part of it."""
        corners = (box.first_row, box.first_column), (box.last_row, box.last_column)
        if not all(self._inside(*corner) for corner in corners):
            return False
        for other, name in self._boxes:
            if box.overlaps(other):
                self.refuse(
                    *corners[0],
                    "PS345",
                    Words(f"{what.zh}与{name.zh}重叠", f"{what.en} overlaps {name.en}"),
                )
                return False
        self._boxes.append((box, what))
        return True

    def place_table(
        self, box: Box, name: str, headers: list[dict[str, Any]], *, autofilter: bool
    ) -> bool:
        """Declare a table of *headers* (XlsxWriter's column options) over *box*."""
        if not self.claim(box, Words(f"表“{name}”", f"table '{name}'")):
            return False
        before = len(self.tables)
        options = {"name": name, "style": None, "autofilter": autofilter, "columns": headers}
        # XlsxWriter notes every cell of a table one by one; it is shown the first row only.
        self.refusals.call(
            place(self.name, box.first_row, box.first_column),
            self.add_table,
            box.first_row,
            box.first_column,
            box.first_row + 1,
            box.last_column,
            {**options, "banded_rows": False},
        )
        if len(self.tables) == before:
            return False
        corners = box.first_row, box.first_column, box.last_row, box.last_column
        table = self.tables[-1]
        table["range"] = table["a_range"] = range_name(*corners)
        if autofilter:
            table["autofilter"] = range_name(*corners)
        return True

    def place_strip(self, strip: Strip, formulas: Sequence[str | None]) -> None:
        """Take the data rows of the table declared last, and its calculated-column formulas."""
        for described, formula in zip(self.tables[-1]["columns"], formulas, strict=True):
            described["formula"] = formula or ""
        self.has_dynamic_arrays |= any(column.array for column in strip.columns)
        self.rows.strips.append(strip)

    def place_merge(self, box: Box, style: int) -> None:
        """Merge *box*; its cells that the plan left out carry the first cell's look."""
        where = place(self.name, box.first_row, box.first_column)
        if (box.first_row, box.first_column) == (box.last_row, box.last_column):
            self.refusals.add(
                "PS345",
                Words("只有一个单元格，没有可合并的", "a merge of one cell merges nothing"),
                where,
            )
            return
        if not self.claim(box, Words("合并区域", "a merged range")):
            return
        self.merge.append([box.first_row, box.first_column, box.last_row, box.last_column])
        for row in range(box.first_row, box.last_row + 1):
            taken = self.rows.cells.get(row, {})
            for column in range(box.first_column, box.last_column + 1):
                if column not in taken:
                    self.put(row, column, style, None)

    def place_link(self, row: int, column: int, link: str, text: str, tip: str | None) -> None:
        """Make a cell that stands already lead to *link*."""
        for what, words, limit in (
            (Words("链接", "link"), link, MAX_URL),
            (Words("链接的提示", "link's tip"), tip or "", MAX_PROMPT),
        ):
            length = excel_length(words)
            if length > limit:
                message = Words(
                    f"{what.zh}有 {length:,} 个字符，Excel 最多 {limit:,} 个",
                    f"the {what.en} has {length:,} characters, Excel allows {limit:,}",
                )
                self.refuse(row, column, "PS346", message)
                return
        if self.hlink_count >= MAX_SHEET_LINKS:
            self.refuse(
                row,
                column,
                "PS346",
                Words(
                    f"工作表的链接超过 {MAX_SHEET_LINKS:,} 个",
                    f"the sheet has more than {MAX_SHEET_LINKS:,} links",
                ),
            )
            return
        self.hlink_count += 1
        url = Url(link)
        url.text = text
        if tip:
            url.tip = tip
        self.hyperlinks[row][column] = url

    def finish(self) -> None:
        """Look for cells that stand inside a table."""
        for row, column in self.rows.values:
            if any(strip.holds(row, column) for strip in self.rows.strips):
                self.refuse(
                    row,
                    column,
                    "PS345",
                    Words("一个单元格里放了两样东西", "two things stand in one cell"),
                )

    def place_width(
        self,
        column: int,
        characters: float | None,
        *,
        hidden: bool,
        look: Format | None = None,
    ) -> None:
        sheet, letters = place(self.name), column_name(column)
        where = Words(f"{sheet.zh}，{letters} 列", f"{sheet.en}, column {letters}")
        if characters is not None and characters > MAX_COLUMN_WIDTH:
            self.refusals.add(
                "PS348",
                Words(
                    f"列宽 {characters:g} 个字符，Excel 最多 {MAX_COLUMN_WIDTH}",
                    f"the column is {characters:g} characters wide, Excel allows "
                    f"{MAX_COLUMN_WIDTH}",
                ),
                where,
            )
        options = {"hidden": hidden}
        self.refusals.call(where, self.set_column, column, column, characters, look, options)

    def place_height(self, row: int, points: float, *, fitted: bool = False) -> None:
        """The height of a row; Excel fits it again, where it is *fitted*, to what is typed."""
        sheet = place(self.name)
        if points > MAX_ROW_HEIGHT:
            self.refusals.add(
                "PS348",
                Words(
                    f"行高 {points:g} 磅，Excel 最多 {MAX_ROW_HEIGHT}",
                    f"the row is {points:g} points high, Excel allows {MAX_ROW_HEIGHT}",
                ),
                Words(f"{sheet.zh}，第 {row + 1} 行", f"{sheet.en}, row {row + 1}"),
            )
        self.refusals.call(place(self.name), self.set_row, row, points)
        custom = "" if fitted else ' customHeight="1"'
        custom += ' hidden="1"' * (not points)
        self.row_attributes[row] = f' ht="{number(points)}"{custom}'

    # What follows replaces private parts of XlsxWriter; tests hold it to the releases we allow.

    def _prepare_formula(self, formula: str, _expand: bool = False) -> str:
        """The formula as it is: ours are spelled for the file already."""
        return formula

    @staticmethod
    def _prepare_table_formula(formula: str) -> str:
        return formula

    def _write_string(
        self, row: int, col: int, string: str, cell_format: Format | None = None
    ) -> int:
        """How XlsxWriter itself writes a text: the headers of tables."""
        style = cell_format._get_xf_index() if cell_format else 0  # noqa: SLF001
        self.put(row, col, style, string)
        return 0

    def _write_sheet_format_pr(self) -> None:
        # Not "customHeight": rows would no longer follow what is typed into them.
        points = number(self.default_row_height * 0.75)
        self._xml_empty_tag("sheetFormatPr", [("defaultRowHeight", points)])

    def _write_sheet_data(self) -> None:
        self.fh.write("<sheetData>")
        self.fh.part()
        self._put_rows()
        self.fh.write("</sheetData>")

    def _put_rows(self) -> None:
        usual = f' ht="{number(self.default_row_height * 0.75)}"'
        for rows in self.rows.write(self.row_attributes, usual):
            self.fh.write_through(rows)

    def _write_hyperlinks(self) -> None:
        self.fh.part()
        super()._write_hyperlinks()
        self.fh.part()

    def write_again(self, pieces: Sequence[str]) -> None:
        """Write rows and links between the *pieces* of a sheet that differs in its values alone."""
        before_rows, before_links, _, after = pieces
        self.fh.write(before_rows)
        self._put_rows()
        self.fh.write(before_links)
        super()._write_hyperlinks()
        self.fh.write(after)

    def _get_range_data(
        self, first_row: int, first_column: int, last_row: int, last_column: int
    ) -> list[str | None]:
        """What a chart shows of a range: its cached points."""
        return [
            _point(self.rows.value(row, column))
            for row in range(first_row, last_row + 1)
            for column in range(first_column, last_column + 1)
        ]


def _point(value: Value) -> str | None:
    """A value as a chart's cache holds it; errors leave a gap, as they do in the chart."""
    if isinstance(value, str):
        return value
    kind, content = spell_value(value)
    return content if content and kind != ' t="e"' else None
