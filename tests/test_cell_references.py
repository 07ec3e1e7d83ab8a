"""Formulas of tables that name the cells of their own row by address, where it is asked for."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from edited import edit_with_openpyxl, skus
from libreoffice import differences, read_cells, recalculate
from openxml import validate
from plansheets import build, check, fill, repair, upgrade, verify

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
_FORMULA = re.compile(r"<f>([^<]*)</f>")
_COLUMN = re.compile(r"<calculatedColumnFormula>([^<]*)<")
_SKUS = "xl/worksheets/sheet3.xml"


@pytest.fixture(scope="module")
def by_address(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cells") / "skus.xlsx"
    build("sku-management", path, locale="zh-CN", cell_references=True)
    return path


def formulas(workbook: Path, part: str = _SKUS) -> list[str]:
    with zipfile.ZipFile(workbook) as package:
        return _FORMULA.findall(package.read(part).decode())


def test_cells_of_the_own_row_stand_by_address_and_the_column_keeps_its_titles(
    by_address: Path,
) -> None:
    found = formulas(by_address)
    assert 'IF(COUNT(G5,I5)&lt;2,"",ROUND(G5*I5,2))' in found
    assert not [one for one in found if "[#This Row]" in one]
    cards = formulas(by_address, "xl/worksheets/sheet2.xml")
    assert any("skus[" in one for one in cards)  # whole columns grow with the table
    with zipfile.ZipFile(by_address) as package:
        tables = [package.read(name).decode() for name in package.namelist() if "/tables/" in name]
    calculated = [one for table in tables for one in _COLUMN.findall(table)]
    assert calculated
    assert not [one for one in calculated if re.search(r"(?<![\w\[.])[A-Z]{1,2}[1-9]", one)]


def test_every_formula_of_its_own_row_means_what_it_did(by_address: Path, tmp_path: Path) -> None:
    build("sku-management", tmp_path / "titles.xlsx", locale="zh-CN")
    mine, theirs = (
        {key: cell.value for key, cell in read_cells(path).items() if cell.formula is not None}
        for path in (by_address, tmp_path / "titles.xlsx")
    )
    assert mine == theirs


def test_nothing_is_found_in_it(by_address: Path) -> None:
    assert verify(by_address) == ()
    checked = check(by_address)
    assert checked.deviations == ()
    assert checked.formulas > 4_000


@pytest.mark.libreoffice
def test_libreoffice_computes_what_is_cached_and_the_sdk_finds_nothing(by_address: Path) -> None:
    assert differences(by_address, recalculate([by_address])[by_address]) == []
    assert validate(by_address) == []


def test_a_formula_that_looks_into_another_row_is_found_and_put_back(
    by_address: Path, tmp_path: Path
) -> None:
    def look_away(book: openpyxl.Workbook) -> None:
        skus(book)["K8"] = str(skus(book)["K8"].value).replace("G8", "G9")

    edited = edit_with_openpyxl(by_address, look_away, tmp_path / "edited.xlsx")
    wrong = [one for one in check(edited).deviations if one.code == "PS711"]
    assert [one.cells for one in wrong] == ["商品管理!K8"]
    repair(edited, tmp_path / "mended.xlsx")
    assert check(tmp_path / "mended.xlsx").clean


def test_new_rows_are_written_alike(by_address: Path, tmp_path: Path) -> None:
    rows = pd.DataFrame({"sku": ["N-01"], "stock": [300], "sales_30d": [45]})
    fill(by_address, tmp_path / "filled.xlsx", data={"skus": rows})
    found = formulas(tmp_path / "filled.xlsx")
    assert not [one for one in found if "[#This Row]" in one]
    assert len(found) > len(formulas(by_address))
    assert check(tmp_path / "filled.xlsx").clean
    assert verify(tmp_path / "filled.xlsx") == ()


def test_an_upgrade_keeps_the_choice(by_address: Path, tmp_path: Path) -> None:
    upgrade(by_address, tmp_path / "new.xlsx", theme="jade")
    assert not [one for one in formulas(tmp_path / "new.xlsx") if "[#This Row]" in one]


def test_a_row_that_is_not_the_first_stands_for_itself(tmp_path: Path) -> None:
    """Where the first row of a column has a formula of its own, the others look above."""
    build("target-breakdown", tmp_path / "targets.xlsx", cell_references=True)
    assert verify(tmp_path / "targets.xlsx") == ()
    assert check(tmp_path / "targets.xlsx").deviations == ()
