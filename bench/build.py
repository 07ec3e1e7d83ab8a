"""What building a workbook costs against a script that makes the same one. Goal: at most 0.5.

    python bench/build.py [--blueprint sku-management] [--runs 7] [--keep FOLDER]

The other side is a script of plain XlsxWriter calls in which everything is worked out: positions,
formulas, formats, cached values. It is written out of the plan, so that it makes the same workbook,
and compared cell by cell before anything is timed. Both run as whole processes from compiled
bytecode, in turns, and processor time counts; the ratio is the median of those of neighbours.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path
from pprint import pformat
from typing import Any

import openpyxl

from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.read import read_blueprint
from plansheets.calc.calculate import calculate
from plansheets.formula.ast import Node
from plansheets.formula.spell import FILE, spell
from plansheets.grid import serial
from plansheets.life.marks import with_marks
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices
from plansheets.plan.model import (
    Plan,
    PlannedColumn,
    PlannedSheet,
    PlannedTable,
    Style,
    Value,
    Values,
)
from plansheets.plan.rules import Highlight
from plansheets.render.formats import cell_properties, highlight_properties
from plansheets.render.rules import add_conditional, add_validation
from plansheets.words import Words
from processes import cost
from results import Result, middle, ratio_of, tell

GOAL = 0.5
EPOCH = 1_717_200_000

_HEAD = """\
import datetime
import sys
import xlsxwriter

