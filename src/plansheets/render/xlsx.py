"""Plan and values to an Excel file: one call for each planned thing, nothing decided here."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

from xlsxwriter.exceptions import FileCreateError

from plansheets.boxes import Box
from plansheets.errors import WorkbookError
from plansheets.formula.ast import Node
from plansheets.grid import (
    MAX_CELL_FORMATS,
    MAX_ROWS,
    column_name,
    quote_sheet,
    range_name,
)
from plansheets.plan.model import (
    Change,
    Mark,
    Plan,
    PlannedCell,
    PlannedColumn,
    PlannedNote,
    PlannedSheet,
    PlannedTable,
    PrintSetup,
    Value,
    Values,
)
from plansheets.render.again import Imprint, Imprints
from plansheets.render.charts import insert_chart
from plansheets.render.formats import Formats, looks_like_formula
from plansheets.render.formulas import SpelledFormulas, needs_array, spell_formula
from plansheets.render.markup import escape, fault, faultless
from plansheets.render.own_row import ByAddress, OwnRow, in_row
from plansheets.render.package import PlanWorkbook
from plansheets.render.refusals import LISTED_PER_COLUMN, Refusals, place
from plansheets.render.rows import ColumnCells, Strip
from plansheets.render.rules import add_conditional, add_validation
from plansheets.render.sparklines import add_sparklines
from plansheets.render.worksheet import PlanWorksheet
from plansheets.words import Words

_PAPER = {"A4": 9, "Letter": 1}
_BIG = 20_000
_FAST, _SMALL = 4, 6
"""zlib levels: from so many table rows on, half the zipping time is worth a fifth more bytes."""

_MARKS: dict[Mark, str] = {
    "digits as text": "number_stored_as_text",
    "formula differs": "formula_differs",
    "range differs": "formula_range",
}
_ALLOWED: dict[Change, str] = {
    "format columns": "format_columns",
    "format rows": "format_rows",
    "sort": "sort",
    "filter": "autofilter",
}


def write_xlsx(
    plan: Plan,
    values: Values,
    target: BinaryIO | Path,
    known: SpelledFormulas | None = None,
    before: Imprints | None = None,
) -> None:
    """Write *plan*, each formula with its value, as an Excel workbook.

    The same plan and values give the same bytes, whatever is *known* of how its formulas are
    spelled, and of workbooks that were written *before*. Nothing is verified here and no file
    replaced: that is the builder's part.

    Raises
    ------
    WorkbookError
        with every place at which the plan asks for what a workbook cannot hold; the target then
        holds nothing of use.
    OSError
        when the target cannot be written.
    """
    rows = sum(table.height for sheet in plan.sheets for table in sheet.tables)
    level = _FAST if rows >= _BIG else _SMALL
    mark, imprint = before.of(plan) if before is not None else (None, None)
    with warnings.catch_warnings(), ZipFile(target, "w") as archive:
        warnings.simplefilter("error", UserWarning)
        workbook = PlanWorkbook(archive, level, imprint)
        work = _Writing(plan, values, workbook, known or SpelledFormulas())
        if imprint is not None:
            work.write_again(imprint)
            return
        work.write()
    if before is not None and plan.macros is None:
        before.keep(mark, Imprint(plan, workbook.written, work.row_attributes()))


_WHOLE = Words("整个工作簿", "the workbook")


class _Writing:
    """The writing of one plan."""

    def __init__(
        self, plan: Plan, values: Values, workbook: PlanWorkbook, known: SpelledFormulas
    ) -> None:
        self.known = known
        self.plan = plan
        self.values = values
        self.workbook = workbook
        self.formats = Formats(workbook)
        self.refusals = Refusals()
        self.arrays = plan.profile == "excel365"

    def write(self) -> None:
        self.properties()
        if self.plan.macros is not None:
            self.workbook.add_vba_project(BytesIO(self.plan.macros), is_stream=True)
        for sheet in self.plan.sheets:
            self.refusals.call(place(sheet.title), self.add_sheet, sheet.title)
        self.stop_if_refused()
        sheets = list(zip(self.plan.sheets, self.workbook.worksheets(), strict=True))
        for sheet, drawn in sheets:
            self.sheet(sheet, drawn)
        self.first_view(sheets)
        self.names()
        if len(self.formats) > MAX_CELL_FORMATS:
            self.refusals.add(
                "PS348",
                Words(
                    f"单元格有 {len(self.formats):,} 种样式，一个工作簿最多 "
                    f"{MAX_CELL_FORMATS:,} 种",
                    f"the cells have {len(self.formats):,} different looks, a "
                    f"workbook holds {MAX_CELL_FORMATS:,}",
                ),
                _WHOLE,
            )
        self.stop_if_refused()
        self.refusals.call(_WHOLE, self.close)
        self.stop_if_refused()

    def write_again(self, before: Imprint) -> None:
        """Write the cells, and what shows their values, of a workbook that was written *before*."""
        for sheet in self.plan.sheets:
            self.add_sheet(sheet.title)
        sheets = zip(self.plan.sheets, self.workbook.worksheets(), before.rows, strict=True)
        for sheet, drawn, rows in sheets:
            drawn.row_attributes = dict(rows)
            self.cells(sheet, drawn)
            for chart in sheet.charts:
                insert_chart(self.workbook, drawn, chart, self.plan.looks)
        self.stop_if_refused()
        self.refusals.call(_WHOLE, self.close)
        self.stop_if_refused()

    def row_attributes(self) -> tuple[Mapping[int, str], ...]:
        """Those of the rows of each sheet."""
        return tuple(drawn.row_attributes for drawn in self.workbook.worksheets())

    def close(self) -> None:
        """Have XlsxWriter write the file; a full disk is no fault of the plan's."""
        try:
            self.workbook.close()
        except FileCreateError as failure:
            raise OSError(str(failure)) from failure

    def stop_if_refused(self) -> None:
        if self.refusals.problems:
            raise WorkbookError(self.refusals.problems)

    def add_sheet(self, title: str) -> None:
        self.workbook.add_worksheet(title, PlanWorksheet).begin(self.refusals, self.known)

    def properties(self) -> None:
        plan = self.plan
        self.workbook.set_properties({**plan.properties, "created": plan.created})
        for name, text in sorted(plan.custom.items()):
            self.refusals.call(
                Words(f"属性“{name}”", f"property '{name}'"),
                self.workbook.set_custom_property,
                name,
                text,
                "text",
            )

    def names(self) -> None:
        for name in self.plan.names:
            where = Words(f"名称“{name.name}”", f"name '{name.name}'")
            target = spell_formula(name.target, self.refusals, where, self.known)
            before = len(self.workbook.defined_names)
            self.refusals.call(where, self.workbook.define_name, name.name, f"={target}")
            if name.hidden and len(self.workbook.defined_names) > before:
                self.workbook.defined_names[-1][3] = True
            if name.comment:
                self.workbook.name_comments[name.name] = name.comment

    def first_view(self, sheets: Sequence[tuple[PlannedSheet, PlanWorksheet]]) -> None:
        active = self.plan.active_sheet
        shown = [index for index, (sheet, _) in enumerate(sheets) if not sheet.hidden]
        if active not in shown:
            message = Words(
                f"应先显示第 {active + 1} 张工作表，但它没有显示",
                f"sheet {active + 1} should be seen first but is no sheet that is shown",
            )
            self.refusals.add("PS348", message, _WHOLE)
            return
        sheets[active][1].activate()
        sheets[shown[0]][1].set_first_sheet()

    def sheet(self, sheet: PlannedSheet, drawn: PlanWorksheet) -> None:
        self.view(sheet, drawn)
        widths = dict.fromkeys(sheet.hidden_columns) | dict(sheet.widths)
        tall = self.formats.cell(sheet.tall) if sheet.tall else None
        for column, width in widths.items():
            look = None if column else tall
            drawn.place_width(column, width, hidden=column in sheet.hidden_columns, look=look)
        for row, height in sheet.fitted:
            drawn.place_height(row, height, fitted=True)
        for row, height in sheet.heights:
            drawn.place_height(row, height)
        self.cells(sheet, drawn)
        for conditional in sheet.conditionals:
            add_conditional(drawn, conditional, self.formats)
        for validation in sheet.validations:
            add_validation(drawn, validation)
        for lines in sheet.sparklines:
            add_sparklines(drawn, lines)
        self.unmarked(sheet, drawn)
        for note in sheet.notes:
            self.note(note, drawn)
        for chart in sheet.charts:
            insert_chart(self.workbook, drawn, chart, self.plan.looks)
        self.printing(sheet.printing, drawn)
        drawn.finish()

    def cells(self, sheet: PlannedSheet, drawn: PlanWorksheet) -> None:
        for cell in sheet.cells:
            self.cell(cell, drawn)
        for table in sheet.tables:
            self.table(table, drawn)
        self.merges(sheet, drawn)

    def view(self, sheet: PlannedSheet, drawn: PlanWorksheet) -> None:
        if not sheet.gridlines:
            drawn.hide_gridlines(2)
        if sheet.tab_color:
            drawn.set_tab_color(f"#{sheet.tab_color}")
        if sheet.very_hidden:
            drawn.very_hidden()
        elif sheet.hidden:
            drawn.hide()
        if sheet.freeze:
            drawn.freeze_panes(*sheet.freeze)
        if sheet.zoom != 100:
            self.refusals.call(place(sheet.title), drawn.set_zoom, sheet.zoom)
        if sheet.protected:
            allowed = [_ALLOWED[change] for change in self.plan.looks.allowed]
            drawn.protect("", dict.fromkeys(allowed, True))

    def cell(self, cell: PlannedCell, drawn: PlanWorksheet) -> None:
        row, column = cell.row, cell.column
        value = cell.value
        if cell.formula is None:
            drawn.put(row, column, self.formats.index_for(cell.style, value), value)
        else:
            style = self.formats.index(cell.style)
            formula = self.spelled(cell.formula, drawn, row, column)
            value = self.values.cells.get((drawn.name, row, column))
            array = self.arrays and needs_array(cell.formula)
            drawn.put(row, column, style, value, formula, array=array)
        if cell.link:
            drawn.place_link(row, column, cell.link, "" if value is None else str(value), cell.tip)

    def spelled(self, formula: Node, drawn: PlanWorksheet, row: int, column: int) -> str:
        return drawn.spelled(formula, place(drawn.name, row, column))

    def table(self, table: PlannedTable, drawn: PlanWorksheet) -> None:
        box = Box(table.row, table.column, table.last_row, table.last_column)
        headers = [
            {"header": column.header, "header_format": self.formats.cell(column.header_style)}
            for column in table.columns
        ]
        if not drawn.place_table(box, table.name, headers, autofilter=table.autofilter):
            return
        formulas: list[str | None] = []
        columns = []
        for number, column in enumerate(table.columns, table.column):
            formula = column.formula
            spelled = None
            if formula is not None and column.first is None:
                spelled = self.spelled(formula, drawn, table.first_row, number)
            formulas.append(spelled)
            columns.append(self.column(table, column, number, spelled, drawn))
        strip = Strip(table.first_row, table.column, table.height, tuple(columns))
        drawn.place_strip(strip, formulas)

    def unmarked(self, sheet: PlannedSheet, drawn: PlanWorksheet) -> None:
        ranges: dict[str, list[str]] = {}
        for cells in sheet.unmarked:
            for mark in cells.marks:
                ranges.setdefault(_MARKS[mark], []).append(range_name(*cells.box))
        if ranges:
            joined = {mark: " ".join(found) for mark, found in ranges.items()}
            self.refusals.call(place(drawn.name), drawn.ignore_errors, joined)

    def column(
        self,
        table: PlannedTable,
        column: PlannedColumn,
        number: int,
        formula: str | None,
        drawn: PlanWorksheet,
    ) -> ColumnCells:
        """The cells of a table's column, looked over for values that no cell can hold."""
        values: Sequence[Value] | None = column.values
        if column.formula is not None:
            values = self.values.columns.get((table.name, column.id))
        if values is None:
            values = (None,) * table.height
        if len(values) != table.height:
            drawn.refuse(
                table.row,
                number,
                "PS348",
                Words(
                    f"列“{column.header}”有 {len(values):,} 个值，表却有 {table.height:,} 行",
                    f"column '{column.header}' has {len(values):,} values, its table "
                    f"has {table.height:,} rows",
                ),
            )
        planned = [node for node in (column.first, column.formula) if node is not None]
        self.look_over(values, table.first_row, number, drawn, computed=bool(planned))
        formulas = self.row_formulas(table, column, number, drawn)
        marked = None
        if not planned and str in set(map(type, values)):
            marked = next((value for value in values if looks_like_formula(value)), None)
        return ColumnCells(
            letters=column_name(number),
            style=self.formats.index(column.style),
            quoted=None if marked is None else self.formats.index_for(column.style, marked),
            values=values,
            formula=None if formula is None or formulas is not None else escape(formula),
            formulas=formulas,
            array=self.arrays and any(map(needs_array, planned)),
        )

    def row_formulas(
        self, table: PlannedTable, column: PlannedColumn, number: int, drawn: PlanWorksheet
    ) -> Sequence[str] | None:
        """The escaped formulas of a table's column whose rows are not all written alike."""
        by_address = None
        if self.plan.cell_references:
            columns = {one.header: place for place, one in enumerate(table.columns, table.column)}
            by_address = ByAddress(table.name, columns)

        def at(index: int, node: Node) -> str:
            shown = by_address(node) if by_address else node
            return escape(self.spelled(shown, drawn, table.first_row + index, number))

        if column.first is not None:
            known = [] if by_address else self.known.rows(column, table.first_row)
            met = len(self.refusals.problems)
            made = [
                in_row(at(index, node), table.first_row + index)
                for index in range(len(known), table.height)
                if (node := column.at(index)) is not None
            ]
            if made and not by_address and len(self.refusals.problems) == met:
                self.known.note_rows(column, table.first_row, known + made)
            return (known + made)[: table.height]
        if by_address is None or column.formula is None:
            return None
        return OwnRow(at(0, column.formula), table.first_row, table.height)

    def look_over(
        self,
        values: Sequence[Value],
        first_row: int,
        column: int,
        drawn: PlanWorksheet,
        *,
        computed: bool,
    ) -> None:
        if faultless(values):
            return
        found = 0
        for row, value in enumerate(values, first_row):
            wrong = fault(value, computed=computed)
            if wrong:
                found += 1
                if found <= LISTED_PER_COLUMN:
                    drawn.refuse(row, column, *wrong)
        if found > LISTED_PER_COLUMN:
            more = found - LISTED_PER_COLUMN
            drawn.refuse(
                first_row,
                column,
                "PS342",
                Words(
                    f"这一列还有 {more:,} 个不行的值", f"{more:,} more bad values in this column"
                ),
            )

    def merges(self, sheet: PlannedSheet, drawn: PlanWorksheet) -> None:
        if not sheet.merges:
            return
        styles = {(cell.row, cell.column): cell.style for cell in sheet.cells}
        for box in sheet.merges:
            style = styles.get((box.first_row, box.first_column))
            drawn.place_merge(box, self.formats.index(style) if style else 0)

    def note(self, note: PlannedNote, drawn: PlanWorksheet) -> None:
        where = place(drawn.name, note.row, note.column)
        look = self.plan.looks.note
        options = {
            "author": look.author,
            "visible": look.shown,
            "font_name": self.plan.looks.font,
            "font_size": look.size,
            "color": f"#{look.fill}",
            "width": note.width,
            "height": note.height,
        }
        self.refusals.call(where, drawn.write_comment, note.row, note.column, note.text, options)

    def printing(self, printing: PrintSetup, drawn: PlanWorksheet) -> None:
        where = place(drawn.name)
        paper = self.plan.looks.paper
        drawn.set_paper(_PAPER[paper.size])
        if printing.landscape:
            drawn.set_landscape()
        drawn.fit_to_pages(paper.pages_wide, printing.pages_high)
        if paper.centered:
            drawn.center_horizontally()
        side = paper.side if printing.side is None else printing.side
        drawn.set_margins(side, side, paper.end, paper.end)
        if printing.repeat_first is not None:
            last = printing.repeat_last
            self.refusals.call(where, drawn.repeat_rows, printing.repeat_first, last)
        if printing.header:
            self.refusals.call(where, drawn.set_header, printing.header)
        if printing.footer:
            self.refusals.call(where, drawn.set_footer, printing.footer)
        if len(printing.areas) == 1:
            [area] = printing.areas
            corners = area.first_row, area.first_column, area.last_row, area.last_column
            self.refusals.call(where, drawn.print_area, *corners)
        elif printing.areas:
            title = quote_sheet(drawn.name)
            text = ",".join(f"{title}!{_printed(area)}" for area in printing.areas)
            self.workbook.defined_names.append(["_xlnm.Print_Area", drawn.index, text, False])


def _printed(area: Box) -> str:
    """Cells that go onto paper; columns as a whole where they are meant."""
    if area.last_row == MAX_ROWS - 1:
        return f"${column_name(area.first_column)}:${column_name(area.last_column)}"
    return range_name(*area, absolute=True)
