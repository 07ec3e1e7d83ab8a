"""New rows and parameters in a workbook that people work in; all else stays."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from edited import SKUS, Edit, edit_in_libreoffice, edit_with_openpyxl
from plansheets import WorkbookError, build, check, extract, fill, upgrade, verify
from plansheets.cli import cli
from plansheets.errors import DataError, PlansheetsError
from plansheets.life.book import opened_book
from plansheets.life.mark_names import MARKS
from plansheets.life.new_rows import Mode
from plansheets.life.same import same_value
from plansheets.package.splice import splice

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
HEADER = "name,channel,start,spend,revenue,notes"
THREE = ["A,Search,2024-05-20,80000,208000,", "B,Social,2024-06-01,120000,180000,x", "C,,,5,6,"]
MORE = [f"N{number},Live stream,2024-07-{number:02},{number * 10},{number * 25},n" for number in
        range(1, 13)]  # fmt: skip
SHOWN = re.compile(rb"<c:(?:num|str)Ref>.*?</c:(?:num|str)Ref>")
"""What a chart refers to, and the points it remembers."""
FOLLOWING = """  track:
    title: {zh-CN: 跟踪表, en: Track table}
    rows: {from: campaigns, spare: 2}
    columns:
      - {id: name, from: name}
      - {id: double, type: money, label: {zh-CN: 两倍, en: Double}, formula: '=N([@spend])*2'}
      - {id: spend, from: spend}
