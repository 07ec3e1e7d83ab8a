"""``verify`` finds nothing in sound workbooks, whoever made them."""

from __future__ import annotations

import datetime
import io
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import openpyxl.chart
import openpyxl.comments
import openpyxl.formatting.rule as formatting
import openpyxl.styles
import openpyxl.worksheet.datavalidation
import openpyxl.worksheet.formula
import openpyxl.worksheet.table
import pandas as pd
import pyexcelerate
import pytest
import xlsxwriter
from openpyxl.workbook.defined_name import DefinedName

from libreoffice import HANGS_SECONDS, require_libreoffice
from plansheets.formula.functions import ExcelFunction, functions
from plansheets.workbook.verify import verify, verify_bytes
from workbook_samples import sound_workbook

EXCEL_MADE = Path(__file__).parents[1].parent / "shared" / "data" / "excel-made"
TODAY = datetime.datetime(2024, 5, 31, 12, 30)  # noqa: DTZ001 - a sheet knows no time zones


@pytest.mark.data
def test_files_saved_by_excel_have_no_problem() -> None:
    if not EXCEL_MADE.is_dir():
        pytest.skip(f"the workbooks saved by Excel are not at {EXCEL_MADE}")
    files = sorted(EXCEL_MADE.glob("*.xls[xm]"))
    assert files
    found = [(file.name, problem.code) for file in files for problem in verify(file)]
    assert found == [("hyperlink09.xlsx", "PS582")], "it links to a share"


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "My data"
    sheet.append(["Name", "Quantity", "Price", "Total"])
    for row in range(2, 12):
        sheet.append([f"n{row}", row, row * 1.5, f"=B{row}*C{row}"])
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Sales", ref="A1:D11"))
    choice = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1='"a,b"')
    choice.add("F1:F10")
    sheet.add_data_validation(choice)
    bold = openpyxl.styles.Font(bold=True)
    for rule in (
        formatting.ColorScaleRule(
            start_type="min", start_color="FF0000", end_type="max", end_color="00FF00"
        ),
        formatting.DataBarRule("min", None, "max", None, "FF638EC6"),
        formatting.IconSetRule("3Arrows", "percent", [0, 33, 67]),
        formatting.CellIsRule(operator="between", formula=["1", "3"], font=bold),
        formatting.FormulaRule(formula=["ISBLANK(C2)"], stopIfTrue=True, font=bold),
    ):
        sheet.conditional_formatting.add("B2:B11", rule)
    for chart in (openpyxl.chart.BarChart(), openpyxl.chart.PieChart(), openpyxl.chart.LineChart()):
        data = openpyxl.chart.Reference(sheet, min_col=2, min_row=1, max_row=11)
        chart.add_data(data, titles_from_data=True)
        sheet.add_chart(chart, "H2")
    sheet["A1"].comment = openpyxl.comments.Comment("hi", "me")
    sheet["G1"].hyperlink = "https://example.com/?a=1&b=2"
    sheet["G2"], sheet["G3"], sheet["G4"] = TODAY, True, "two\nlines"
    sheet["G5"] = "=_xlfn.XLOOKUP(1,B2:B11,C2:C11)"
    sheet["N1"] = openpyxl.worksheet.formula.ArrayFormula("N1:N3", "=B2:B4*2")
    sheet.merge_cells("J1:L1")
    sheet.freeze_panes = "B2"
    sheet.print_title_rows, sheet.print_area = "1:1", "A1:D11"
    sheet.protection.enable()
    book.defined_names["Names"] = DefinedName("Names", attr_text="'My data'!$A$1:$A$10")
    other = book.create_sheet("Sheet 2")
    other["A1"] = "='My data'!A1&COUNTA(Names)"
    other.auto_filter.ref = "A1:C3"
    other.sheet_state = "hidden"
    bars = openpyxl.chart.LineChart()
    bars.add_data(openpyxl.chart.Reference(sheet, min_col=2, min_row=1, max_row=11))
    book.create_chartsheet("Chart").add_chart(bars)
    return _saved(book.save)


