"""Formulas that were typed over are put back, and nothing else changes."""

from __future__ import annotations

import datetime
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidationList

from edited import SKUS, edit_in_libreoffice, edit_with_openpyxl, skus
from plansheets import WorkbookError, build, check, repair, upgrade, verify
from plansheets.cli import cli
from plansheets.life.book import opened_book
from plansheets.life.known import know
from plansheets.life.rebuild import Rebuilder
from plansheets.life.rules_back import with_rules
from plansheets.package.sheet_splice import CellPatch, SheetPatch, patched_sheet
from plansheets.package.splice import splice

REBUILDER = Rebuilder()
"""Makes the plan once for all that is repaired here."""
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    return build("sku-management", folder / "skus.xlsx", locale="zh-CN").path


@pytest.fixture(scope="module")
def tampered(fresh: Path) -> Path:
    """A value over one formula and another formula over a second; all else to the byte."""
    path = fresh.with_name("tampered.xlsx")
    with opened_book(fresh) as book:
        sheet = book.sheet(SKUS)
        assert sheet is not None
        part = sheet.part
    cells = {5: {9: CellPatch(value="0.5")}, 6: {10: CellPatch(value="2", formula="1+1")}}
    with fresh.open("rb") as source, path.open("wb") as target:
        splice(source, target, {part: lambda old: patched_sheet(old, SheetPatch(cells))})
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_formulas_are_put_back_and_every_other_part_stays(
    fresh: Path, tampered: Path, tmp_path: Path
) -> None:
    done = repair(tampered, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert [(one.code, one.cells) for one in done.repaired] == [
        ("PS710", f"{SKUS}!J6"),
        ("PS712", f"{SKUS}!K7"),
    ]
    assert (done.formulas, done.waiting, done.left) == (2, 0, ())
    assert done.path == tmp_path / "repaired.xlsx"
    before, after, once = parts(tampered), parts(done.path), parts(fresh)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {name for name in before if before[name] != once[name]}
    assert after == once  # the very bytes that the workbook had before
    assert verify(done.path) == ()


def test_a_workbook_of_an_older_program_is_refused_with_what_to_do_and_that_works(
    tampered: Path, tmp_path: Path
) -> None:
    with opened_book(tampered) as opened:
        known = know(opened, None)
        drawn = next(one for one in known.manifest.sheets if one.id == "checks").formulas

    def older(book: openpyxl.Workbook) -> None:
        marks = [cell for row in book["_plansheets"].iter_rows() for cell in row]
        (mark,) = [cell for cell in marks if f'"{drawn}"' in str(cell.value)]
        mark.value = mark.value.replace(drawn, "0" * len(drawn))

    book = edit_with_openpyxl(tampered, older, tmp_path / "older.xlsx")
    codes = [one.code for one in check(book, rebuilder=REBUILDER).problems]
    assert {"PS710", "PS712", "PS728"} <= set(codes)
    with pytest.raises(WorkbookError) as caught:
        repair(book, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    (told,) = caught.value.problems
    assert told.code == "PS750"
    assert told.message == (
        "another version of the program made the workbook and has drawn '检查' otherwise, so that "
        "--repair cannot work in it"
    )
    assert "plansheets upgrade builds it anew" in str(told.hint)
    assert not (tmp_path / "repaired.xlsx").exists()
    done = upgrade(book, tmp_path / "anew.xlsx")
    assert sorted(one.cell for one in done.leftovers) == [f"{SKUS}!J6", f"{SKUS}!K7"]
    assert check(tmp_path / "anew.xlsx").problems == ()


def test_an_untouched_workbook_is_not_written_again(fresh: Path, tmp_path: Path) -> None:
    done = repair(fresh, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert (done.path, done.repaired, done.left) == (None, (), ())
    assert not (tmp_path / "repaired.xlsx").exists()


def test_what_was_calculated_from_the_wrong_value_is_calculated_again(
    fresh: Path, tmp_path: Path
) -> None:
    def tamper(book: openpyxl.Workbook) -> None:
        skus(book)["K5"], skus(book)["H6"] = 1_000_000, 77

    edited = edit_with_openpyxl(fresh, tamper, tmp_path / "edited.xlsx")
    done = repair(edited, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert (done.formulas, done.waiting) == (1, 0)
    assert done.path is not None
    values = openpyxl.load_workbook(done.path, data_only=True)
    was = openpyxl.load_workbook(fresh, data_only=True)
    assert values[SKUS]["K5"].value == was[SKUS]["K5"].value
    assert values[SKUS]["H6"].value == 77
    assert values[SKUS]["J6"].value == pytest.approx(was[SKUS]["I6"].value / 77)


def test_in_place_the_old_workbook_is_kept_with_the_day(tampered: Path, tmp_path: Path) -> None:
    book = tmp_path / "skus.xlsx"
    book.write_bytes(tampered.read_bytes())
    done = repair(book, in_place=True, rebuilder=REBUILDER)
    day = datetime.date.today().isoformat()  # noqa: DTZ011
    assert done.kept == tmp_path / f"skus.{day}.xlsx"
    assert done.kept.read_bytes() == tampered.read_bytes()
    assert check(book).problems == ()
    book.write_bytes(tampered.read_bytes())
    again = repair(book, in_place=True, rebuilder=REBUILDER)
    assert again.kept == tmp_path / f"skus.{day}-2.xlsx"


def test_a_dry_run_writes_nothing(tampered: Path, tmp_path: Path) -> None:
    done = repair(tampered, tmp_path / "repaired.xlsx", dry_run=True, rebuilder=REBUILDER)
    assert (done.path, len(done.repaired), done.formulas) == (None, 2, 2)
    assert [*tmp_path.iterdir()] == []


def test_where_a_sheet_is_gone_nothing_is_written(fresh: Path, tmp_path: Path) -> None:
    def tamper(book: openpyxl.Workbook) -> None:
        skus(book)["J6"] = 1
        del book[book.sheetnames[-4]]

    edited = edit_with_openpyxl(fresh, tamper, tmp_path / "edited.xlsx")
    with pytest.raises(WorkbookError, match="PS750"):
        repair(edited, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert [*tmp_path.iterdir()] == [edited]


def test_where_a_name_is_gone_that_formulas_look_at_nothing_is_written(
    fresh: Path, tmp_path: Path
) -> None:
    def tamper(book: openpyxl.Workbook) -> None:
        skus(book)["J6"] = 1
        del book.defined_names["stock_target"]

    edited = edit_with_openpyxl(fresh, tamper, tmp_path / "edited.xlsx")
    with pytest.raises(WorkbookError, match="PS716 the name 'stock_target' is gone"):
        repair(edited, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert [*tmp_path.iterdir()] == [edited]


def test_formulas_of_ones_own_wait_for_a_spreadsheet(fresh: Path, tmp_path: Path) -> None:
    def tamper(book: openpyxl.Workbook) -> None:
        skus(book)["J6"] = 1
        book.create_sheet("老板看")["A1"] = f"=SUM('{SKUS}'!K5:K19)"

    edited = edit_with_openpyxl(fresh, tamper, tmp_path / "edited.xlsx")
    done = repair(edited, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert (done.formulas, done.waiting) == (1, 1)
    assert done.path is not None
    assert b'fullCalcOnLoad="1"' in parts(done.path)["xl/workbook.xml"]


@pytest.mark.libreoffice
def test_situation_6_pasted_values_become_formulas_again_in_a_file_of_libreoffice(
    fresh: Path, tmp_path: Path
) -> None:
    edited = edit_in_libreoffice(fresh, tmp_path / "lo", "tamper")["tamper"]
    done = repair(edited, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert {(one.code, one.cells) for one in done.repaired} == {
        ("PS710", f"{SKUS}!J6"),
        ("PS710", f"{SKUS}!K5:K19"),
    }
    assert {one.code for one in done.left} == {"PS715", "PS717", "PS718", "PS724"}


@pytest.mark.libreoffice
def test_situation_5_a_deleted_column_comes_back_and_every_formula_that_looked_elsewhere(
    fresh: Path, tmp_path: Path
) -> None:
    edited = edit_in_libreoffice(fresh, tmp_path / "lo", "delete_column")["delete_column"]
    done = repair(edited, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert "PS713" in {one.code for one in done.repaired}
    assert done.formulas > 250
    assert done.left == ()  # its bounds, too
    assert done.path is not None
    assert verify(done.path) == ()
    with opened_book(done.path) as book:
        sheet = book.sheet(SKUS)
        assert sheet is not None
        [table] = sheet.tables
        assert table.headers[-1] == "30天销量"
        assert book.place("_column.skus.sales_30d") is not None


def rules_of(path: Path, title: str) -> dict[str, tuple[object, ...]]:
    """The input rules of a sheet, cell by cell."""
    held = openpyxl.load_workbook(path)[title].data_validations.dataValidation
    return {
        cell: (one.type, one.formula1, one.formula2, one.error, one.prompt, one.allow_blank)
        for one in held
        for area in one.sqref.ranges
        for cell in _cells(area)
    }


def _cells(area: CellRange) -> list[str]:
    return [
        f"{get_column_letter(column)}{row}"
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    ]


def test_input_rules_that_are_gone_come_back_and_those_that_are_there_stay(
    fresh: Path, tmp_path: Path
) -> None:
    def lose(book: openpyxl.Workbook) -> None:
        """A sheet's whole rules, the key's, and of another column's those of its first rows."""
        book["参数"].data_validations = DataValidationList()
        held = skus(book).data_validations
        held.dataValidation = [
            one for one in held.dataValidation if not str(one.sqref).startswith("B5")
        ]
        for one in held.dataValidation:
            if str(one.sqref).startswith("F5"):
                one.sqref = MultiCellRange("F9:F12")

    edited = edit_with_openpyxl(fresh, lose, tmp_path / "edited.xlsx")
    done = repair(edited, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert {one.code for one in done.repaired} == {"PS726"}
    assert (done.formulas, done.left, done.rules > 2) == (0, (), True)
    assert done.path is not None
    assert verify(done.path) == ()
    for title in (SKUS, "参数"):
        assert rules_of(done.path, title) == rules_of(fresh, title)


@pytest.mark.libreoffice
def test_input_rules_come_back_where_their_cells_stand_now(fresh: Path, tmp_path: Path) -> None:
    edited = edit_in_libreoffice(fresh, tmp_path / "lo", "insert_column")["insert_column"]

    def lose(book: openpyxl.Workbook) -> None:
        skus(book).data_validations = DataValidationList()

    edited = edit_with_openpyxl(edited, lose, tmp_path / "edited.xlsx")
    done = repair(edited, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert done.path is not None
    before, after = rules_of(fresh, SKUS), rules_of(done.path, SKUS)
    assert after["B5"] == before["B5"]
    assert after["I5"] == before["H5"]  # stock; in H people have inserted a column
    assert "H5" not in after


_ONE = '<dataValidation type="list" sqref="A1"><formula1>x</formula1></dataValidation>'
_PREFIXED = _ONE.replace("</", "</x:").replace("<d", "<x:d").replace("<f", "<x:f")


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("<mergeCells><mergeCell/></mergeCells><pageMargins/></worksheet>",
         (f'<mergeCells><mergeCell/></mergeCells><dataValidations count="1">{_ONE}'
         "</dataValidations><pageMargins/></worksheet>")),
        ("<conditionalFormatting><extLst><ext/></extLst></conditionalFormatting></worksheet>",
         ("<conditionalFormatting><extLst><ext/></extLst></conditionalFormatting>"
         f'<dataValidations count="1">{_ONE}</dataValidations></worksheet>')),
        ('<dataValidations count="1" xWindow="3"><dataValidation sqref="B2"/></dataValidations>',
         (f'<dataValidations xWindow="3" count="2"><dataValidation sqref="B2"/>{_ONE}'
         "</dataValidations>")),
        ('<dataValidations count="0"/><drawing/></worksheet>',
         f'<dataValidations count="1">{_ONE}</dataValidations><drawing/></worksheet>'),
        ("<x:pageMargins/></x:worksheet>",
         (f'<x:dataValidations count="1">{_PREFIXED}</x:dataValidations><x:pageMargins/>'
         "</x:worksheet>")),
    ],
)  # fmt: skip
def test_rules_are_put_where_the_file_format_has_them(tail: str, expected: str) -> None:
    assert with_rules(tail.encode(), [_ONE]).decode() == expected


def test_a_deleted_column_is_not_put_where_something_stands(fresh: Path, tmp_path: Path) -> None:
    def delete(book: openpyxl.Workbook) -> None:
        sheet = skus(book)
        [table] = sheet.tables.values()
        first, top, last, bottom = openpyxl.utils.range_boundaries(table.ref)
        column, left = map(openpyxl.utils.get_column_letter, (last, last - 1))
        start = openpyxl.utils.get_column_letter(first)
        table.ref = table.autoFilter.ref = f"{start}{top}:{left}{bottom}"
        del table.tableColumns[-1]
        sheet.cell(top, last, "mine")
        place = f"${column}${top}"
        [mark] = [one for one, of in book.defined_names.items() if of.attr_text.endswith(place)]
        del book.defined_names[mark]

    edited = edit_with_openpyxl(fresh, delete, tmp_path / "edited.xlsx")
    with pytest.raises(WorkbookError, match="PS750"):
        repair(edited, tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert not (tmp_path / "repaired.xlsx").exists()


@pytest.fixture
def run() -> Callable[..., tuple[int, str]]:
    def run(*words: object) -> tuple[int, str]:
        done = CliRunner().invoke(cli, [*map(str, words)], env={"LANG": "en_US.UTF-8"})
        return done.exit_code, done.output

    return run


def test_the_command_says_what_it_put_back(
    run: Callable[..., tuple[int, str]], tampered: Path, tmp_path: Path
) -> None:
    status, said = run("check", tampered, "--repair", "-o", tmp_path)
    assert status == 0
    assert f"{SKUS}!J6: formula put back in the place of 0.5" in said
    assert "2 formulas put back" in said
    status, said = run("check", tampered, "--repair", "-o", tmp_path)
    assert (status, "exists already" in said) == (1, True)
    status, said = run("check", tampered, "--repair", "-o", tmp_path, "--force", "--json")
    [told] = json.loads(said)["files"]
    assert (status, told["ok"], told["formulas"], told["problems"]) == (0, True, 2, [])
    assert told["written"] == str(tmp_path / "tampered.xlsx")


@pytest.mark.parametrize(
    "words",
    [
        ("--repair",),
        ("--in-place",),
        ("--repair", "--in-place", "-o", "x.xlsx"),
        ("--repair", "--in-place", "--sarif"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    run: Callable[..., tuple[int, str]], words: tuple[str, ...]
) -> None:
    assert run("check", "a.xlsx", *words)[0] == 2