metrics:
"""


def write_plan(folder: Path) -> str:
    """A plan with a table, one that follows it on a sheet of its own, and a chart; and its rows."""
    text = (files("plansheets") / "blueprint" / "starter.yaml").read_text("utf-8")
    text = text.replace("\nmetrics:\n", "\n" + FOLLOWING, 1)
    text = text.replace(
        "\nchecks:\n",
        "\n  - {id: track, title: {zh-CN: 跟踪, en: Track}, blocks: [{table: track}]}\n\nchecks:\n",
        1,
    )
    (folder / "plan.yaml").write_text(text, "utf-8")
    for name, rows in (("three", THREE), ("more", MORE), ("all", [*THREE, *MORE])):
        (folder / f"{name}.csv").write_text("\n".join([HEADER, *rows, ""]), "utf-8")
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    write_plan(folder)
    return folder


@pytest.fixture(scope="module")
def three(folder: Path) -> Path:
    data = {"campaigns": folder / "three.csv"}
    return build(folder / "plan.yaml", folder / "three.xlsx", data=data).path


@pytest.fixture(scope="module")
def fifteen(folder: Path) -> Path:
    data = {"campaigns": folder / "all.csv"}
    return build(folder / "plan.yaml", folder / "fifteen.xlsx", data=data).path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells(path: Path) -> dict[tuple[str, int, int], tuple[object, object]]:
    """Value and formula of every cell but the marks, which tell when a workbook was made."""
    with opened_book(path) as book:
        return {
            (sheet.title, *spot): (held.value, held.formula)
            for sheet in book.sheets
            if sheet.title != MARKS
            for spot, held in book.contents(sheet).cells.items()
        }


def differences(one: Path, other: Path) -> list[object]:
    left, right = cells(one), cells(other)
    nothing = (None, None)
    return [
        (spot, left.get(spot), right.get(spot))
        for spot in sorted(left.keys() | right.keys())
        if left.get(spot, nothing)[1] != right.get(spot, nothing)[1]
        or not same_value(left.get(spot, nothing)[0], right.get(spot, nothing)[0])
    ]


def test_a_full_disk_for_scratch_is_not_the_fault_of_the_workbook(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(WorkbookError) as caught:
        fill(three, tmp_path / "new.xlsx", values={"roi_target": "3"})
    [problem] = caught.value.problems
    assert problem.code == "PS307"
    assert "no space left" in problem.message
    assert "TMPDIR" in str(problem.hint)


def test_rows_that_wait_in_a_blank_workbook_are_not_counted_as_used(tmp_path: Path) -> None:
    plan = write_plan(tmp_path).replace("spare: 2}", "spare: 9}")
    plan = plan.replace("blocks: [{table: track}]", "blocks: [{table: track}, {table: goals}]")
    goals = (
        "  goals:\n    title: {zh-CN: 目标, en: Goals}\n    rows: {count: 3}\n    titled: true\n"
        "    columns: [{id: goal, type: money, label: {zh-CN: 目标, en: Goal}}]\nmetrics:\n"
    )
    (tmp_path / "plan.yaml").write_text(plan.replace("metrics:\n", goals, 1), "utf-8")
    (tmp_path / "goals.csv").write_text("Goal\n5\n6\n7\n", "utf-8")
    blank = build(tmp_path / "plan.yaml", tmp_path / "blank.xlsx", blank=True, locale="en").path
    for table, rows in (("goals", "goals"), ("campaigns", "three")):
        out = tmp_path / f"{rows}.xlsx"
        done = fill(blank, out, data={table: tmp_path / f"{rows}.csv"})
        assert sum(one.added for one in done.tables.values()) == 3
        assert verify(out) == ()


def test_appended_rows_give_what_a_fresh_build_with_all_rows_gives(
    folder: Path, three: Path, fifteen: Path, tmp_path: Path
) -> None:
    done = fill(three, tmp_path / "filled.xlsx", data={"campaigns": folder / "more.csv"})
    assert done.path is not None
    assert (done.tables["campaigns"].added, done.tables["campaigns"].rows) == (12, 15)
    assert (done.waiting, done.problems) == (0, ())
    assert differences(done.path, fifteen) == []
    assert verify(done.path) == ()
    before, after, fresh = parts(three), parts(done.path), parts(fifteen)
    changed = {name for name in before if before[name] != after[name]}
    with opened_book(three) as book:
        marks = book.sheet(MARKS)
        assert marks is not None
    assert changed - {marks.part} < {name for name in before if before[name] != fresh[name]}
    for name in changed:
        if "/tables/" in name or name == "xl/workbook.xml":
            assert after[name] == fresh[name], name
        if "/charts/" in name:
            assert set(SHOWN.findall(after[name])) <= set(SHOWN.findall(fresh[name]))
    assert check(done.path).problems == ()


def test_replaced_rows_shrink_a_table_as_a_fresh_build_has_it(
    folder: Path, three: Path, fifteen: Path, tmp_path: Path
) -> None:
    data = {"campaigns": folder / "three.csv"}
    done = fill(fifteen, tmp_path / "filled.xlsx", data=data, mode="replace")
    assert done.path is not None
    assert (done.tables["campaigns"].removed, done.tables["campaigns"].rows) == (15, 3)
    assert differences(done.path, three) == []
    assert (done.problems, verify(done.path)) == ((), ())


def test_upsert_changes_rows_by_their_keys_and_appends_others(three: Path, tmp_path: Path) -> None:
    data = tmp_path / "changes.csv"
    data.write_text("name,spend\nB,1\nz,7\n", "utf-8")
    done = fill(three, tmp_path / "filled.xlsx", data={"campaigns": data}, mode="upsert")
    assert (done.tables["campaigns"].added, done.tables["campaigns"].changed) == (1, 1)
    assert done.path is not None
    rows = extract(done.path).tables["campaigns"].rows
    told = [[row.cells[id_].value for id_ in ("name", "spend", "revenue")] for row in rows]
    assert told == [["A", 80_000, 208_000], ["B", 1, 180_000], ["C", 5, 6], ["z", 7, None]]


def test_a_row_that_is_there_is_left_out_and_told_and_another_of_its_key_is_refused(
    folder: Path, three: Path, tmp_path: Path
) -> None:
    done = fill(three, tmp_path / "filled.xlsx", data={"campaigns": folder / "all.csv"})
    assert done.tables["campaigns"].added == 12
    assert [one.code for one in done.problems] == ["PS444"]
    data = tmp_path / "other.csv"
    data.write_text("name,spend\nB,1\n", "utf-8")
    with pytest.raises(WorkbookError, match="PS751"):
        fill(three, tmp_path / "none.xlsx", data={"campaigns": data})
    assert not (tmp_path / "none.xlsx").exists()


def test_a_key_that_is_a_day_is_told_as_one(tmp_path: Path) -> None:
    plan, data = tmp_path / "plan.yaml", tmp_path / "days.csv"
    plan.write_text(DAILY.replace("key: order", "key: [day, order]"), "utf-8")
    data.write_text("day,order,spend\n2024-06-01,7,1\n", "utf-8")
    book = build(plan, tmp_path / "book.xlsx", data={"days": data}).path
    again = fill(book, tmp_path / "same.xlsx", data={"days": data}).problems
    assert any("2024-06-01 / 7" in str(one) for one in again)
    data.write_text("day,order,spend\n2024-06-01,7,2\n", "utf-8")
    with pytest.raises(WorkbookError, match="has '2024-06-01 / 7' in row"):
        fill(book, tmp_path / "other.xlsx", data={"days": data})


def test_a_parameter_that_is_set_changes_every_value_that_looks_at_it(
    folder: Path, three: Path, tmp_path: Path
) -> None:
    fresh = build(
        folder / "plan.yaml", tmp_path / "fresh.xlsx", data={"campaigns": folder / "three.csv"},
        values={"roi_target": "3.5"},
    ).path  # fmt: skip
    done = fill(three, tmp_path / "filled.xlsx", values={"roi_target": "3.5"})
    assert (done.inputs, done.formulas, done.parameters) == (1, 0, {"roi_target": 3.5})
    assert done.path is not None
    assert differences(done.path, fresh) == []


def test_a_sample_is_filled_as_any_workbook_and_no_more_said_to_be_one(
    folder: Path, tmp_path: Path
) -> None:
    sample = build(folder / "plan.yaml", tmp_path / "sample.xlsx").path
    data = {"campaigns": folder / "all.csv"}
    done = fill(sample, tmp_path / "filled.xlsx", data=data, mode="replace")
    assert done.path is not None
    assert check(done.path).problems == ()
    fresh = build(folder / "plan.yaml", tmp_path / "fresh.xlsx", data=data).path
    assert differences(done.path, fresh) == []


def worked_in(book: openpyxl.Workbook) -> None:
    """A column and a sheet of one's own, a comment, a colour, a width, a hidden row."""
    sheet = book["Campaigns"]
    table = next(iter(sheet.tables.values()))
    first, last = table.ref.split(":")
    del first
    row = int("".join(filter(str.isdigit, last)))
    sheet.cell(row, 2).comment = openpyxl.comments.Comment("ask Li", "me")
    sheet.cell(row, 2).fill = openpyxl.styles.PatternFill("solid", fgColor="00FF00")
    sheet.column_dimensions["C"].width = 33
    sheet.row_dimensions[row - 1].hidden = True
    sheet["Z1"] = "mine"
    own = book.create_sheet("My sheet")
    own["A1"] = f"=SUM(Campaigns!$E${row - 2}:$E${row})"
    own["A2"] = "=spend_total*2"


