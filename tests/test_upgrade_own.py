"""What colleagues add to a workbook comes along when it is built anew, or is told: line by line."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import ColorFilter, FilterColumn, Filters
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableFormula, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from edited import Edit, edit_in_libreoffice
from openxml import validate
from plansheets import Upgraded, build, check, upgrade, verify
from versions import edited, plans, to_after

__all__ = ["plans"]
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
RED = PatternFill("solid", bgColor="FFFF0000")
OURS, MINE = "活动", "我的"
Seen = Callable[[Worksheet], object]


def own(book: openpyxl.Workbook) -> Worksheet:
    sheet = book.create_sheet(MINE)
    for row in (["谁", "多少"], ["Lin", 1], ["Wu", 2], ["He", 3]):
        sheet.append(row)
    return sheet


def web_link(book: openpyxl.Workbook) -> None:
    sheet = own(book)
    sheet["A2"].hyperlink = "https://example.com/a?b=1#c"
    sheet["D9"].hyperlink = "mailto:lin@example.com"
    sheet["A3"].hyperlink = Hyperlink("A3", location=f"{OURS}!B5", tooltip="here")
    sheet["A4"].hyperlink = Hyperlink("A4", location="参数!A1")


def filtered(book: openpyxl.Workbook) -> None:
    sheet = own(book)
    sheet.auto_filter.ref = "A1:B4"
    sheet.auto_filter.add_filter_column(0, ["Lin"])
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True


def protected(book: openpyxl.Workbook) -> None:
    sheet = own(book)
    sheet.protection.sheet = True
    sheet["B2"].protection = Protection(locked=False)


def rules(book: openpyxl.Workbook) -> None:
    sheet = own(book)
    sheet.conditional_formatting.add("B2:B4", FormulaRule([f"B2>{OURS}!$E$5"], fill=RED))
    rule = DataValidation("list", f"{OURS}!$B$5:$B$7")
    rule.add("A2:A4")
    sheet.add_data_validation(rule)


def links(sheet: Worksheet) -> object:
    return {
        cell.coordinate: (cell.hyperlink.target, cell.hyperlink.location, cell.hyperlink.tooltip)
        for row in sheet
        for cell in row
        if cell.hyperlink is not None
    }


@pytest.mark.parametrize(
    ("edit", "seen", "expected"),
    [
        (
            web_link,
            links,
            {
                "A2": ("https://example.com/a?b=1", "c", None),
                "D9": ("mailto:lin@example.com", None, None),
                "A3": (None, "'Campaigns'!B5", "here"),
                "A4": (None, "'Parameters'!A1", None),
            },
        ),
        (
            filtered,
            lambda sheet: (
                sheet.auto_filter.ref,
                [one.filters.filter for one in sheet.auto_filter.filterColumn],
                [row for row in range(1, 5) if sheet.row_dimensions[row].hidden],
            ),
            ("A1:B4", [["Lin"]], [3, 4]),
        ),
        (
            protected,
            lambda sheet: (
                sheet.protection.sheet,
                sheet["B2"].protection.locked,
                sheet["B3"].protection.locked,
            ),
            (True, False, True),
        ),
        (
            rules,
            lambda sheet: (
                [rule.formula for area in sheet.conditional_formatting for rule in area.rules],
                [(str(one.sqref), one.formula1) for one in sheet.data_validations.dataValidation],
            ),
            ([["B2>Campaigns!$E$5"]], [("A2:A4", "Campaigns!$B$5:$B$7")]),
        ),
    ],
    ids=["links", "filter", "protection", "rules"],
)
def test_what_is_set_on_a_sheet_of_ones_own_comes_along(
    edit: Edit, seen: Seen, expected: object, plans: Path, tmp_path: Path
) -> None:
    done = to_after(plans, edited(plans, edit, tmp_path), tmp_path, locale="en")
    new = tmp_path / "new.xlsx"
    assert [one for one in done.leftovers if one.kind.startswith("own")] == []
    assert verify(new) == ()
    assert validate(new) == []
    sheet = openpyxl.load_workbook(new)[MINE]
    assert isinstance(sheet, Worksheet)
    assert seen(sheet) == expected
    assert upgrade(new, tmp_path / "again.xlsx").whole
    again = openpyxl.load_workbook(tmp_path / "again.xlsx")[MINE]
    assert isinstance(again, Worksheet)
    assert seen(again) == expected


def file_link(book: openpyxl.Workbook) -> None:
    own(book)["A2"].hyperlink = "file:///C:/plans/a.xlsx"


def lost_link(book: openpyxl.Workbook) -> None:
    own(book)["A2"].hyperlink = Hyperlink("A2", location=f"{OURS}!I5")  # a column that is gone


def by_colour(book: openpyxl.Workbook) -> None:
    sheet = own(book)
    sheet.auto_filter.ref = "A1:B4"
    sheet.auto_filter.filterColumn.append(FilterColumn(0, colorFilter=ColorFilter(dxfId=0)))


def own_table(book: openpyxl.Workbook) -> None:
    table = Table(displayName="people", ref="A1:B4")
    own(book).add_table(table)
    table._initialise_columns()
    table.tableColumns[0].name = "somebody else"  # than its header says


def groups(book: openpyxl.Workbook) -> None:
    sheet = own(book)
    sheet.column_dimensions.group("A", "B")
    sheet.row_dimensions.group(2, 3)
    sheet.sheet_format.outlineLevelRow = 1


def own_rule(book: openpyxl.Workbook) -> None:
    rule = DataValidation("whole", operator="between", formula1="1", formula2="9")
    rule.add("P5:P9")
    rule.add("I5:I7")
    book[OURS].add_data_validation(rule)


def own_format(book: openpyxl.Workbook) -> None:
    book[OURS].conditional_formatting.add("E5:E7", FormulaRule(["$E5>100"], fill=RED))


def our_link(book: openpyxl.Workbook) -> None:
    book[OURS]["B5"].hyperlink = "https://example.com/b"


def our_filter(book: openpyxl.Workbook) -> None:
    table = book[OURS].tables["works"]
    table.autoFilter.filterColumn.append(FilterColumn(0, filters=Filters(filter=["A"])))
    book[OURS].row_dimensions[6].hidden = True


def our_protection(book: openpyxl.Workbook) -> None:
    book[OURS].protection.sheet = True


@pytest.mark.parametrize(
    ("edit", "cells", "why"),
    [
        (file_link, ["我的!A2"], "its link did not come along: it opens a file"),
        (
            lost_link,
            ["我的!A2"],
            "its link did not come along: where it leads has no certain place",
        ),
        (by_colour, ["我的!A1:B4"], "a filter by colour did not come along"),
        (own_table, [""], "its table, but for the cells, did not come along"),
        (groups, ["", ""], "the groups of its"),
        (own_rule, ["活动!I5:I7", "活动!P5:P9"], "an input rule of your own did not come along"),
        (own_format, ["活动!E5:E7"], "a conditional format of your own did not come along"),
        (our_link, ["活动!B5"], "a link of your own did not come along"),
        (our_filter, ["活动!B4:I7"], "the filter did not come along: all rows are shown"),
        (our_protection, [""], "the protection did not come along"),
    ],
)
def test_what_stays_behind_is_told(
    edit: Edit, cells: list[str], why: str, plans: Path, tmp_path: Path
) -> None:
    done = to_after(plans, edited(plans, edit, tmp_path), tmp_path, locale="en")
    assert verify(tmp_path / "new.xlsx") == ()
    told = [(one.cell, one.why.en) for one in done.leftovers if one.kind.startswith("own")]
    assert [cell for cell, _ in told] == cells
    assert all(one.startswith(why) for _, one in told)


PIVOT = """<pivotTableDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 name="P" cacheId="1" dataCaption="V"><location ref="A3:B5" firstHeaderRow="1" firstDataRow="1"
 firstDataCol="1"/></pivotTableDefinition>"""
LINKS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="/xl/pivotTables/pivotTable1.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"/>
</Relationships>"""