book = xlsxwriter.Workbook(sys.argv[1])
"""

_COUNTED = (
    "<cfRule ",
    "<dataValidation ",
    "<hyperlink ",
    "<mergeCell ",
    "<comment ",
    "<tableColumn ",
)


class Raw(str):
    """Python source that stands as it is inside a literal."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Script:
    """The script while it is written; conditional formats and validations are recorded calls."""

    def __init__(self, plan: Plan, values: Values) -> None:
        self.plan = plan
        self.values = values
        self.lines: list[str] = []
        self.looks: dict[Style | Highlight, int] = {}
        self.refusals = self
        self.name = ""

    def __str__(self) -> str:
        formats = "".join(f"    book.add_format({_properties(look)!r}),\n" for look in self.looks)
        return f"{_HEAD}looks = [\n{formats}]\n" + "\n".join([*self.lines, "book.close()", ""])

    def look(self, style: Style | Highlight) -> Raw:
        return Raw(f"looks[{self.looks.setdefault(style, len(self.looks))}]")

    highlight = look

    def say(self, receiver: str, method: str, *arguments: Any) -> None:
        listed = ", ".join(pformat(each, width=98, compact=True) for each in arguments)
        self.lines.append(f"{receiver}.{method}({listed})")

    def each(self, names: str, rows: Iterable[tuple[Any, ...]], call: str) -> None:
        """A loop over *rows*, where there are any."""
        found = list(rows)
        if found:
            body = "".join(f"    {row!r},\n" for row in found)
            self.lines.append(f"for {names} in [\n{body}]:\n    sheet.{call}")

    # What add_conditional and add_validation call.

    def call(self, _where: Words, method: Any, *arguments: Any) -> None:
        method(*arguments)

    def spelled(self, formula: Node, _where: Words) -> str:
        return spell(formula, FILE)

    def conditional_format(self, *arguments: Any) -> None:
        self.say("sheet", "conditional_format", *arguments)

    def data_validation(self, *arguments: Any) -> None:
        self.say("sheet", "data_validation", *arguments)

    # The workbook, from the top.

    def write(self) -> None:
        created = Raw(
            repr(self.plan.created).replace("datetime.datetime", "__import__('datetime').datetime")
        )
        self.say("book", "set_properties", {**self.plan.properties, "created": created})
        for name, text in sorted(self.plan.custom.items()):
            self.say("book", "set_custom_property", name, text, "text")
        for number, sheet in enumerate(self.plan.sheets):
            self.lines.append(f"\nsheet = book.add_worksheet({sheet.title!r})")
            self.sheet(sheet)
            if number == self.plan.active_sheet:
                self.say("sheet", "activate")
        for name in self.plan.names:
            self.say("book", "define_name", name.name, f"={spell(name.target, FILE)}")

    def sheet(self, sheet: PlannedSheet) -> None:
        self.name = sheet.title
        self.view(sheet)
        for table in sheet.tables:
            self.table(table)
        self.cells(sheet)
        for box in sheet.merges:
            self.say("sheet", "merge_range", *_corners(box), "")
        for conditional in sheet.conditionals:
            add_conditional(self, conditional, self)  # type: ignore[arg-type]
        for validation in sheet.validations:
            add_validation(self, validation)  # type: ignore[arg-type]
        notes = [(note.row, note.column, note.text) for note in sheet.notes]
        self.each("row, column, text", notes, 'write_comment(row, column, text, {"author": "me"})')
        for chart in sheet.charts:
            self.lines.append(f'chart = book.add_chart({{"type": {chart.kind!r}}})')
            for series in chart.series:
                ranges = {"categories": series.categories, "values": series.values}
                spelled = {key: f"={spell(node, FILE)}" for key, node in ranges.items()}
                self.say("chart", "add_series", {"name": series.name, **spelled})
            self.say("chart", "set_title", {"name": chart.title})
            self.say("chart", "set_size", {"width": chart.width, "height": chart.height})
            self.say("sheet", "insert_chart", chart.row, chart.column, Raw("chart"))

    def view(self, sheet: PlannedSheet) -> None:
        self.say("sheet", "hide_gridlines", 2)
        if sheet.tab_color:
            self.say("sheet", "set_tab_color", f"#{sheet.tab_color}")
        if sheet.hidden:
            self.say("sheet", "hide")
        if sheet.freeze:
            self.say("sheet", "freeze_panes", *sheet.freeze)
        if sheet.protected:
            self.say("sheet", "protect", "", {"format_columns": True, "format_rows": True})
        widths = dict.fromkeys(sheet.hidden_columns) | dict(sheet.widths)
        hidden = sheet.hidden_columns
        rows = ((column, width, column in hidden) for column, width in widths.items())
        self.each(
            "column, width, hidden",
            rows,
            'set_column(column, column, width, None, {"hidden": hidden})',
        )
        self.each("row, height", sheet.heights, "set_row(row, height)")
        self.say("sheet", "set_paper", 9)
        if sheet.printing.landscape:
            self.say("sheet", "set_landscape")
        self.say("sheet", "fit_to_pages", 1, sheet.printing.pages_high)
        self.say("sheet", "center_horizontally")
        self.say("sheet", "set_margins", 0.4, 0.4, 0.6, 0.6)
        if sheet.printing.repeat_first is not None:
            self.say(
                "sheet", "repeat_rows", sheet.printing.repeat_first, sheet.printing.repeat_last
            )
        if sheet.printing.footer:
            self.say("sheet", "set_footer", sheet.printing.footer)

    def cells(self, sheet: PlannedSheet) -> None:
        found: dict[str, list[tuple[Any, ...]]] = {"string": [], "number": [], "blank": []}
        links = []
        formulas = []
        for cell in sheet.cells:
            look = self.look(cell.style)
            value = cell.value
            if cell.formula is not None:
                value = self.values.cells[sheet.title, cell.row, cell.column]
                spelled = f"={spell(cell.formula, FILE)}"
                formulas.append((cell.row, cell.column, spelled, look, _plain(value)))
            if cell.link:
                links.append((cell.row, cell.column, cell.link, look, str(value), cell.tip))
            elif cell.formula is None:
                found[_kind(value)].append((cell.row, cell.column, _plain(value), look))
        for kind, rows in found.items():
            self.each("row, column, value, look", rows, f"write_{kind}(row, column, value, look)")
        self.each(
            "row, column, link, look, text, tip",
            links,
            "write_url(row, column, link, look, text, tip)",
        )
        self.each(
            "row, column, formula, look, value",
            formulas,
            "write_formula(row, column, formula, look, value)",
        )

    def table(self, table: PlannedTable) -> None:
        columns = [
            {"header": column.header, "header_format": self.look(column.header_style)}
            | ({} if column.first else _calculated(column))
            for column in table.columns
        ]
        options = {"name": table.name, "style": None, "autofilter": table.autofilter}
        corners = table.row, table.column, table.last_row, table.last_column
        self.say("sheet", "add_table", *corners, {**options, "columns": columns})
        for number, column in enumerate(table.columns, table.column):
            look = self.look(column.style)
            if column.values is not None:
                for kind in ("string", "number", "blank"):
                    rows = [
                        (row, _plain(value))
                        for row, value in enumerate(column.values, table.first_row)
                        if _kind(value) == kind
                    ]
                    self.each("row, value", rows, f"write_{kind}(row, {number}, value, {look})")
                continue
            found = [_plain(value) for value in self.values.columns[table.name, column.id]]
            first = table.first_row
            if column.formula is not None and column.first is None:
                formula = f"={spell(column.formula, FILE)}"
                call = f"write_formula(row, {number}, {formula!r}, {look}, value)"
                self.each("row, value", enumerate(found, first), call)
            else:
                nodes = (column.at(index) for index in range(table.height))
                texts = [f"={spell(node, FILE)}" for node in nodes if node is not None]
                call = f"write_formula(row, {number}, formula, {look}, value)"
                rows = zip(range(first, first + table.height), texts, found, strict=True)
                self.each("row, formula, value", rows, call)