def comments(sheet: Worksheet) -> dict[str, str]:
    return {
        cell.coordinate: cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def test_what_people_made_of_it_stays(folder: Path, three: Path, tmp_path: Path) -> None:
    book = edit_with_openpyxl(three, worked_in, tmp_path / "book.xlsx")
    done = fill(book, tmp_path / "filled.xlsx", data={"campaigns": folder / "more.csv"})
    assert done.path is not None
    assert done.waiting == 2
    assert [one.code for one in done.problems] == ["PS722"]
    before, after = openpyxl.load_workbook(book), openpyxl.load_workbook(done.path)
    old, new = before["Campaigns"], after["Campaigns"]
    assert new["Z1"].value == "mine"
    assert new.column_dimensions["C"].width == 33
    [marked] = [new[name] for name, text in comments(new).items() if text == "ask Li"]
    assert comments(new) == comments(old)
    assert marked.fill.fgColor.rgb == "0000FF00"
    assert {row for row, one in new.row_dimensions.items() if one.hidden} == {
        row for row, one in old.row_dimensions.items() if one.hidden
    }
    assert after["My sheet"]["A2"].value == "=spend_total*2"
    first, last = (before["My sheet"]["A1"].value.split("$")[index] for index in (2, 4))
    grown = f"=SUM(Campaigns!$E${first.rstrip(':')}:$E${int(last.rstrip(')')) + 12})"
    assert after["My sheet"]["A1"].value == grown


def own_column(book: openpyxl.Workbook) -> None:
    """A column of one's own right of the table, and in it: a formula, and words."""
    sheet = book["Campaigns"]
    [table] = sheet.tables.values()
    first, last = openpyxl.utils.cell.range_boundaries(table.ref)[1::2]
    right = openpyxl.utils.cell.range_boundaries(table.ref)[2]
    letters = [openpyxl.utils.get_column_letter(right + offset) for offset in (1, 2)]
    for letter, header in zip(letters, ("Twice", "Words"), strict=True):
        sheet[f"{letter}{first}"] = header
        column = openpyxl.worksheet.table.TableColumn(id=len(table.tableColumns) + 1, name=header)
        table.tableColumns.append(column)
    for row in range(first + 1, last + 1):
        sheet[f"{letters[0]}{row}"] = f"=E{row}*$A$1"
        sheet[f"{letters[1]}{row}"] = f"word {row}"
    start, _ = table.ref.split(":")
    table.ref = table.autoFilter.ref = f"{start}:{letters[1]}{last}"


def test_columns_of_ones_own_go_on_and_what_was_typed_into_them_keeps_its_row(
    folder: Path, three: Path, tmp_path: Path
) -> None:
    book = edit_with_openpyxl(three, own_column, tmp_path / "book.xlsx")
    done = fill(book, tmp_path / "filled.xlsx", data={"campaigns": folder / "more.csv"})
    assert (done.waiting, done.path) == (15, tmp_path / "filled.xlsx")
    sheet = openpyxl.load_workbook(done.path)["Campaigns"]
    [table] = sheet.tables.values()
    _left, top, right, bottom = openpyxl.utils.cell.range_boundaries(table.ref)
    assert bottom - top == 15
    assert sheet.cell(bottom, right - 1).value == f"=E{bottom}*$A$1"
    assert sheet.cell(top + 3, right).value == f"word {top + 3}"
    assert sheet.cell(bottom, right).value is None
    with pytest.raises(WorkbookError, match="PS752"):
        fill(book, tmp_path / "no.xlsx", data={"campaigns": folder / "more.csv"}, mode="replace")


def below(book: openpyxl.Workbook) -> None:
    sheet = book["Campaigns"]
    [table] = sheet.tables.values()
    row = int("".join(filter(str.isdigit, table.ref.split(":")[1]))) + 1
    sheet.cell(row, 2).value, sheet.cell(row, 5).value = "Z", 7  # a row of the table


def over(book: openpyxl.Workbook) -> None:
    sheet = book["Campaigns"]
    [table] = sheet.tables.values()
    sheet.cell(int("".join(filter(str.isdigit, table.ref.split(":")[1]))), 7).value = 1


@pytest.mark.parametrize(("edit", "code"), [(below, "PS752"), (over, "PS753")])
def test_what_stands_in_the_way_is_named_and_nothing_is_written(
    edit: Edit, code: str, folder: Path, three: Path, tmp_path: Path
) -> None:
    book = edit_with_openpyxl(three, edit, tmp_path / "book.xlsx")
    before = book.read_bytes()
    with pytest.raises(WorkbookError, match=code):
        fill(book, data={"campaigns": folder / "more.csv"}, in_place=True)
    assert [*tmp_path.iterdir()] == [book]
    assert book.read_bytes() == before


def end_of(sheet: Worksheet) -> int:
    [table] = sheet.tables.values()
    last: int = openpyxl.utils.cell.range_boundaries(table.ref)[3]
    return last


def typed_row(book: openpyxl.Workbook) -> None:
    sheet = book["Campaigns"]
    for column, value in enumerate(("D", "Search", None, 7, 9), 2):
        sheet.cell(end_of(sheet) + 1, column).value = value


def total(book: openpyxl.Workbook, rows: int = 2) -> None:
    sheet = book["Campaigns"]
    last = end_of(sheet)
    sheet.cell(last + rows, 2).value = "Sum"
    sheet.cell(last + rows, 5).value = f"=SUM(E{last - 2}:E{last})"


def excels_total(book: openpyxl.Workbook) -> None:
    sheet = book["Campaigns"]
    [table] = sheet.tables.values()
    total(book, 1)
    first, last = table.ref.split(":")
    table.ref = f"{first}:{last.rstrip('0123456789')}{end_of(sheet) + 1}"
    table.totalsRowCount = 1


@pytest.mark.parametrize(
    ("edit", "hint"),
    [
        (typed_row, "drag the table's corner below it first"),
        (excels_total, "turn the table's total row off"),
    ],
)
def test_what_to_do_about_what_stands_in_the_way_is_said(
    edit: Edit, hint: str, folder: Path, three: Path, tmp_path: Path
) -> None:
    book = edit_with_openpyxl(three, edit, tmp_path / "book.xlsx")
    row = end_of(openpyxl.load_workbook(three)["Campaigns"]) + 2
    with pytest.raises(WorkbookError) as caught:
        fill(book, tmp_path / "no.xlsx", data={"campaigns": folder / "more.csv"})
    [problem] = caught.value.problems
    assert problem.hint is not None
    assert hint.format(row=row) in problem.hint


def test_a_total_that_was_moved_down_adds_up_the_new_rows(
    folder: Path, three: Path, tmp_path: Path
) -> None:
    def lower(book: openpyxl.Workbook) -> None:
        total(book, 14)

    book = edit_with_openpyxl(three, lower, tmp_path / "book.xlsx")
    done = fill(book, tmp_path / "new.xlsx", data={"campaigns": folder / "more.csv"})
    assert done.path is not None
    assert [one.code for one in done.problems] == []
    sheet = openpyxl.load_workbook(done.path)["Campaigns"]
    last = end_of(sheet)
    assert sheet.cell(last + 2, 5).value == f"=SUM(E{last - 14}:E{last})"
    assert [row.inside for row in extract(done.path).tables["campaigns"].rows] == [True] * 15


def test_formulas_that_share_one_on_a_sheet_of_ones_own_grow_alike(
    folder: Path, three: Path, tmp_path: Path
) -> None:
    def own_sheet(book: openpyxl.Workbook) -> None:
        own, last = book.create_sheet("Mine"), end_of(book["Campaigns"])
        for row in (1, 2, 3):
            own[f"A{row}"] = f"=SUM(Campaigns!$E${last - 2}:$E${last})*B{row}"

    book = edit_with_openpyxl(three, own_sheet, tmp_path / "book.xlsx")
    shared = tmp_path / "shared.xlsx"
    with opened_book(book) as opened:
        mine = opened.sheet("Mine")
        assert mine is not None

    def share(chunks: Iterator[bytes]) -> list[bytes]:
        text = b"".join(chunks)
        text = text.replace(b"<f>", b'<f t="shared" ref="A1:A3" si="0">', 1)
        return [re.sub(rb"<f>[^<]*</f>", b'<f t="shared" si="0"/>', text)]

    with book.open("rb") as source, shared.open("wb") as target:
        splice(source, target, {mine.part: share})
    done = fill(shared, tmp_path / "new.xlsx", data={"campaigns": folder / "more.csv"})
    assert done.path is not None
    new = openpyxl.load_workbook(done.path)
    last = end_of(new["Campaigns"])
    assert [new["Mine"][f"A{row}"].value for row in (1, 2, 3)] == [
        f"=SUM(Campaigns!$E${last - 14}:$E${last})*B{row}" for row in (1, 2, 3)
    ]
    assert verify(done.path) == ()


def test_a_sheet_that_was_deleted_is_had_back_as_the_message_says(
    three: Path, tmp_path: Path
) -> None:
    def delete(book: openpyxl.Workbook) -> None:
        del book["About"]

    book = edit_with_openpyxl(three, delete, tmp_path / "book.xlsx")
    with pytest.raises(WorkbookError, match="PS750") as caught:
        fill(book, tmp_path / "no.xlsx", values={"roi_target": "3"})
    assert "plansheets upgrade builds it anew" in str(caught.value.problems[0].hint)
    assert upgrade(book, tmp_path / "new.xlsx").whole
    assert "About" in openpyxl.load_workbook(tmp_path / "new.xlsx").sheetnames


def test_data_that_do_not_fit_are_told_as_for_a_build(three: Path, tmp_path: Path) -> None:
    data = tmp_path / "wrong.csv"
    data.write_text("name,spend\nX,many\n", "utf-8")
    with pytest.raises(DataError):
        fill(three, tmp_path / "none.xlsx", data={"campaigns": data})
    with pytest.raises(PlansheetsError, match="PS311"):
        fill(three, tmp_path / "none.xlsx", values={"no": 1})
    assert not (tmp_path / "none.xlsx").exists()


@pytest.mark.slow
def test_values_that_no_list_of_the_workbook_has_are_told_as_for_a_build(tmp_path: Path) -> None:
    made = build("rfm-segmentation", tmp_path / "made.xlsx", locale="en", blank=True).path
    order = {"customer": "c", "paid_on": "2024-06-03", "amount": 10}
    orders = pd.DataFrame(
        [{**order, "order": "1", "status": "PAID"}, {**order, "order": "2", "status": "on_hold"}]
    )

    def told(book: Path) -> list[str]:
        found = fill(book, data={"orders": orders}, dry_run=True).problems
        return [one.message for one in found if one.code == "PS449"]

    [message] = told(made)
    assert (
        message
        == "1 of 2 rows have values that 'Which order states count' does not list: 'on_hold' (1)"
    )

    book = openpyxl.load_workbook(made)
    sheet = book["Order states"]
    row, column = next(
        (cell.row, cell.column) for row in sheet for cell in row if cell.value == "Order state"
    )
    sheet.cell(row + 1, column, "On_hold")
    book.save(tmp_path / "typed.xlsx")
    assert told(tmp_path / "typed.xlsx") == []


def test_twelve_times_a_month_is_as_once_a_year(
    folder: Path, three: Path, fifteen: Path, tmp_path: Path
) -> None:
    book = shutil.copyfile(three, tmp_path / "book.xlsx")
    for number, row in enumerate([*MORE[:3], None]):
        data = tmp_path / f"{number}.csv"
        rows = [row] if row else MORE[3:]
        data.write_text("\n".join([HEADER, *rows, ""]), "utf-8")
        fill(book, data={"campaigns": data}, in_place=True)
    assert differences(book, fifteen) == []
    assert len([*tmp_path.glob("book.*.xlsx")]) == 4


@pytest.mark.slow
def test_situation_1_twenty_channels_into_a_target_breakdown_that_has_five(tmp_path: Path) -> None:
    """Every cell is as in a fresh build; charts, rules, names and following tables have grown."""
    sample = build("target-breakdown", tmp_path / "sample.xlsx", locale="zh-CN").path
    rows = extract(sample).tables["channels"].frame(inputs=True).to_dict("records")
    channels = [
        {
            **rows[number % len(rows)],
            "channel": f"{number:02} {rows[number % len(rows)]['channel']}",
        }
        for number in range(20)
    ]
    five, twenty = (
        build(
            "target-breakdown", tmp_path / f"{count}.xlsx", locale="zh-CN", keep_samples=True,
            data={"channels": pd.DataFrame(channels[:count], dtype=object)},
        ).path
        for count in (5, 20)
    )  # fmt: skip
    data = {"channels": pd.DataFrame(channels[5:], dtype=object)}
    done = fill(five, tmp_path / "filled.xlsx", data=data)
    assert done.path is not None
    assert (done.tables["channels"].added, done.waiting, done.problems) == (15, 0, ())
    assert differences(done.path, twenty) == []
    assert verify(done.path) == ()
    before, after, fresh = parts(five), parts(done.path), parts(twenty)
    assert {name for name in after if "table" in name and after[name] != fresh[name]} == set()
    assert sum(before[name] != after[name] for name in before) < len(before) / 5


@pytest.mark.libreoffice
def test_rows_that_were_inserted_above_a_table_are_no_cells_gone(tmp_path: Path) -> None:
    shop = build("sku-management", tmp_path / "shop.xlsx", locale="zh-CN").path
    book = edit_in_libreoffice(shop, tmp_path / "edited", "insert_row_above")["insert_row_above"]
    (tmp_path / "more.csv").write_text("SKU,可售库存\nNEW,5\n", "utf-8")
    done = fill(book, tmp_path / "new.xlsx", data={"skus": tmp_path / "more.csv"})
    assert done.tables["skus"].added == 1
    assert verify(tmp_path / "new.xlsx") == ()
    assert check(tmp_path / "new.xlsx").clean


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_column_that_was_inserted_in_libreoffice_stays_where_it_is(tmp_path: Path) -> None:
    fresh = build("sku-management", tmp_path / "skus.xlsx", locale="zh-CN").path
    book = edit_in_libreoffice(fresh, tmp_path / "lo", "insert_column")["insert_column"]
    new = pd.DataFrame([{"sku": "N1", "cost": 3}, {"sku": "N2", "cost": 4}], dtype=object)
    done = fill(book, tmp_path / "filled.xlsx", data={"skus": new})
    assert done.path is not None
    assert (done.tables["skus"].rows, done.waiting, done.problems) == (17, 0, ())
    assert verify(done.path) == ()
    assert cells(done.path)[SKUS, 3, 7] == ("备注A", None)
    assert cells(done.path)[SKUS, 4, 7] == ("我的备注", None)
    assert extract(done.path).tables["skus"].rows[-1].cells["cost"].value == 4


KILLED = """
import os, signal, sys
from plansheets.life import safely
from plansheets import fill

def killed(source, target, size):
    target.write(source.read(1000))
    target.flush()
    os.kill(os.getpid(), signal.SIGKILL)

safely.shutil.copyfileobj = killed
fill(sys.argv[1], data={"campaigns": sys.argv[2]}, in_place=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_situation_11_killed_while_writing_the_old_workbook_is_whole(
    folder: Path, three: Path, tmp_path: Path
) -> None:
    book = Path(shutil.copyfile(three, tmp_path / "book.xlsx"))
    more = folder / "more.csv"
    done = subprocess.run([sys.executable, "-c", KILLED, book, more], check=False)
    assert done.returncode == -signal.SIGKILL
    assert book.read_bytes() == three.read_bytes()
    assert verify(book) == ()
    filled = fill(book, data={"campaigns": more}, in_place=True)
    assert (filled.tables["campaigns"].added, filled.problems) == (12, ())


def test_situation_11_one_cell_and_300_rows_touch_one_part_and_nothing_else(
    tmp_path: Path,
) -> None:
    """The splice alone, at a hundredth of the size that bench/splice.py measures."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(DAILY, "utf-8")
    rows = [f"2024-01-01,{number},{number % 7}" for number in range(1000)]
    new = [f"2024-06-01,{number},1" for number in range(1000, 1300)]
    for name, lines in (("rows", rows), ("new", new), ("all", [*rows, *new])):
        (tmp_path / f"{name}.csv").write_text("\n".join(["day,order,spend", *lines, ""]), "utf-8")
    book = build(plan, tmp_path / "book.xlsx", data={"days": tmp_path / "rows.csv"}).path
    fresh = build(
        plan, tmp_path / "fresh.xlsx", data={"days": tmp_path / "all.csv"}, values={"rate": 3}
    ).path
    data = {"days": tmp_path / "new.csv"}
    done = fill(book, tmp_path / "filled.xlsx", data=data, values={"rate": 3})
    assert done.path is not None
    assert differences(done.path, fresh) == []
    before, after = parts(book), parts(done.path)
    assert before.keys() == after.keys()
    assert sum(before[name] != after[name] for name in before) < 10


DAILY = """blueprint: daily
version: 1.0.0
title: {zh-CN: 日报, en: Daily}
purpose: {zh-CN: 试, en: To try.}
parameters:
  rate: {type: number, default: 2, label: {zh-CN: 系数, en: Rate}}
tables:
  days:
    title: {zh-CN: 日表, en: Days}
    key: order
    columns:
      - {id: day, type: date, label: {zh-CN: 日期, en: Day}}
      - {id: order, type: count, label: {zh-CN: 单号, en: Order}}
      - {id: spend, type: money, label: {zh-CN: 花费, en: Spend}}
      - {id: double, type: money, label: {zh-CN: 倍数, en: Times}, formula: '=N([@spend])*rate'}
metrics:
  total: {type: money, label: {zh-CN: 合计, en: Total}, formula: '=SUM(days[double])'}
sheets:
  - {id: main, title: {zh-CN: 日, en: Days}, blocks: [{cards: [total]}, {table: days}]}
"""


def test_tables_and_parameters_complete_from_the_workbook(three: Path) -> None:
    def completed(*words: str) -> list[str]:
        around = {
            "_PLANSHEETS_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(["plansheets", "fill", str(three), *words]),
            "COMP_CWORD": str(2 + len(words)),
        }
        done = CliRunner().invoke(cli, [], env=around, prog_name="plansheets")
        return [line.partition(",")[2] for line in done.output.split()]

    assert completed("--data", "c") == ["campaigns="]
    assert completed("--data", "track") == []
    assert completed("--set", "roi") == ["roi_target="]


@pytest.fixture
def run() -> Callable[..., tuple[int, str]]:
    def run(*words: object) -> tuple[int, str]:
        done = CliRunner().invoke(cli, [*map(str, words)], env={"LANG": "en_US.UTF-8"})
        return done.exit_code, done.output

    return run


def test_the_command_says_what_it_did(
    run: Callable[..., tuple[int, str]], folder: Path, three: Path, tmp_path: Path
) -> None:
    new = f"campaigns={folder / 'more.csv'}"
    status, said = run("fill", three, "--data", new, "--set", "roi_target=3", "--dry-run")
    assert status == 0
    assert "campaigns: 12 rows new, 0 changed, 0 taken out, 15 now" in said
    assert "roi_target = 3" in said
    status, said = run("fill", three, "--data", new, "-o", tmp_path, "--json")
    told = json.loads(said)
    assert (status, told["ok"], told["waiting"]) == (0, True, 0)
    assert told["written"] == str(tmp_path / "three.xlsx")
    assert told["tables"]["campaigns"]["rows"] == 15


@pytest.mark.parametrize(
    "words", [(), ("--set", "a=1"), ("--data", "a=b", "-o", "c", "--in-place")]
)
def test_options_that_say_too_little_or_too_much_are_refused(
    run: Callable[..., tuple[int, str]], words: tuple[str, ...]
) -> None:
    assert run("fill", "a.xlsx", *words)[0] == 2


ZEROS = """
blueprint: zeros
version: 1.0.0
title: Zeros
tables:
  t:
    title: T
    key: k
    columns:
      - {id: k, type: key, label: K}
      - {id: a, type: number, label: A}
      - {id: b, type: number, label: B}
      - {id: q, type: ratio, label: Q, formula: '=IF(N([@b])=0, "", N([@a])/[@b])'}
metrics:
  lines: {type: count, label: Lines, formula: '=COUNT(t[a])'}
sheets:
  - {id: m, title: M, blocks: [{cards: [lines]}, {table: t}]}
"""


@pytest.mark.parametrize("mode", ["append", "upsert", "replace"])
def test_a_zero_is_written_over_a_blank_and_over_an_empty_text(mode: Mode, tmp_path: Path) -> None:
    (tmp_path / "zeros.yaml").write_text(ZEROS, "utf-8")
    (tmp_path / "keys.csv").write_text("K,A,B\nx,,\ny,,5\nz,8,4\n", "utf-8")
    (tmp_path / "zeros.csv").write_text("K,A,B\nx,,4\ny,0,5\nz,0,4\n", "utf-8")
    fresh = build(
        tmp_path / "zeros.yaml",
        tmp_path / "fresh.xlsx",
        data={"t": tmp_path / "zeros.csv"},
        rows=5,
    )
    held = {} if mode == "append" else {"t": tmp_path / "keys.csv"}
    before = build(
        tmp_path / "zeros.yaml", tmp_path / "before.xlsx", data=held, blank=not held, rows=5
    )
    data = {"t": tmp_path / "zeros.csv"}
    filled = fill(before.path, tmp_path / "filled.xlsx", data=data, mode=mode)
    assert filled.path is not None
    assert differences(filled.path, fresh.path) == []
    zero = [value for value, _ in cells(filled.path).values() if value == 0 and value != ""]
    assert len(zero) >= 4  # typed twice, computed twice at the least


def test_a_workbook_without_a_name_that_formulas_look_at_is_not_filled(
    three: Path, tmp_path: Path
) -> None:
    edited = tmp_path / "edited.xlsx"

    book = openpyxl.load_workbook(three)
    del book.defined_names["roi_target"]
    book.save(edited)
    with pytest.raises(WorkbookError) as caught:
        fill(edited, tmp_path / "filled.xlsx", values={"roi_target": "3"})
    assert {"PS750", "PS716"} <= {one.code for one in caught.value.problems}
    assert not (tmp_path / "filled.xlsx").exists()
