"""The native add-in's files: sound, read back by another reader, right in every example's cell."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyopenvba.cfb import CFB

from libreoffice import CellValue
from office_macros import calculate_with_macros
from openxml import validate
from plansheets import verify
from plansheets.addin.examples import example_height, rows_of
from plansheets.addin.help import function_said
from plansheets.addin.vba.build import ADDIN, EXAMPLES, README, build_vba
from plansheets.addin.vba.help import HELP_SHEET, help_rows
from plansheets.addin.vba.modules import vba_modules
from plansheets.cli import cli
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Sample
from plansheets.functions.outline import excel_name
from plansheets.grid import serial
from surfaces import expected
from test_addin import modules
from test_functions_proof import same

FILES = [ADDIN, EXAMPLES, README]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("vba")
    build_vba(made)
    return made


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read(name)


@pytest.mark.parametrize("name", FILES[:2])
def test_another_reader_finds_the_modules_as_they_were_written(name: str, folder: Path) -> None:
    found = modules(folder / name)
    for module, code in vba_modules().items():
        # a rule stands between two modules
        assert found[module].split("\n---")[0].split() == code.split(), module
    assert "RegisterHelp" in found["ThisWorkbook"]
    sheets = {"Sheet1"} if name == ADDIN else {"Sheet1", "Sheet2"}
    assert set(found) == {*vba_modules(), "ThisWorkbook", *sheets}


@pytest.mark.parametrize("name", FILES[:2])
def test_a_scanner_finds_nothing_but_what_is_needed(name: str, folder: Path) -> None:
    words = [sys.executable, "-W", "ignore", "-m", "oletools.olevba", "-a", str(folder / name)]
    shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    told = set(re.findall(r"^\|(?:AutoExec|Suspicious|IOC) *\|(.*?) *\|", shown, re.MULTILINE))
    # help at the start, a function whose name ends in CHANGE, and Chinese names by their letters;
    # digits of constants pass for texts in hexadecimal or Base64
    assert told - {"Hex Strings", "Base64 Strings"} == {"Workbook_Open", "PS_PERIOD_CHANGE", "ChrW"}


@pytest.mark.parametrize("name", FILES[:2])
def test_excel_finds_no_compiled_code(name: str, folder: Path) -> None:
    stored = CFB.from_bytes(part(folder / name, "xl/vbaProject.bin"))
    assert stored.get_stream_in_storage("VBA", "_VBA_PROJECT").hex() == "cc61ffff000000"


def test_the_add_in_says_that_it_is_one(folder: Path) -> None:
    assert b"addin.macroEnabled" in part(folder / ADDIN, "[Content_Types].xml")
    assert b"sheet.macroEnabled" in part(folder / EXAMPLES, "[Content_Types].xml")


def test_the_workbook_is_sound(folder: Path) -> None:
    assert verify(folder / EXAMPLES) == ()
    assert validate(folder / EXAMPLES) == []


def test_help_for_every_function_stands_on_the_last_sheet(folder: Path) -> None:
    book = part(folder / EXAMPLES, "xl/workbook.xml").decode()
    sheets = re.findall(r"<sheet [^>]*>", book)
    assert [f'name="{HELP_SHEET}"' in one and 'state="hidden"' in one for one in sheets] == [
        False,
        True,
    ]
    first, *rows = help_rows()
    assert first[0] == "FunctionInfo"
    assert [row[0] for row in rows] == [excel_name(one) for one in FUNCTIONS]
    for row, function in zip(rows, FUNCTIONS, strict=True):
        assert len(row) == 3 + 2 * len(function.arguments)
        assert all(0 < len(text) <= 255 for place, text in enumerate(row) if place != 2)
        assert row[1] == function_said(function), "nothing is cut off"


@pytest.mark.libreoffice
def test_every_example_is_right_where_its_file_is_opened(folder: Path, tmp_path: Path) -> None:
    bare = tmp_path / EXAMPLES
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(folder / EXAMPLES) as given, zipfile.ZipFile(bare, "w") as without:
        for name in given.namelist():
            content = given.read(name)
            if name == sheet:
                # no value that was there before can pass for an answer
                content, many = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
                assert many >= len(FUNCTIONS)
            without.writestr(name, content)
    found = calculate_with_macros(bare)
    row = 1
    for function in FUNCTIONS:
        example = function.examples[0]
        wanted = rows_of(expected(example.error or example.result))
        rows, columns = range(row, row + len(wanted)), range(3, 3 + len(wanted[0]))
        shown = tuple(
            tuple(_number(found.get(("Functions", down, across))) for across in columns)
            for down in rows
        )
        assert same(shown, wanted), f"{function.name}: {shown}"
        row += example_height(example) + 1


def _number(shown: CellValue) -> Sample:
    """A day as its number, as the function gives it."""
    is_day = isinstance(shown, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", shown)
    return serial(date.fromisoformat(str(shown))) if is_day else shown


def test_the_same_add_in_has_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    build_vba(tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_the_readme_tells_what_stops_macros_in_both_languages(folder: Path) -> None:
    told = (folder / README).read_text("utf-8-sig")
    for words in (
        "Unblock",
        "解除锁定",
        "Ctrl+Shift+Enter",
        "Mac",
        "Not tried in Excel",
        "未实际试用",
    ):
        assert words in told
    assert told.count(ADDIN) >= 4
    assert told.count(EXAMPLES) == 2
    assert "{" not in told


def test_the_command_prints_the_files_and_wants_no_python(tmp_path: Path) -> None:
    words = ["addin", "build", "vba", "-o", str(tmp_path)]
    built = CliRunner().invoke(cli, words)
    assert (built.exit_code, built.stdout.split()) == (0, [str(tmp_path / one) for one in FILES])
    refused = CliRunner().invoke(cli, [*words, "--python", "python.exe"])
    assert refused.exit_code == 2
    assert "--python is for xlwings; VBA needs none" in refused.stderr
    kept = CliRunner().invoke(cli, words)
    assert kept.stderr.count("which is there already") == len(FILES)


def test_nothing_but_pyopenvba_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"xlwings": None, "pyopenvba": object()}
    monkeypatch.setattr("plansheets.addin.project.find_spec", there.get)
    assert build_vba(tmp_path / "without xlwings").kept == ()
    there["pyopenvba"] = None
    words = ["addin", "build", "vba", "-o", str(tmp_path / "new")]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 1
    assert "PS601 pyOpenVBA is not installed" in result.stderr
    assert not (tmp_path / "new").exists()