def _calculated(column: PlannedColumn) -> dict[str, str]:
    return {"formula": f"={spell(column.formula, FILE)}"} if column.formula else {}


def _properties(look: Style | Highlight) -> dict[str, Any]:
    return cell_properties(look) if isinstance(look, Style) else highlight_properties(look)


def _corners(box: Any) -> tuple[int, int, int, int]:
    return box.first_row, box.first_column, box.last_row, box.last_column


def _kind(value: Value) -> str:
    if value is None or value == "":
        return "blank"
    return "string" if isinstance(value, str) else "number"


def _plain(value: Value) -> object:
    return serial(value) if isinstance(value, datetime.date) else value


def written_out(name: str) -> str:
    """The script that makes the workbook of a shipped blueprint."""
    created = datetime.datetime.fromtimestamp(EPOCH, datetime.UTC).replace(tzinfo=None)
    choices = Choices(locale="en", created=created, today=created.date())
    blueprint = read_blueprint(shipped()[name])
    made = with_marks(plan(blueprint, choices)[0], blueprint, choices, {}, source=True)
    script = Script(made, calculate(made))
    script.write()
    return str(script)


def compare(one: Path, other: Path) -> None:
    """Fail unless both files hold the same formulas and values, and as many of everything else."""
    assert _cells(one) == _cells(other)
    counts = [_counts(path) for path in (one, other)]
    assert counts[0] == counts[1], counts


def _cells(path: Path) -> dict[tuple[str, str, bool], object]:
    found = {}
    for values in (False, True):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl names the extensions it does not know
            book = openpyxl.load_workbook(path, data_only=values)
        for sheet in book.worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                value = cell.value
                # XlsxWriter writes sixteen digits of a number, and a blank for an empty text.
                if value not in (None, ""):
                    same = float(f"{value:.14g}") if isinstance(value, float) else value
                    found[sheet.title, cell.coordinate, values] = same
    return found


def _counts(path: Path) -> dict[str, int]:
    with zipfile.ZipFile(path) as package:
        text = "".join(
            package.read(name).decode() for name in package.namelist() if name.endswith(".xml")
        )
    return {tag: len(re.findall(tag, text)) for tag in _COUNTED}


def timed(command: list[str], folder: Path) -> float:
    return cost(command, folder, {"SOURCE_DATE_EPOCH": str(EPOCH)}).seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--blueprint", default="sku-management", choices=shipped())
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep all files")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (chosen.keep or Path(scratch)).resolve()
        folder.mkdir(exist_ok=True)
        (folder / "handmade.py").write_text(written_out(chosen.blueprint), encoding="utf-8")
        options = ["--locale", "en", "--force", "-o", "ours.xlsx"]
        ours = [sys.executable, "-m", "plansheets", "build", chosen.blueprint, *options]
        theirs = [sys.executable, "-m", "handmade", "handmade.xlsx"]
        for command in (ours, theirs):
            timed(command, folder)
        files = folder / "ours.xlsx", folder / "handmade.xlsx"
        compare(*files)
        times = [(timed(ours, folder), timed(theirs, folder)) for _ in range(chosen.runs)]
    what = f"building {chosen.blueprint}, against a finished XlsxWriter script"
    tell(Result("build", what, ratio_of(times), GOAL, *middle(times)))


if __name__ == "__main__":
    main()
