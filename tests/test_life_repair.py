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

from edited import SKUS, edit_in_libreoffice, edit_with_openpyxl, skus
from plansheets import WorkbookError, build, check, repair, verify
from plansheets.cli import cli
from plansheets.life.book import opened_book
from plansheets.life.rebuild import Rebuilder
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
    assert {one.code for one in done.left} == {"PS726"}  # its bounds; LibreOffice dropped them
    assert done.path is not None
    assert verify(done.path) == ()
    with opened_book(done.path) as book:
        sheet = book.sheet(SKUS)
        assert sheet is not None
        [table] = sheet.tables
        assert table.headers[-1] == "30天销量"
        assert book.place("_column.skus.sales_30d") is not None


def test_a_deleted_column_is_not_put_where_something_stands(fresh: Path, tmp_path: Path) -> None:
    def delete(book: openpyxl.Workbook) -> None:
        sheet = skus(book)
        [table] = sheet.tables.values()
        first, last = table.ref.split(":")
        table.ref = table.autoFilter.ref = f"{first}:BK{last.removeprefix('BL')}"
        del table.tableColumns[-1]
        sheet["BL4"] = "mine"
        [mark] = [one for one, of in book.defined_names.items() if of.attr_text.endswith("$BL$4")]
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
