"""What writing costs against a stock XlsxWriter script that makes the same cells.

    python bench/write.py [--runs 15] [--rows 20000]

A script that wants its values cached has to write the cells of calculated columns again after
``add_table``; the second ratio is against one that leaves them at 0.

Both sides write to memory, in turns, in one process; the median of the ratios counts, not the
milliseconds. Values are given: no engine runs here.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import io
import itertools
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import openpyxl
import xlsxwriter

from plansheets.boxes import Box
from plansheets.formula.ast import Cell, CellRange
from plansheets.formula.parse import parse
from plansheets.formula.spell import FILE, spell
from plansheets.plan.charts import Axis, Line, PlannedChart, PlannedSeries, SeriesLook
from plansheets.plan.look.theme import theme
from plansheets.plan.look.workbook import looks
from plansheets.plan.model import (
    Plan,
    PlannedCell,
    PlannedColumn,
    PlannedConditional,
    PlannedSheet,
    PlannedTable,
    Style,
    Value,
    Values,
)
from plansheets.plan.rules import FormulaFormat, Highlight
from plansheets.render.formats import cell_properties, highlight_properties
from plansheets.render.xlsx import write_xlsx
from results import Result, middle, ratio_of, tell

TITLE = Style(size=14, bold=True, color="1F3B57")
HEAD = Style(bold=True, color="FFFFFF", fill="2F5D8A", align="center", wrap=True)
TEXT = Style(bottom="D9D9D9")
COUNT = Style(number_format="#,##0", bottom="D9D9D9", locked=False)
RATIO = Style(number_format="0.0%", bottom="D9D9D9")
LOOKS = (TEXT, COUNT, COUNT, COUNT, RATIO, RATIO)
FORMULAS = {
    4: "=IF(N({t}[[#This Row],[Stock]])=0,0,{t}[[#This Row],[Sold]]/{t}[[#This Row],[Stock]])",
    5: "=IFERROR(ROUND({t}[[#This Row],[Price]]*{t}[[#This Row],[Sold]]/SUM({t}[Sold]),4),0)",
}
HEADERS = ("SKU", "Stock", "Sold", "Price", "Sell-through", "Share")


@dataclass(frozen=True)
class Work:
    """A plan, and the same cells as calls that somebody might have written by hand."""

    plan: Plan
    values: Values


def table_sheet(number: int, height: int, columns: int = 6) -> tuple[PlannedSheet, Values]:
    name = f"table_{number}"
    texts = tuple(f"SKU-{number}-{row:05d}" for row in range(height))
    numbers = tuple(row * 7 % 1_000 + 1 for row in range(height))
    shares = tuple(row / 7 for row in range(height))
    data: list[PlannedColumn] = []
    found: dict[tuple[str, str], tuple[Value, ...]] = {}
    for place in range(columns):
        kind = place % 6
        header = HEADERS[kind] + ("" if place < 6 else f" {place}")
        formula = FORMULAS.get(kind)
        values: tuple[Value, ...] | None = texts if kind == 0 else numbers
        if formula:
            found[name, f"c{place}"] = shares
            values = None
        data.append(
            PlannedColumn(
                id=f"c{place}",
                header=header,
                role="formula" if formula else "input",
                style=LOOKS[kind],
                header_style=HEAD,
                formula=parse(formula.format(t=name)) if formula else None,
                values=values,
            )
        )
    table = PlannedTable(f"t{number}", name, 3, 1, height, tuple(data))
    title = f"Sheet {number}"
    cells = [PlannedCell(0, 1, TITLE, f"Title {number}")]
    results: dict[tuple[str, int, int], Value] = {}
    for place in range(4):
        cells.append(PlannedCell(1, 1 + place, TEXT, f"Metric {place}"))
        formula = parse(f"=SUM({name}[Stock])*{place}")
        cells.append(PlannedCell(2, 1 + place, COUNT, formula=formula))
        results[title, 2, 1 + place] = float(place * sum(numbers))
    box = Box(4, 5, 3 + height, 5)
    rules = tuple(
        PlannedConditional(box, FormulaFormat(parse(f"=$F5>{limit / 10}"), Highlight(fill=color)))
        for limit, color in enumerate(("F8CBAD", "FFE699", "C6E0B4", "BDD7EE", "D9D9D9"))
    )

    def lowered(column: int) -> CellRange:
        last = 3 + min(height, 60)
        return CellRange(
            Cell(4, column, title, row_absolute=True, column_absolute=True),
            Cell(last, column, row_absolute=True, column_absolute=True),
        )

    series = (PlannedSeries("Sold", lowered(1), lowered(3), "column", SeriesLook("2F5D8A")),)
    x, y = Axis(line=Line("BFBFBF", 0.75)), Axis(grid=Line("E7E6E6", 0.75))
    chart = PlannedChart(4, 9, 480, 288, "column", "Sold", series, x, y)
    widths = tuple((column, 12.0) for column in range(1, columns + 1))
    sheet = PlannedSheet(
        id=f"s{number}",
        title=title,
        cells=tuple(cells),
        tables=(table,),
        conditionals=rules,
        charts=(chart,),
        widths=widths,
        freeze=(4, 2),
    )
    return sheet, Values(results, found)


def text_sheet(number: int) -> PlannedSheet:
    cells = tuple(
        PlannedCell(row, column, TEXT, f"Note {row} {column}")
        for row in range(60)
        for column in range(6)
    )
    return PlannedSheet(f"n{number}", f"Notes {number}", cells=cells)


def plan(sheets: list[tuple[PlannedSheet, Values]], texts: int) -> Work:
    values = Values({}, {})
    for _, found in sheets:
        values.cells.update(found.cells)
        values.columns.update(found.columns)
    notes = [text_sheet(number) for number in range(texts)]
    made = Plan(
        blueprint="bench",
        version="1",
        digest="0",
        title="Bench",
        locale="en",
        profile="excel2016",
        created=datetime.datetime(2024, 1, 1),  # noqa: DTZ001  # Excel knows no zones
        today=datetime.date(2024, 1, 1),
        looks=looks(theme("en")),
        sheets=(*(sheet for sheet, _ in sheets), *notes),
    )
    return Work(made, values)


Call = tuple[str, tuple[Any, ...]]


def by_hand(work: Work, *, cached: bool = True) -> Callable[[], bytes]:
    """A script of plain XlsxWriter calls, everything worked out but the calls themselves."""
    scripts = [(sheet.title, calls(sheet, work.values, cached)) for sheet in work.plan.sheets]

    def run() -> bytes:
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        book.set_properties({"created": work.plan.created})
        formats: dict[Any, Any] = {}

        def look(style: Style | Highlight) -> Any:
            if style not in formats:
                known = cell_properties if isinstance(style, Style) else highlight_properties
                formats[style] = book.add_format(known(style))  # type: ignore[arg-type]
            return formats[style]

        looks = {id(style): look(style) for style in (TITLE, HEAD, TEXT, COUNT, RATIO)}
        for title, script in scripts:
            sheet = book.add_worksheet(title)
            sheet.hide_gridlines(2)
            sheet.set_paper(9)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            for kind, arguments in script:
                match kind:
                    case "text":
                        row, column, value, style = arguments
                        sheet.write_string(row, column, value, looks[id(style)])
                    case "number":
                        row, column, value, style = arguments
                        sheet.write_number(row, column, value, looks[id(style)])
                    case "formula":
                        row, column, formula, style, value = arguments
                        sheet.write_formula(row, column, formula, looks[id(style)], value)
                    case "table":
                        corners, options = arguments
                        columns = [
                            {**each, "header_format": looks[id(HEAD)]}
                            for each in options["columns"]
                        ]
                        sheet.add_table(*corners, {**options, "columns": columns})
                    case "rule":
                        corners, formula, highlight = arguments
                        options = {"type": "formula", "criteria": formula}
                        sheet.conditional_format(*corners, {**options, "format": look(highlight)})
                    case "chart":
                        row, column, name, categories, values = arguments
                        chart = book.add_chart({"type": "column"})
                        chart.add_series({"name": name, "categories": categories, "values": values})
                        chart.set_title({"name": name})
                        sheet.insert_chart(row, column, chart)
                    case "width":
                        sheet.set_column(arguments[0], arguments[0], arguments[1])
        book.close()
        return target.getvalue()

    return run


def calls(sheet: PlannedSheet, values: Values, cached: bool) -> list[Call]:
    script: list[Call] = [("width", size) for size in sheet.widths]
    for table in sheet.tables:
        columns = [
            {"header": each.header}
            | ({"formula": f"={spell(each.formula, FILE)}"} if each.formula else {})
            for each in table.columns
        ]
        corners = (table.row, table.column, table.last_row, table.last_column)
        options = {"name": table.name, "style": None, "columns": columns}
        script.append(("table", (corners, options)))
    for cell in sheet.cells:
        if cell.formula:
            formula = f"={spell(cell.formula, FILE)}"
            value = values.cells[sheet.title, cell.row, cell.column]
            script.append(("formula", (cell.row, cell.column, formula, cell.style, value)))
        else:
            script.append(("text", (cell.row, cell.column, cell.value, cell.style)))
    for table in sheet.tables:
        for number, column in enumerate(table.columns, table.column):
            if column.formula and not cached:
                continue
            if column.formula:
                formula = f"={spell(column.formula, FILE)}"
                found = values.columns[table.name, column.id]
                script += [
                    ("formula", (row, number, formula, column.style, value))
                    for row, value in enumerate(found, table.first_row)
                ]
            else:
                script += [
                    (
                        "text" if isinstance(value, str) else "number",
                        (row, number, value, column.style),
                    )
                    for row, value in enumerate(column.values or (), table.first_row)
                ]
    for rule in sheet.conditionals:
        box = rule.box
        corners = (box.first_row, box.first_column, box.last_row, box.last_column)
        assert isinstance(rule.shows, FormulaFormat)
        criteria = f"={spell(rule.shows.formula, FILE)}"
        script.append(("rule", (corners, criteria, rule.shows.highlight)))
    for chart in sheet.charts:
        [series] = chart.series
        ranges = (f"={spell(node, FILE)}" for node in (series.categories, series.values))
        script.append(("chart", (chart.row, chart.column, chart.title, *ranges)))
    return script


def ours(work: Work) -> Callable[[], bytes]:
    def run() -> bytes:
        target = io.BytesIO()
        write_xlsx(work.plan, work.values, target)
        return target.getvalue()

    return run


def same_cells(one: bytes, other: bytes) -> None:
    """Fail unless both files hold the same formulas and the same values."""
    for values in (False, True):
        books = [
            openpyxl.load_workbook(io.BytesIO(data), data_only=values) for data in (one, other)
        ]
        for mine, theirs in zip(*(book.worksheets for book in books), strict=True):
            pages = (page.iter_rows(values_only=True) for page in (mine, theirs))
            rows = itertools.zip_longest(*pages, fillvalue=())
            for number, (left, right) in enumerate(rows, 1):
                assert rounded(left) == rounded(right), (mine.title, number, left, right)


def rounded(row: tuple[Any, ...]) -> list[Any]:
    """XlsxWriter writes sixteen digits of a number."""
    return [float(f"{v:.14g}") if isinstance(v, float) else v for v in row]


def measure(
    key: str, what: str, mine: Callable[[], bytes], theirs: Callable[[], bytes], runs: int
) -> None:
    mine(), theirs()
    pairs: list[tuple[float, float]] = []
    for _ in range(runs):
        spent = []
        for run in (mine, theirs):
            gc.collect()
            start = time.process_time()
            run()
            spent.append(time.process_time() - start)
        pairs.append((spent[0], spent[1]))
    tell(Result(key, what, ratio_of(pairs), None, *middle(pairs)))


def peak(run: Callable[[], bytes]) -> float:
    """Megabytes in use at the peak, over what was in use before."""
    gc.collect()
    tracemalloc.start()
    run()
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return highest / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--rows", type=int, default=20_000)
    chosen = parser.parse_args()

    template = plan([table_sheet(number, 60) for number in range(6)], texts=2)
    same_cells(ours(template)(), by_hand(template)())
    stock = "against stock XlsxWriter"
    what = f"a template workbook written, {stock}"
    measure("write/template", what, ours(template), by_hand(template), chosen.runs)
    bare = by_hand(template, cached=False)
    what = f"{what} that caches no values"
    measure("write/template/bare", what, ours(template), bare, chosen.runs)

    big = plan([table_sheet(0, chosen.rows, 12)], texts=0)
    what = f"{chosen.rows:,} × 12 cells written, {stock}"
    measure("write/table", what, ours(big), by_hand(big), 1)
    small = plan([table_sheet(0, chosen.rows // 10, 12)], texts=0)
    same_cells(ours(small)(), by_hand(small)())
    highest = f"{peak(ours(small)):.0f} MiB against {peak(by_hand(small)):.0f} MiB"
    print(f"peak memory at {chosen.rows // 10:,} rows: {highest}")


if __name__ == "__main__":
    main()
