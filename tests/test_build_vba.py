"""A workbook that brings the functions along as VBA: sound, complete, and they work."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import plansheets
from office_macros import calculate_with_macros
from openxml import validate
from plansheets.addin.vba.help import HELP_SHEET
from plansheets.addin.vba.modules import vba_modules
from plansheets.cli import cli
from plansheets.errors import PlansheetsError
from test_addin import modules
from test_build_udf import cells, parts

DAY = date(2024, 6, 30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("vba")
    plansheets.build("sku-management", made / "plain.xlsx", as_of=DAY)
    built = plansheets.build("sku-management", made / "own.xlsm", as_of=DAY, vba=True)
    assert built.beside is None
    return made


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


def test_the_modules_are_those_of_the_add_in_and_one_for_every_sheet(folder: Path) -> None:
    sheets = re.findall(r"<sheet [^>]*>", parts(folder / "own.xlsm")["xl/workbook.xml"].decode())
    assert f'name="{HELP_SHEET}"' in sheets[-1]
    assert 'state="hidden"' in sheets[-1]
    own = {f"Sheet{number}" for number in range(1, len(sheets) + 1)}
    assert set(modules(folder / "own.xlsm")) == {*vba_modules(), "ThisWorkbook", *own}


@pytest.mark.libreoffice
def test_a_cell_of_the_workbook_may_call_them(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mine.xlsm", "w") as mine:
        for name, content in parts(folder / "own.xlsm").items():
            asked = b'<row r="900"><c r="A900"><f>PS_ROI(450,80)</f></c></row></sheetData>'
            first = name == "xl/worksheets/sheet1.xml"
            mine.writestr(name, content.replace(b"</sheetData>", asked) if first else content)
    found = calculate_with_macros(tmp_path / "mine.xlsm")
    assert [value for (_, row, _), value in found.items() if row == 899] == [5.625]


def test_two_ways_to_bring_the_functions_are_refused(tmp_path: Path) -> None:
    target = tmp_path / "own.xlsm"
    for other in ("udf", "lambdas"):
        with pytest.raises(PlansheetsError, match="bring the functions, under the same names"):
            plansheets.build("sku-management", target, vba=True, **{other: True})
    plansheets.build("sku-management", target, profile="excel365", vba=True, blank=True)
    assert b"PS_ROI" not in parts(target)["xl/workbook.xml"]


def test_the_command_makes_it_and_refuses_another_ending(tmp_path: Path) -> None:
    words = ["build", "sku-management", "--vba", "--blank", "-o"]
    assert CliRunner().invoke(cli, [*words, str(tmp_path)]).exit_code == 0
    assert [path.suffix for path in tmp_path.iterdir()] == [".xlsm"]
    refused = CliRunner().invoke(cli, [*words, str(tmp_path / "a.xlsx")])
    assert refused.exit_code == 1
    assert "does not end in .xlsm" in refused.stderr
