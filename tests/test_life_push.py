"""What people have put below a table moves down when ``fill`` makes the table higher."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from edited import Edit, edit_in_libreoffice, edit_with_openpyxl
from openxml import validate
from plansheets import WorkbookError, build, check, diff, extract, fill, upgrade, verify
from plansheets.life.book import opened_book
from plansheets.life.push_parts import push_down
from plansheets.life.pushed import PushedRows
from plansheets.life.same import same_value
from test_life_fill import (
    SHOWN,
    differences,
    excels_total,
    folder,
    parts,
    three,
    total,
    typed_row,
)

__all__ = ["folder", "three"]
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
Seen = dict[str, object]


def everything(book: openpyxl.Workbook) -> None:
    """All that people may have below a table, and what looks at it from elsewhere."""
    sheet = book["Campaigns"]
    last = end_of(sheet)
    at = last + 2
    sheet.cell(at, 2).value = "Sum"
    sheet.cell(at, 5).value = f"=SUM(E{last - 2}:E{last})"
    sheet.cell(at, 6).value = f"=E{at}*2+$F${last}"
    sheet.cell(at + 1, 2).value = "wide"
    sheet.merge_cells(start_row=at + 1, start_column=2, end_row=at + 2, end_column=4)
    sheet.row_dimensions[at + 1].height = 33
    for row in range(at + 4, at + 8):
        sheet.cell(row, 2).value = f"note {row - at}"
        sheet.cell(row, 3).value = row - at
        sheet.cell(row, 4).value = f"=C{row}*$E${at}"
    sheet.cell(at + 4, 2).value, sheet.cell(at + 4, 3).value = "What", "How many"
    sheet.cell(at + 4, 4).value = "Times"
    sheet.add_table(Table(displayName="Mine", ref=f"B{at + 4}:D{at + 7}"))
    red = PatternFill("solid", bgColor="FFFF0000")
    box = f"C{at + 5}:C{at + 7}"
    sheet.conditional_formatting.add(box, FormulaRule([f"C{at + 5}>$C${at + 6}"], fill=red))
    rule = DataValidation("list", formula1=f"$B${at + 5}:$B${at + 7}")
    rule.add(f"F{at + 5}:F{at + 7}")
    sheet.add_data_validation(rule)
    sheet.cell(at + 5, 3).comment = Comment("why?", "Lin")
    sheet.cell(at + 6, 3).hyperlink = Hyperlink(f"C{at + 6}", location=f"Campaigns!B{at}")
    sheet.row_breaks.append(Break(id=at + 8))
    chart = BarChart()
    chart.add_data(Reference(sheet, 3, at + 5, max_row=at + 7))
    sheet.add_chart(chart, f"H{at + 3}")
    own = book.create_sheet("Mine too")
    own["A1"] = f"=Campaigns!E{at}+SUM(Campaigns!C{at + 5}:C{at + 7})"
    own["A2"] = "=SUM(Mine[How many])"
    own["A3"].hyperlink = Hyperlink("A3", location=f"Campaigns!B{at}")
    book.defined_names["my_sum"] = DefinedName("my_sum", attr_text=f"Campaigns!$E${at}")


def end_of(sheet: Worksheet) -> int:
    table = sheet.tables["campaigns"]
    last: int = openpyxl.utils.cell.range_boundaries(table.ref)[3]
    return last


def seen(path: Path) -> Seen:
    """Where everything is that openpyxl reads, and what it says."""
    book = openpyxl.load_workbook(path)
    found: Seen = {
        f"name {name}": one.attr_text for name, one in book.defined_names.items()
        if not name.startswith("_")
    }  # fmt: skip
    for title in ("Campaigns", "Mine too"):
        sheet = book[title]
        assert isinstance(sheet, Worksheet)
        for row in sheet:
            for cell in row:
                place = f"{title}!{cell.coordinate}"
                if cell.value is not None:
                    found[place] = cell.value
                if cell.comment is not None:
                    found[f"{place} comment"] = cell.comment.text
                if cell.hyperlink is not None:
                    location = cell.hyperlink.location or ""
                    found[f"{place} link"] = location.replace("'", "").lstrip("#").split(":")[0]
        found[f"{title} merged"] = sorted(map(str, sheet.merged_cells.ranges))
        found[f"{title} tables"] = sorted(one.ref for one in sheet.tables.values())
        found[f"{title} rules"] = sorted(
            (str(area.sqref), str(rule.formula)) for area, rules in
            sheet.conditional_formatting._cf_rules.items() for rule in rules if rule.formula
        )  # fmt: skip
        found[f"{title} inputs"] = sorted(
            (str(one.sqref), one.type) for one in sheet.data_validations.dataValidation if one.type
        )
        found[f"{title} breaks"] = sorted(one.id for one in sheet.row_breaks.brk if one.man)
        found[f"{title} anchors"] = sorted(
            (one.anchor._from.row, one.anchor._from.col) for one in sheet._charts
        )
        found[f"{title} charts"] = sorted(
            series.val.numRef.f.replace("'", "") for chart in sheet._charts
            for series in chart.series
        )  # fmt: skip
        found[f"{title} paper"] = str(sheet.print_area), sheet.print_title_rows
    return found


@pytest.mark.slow
@pytest.mark.libreoffice
def test_rows_are_put_in_as_libreoffice_does(three: Path, tmp_path: Path) -> None:
    book = edit_with_openpyxl(three, everything, tmp_path / "book.xlsx")
    at = end_of(openpyxl.load_workbook(three)["Campaigns"]) + 2
    with opened_book(book) as opened, (tmp_path / "pushed.xlsx").open("wb") as file:
        push_down(opened, book, file, PushedRows({"campaigns": [(at - 1, 12)]}))
    deeds = [("insert_rows", "Campaigns", at, 12)]
    theirs = edit_in_libreoffice(book, tmp_path / "theirs", rows=deeds)["rows"]
    ours = edit_in_libreoffice(tmp_path / "pushed.xlsx", tmp_path / "ours", rows=[])["rows"]
    one, other = seen(ours), seen(theirs)
    links = [key for key in other if key.endswith(" link")]  # which no spreadsheet moves
    assert {key: value for key, value in one.items() if key not in links} == {
        key: value for key, value in other.items() if key not in links
    }
    assert one["name my_sum"] == f"Campaigns!$E${at + 12}"
    rules = openpyxl.load_workbook(ours)["Campaigns"].data_validations.dataValidation
    offered = next(rule for rule in rules if str(rule.sqref).startswith("F4") and rule.type)
    assert offered.formula1 == "$B$42:$B$44"  # LibreOffice itself leaves it where it was
    assert one["Mine too!A3 link"] == f"Campaigns!B{at + 12}"
    assert verify(tmp_path / "pushed.xlsx") == ()


@pytest.mark.parametrize("edit", [everything, total])
def test_what_stands_below_a_table_moves_down(
    edit: Edit, folder: Path, three: Path, tmp_path: Path
) -> None:
    book = edit_with_openpyxl(three, edit, tmp_path / "book.xlsx")
    done = fill(book, tmp_path / "new.xlsx", data={"campaigns": folder / "more.csv"})
    assert done.pushed == {"Campaigns": 12}
    assert verify(tmp_path / "new.xlsx") == ()
    assert [one for one in check(tmp_path / "new.xlsx").problems if one.level == "error"] == []
    assert [row.inside for row in extract(tmp_path / "new.xlsx").tables["campaigns"].rows] == [
        True
    ] * 15
    before, after = (openpyxl.load_workbook(one)["Campaigns"] for one in (book, done.path))
    last = end_of(before)
    assert end_of(after) == last + 12
    assert after.cell(last + 14, 2).value == "Sum"
    assert after.cell(last + 14, 5).value == f"=SUM(E{last - 2}:E{last + 12})"
    assert len(validate(tmp_path / "new.xlsx")) == len(validate(book))  # what openpyxl does


@pytest.mark.slow
@pytest.mark.libreoffice
def test_values_are_those_that_libreoffice_calculates(
    folder: Path, three: Path, tmp_path: Path
) -> None:
    book = edit_with_openpyxl(three, everything, tmp_path / "book.xlsx")
    fill(book, tmp_path / "new.xlsx", data={"campaigns": folder / "more.csv"})
    again = edit_in_libreoffice(tmp_path / "new.xlsx", tmp_path / "again", saved=[])["saved"]
    ours, theirs = (openpyxl.load_workbook(one, data_only=True) for one in
                    (tmp_path / "new.xlsx", again))  # fmt: skip
    for sheet in ours.worksheets:
        for row in sheet:
            for cell in row:
                if cell.value is not None and not sheet.title.startswith("_"):
                    other = theirs[sheet.title][cell.coordinate].value
                    assert same_value(other, cell.value) or str(other) == str(cell.value)
    spend = 80000 + 120000 + 5 + sum(10 * one for one in range(1, 13))
    assert theirs["Mine too"]["A1"].value == spend + 5 + 6 + 7
    assert theirs["Mine too"]["A2"].value == 5 + 6 + 7


def torn(book: openpyxl.Workbook) -> None:
    """A table beside the one that grows, which reaches further down."""
    sheet = book["Campaigns"]
    last = end_of(sheet)
    total(book)
    for row in range(last - 1, last + 3):
        sheet.cell(row, 20).value = f"x{row}"
    sheet.add_table(Table(displayName="Beside", ref=f"T{last - 1}:T{last + 2}"))


def through(book: openpyxl.Workbook) -> None:
    total(book)
    book["Campaigns"]["T1"] = "=SUM(Campaigns:Track!A1)"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (torn, "would be torn: Campaigns!T"),
        (through, "looks through several sheets at once"),
        (typed_row, "something stands here"),
        (excels_total, "something stands here"),
    ],
)
def test_what_cannot_be_moved_exactly_is_refused(
    edit: Edit, said: str, folder: Path, three: Path, tmp_path: Path
) -> None:
    book = edit_with_openpyxl(three, edit, tmp_path / "book.xlsx")
    before = book.read_bytes()
    with pytest.raises(WorkbookError, match=said):
        fill(book, data={"campaigns": folder / "more.csv"}, in_place=True)
    assert book.read_bytes() == before
    assert [*tmp_path.iterdir()] == [book]


BELOW = """blocks:
      - table: track
      - note: {zh-CN: 以下跟随上表。, en: What follows goes by the table above.}
      - chart:
          type: column
          title: {zh-CN: 两倍, en: Doubled}
          over: track
          category: name
          series: [{column: double}]
          y_title: {zh-CN: 元, en: CNY}
      - table: reasons