def test_a_pivot_table_of_ones_own_is_told(plans: Path, tmp_path: Path) -> None:
    book, turned = edited(plans, own, tmp_path), tmp_path / "turned.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(turned, "w") as new:
        last = max((int(found[1]), found[1]) for name in old.namelist()
                   if (found := re.search(r"worksheets/sheet(\d+)\.xml$", name)))[1]  # fmt: skip
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/pivotTables/pivotTable1.xml", PIVOT)
        new.writestr(f"xl/worksheets/_rels/sheet{last}.xml.rels", LINKS)
    done = to_after(plans, turned, tmp_path)
    told = [one.why.en for one in done.leftovers if one.kind == "own sheet"]
    assert told == ["a pivot table, but for its values, did not come along"]


def test_passwords_of_protection_and_the_structure_stay(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = own(book)
        sheet.protection.set_password("secret")
        sheet.protection.sheet, sheet.protection.sort = True, False
        book["参数"].protection.set_password("other")
        book["参数"].protection.sheet = True
        book.security = WorkbookProtection(workbookPassword="third", lockStructure=True)

    old = edited(plans, edit, tmp_path)
    done = to_after(plans, old, tmp_path, locale="en")
    assert [one for one in done.leftovers if one.kind.startswith("own")] == []
    new = tmp_path / "new.xlsx"
    assert (verify(new), validate(new)) == ((), [])
    upgrade(new, tmp_path / "again.xlsx")
    before = openpyxl.load_workbook(old)
    for path in (new, tmp_path / "again.xlsx"):
        book = openpyxl.load_workbook(path)
        sheets = [book[MINE].protection, book["Parameters"].protection]
        assert [one.sheet for one in sheets] == [True, True]
        assert sheets[0].password == before[MINE].protection.password
        assert sheets[1].password == before["参数"].protection.password
        assert (sheets[0].sort, sheets[1].formatColumns) == (False, False)
        assert book.security is not None
        assert before.security is not None
        assert book.security.workbookPassword == before.security.workbookPassword
        assert book.security.lockStructure


def test_paper_of_a_sheet_of_ones_own_is_as_it_was(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = own(book)
        sheet.oddHeader.center.text, sheet.oddFooter.left.text = "Confidential", "Page &P"
        sheet.row_breaks.append(Break(id=2))

    done = to_after(plans, edited(plans, edit, tmp_path), tmp_path)
    assert [one for one in done.leftovers if one.kind == "own sheet"] == []
    assert validate(tmp_path / "new.xlsx") == []
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")[MINE]
    assert isinstance(sheet, Worksheet)
    assert (sheet.oddHeader.center.text, sheet.oddFooter.left.text) == ("Confidential", "Page &P")
    assert [one.id for one in sheet.row_breaks.brk] == [2]


def test_what_is_struck_out_in_italics_or_underlined_is_so_in_the_new_workbook(
    plans: Path, tmp_path: Path
) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        for cell, font in (
            ("B5", Font(strike=True)), ("B6", Font(i=True, b=True)), ("B7", Font(u="single")),
        ):  # fmt: skip
            book[OURS][cell].font = font
        own(book)["A2"].font = Font(strike=True)

    to_after(plans, edited(plans, edit, tmp_path), tmp_path, locale="en")
    book = openpyxl.load_workbook(tmp_path / "new.xlsx")
    fonts = [book["Campaigns"][cell].font for cell in ("B5", "B6", "B7")]
    assert [(one.strike, one.i, one.b, one.u) for one in fonts] == [
        (True, False, False, None), (None, True, True, None), (None, False, False, "single"),
    ]  # fmt: skip
    assert book[MINE]["A2"].font.strike
    assert upgrade(tmp_path / "new.xlsx", tmp_path / "again.xlsx").whole


def test_tables_of_ones_own_come_along_with_totals_formulas_and_looks(
    plans: Path, tmp_path: Path
) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = own(book)
        sheet["C1"], sheet["A5"] = 'twice "&"', "Total"
        for row in (2, 3, 4):
            sheet[f"C{row}"] = "=people[[#This Row],[多少]]*2"
        sheet["C5"] = "=SUM(people[多少])"
        table = Table(displayName="people", ref="A1:C5", totalsRowCount=1)
        table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium9", showRowStripes=True)
        table._initialise_columns()
        for column, header in zip(table.tableColumns, ("谁", "多少", 'twice "&"'), strict=True):
            column.name = header
        table.tableColumns[0].totalsRowLabel = "Total"
        table.tableColumns[2].calculatedColumnFormula = TableFormula(
            attr_text="people[[#This Row],[多少]]*2"
        )
        sheet.add_table(table)
        other = book.create_sheet("另")
        other["A1"] = "=MAX(people[多少])+SUM(works[花费])"

    done = to_after(plans, edited(plans, edit, tmp_path), tmp_path, locale="en")
    assert [one for one in done.leftovers if one.kind == "own sheet"] == []
    new = tmp_path / "new.xlsx"
    assert (verify(new), validate(new), check(new).clean) == ((), [], True)
    assert upgrade(new, tmp_path / "again.xlsx").whole
    for path in (new, tmp_path / "again.xlsx"):
        book, shown = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
        sheet = book[MINE]
        assert isinstance(sheet, Worksheet)
        table = sheet.tables["people"]
        assert (table.ref, table.totalsRowCount) == ("A1:C5", 1)
        assert [one.name for one in table.tableColumns] == ["谁", "多少", 'twice "&"']
        assert table.tableStyleInfo is not None
        assert table.tableStyleInfo.name == "TableStyleMedium9"
        assert sheet["C2"].value == "=people[[#This Row],[多少]]*2"
        assert sheet["C5"].value == "=SUM(people[多少])"
        assert book["另"]["A1"].value == "=MAX(people[多少])+SUM(works[Spend])"
        assert [shown[MINE][cell].value for cell in ("C2", "C4", "C5")] == [2, 6, 6]
        assert shown["另"]["A1"].value == 3 + 80 + 120 + 50


LINES = (
    b'<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    b'uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups '
    b'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup '
    b'type="column"><x14:colorSeries rgb="FF376092"/><x14:sparklines>%b</x14:sparklines>'
    b"</x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>"
)
LINE = "<x14:sparkline><xm:f>{}</xm:f><xm:sqref>{}</xm:sqref></x14:sparkline>"


def lined(book: Path, title: str, *lines: tuple[str, str]) -> Path:
    """*book* with sparklines on its sheet of that title: what they draw, and in which cell."""
    drawn = book.with_name("drawn.xlsx")
    titles = openpyxl.load_workbook(book).sheetnames
    part = f"xl/worksheets/sheet{titles.index(title) + 1}.xml"
    made = LINES % "".join(LINE.format(*one) for one in lines).encode()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(drawn, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b"</worksheet>", made) if name == part else text)
    return drawn


def test_sparklines_of_ones_own_come_along(plans: Path, tmp_path: Path) -> None:
    drawn = lined(edited(plans, own, tmp_path), MINE, (f"{MINE}!B2:B4", "C2"),
                  (f"{OURS}!E5:E7", "C3"), (f"{OURS}!A1:B9", "C4"))  # fmt: skip
    done: Upgraded = to_after(plans, drawn, tmp_path, locale="en")
    told = [one.why.en for one in done.leftovers if one.kind == "own sheet"]
    assert told == ["some of its sparklines did not come along"]
    assert (verify(tmp_path / "new.xlsx"), validate(tmp_path / "new.xlsx")) == ((), [])
    again = upgrade(tmp_path / "new.xlsx", tmp_path / "again.xlsx")
    assert again.whole
    for path in (tmp_path / "new.xlsx", tmp_path / "again.xlsx"):
        with zipfile.ZipFile(path) as book:
            parts = [book.read(one).decode() for one in book.namelist() if "worksheets/sh" in one]
        [sheet] = [one for one in parts if 'rgb="FF376092"' in one]
        assert re.findall("<xm:f>(.*?)</xm:f><xm:sqref>(.*?)</xm:sqref>", sheet) == [
            (f"{MINE}!B2:B4", "C2"), ("Campaigns!E5:E7", "C3"),
        ]  # fmt: skip


def test_sparklines_on_a_sheet_of_the_blueprint_are_told(plans: Path, tmp_path: Path) -> None:
    drawn = lined(edited(plans, lambda _: None, tmp_path), OURS, (f"{OURS}!E5:E7", "L5"))
    done = to_after(plans, drawn, tmp_path)
    assert [(one.cell, one.why.en) for one in done.leftovers if one.kind == "own cell"] == [
        ("活动!L5", "a sparkline of your own did not come along")
    ]


def test_sheets_that_people_hid_stay_hidden(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["预算"].sheet_state = book[OURS].sheet_state = "hidden"

    done = to_after(plans, edited(plans, edit, tmp_path), tmp_path, locale="en")
    assert not [one for one in done.leftovers if one.kind.startswith("own")]
    new = openpyxl.load_workbook(tmp_path / "new.xlsx")
    assert [new[one].sheet_state for one in ("Campaigns", "Money")] == ["hidden", "hidden"]
    assert new.active is not None
    assert new.active.sheet_state == "visible"
    assert verify(tmp_path / "new.xlsx") == ()
    assert check(tmp_path / "new.xlsx").clean
    assert upgrade(tmp_path / "new.xlsx", tmp_path / "again.xlsx").whole


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["team-roles", "sku-management", "monitoring-board"])
def test_what_libreoffice_writes_otherwise_is_not_taken_for_ones_own(
    name: str, tmp_path: Path
) -> None:
    book = build(name, tmp_path / "made.xlsx", locale="zh-CN").path
    saved = edit_in_libreoffice(book, tmp_path / "edited", saved=[])["saved"]
    assert upgrade(saved, tmp_path / "new.xlsx").leftovers == ()
