"""Preview: pages of a workbook as pictures, as LibreOffice prints them."""

from __future__ import annotations

import os
import re
import shutil
import struct
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from libreoffice import cached_values, require_libreoffice
from plansheets import WorkbookError, build, preview
from plansheets.cli import cli
from plansheets.paper import programs
from plansheets.paper.still import still_sheet, write_still

FRONT = "公告板"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workbook of two sheets, saved by a program that calculates nothing."""
    path = tmp_path_factory.mktemp("given") / "一月.xlsx"
    made = openpyxl.Workbook()
    front, second = made.active, made.create_sheet("Q1 <2>")
    assert front is not None
    front.title = FRONT
    for sheet in (front, second):
        for row in range(1, 120):
            sheet.cell(row, 1, f"=ROW()+{row}")
    made.save(path)
    return path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["preview", *words])


def needs_programs() -> None:
    require_libreoffice()
    for program in ("pdftoppm", "pdftohtml"):
        if shutil.which(program) is None:
            pytest.skip(f"poppler ('{program}') is not installed")


@pytest.mark.libreoffice
def test_each_page_is_a_picture_called_after_its_sheet(book: Path, tmp_path: Path) -> None:
    needs_programs()
    before = book.read_bytes()
    pages = preview(book, tmp_path / "pages", dots_per_inch=40)
    names = [page.name for page in pages]
    assert names[0] == f"01-{FRONT}.png"
    assert names[-1].endswith("-Q1-2.png")
    assert names == sorted(names)
    assert len(names) == len({*names}) > 2
    width, height = struct.unpack(">II", pages[0].read_bytes()[16:24])
    assert (round(width / 40, 1), round(height / 40, 1)) in ((8.3, 11.7), (8.5, 11.0))
    assert book.read_bytes() == before
    with pytest.raises(WorkbookError, match="exists already"):
        preview(book, tmp_path / "pages", dots_per_inch=40)


@pytest.mark.libreoffice
def test_one_sheet_a_pdf_and_a_title_that_is_not_there(book: Path, tmp_path: Path) -> None:
    needs_programs()
    told = run(str(book), "-o", str(tmp_path), "--sheet", FRONT, "--dpi", "30")
    assert told.exit_code == 0, told.output
    assert {Path(line).name.partition("-")[2] for line in told.output.split()} == {f"{FRONT}.png"}
    told = run(str(book), "-o", str(tmp_path), "--pdf")
    assert [Path(line).name for line in told.output.split()] == ["一月.pdf"]
    told = run(str(book), "-o", str(tmp_path / "none"), "--sheet", "公告", "--locale", "zh-CN")
    assert told.exit_code == 2  # a workbook has its language
    told = run(str(book), "-o", str(tmp_path / "none"), "--sheet", "公告")
    assert told.exit_code == 1
    assert "PS593" in told.output
    assert FRONT in told.output
    assert not (tmp_path / "none").exists()


@pytest.mark.libreoffice
def test_a_blueprint_is_built_and_drawn(tmp_path: Path) -> None:
    needs_programs()
    words = ["--locale", "zh-CN", "--blank", "--sheet", "预算看板", "--dpi", "30"]
    told = run("budget-roi", "-o", str(tmp_path), *words)
    assert told.exit_code == 0, told.output
    [page] = told.stdout.split()
    assert page.endswith("02-预算看板.png")


@pytest.mark.parametrize(("missing", "code"), [("_office", "PS590"), ("_poppler", "PS591")])
def test_a_program_that_is_not_there_is_named_with_how_to_get_it(
    missing: str, code: str, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(programs, "_OFFICES", ())
    with pytest.raises(WorkbookError) as caught:
        getattr(programs, missing)(*(["pdftoppm"] if missing == "_poppler" else []))
    [problem] = caught.value.problems
    assert problem.code == code
    assert "install" in (problem.hint or "")
    assert problem.chinese is not None


def test_a_program_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_office", lambda: "false")
    with pytest.raises(WorkbookError, match="printed nothing"):
        programs.print_pdf(tmp_path / "a.xlsx")


@pytest.mark.skipif(os.name != "posix", reason="a script stands for the program")
def test_what_a_program_has_started_ends_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\n(while true; do date > $TMPDIR/busy; done) &\nwait\n", "utf-8")
    office.chmod(0o755)
    monkeypatch.setattr(programs, "_office", lambda: str(office))
    monkeypatch.setattr(programs, "MOST_SECONDS", 1.5)
    folder = tmp_path / "scratch"
    folder.mkdir()
    with pytest.raises(WorkbookError, match="no end after"):
        programs.print_pdf(folder / "book.xlsx")
    (folder / "busy").unlink()  # TMPDIR is the scratch folder, too
    time.sleep(0.3)
    assert not (folder / "busy").exists()


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("no zip")
    for name in ("a.xlsx", "none.xlsx"):
        told = run(str(tmp_path / name), "-o", str(tmp_path / "pages"))
        assert told.exit_code == 1
        assert name in told.output
    assert not (tmp_path / "pages").exists()
    assert run(str(tmp_path / "a.xlsx"), "--blank").exit_code == 2


def test_a_still_copy_holds_the_values_and_no_formula(tmp_path: Path) -> None:
    built = build("budget-roi", tmp_path / "a.xlsx", locale="en").path
    write_still(built, tmp_path / "still.xlsx")
    with zipfile.ZipFile(tmp_path / "still.xlsx") as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        left = {formula for name in sheets for formula in _formulas(package.read(name))}
    assert left <= {'""'}
    assert cached_values(tmp_path / "still.xlsx") == cached_values(built)


def _formulas(part: bytes) -> list[str]:
    return [found.decode() for found in re.findall(rb"<f(?: [^>]*)?>([^<]*)", part)]


def test_a_formula_without_a_value_is_left_to_calculate() -> None:
    shared = b'<c r="A1"><f t="shared" si="0"/><v>3</v></c><c r="A2" s="1"/><c r="A3"><f>A1</f></c>'
    assert still_sheet(shared) == b'<c r="A1"><v>3</v></c><c r="A2" s="1"/><c r="A3"><f>A1</f></c>'
