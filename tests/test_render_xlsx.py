import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook as Book

from plansheets.formula.parse import parse
from plansheets.plan.model import Plan, PlannedCell, PlannedSheet, Values
from plansheets.render.xlsx import write_xlsx
from render_sample import FRONT, MONEY, PLAIN, PLAN, TABLE, VALUES, column


def written(plan: Plan = PLAN, values: Values = VALUES) -> bytes:
    target = io.BytesIO()
    write_xlsx(plan, values, target)
    return target.getvalue()


def read(data: bytes, *, values: bool = False) -> Book:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl drops data bars, and says so
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def with_cells(*cells: PlannedCell, **changes: object) -> Plan:
    sheet = PlannedSheet(id="one", title="one", cells=cells)
    return replace(PLAN, sheets=(sheet,), names=(), active_sheet=0, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def sample() -> bytes:
    return written()


def test_every_value_reads_back(sample: bytes) -> None:
    sheet = read(sample, values=True)["数据 1"]
    rows = [[cell.value for cell in row] for row in sheet["B4:G8"]]
    assert rows == [
        ["商品SKU", "库存量", "30天\n销量", "动销率 #1", "等级", "累计"],
        ["A-001", 500, 300, 0.6, "A & <B>", 300],
        ["MB003", 1200, 225, 0.1875, "C", 525],
        ["商品 é", None, 40, "#DIV/0!", "#DIV/0!", 565],
        ["😀", 75.5, 60, 0.7947019867549668, "A & <B>", 625],
    ]


def test_single_cells_read_back(sample: bytes) -> None:
    sheet = read(sample, values=True)["It's front"]
    shown = [cell.value for [cell] in sheet["A1:A8"]]
    day = shown.pop(1)
    assert day.date() == PLAN.today
    assert shown == ["概览", True, "#N/A", None, True, "FILTER(x)", "docs"]


def test_formulas_are_spelled_for_the_file_and_text_in_them_is_left_alone(sample: bytes) -> None:
    book = read(sample)
    assert book["It's front"]["A7"].value == '=IFERROR(1/0,_xlfn.IFNA(NA(),"FILTER(x)"))'
    assert book["数据 1"]["G6"].value == "=SUM($D$5:D6)"
    assert book["数据 1"]["F5"].value == '=IF(skus[[#This Row],[动销率 \'#1]]>0.5,"A & <B>","C")'


def test_a_calculated_column_says_the_same_as_its_cells(sample: bytes) -> None:
    table = read(sample)["数据 1"].tables["skus"]
    formulas = [
        each.calculatedColumnFormula and each.calculatedColumnFormula.attr_text
        for each in table.tableColumns
    ]
    assert (table.ref, table.autoFilter.ref, table.totalsRowCount) == ("B4:G8", "B4:G8", None)
    assert formulas[:3] == [None, None, None]
    assert formulas[5] is None
    assert f"={formulas[3]}" == read(sample)["数据 1"]["E5"].value
    assert f"={formulas[4]}" == read(sample)["数据 1"]["F8"].value


def test_headers_are_the_columns_names(sample: bytes) -> None:
    table = read(sample)["数据 1"].tables["skus"]
    assert [each.name for each in table.tableColumns] == [each.header for each in TABLE.columns]


def test_looks_read_back(sample: bytes) -> None:
    book = read(sample)
    title, money, entry = book["数据 1"]["B1"], book["数据 1"]["C3"], book["数据 1"]["C7"]
    assert (title.font.sz, title.font.b, title.font.name) == (16, True, "Microsoft YaHei")
    assert (title.border.left.style, title.border.left.color.rgb) == ("thick", "FF2F5D8A")
    assert (money.number_format, money.alignment.horizontal) == ('#,##0.00"元"', "right")
    assert (entry.fill.fgColor.rgb, entry.protection.locked) == ("FFFFF9E5", False)


def test_rules_read_back(sample: bytes) -> None:
    sheet = read(sample)["数据 1"]
    rules = {
        str(each.sqref): [rule.type for rule in each.rules] for each in sheet.conditional_formatting
    }
    assert rules == {
        "E5:E8": ["expression", "dataBar"],
        "C5:C8": ["expression"],
        "D5:D8": ["colorScale"],
    }
    checks = {
        str(each.sqref): (each.type, each.operator, each.formula1, each.formula2)
        for each in sheet.data_validations.dataValidation
    }
    assert checks == {
        "B5:B8": (None, None, None, None),
        "C5:D8": ("whole", None, "0", "1000000000000000.0"),
        "F5:F8": ("custom", None, "FALSE", None),
        "G2": ("list", None, '"A,B ""x"",中文"', None),
        "G3": ("list", None, "'数据 1'!$B$5:$B$8", None),
        "H1": ("date", None, "45292", "45657"),
        "H2": ("decimal", None, "-0.5", "2.5"),
        "H3": ("textLength", None, "0", "20"),
    }


def test_a_highlight_changes_font_fill_and_number_format(sample: bytes) -> None:
    styles = part(sample, "xl/styles.xml")
    assert re.findall("<dxf>(.*?)</dxf>", styles) == [
        (
            '<font><b/><strike/><color rgb="FF9C0006"/></font>'
            '<fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill>'
        ),
        '<numFmt numFmtId="168" formatCode="0&quot;!&quot;"/>',
    ]


def test_data_bars_are_solid_and_keep_their_ends(sample: bytes) -> None:
    bars = re.findall("<x14:dataBar .*?</x14:dataBar>", part(sample, "xl/worksheets/sheet1.xml"))
    assert len(bars) == 1
    assert 'gradient="0"' in bars[0]
    assert re.findall("<xm:f>(.*?)</xm:f>", bars[0]) == ["0", "1"]


def test_names_read_back_with_their_comment(sample: bytes) -> None:
    names = read(sample).defined_names
    assert (names["rate"].attr_text, names["rate"].comment) == ("'It''s front'!$A$5", "备货倍数")
    assert (names["secret"].attr_text, names["secret"].hidden) == ("0.5", True)


def test_links_keep_their_text_and_tip(sample: bytes) -> None:
    book = read(sample)
    inner, outer = book["数据 1"]["B2"].hyperlink, book["It's front"]["A8"].hyperlink
    assert (inner.location, inner.tooltip, inner.display) == (
        "'It''s front'!A1",
        "回到首页",
        "返回",
    )
    assert (outer.target, outer.location, outer.tooltip) == (
        "https://example.com/a?b=1",
        "c",
        "web",
    )
    assert book["数据 1"]["B2"].value == "返回"


def test_notes_are_hidden_and_say_who_wrote_them(sample: bytes) -> None:
    sheet = read(sample)["数据 1"]
    assert sheet["B4"].comment.text == "编码\n每个商品一个"
    assert sheet["C3"].comment.author == "plansheets"
    assert "visibility:hidden" in part(sample, "xl/drawings/vmlDrawing1.vml")


def test_a_page_is_set_up_for_printing(sample: bytes) -> None:
    sheet = read(sample)["数据 1"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.print_options.horizontalCentered is True
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.print_area == "'数据 1'!$A$1:$O$31"
    assert (sheet.oddHeader.left.text, sheet.oddFooter.center.text) == ("商品管理", "&P / &N")


def test_a_sheet_looks_as_planned(sample: bytes) -> None:
    book = read(sample)
    data, front = book["数据 1"], book["It's front"]
    assert (data.freeze_panes, data.sheet_view.zoomScale) == ("C5", 90)
    assert (data.sheet_view.showGridLines, front.sheet_view.showGridLines) == (False, None)
    assert [data.column_dimensions[each].hidden for each in "GH"] == [False, True]
    assert data.sheet_properties.tabColor.rgb == "FF2F5D8A"
    assert (data.row_dimensions[1].height, data.row_dimensions[4].height) == (28, 32)
    assert [str(merged) for merged in data.merged_cells.ranges] == ["B1:E1"]
    assert (book["lists"].sheet_state, book.active.title) == ("hidden", "It's front")


def test_protection_has_no_password_and_leaves_room_to_work(sample: bytes) -> None:
    book = read(sample)
    kept = book["It's front"].protection
    assert (kept.sheet, kept.password) == (True, None)
    assert [kept.formatColumns, kept.formatRows, kept.sort, kept.autoFilter] == [False] * 4
    assert [kept.insertRows, kept.deleteRows, kept.formatCells] == [True] * 3
    assert book["数据 1"].protection.sheet is False


def test_properties_read_back(sample: bytes) -> None:
    book = read(sample)
    assert (book.properties.title, book.properties.creator) == ("样例", "plansheets")
    assert book.properties.created == PLAN.created
    assert [(each.name, each.value) for each in book.custom_doc_props.props] == [
        ("plansheets.blueprint", "sample"),
        ("plansheets.version", "1.2.3"),
    ]


def test_the_same_plan_gives_the_same_bytes(sample: bytes) -> None:
    turned = replace(PLAN, custom=dict(reversed(PLAN.custom.items())))
    assert written(turned) == sample


def test_a_path_is_as_good_as_a_stream(sample: bytes, tmp_path: Path) -> None:
    write_xlsx(PLAN, VALUES, tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == sample


TEXTS = (
    "=1+1",
    "+SUM(A1)",
    "@name",
    "{=A1}",
    "https://example.com",
    "internal:Sheet1!A1",
    "00123",
    "1e5",
    "  spaces around  ",
    "\n",
    "a\tb\nc",
    "carriage\rreturn",
    "_x0041_ is not A",
    "<b>&amp;</b>",
    "<r>not rich</r>",
    "中文，全角",
    "👩‍👩‍👧 😀",
    "null \x00 bell \x07",
    "x" * 32_767,
    "",
)


def test_text_stays_text_whatever_it_looks_like() -> None:
    cells = [PlannedCell(row, 0, PLAIN, text) for row, text in enumerate(TEXTS)]
    data = written(with_cells(*cells))
    assert shared_texts(data) == list(TEXTS)
    sheet = part(data, "xl/worksheets/sheet1.xml")
    found = re.findall('<c r="A[0-9]+" s="([12])" t="s"><v>([0-9]+)</v></c>', sheet)
    quoted = {style for style, index in found if TEXTS[int(index)].startswith(("=", "+", "@"))}
    assert [index for _, index in found] == [str(index) for index in range(len(TEXTS))]
    assert [style in quoted for style, _ in found] == [index < 3 for index in range(len(TEXTS))]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_text_in_tables_stays_text_too() -> None:
    entry = column("text", "text", values=TEXTS)
    copied = column("copy", "copy", formula=parse("=t[[#This Row],[text]]"))
    table = replace(TABLE, name="t", height=len(TEXTS), columns=(entry, copied), row=0, column=0)
    sheet = PlannedSheet(id="one", title="one", tables=(table,))
    plan = replace(PLAN, sheets=(sheet,), names=(), active_sheet=0)
    data = written(plan, Values({}, {("t", "copy"): TEXTS}))
    assert shared_texts(data)[2:] == list(TEXTS)
    markup = part(data, "xl/worksheets/sheet1.xml")
    results = re.findall('t="str"><f>.*?</f><v>(.*?)</v>', markup, re.DOTALL)
    assert [unescaped(text) for text in results] == list(TEXTS)


def shared_texts(data: bytes) -> list[str]:
    found = re.findall("<t(?: [^>]*)?>(.*?)</t>", part(data, "xl/sharedStrings.xml"), re.DOTALL)
    return [unescaped(text) for text in found]


def unescaped(text: str) -> str:
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), plain)


def test_spaces_at_the_edges_are_kept() -> None:
    data = written(with_cells(PlannedCell(0, 0, PLAIN, " a ")))
    assert '<si><t xml:space="preserve"> a </t></si>' in part(data, "xl/sharedStrings.xml")


def test_a_formula_without_a_value_is_left_for_the_spreadsheet() -> None:
    cell = PlannedCell(0, 0, MONEY, formula=parse("=1+1"))
    sheet = part(written(with_cells(cell)), "xl/worksheets/sheet1.xml")
    assert '<c r="A1" s="1"><f>1+1</f></c>' in sheet


def test_a_spilling_formula_is_a_dynamic_array_in_excel_365() -> None:
    cells = (
        PlannedCell(0, 0, PLAIN, formula=parse("=SORT(B1:B9)")),
        PlannedCell(1, 0, PLAIN, formula=parse("=SUM(IF(B1:B9>1,1))")),
        PlannedCell(2, 0, PLAIN, formula=parse("=SUM(B1:B9)")),
    )
    values = Values({("one", row, 0): 3 for row in range(3)}, {})
    data = written(with_cells(*cells, profile="excel365"), values)
    assert re.findall("<c .*?</c>", part(data, "xl/worksheets/sheet1.xml")) == [
        '<c r="A1" s="1" cm="1"><f t="array" ref="A1">_xlfn._xlws.SORT(B1:B9)</f><v>3</v></c>',
        '<c r="A2" s="1" cm="1"><f t="array" ref="A2">SUM(IF(B1:B9&gt;1,1))</f><v>3</v></c>',
        '<c r="A3" s="1"><f>SUM(B1:B9)</f><v>3</v></c>',
    ]
    assert 'fDynamic="1"' in part(data, "xl/metadata.xml")


def test_a_tables_formulas_may_be_dynamic_arrays_too() -> None:
    columns = (
        column("a", "a", formula=parse("=SUM(SORT(t[n]))")),
        column("b", "b", formula=parse("=SUM(D1:D2*2)"), first=parse("=SUM(D1:D2*2)")),
        column("n", "n", values=(1,)),
    )
    table = replace(TABLE, name="t", row=0, column=0, height=1, columns=columns)
    sheet = PlannedSheet(id="one", title="one", tables=(table,))
    plan = replace(PLAN, sheets=(sheet,), names=(), active_sheet=0, profile="excel365")
    data = written(plan, Values({}, {("t", "a"): (1,), ("t", "b"): (0.0,)}))
    assert re.findall("<f .*?</f>", part(data, "xl/worksheets/sheet1.xml")) == [
        '<f t="array" ref="A2">SUM(_xlfn._xlws.SORT(t[n]))</f>',
        '<f t="array" ref="B2">SUM(D1:D2*2)</f>',
    ]


def test_excel_2016_gets_no_array_formulas() -> None:
    cell = PlannedCell(0, 0, PLAIN, formula=parse("=SUMPRODUCT((B1:B9>1)*1)"))
    data = written(with_cells(cell), Values({("one", 0, 0): 3}, {}))
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert '<c r="A1" s="1"><f>SUMPRODUCT((B1:B9&gt;1)*1)</f><v>3</v></c>' in sheet


def test_excel_is_asked_not_to_mark_keys_of_digits(sample: bytes) -> None:
    markup = part(sample, "xl/worksheets/sheet1.xml")
    assert re.findall("<ignoredError .*?/>", markup) == [
        '<ignoredError sqref="B5:G8" numberStoredAsText="1"/>',
        '<ignoredError sqref="G5:G8" formula="1"/>',
        '<ignoredError sqref="G5:G8" formulaRange="1"/>',
    ]


def test_cells_beside_a_table_stand_in_column_order() -> None:
    cells = tuple(PlannedCell(5, each, PLAIN, each) for each in (9, 0, 7))
    sheet = replace(PLAN.sheets[0], cells=cells, merges=(), notes=())
    data = written(replace(PLAN, sheets=(sheet, FRONT)))
    markup = part(data, "xl/worksheets/sheet1.xml")
    row = next(each for each in rows(markup) if 'r="A6"' in each)
    assert re.findall('r="([A-Z]+)6"', row) == ["A", "B", "C", "D", "E", "F", "G", "H", "J"]


def rows(markup: str) -> Iterator[str]:
    return (found[0] for found in re.finditer("<row .*?</row>", markup, re.DOTALL))


def test_tables_side_by_side_share_their_rows() -> None:
    left = replace(TABLE, name="left", columns=(column("a", "a", values=(1, 2, 3, 4)),), column=0)
    right = replace(
        TABLE, name="right", columns=(column("b", "b", values=(5, 6)),), column=4, row=4, height=2
    )
    sheet = PlannedSheet(id="one", title="one", tables=(right, left))
    data = written(replace(PLAN, sheets=(sheet,), names=(), active_sheet=0))
    shown = [[cell.value for cell in row] for row in read(data)["one"]["A4:E8"]]
    blank = [None] * 3
    assert shown == [
        ["a", *blank, None],
        [1, *blank, "b"],
        [2, *blank, 5],
        [3, *blank, 6],
        [4, *blank, None],
    ]


@pytest.mark.parametrize("height", [999, 1_000, 2_001])
def test_a_long_table_keeps_every_row(height: int) -> None:
    entry = column("n", "n", values=tuple(range(height)))
    mixed = column("m", "m", values=tuple(n if n % 2 else f"t{n}" for n in range(height)))
    double = column("d", "d", formula=parse("=t[[#This Row],[n]]*2"))
    table = replace(TABLE, name="t", height=height, columns=(entry, mixed, double))
    sheet = PlannedSheet(id="one", title="one", tables=(table,))
    values = Values({}, {("t", "d"): tuple(n * 2.0 for n in range(height))})
    data = written(replace(PLAN, sheets=(sheet,), names=(), active_sheet=0), values)
    found = read(data, values=True)["one"].iter_rows(min_row=5, min_col=2, values_only=True)
    assert list(found) == [(n, n if n % 2 else f"t{n}", n * 2) for n in range(height)]