def by_openpyxl_streaming() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("rows").append([1, "a", None, "=SUM(A1:A1)", TODAY])
    return _saved(book.save)


def by_pandas(engine: str) -> Callable[[], bytes]:
    def write() -> bytes:
        frame = pd.DataFrame({"数": [1, 2, None], "t": ["x", "y", None], "d": [TODAY, None, TODAY]})
        stream = io.BytesIO()
        with pd.ExcelWriter(stream, engine=engine) as writer:
            frame.to_excel(writer, sheet_name="数据")
            frame.set_index(["t", "数"]).to_excel(writer, sheet_name="two levels")
            pd.DataFrame().to_excel(writer, sheet_name="empty")
        return stream.getvalue()

    return write


def by_pyexcelerate() -> bytes:
    book = pyexcelerate.Workbook()
    rows = [[1, "a", 2.5, None, True, TODAY, "=SUM(A1:A3)", float("nan")], ["日", "<&>", "x\ny"]]
    sheet = book.new_sheet("s", data=rows)
    red = pyexcelerate.Fill(background=pyexcelerate.Color(255, 0, 0))
    sheet.set_cell_style(1, 1, pyexcelerate.Style(fill=red, format=pyexcelerate.Format("0.00")))
    sheet.range("D1", "E2").merge()
    sheet.set_col_style(2, pyexcelerate.Style(size=20))
    stream = io.BytesIO()
    book._save(stream)
    return stream.getvalue()


def by_xlsxwriter() -> bytes:
    """Every function that stays in the workbook, and every kind of chart."""
    return written([one for one in functions().values() if not one.reaches_out])


def written(calls: Sequence[ExcelFunction]) -> bytes:
    """A workbook with each function in its stored spelling, and every kind of chart."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("函数")
        for row, function in enumerate(calls):
            arguments = ",".join(["A1:A3"] * function.minimum)
            if "l" not in function.required:  # a LAMBDA is no range
                sheet.write_formula(row, 3, f"={function.prefix}{function.name}({arguments})")
        for kind in ("area", "bar", "column", "doughnut", "line", "pie", "radar", "scatter"):
            chart = book.add_chart({"type": kind})
            chart.add_series({"categories": "=函数!$A$1:$A$3", "values": "=函数!$B$1:$B$3"})
            if kind == "column":
                line = book.add_chart({"type": "line"})
                line.add_series({"values": "=函数!$B$1:$B$3", "y2_axis": True})
                chart.combine(line)
            sheet.insert_chart("F2", chart)
    return stream.getvalue()


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    "openpyxl": by_openpyxl,
    "openpyxl, streaming": by_openpyxl_streaming,
    "pandas with openpyxl": by_pandas("openpyxl"),
    "pandas with XlsxWriter": by_pandas("xlsxwriter"),
    "PyExcelerate": by_pyexcelerate,
    "XlsxWriter": by_xlsxwriter,
}


@pytest.mark.parametrize("maker", MAKERS)
def test_files_written_by_others_have_no_problem(maker: str) -> None:
    assert [str(found) for found in verify_bytes(MAKERS[maker](), "made.xlsx")] == []


def test_every_function_that_reaches_out_is_a_warning() -> None:
    asking = [one for one in functions().values() if one.reaches_out]
    found = verify_bytes(written(asking), "asking.xlsx")
    assert {(one.code, one.level) for one in found} == {("PS580", "warning")}
    assert [one.message.split("'")[1] for one in found] == [one.name for one in asking]


@pytest.mark.libreoffice
def test_files_saved_by_libreoffice_have_no_problem(tmp_path: Path) -> None:
    program = require_libreoffice()
    sources = {"sound": sound_workbook(), **{maker: make() for maker, make in MAKERS.items()}}
    for name, data in sources.items():
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    results = tmp_path / "saved"
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(results),
            *(str(tmp_path / f"{name}.xlsx") for name in sources),
        ],
        capture_output=True,
        timeout=HANGS_SECONDS,
        check=True,
    )
    saved = sorted(results.glob("*.xlsx"))
    assert len(saved) == len(sources)
    assert [str(problem) for file in saved for problem in verify(file)] == []