"""
REASONS = """  reasons:
    title: {zh-CN: 说明表, en: Reasons}
    rows: {count: 3}
    columns:
      - {id: reason, type: text, label: {zh-CN: 原因, en: Reason}}
      - {id: weight, type: number, label: {zh-CN: 权重, en: Weight}}
      - {id: twice, type: number, label: {zh-CN: 双倍, en: Twice}, formula: '=N([@weight])*2'}
    sample: [{reason: rain, weight: 2}, {reason: sun, weight: 3}]
metrics:
"""


@pytest.fixture(scope="module")
def stacked(folder: Path) -> dict[str, Path]:
    """Workbooks of three and of fifteen rows whose table has others, texts and a chart below."""
    text = (folder / "plan.yaml").read_text("utf-8")
    text = text.replace("\nmetrics:\n", "\n" + REASONS, 1)
    title = "title: {zh-CN: 跟踪, en: Track}"
    alone = f"- {{id: track, {title}, blocks: [{{table: track}}]}}"
    text = text.replace(alone, f"- id: track\n    {title}\n    {BELOW}", 1)
    (folder / "stacked.yaml").write_text(text, "utf-8")
    return {
        name: build(
            folder / "stacked.yaml",
            folder / f"stacked-{name}.xlsx",
            data={"campaigns": folder / f"{name}.csv"},
            keep_samples=True,
        ).path
        for name in ("three", "all")
    }


def test_what_the_blueprint_has_below_a_table_moves_down_as_in_a_fresh_build(
    stacked: dict[str, Path], folder: Path, tmp_path: Path
) -> None:
    done = fill(stacked["three"], tmp_path / "new.xlsx", data={"campaigns": folder / "more.csv"})
    assert done.path is not None
    assert done.pushed == {"Track": 12}
    assert (done.waiting, done.problems) == (0, ())
    assert differences(done.path, stacked["all"]) == []
    assert verify(done.path) == ()
    assert len(validate(done.path)) == len(validate(stacked["all"]))
    after, fresh = parts(done.path), parts(stacked["all"])
    for name in fresh:
        if "/tables/" in name or "/drawings/drawing" in name or name == "xl/workbook.xml":
            assert after[name] == fresh[name], name
        if "/charts/" in name:
            assert set(SHOWN.findall(after[name])) <= set(SHOWN.findall(fresh[name]))
    sheets = [openpyxl.load_workbook(one)["Track"] for one in (done.path, stacked["all"])]
    ours, theirs = (
        (
            sorted(map(str, sheet.merged_cells.ranges)),
            sorted(str(one.sqref) for one in sheet.conditional_formatting),
            sorted(str(one.sqref) for one in sheet.data_validations.dataValidation),
            sheet.print_area,
        )
        for sheet in sheets
    )
    assert ours == theirs


def test_own_parts_between_those_of_the_blueprint_move_down_with_them(
    stacked: dict[str, Path], folder: Path, tmp_path: Path
) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Track"]
        assert isinstance(sheet, Worksheet)
        last = openpyxl.utils.cell.range_boundaries(sheet.tables["track"].ref)[3]
        sheet.cell(last + 1, 12).value = "beside"
        below = openpyxl.utils.cell.range_boundaries(sheet.tables["reasons"].ref)[3]
        sheet.cell(below + 2, 2).value = "Sum"
        sheet.cell(below + 2, 3).value = f"=SUM(C{below - 2}:C{below})+D{last}"
        sheet.cell(below, 3).value = 7

    book = edit_with_openpyxl(stacked["three"], edit, tmp_path / "book.xlsx")
    done = fill(book, tmp_path / "new.xlsx", data={"campaigns": folder / "more.csv"})
    assert done.path is not None
    sheet = openpyxl.load_workbook(done.path)["Track"]
    assert isinstance(sheet, Worksheet)
    below = openpyxl.utils.cell.range_boundaries(sheet.tables["reasons"].ref)[3]
    assert sheet.cell(below, 3).value == 7
    last = openpyxl.utils.cell.range_boundaries(sheet.tables["track"].ref)[3] - 12
    assert sheet.cell(below + 2, 3).value == f"=SUM(C{below - 2}:C{below})+D{last}"
    assert [one.code for one in check(done.path).problems if one.level == "error"] == []
    before, after = extract(book), extract(done.path)
    typed = [
        [row.cells["weight"].value for row in one.tables["reasons"].rows] for one in (before, after)
    ]
    assert typed == [[2, 3, 7]] * 2
    again = fill(done.path, tmp_path / "again.xlsx", data={"campaigns": folder / "more.csv"},
                 mode="upsert")  # fmt: skip
    assert again.pushed == {}
    assert diff(done.path, tmp_path / "again.xlsx").same


def test_a_table_with_others_below_it_stays_as_high_when_it_holds_fewer_rows(
    stacked: dict[str, Path], folder: Path, tmp_path: Path
) -> None:
    done = fill(stacked["all"], tmp_path / "new.xlsx", data={"campaigns": folder / "three.csv"},
                mode="replace")  # fmt: skip
    assert done.path is not None
    assert (done.tables["campaigns"].removed, done.tables["campaigns"].rows) == (15, 3)
    sheet = openpyxl.load_workbook(done.path, data_only=True)["Track"]
    assert isinstance(sheet, Worksheet)
    left, top, _, bottom = openpyxl.utils.cell.range_boundaries(sheet.tables["track"].ref)
    names = [sheet.cell(row, left).value for row in range(top + 1, bottom + 1)]
    assert [one for one in names if one] == ["A", "B", "C"]
    assert len(names) == 17
    assert (done.problems, verify(done.path), check(done.path).problems) == ((), (), ())


@pytest.mark.slow
@pytest.mark.libreoffice
def test_values_below_are_those_that_libreoffice_calculates(
    stacked: dict[str, Path], folder: Path, tmp_path: Path
) -> None:
    given = edit_in_libreoffice(stacked["three"], tmp_path / "given", saved=[])["saved"]
    for name, book in (("ours", stacked["three"]), ("theirs", given)):
        fill(book, tmp_path / f"{name}.xlsx", data={"campaigns": folder / "more.csv"})
        again = edit_in_libreoffice(tmp_path / f"{name}.xlsx", tmp_path / name, saved=[])["saved"]
        found = [problem for problem in check(again).problems if problem.level == "error"]
        assert found == []
        one, other = (openpyxl.load_workbook(path, data_only=True)["Track"]
                      for path in (again, stacked["all"]))  # fmt: skip
        for row in other:
            for cell in row:
                if cell.value is not None:
                    assert same_value(one[cell.coordinate].value, cell.value) or str(
                        one[cell.coordinate].value
                    ) == str(cell.value), cell.coordinate


@pytest.mark.slow
def test_more_agents_than_a_shipped_workbook_has_room_for_are_no_work_of_peoples_own(
    tmp_path: Path,
) -> None:
    book = build("service-quality", tmp_path / "book.xlsx").path
    lines = [f"2024-06-03,Agent {number},30,20,30,10,9,12" for number in range(15)]
    header = "day,agent,chats,first,mean,rated,satisfied,asked"
    (tmp_path / "days.csv").write_text("\n".join([header, *lines, ""]), "utf-8")
    done = fill(book, tmp_path / "new.xlsx", data={"service_days": tmp_path / "days.csv"})
    assert done.pushed == {"Agents and reasons": 15}
    assert (done.waiting, done.problems) == (0, ())
    assert (verify(tmp_path / "new.xlsx"), validate(tmp_path / "new.xlsx")) == ((), [])
    assert upgrade(tmp_path / "new.xlsx", tmp_path / "next.xlsx", locale="zh-CN").whole
