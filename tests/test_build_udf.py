"""A workbook of one's own with the functions in it: its VBA, its values, its names and settings."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

import plansheets
from openxml import validate
from plansheets.addin.doctor import examine
from plansheets.addin.wrappers import MODULE, PYTHON_SOURCE
from plansheets.cli import cli
from plansheets.errors import PlansheetsError
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.outline import excel_name

DAY = date(2024, 6, 30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("udf")
    plansheets.build("sku-management", made / "plain.xlsx", as_of=DAY)
    plansheets.build("sku-management", made / "own.xlsm", as_of=DAY, udf=True)
    return made


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_workbook_is_sound(folder: Path) -> None:
    assert plansheets.verify(folder / "own.xlsm") == ()
    assert validate(folder / "own.xlsm") == []


def test_every_cell_is_as_without_functions(folder: Path) -> None:
    plain, own = parts(folder / "plain.xlsx"), parts(folder / "own.xlsm")
    sheets = [name for name in plain if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    assert len(sheets) > 5
    marks = f"xl/worksheets/sheet{len(sheets)}.xml"  # which say how the workbook was built
    for name in sheets:
        if name != marks:
            assert cells(own[name]) == cells(plain[name])


def cells(sheet: bytes) -> bytes:
    """Everything from the first row on, but for the numbers of styles and of shared texts."""
    found = sheet[sheet.index(b"<sheetData") :]
    return re.sub(rb' s="\d+"| dxfId="\d+"|(?<=t="s")><v>\d+', b"", found)


def test_another_reader_finds_the_wrappers_and_a_module_for_every_sheet(folder: Path) -> None:
    words = [sys.executable, "-W", "ignore", "-m", "oletools.olevba", "--code"]
    shown = subprocess.run(
        [*words, str(folder / "own.xlsm")], capture_output=True, text=True, check=True
    ).stdout
    modules = set(re.findall(r"^VBA MACRO (\w+)\.\w+ *$", shown, re.MULTILINE))
    own = parts(folder / "own.xlsm")
    named = {
        found[1].decode()
        for name, content in own.items()
        if name.startswith("xl/worksheets/sheet")
        and (found := re.search(rb'codeName="(\w+)"', content))
    }
    assert modules == {"ThisWorkbook", "xlwings", "Dictionary", MODULE} | named
    for function in FUNCTIONS:
        assert f"Public Function {excel_name(function)}(" in shown
    assert re.search(r"Sub Workbook_Open\(\)\s+RegisterHelp", shown)


def test_the_settings_stand_where_xlwings_reads_them(folder: Path) -> None:
    own = parts(folder / "own.xlsm")
    sheets = re.findall(rb'<sheet name="([^"]+)"', own["xl/workbook.xml"])
    assert sheets[-1] == b"xlwings.conf"
    texts = re.findall(rb"<si><t[^>]*>([^<]*)", own["xl/sharedStrings.xml"])
    cell = re.compile(rb'<c r="([ABD])(\d+)"[^>]*?(?:/>|><v>(\d+)</v>)')
    found = cell.findall(own[f"xl/worksheets/sheet{len(sheets)}.xml"])
    shown = {(letter + row).decode(): texts[int(place)] for letter, row, place in found if place}
    assert (shown["A1"], shown["B1"]) == (b"UDF Modules", b"plansheets_udfs")
    assert "A2" not in shown
    assert b"pip install" in shown["D2"]


def test_the_doctor_finds_nothing_wrong_with_the_workbook(folder: Path) -> None:
    wrong = [one.what.en for one in examine(folder / "own.xlsm") if not one.fine]
    assert [one for one in wrong if "Windows" not in one] == []


def test_the_same_inputs_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    plansheets.build("sku-management", tmp_path / "own.xlsm", as_of=DAY, udf=True)
    assert (tmp_path / "own.xlsm").read_bytes() == (folder / "own.xlsm").read_bytes()


def test_the_python_file_of_a_folder_is_kept(tmp_path: Path) -> None:
    beside = tmp_path / "plansheets_udfs.py"
    ours = PYTHON_SOURCE + "\n\ndef more(): ...\n"
    beside.write_text(ours, encoding="utf-8")
    built = plansheets.build("sku-management", tmp_path, udf=True, blank=True)
    assert built.path.name == "SKU management.xlsm"
    assert built.beside == beside
    assert beside.read_text("utf-8") == ours


def test_lambdas_do_not_double_the_names(tmp_path: Path) -> None:
    target = tmp_path / "own.xlsm"
    plansheets.build("sku-management", target, profile="excel365", udf=True, blank=True)
    assert b"PS_ROI" not in parts(target)["xl/workbook.xml"]
    with pytest.raises(PlansheetsError, match="PS314"):
        plansheets.build("sku-management", target, udf=True, lambdas=True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--udf", "-o", "a.xlsx"], "'a.xlsx' does not end in .xlsm"),
        (["--udf", "-o", "a.xlsx"], "write 'a.xlsm'"),
        (["--udf", "-o", "a"], "write 'a.xlsm'"),
        (["-o", "a.xlsm"], "write 'a.xlsx'; .xlsm is for --vba and --udf"),
    ],
)
def test_a_name_that_does_not_fit_is_refused(words: list[str], message: str) -> None:
    result = CliRunner().invoke(cli, ["build", "sku-management", *words])
    assert result.exit_code == 1
    assert message in result.stderr


def test_without_xlwings_there_is_one_message_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "plansheets.addin.project.find_spec",
        lambda name: None if name in {"pyopenvba", "xlwings"} else find_spec(name),
    )
    words = ["build", "sku-management", "--udf", "-o", str(tmp_path / "a.xlsm")]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 1
    assert "PS601 xlwings and pyOpenVBA are not installed" in result.stderr
    assert "pip install xlwings pyOpenVBA" in result.stderr
    assert list(tmp_path.iterdir()) == []
