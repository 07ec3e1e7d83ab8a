"""One odd value that somebody typed stops no command, and is named by the cell it stands in."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from plansheets import build, check, extract, fill, repair, upgrade, verify
from plansheets.calc.calculate import calculate
from plansheets.life.extracted import CLEAN, ExtractedCell
from plansheets.plan.model import ErrorValue
from test_calc_calculate import column, computed
from test_calc_calculate import plan as planned
from versions import BEFORE

KINDS = ("name", "channel", "start", "spend", "notes")
TWO_THOUSAND_LINES = "a\n" * 2000
LONGEST = "x" * 32_767
ODD: dict[str, tuple[str, str]] = {
    "day -5": ("n", "-5"),
    "day 60": ("n", "60"),
    "day 3,000,000": ("n", "3000000"),
    "a time": ("n", "0.52"),
    "1E+300": ("n", "1E+300"),
    "TRUE": ("b", "1"),
    "#SPILL!": ("e", "#SPILL!"),
    "2,000 lines": ("inlineStr", TWO_THOUSAND_LINES),
    "32,767 characters": ("inlineStr", LONGEST),
    "NaN": ("inlineStr", "NaN"),
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    (folder / "plan.yaml").write_text(BEFORE, "utf-8")
    return build(folder / "plan.yaml", folder / "plan.xlsx", locale="en").path


def held(book: Path) -> Mapping[str, ExtractedCell]:
    """The cells of the second row of the table."""
    return extract(book).tables["works"].rows[1].cells


def with_odd(plan: Path, columns: Sequence[str], odd: tuple[str, str], path: Path) -> Path:
    """*plan* with a value in *columns* of the second row, as a program stores it."""
    kind, content = odd
    inner = (
        f'<is><t xml:space="preserve">{escape(content)}</t></is>'
        if kind == "inlineStr"
        else f"<v>{content}</v>"
    )
    cells = {held(plan)[column].cell for column in columns}
    with zipfile.ZipFile(plan) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content_of = old.read(member)
            if member.filename == sheet_part(plan):
                said, found = re.subn(
                    rf'<c r="({"|".join(cells)})"( s="\d+")?[^>]*?(/>|>.*?</c>)',
                    lambda match: f'<c r="{match[1]}"{match[2] or ""} t="{kind}">{inner}</c>',
                    content_of.decode(),
                )
                assert found == len(cells)
                content_of = said.encode()
            new.writestr(member, content_of)
    return path


def sheet_part(plan: Path) -> str:
    """The part of the sheet that the table of the plan stands on."""
    with zipfile.ZipFile(plan) as parts:
        for name in parts.namelist():
            if re.fullmatch(r"xl/worksheets/_rels/.*\.rels", name) and b"/table1.xml" in parts.read(
                name
            ):
                return "xl/worksheets/" + name.rpartition("/")[2].removesuffix(".rels")
    raise AssertionError


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_value_is_carried_or_left_over_by_the_cell_of_the_old_workbook(
    plan: Path, tmp_path: Path, odd: str
) -> None:
    book = with_odd(plan, KINDS, ODD[odd], tmp_path / "odd.xlsx")
    made = upgrade(book, tmp_path / "new.xlsx")
    old, new = held(book), held(tmp_path / "new.xlsx")
    left = {one.cell.rpartition("!")[2] for one in made.leftovers}
    if odd in ("2,000 lines", "#SPILL!"):
        assert left == {old[column].cell for column in KINDS}
        assert all(new[column].state == "blank" for column in KINDS)
    else:
        assert not left
        assert {one: new[one] for one in KINDS} == {one: old[one] for one in KINDS}
    assert not [one for one in verify(tmp_path / "new.xlsx") if one.level != "warning"]


def test_a_number_that_is_no_day_stays_a_number(plan: Path, tmp_path: Path) -> None:
    book = with_odd(plan, ["start"], ("n", "-5"), tmp_path / "odd.xlsx")
    upgrade(book, tmp_path / "new.xlsx")
    with zipfile.ZipFile(tmp_path / "new.xlsx") as parts:
        stored = parts.read(sheet_part(tmp_path / "new.xlsx")).decode()
    cell = held(book)["start"].cell
    assert re.search(rf'<c r="{cell}"[^>]*><v>-5</v>', stored)


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_value_stops_neither_fill_nor_check_nor_repair(
    plan: Path, tmp_path: Path, odd: str
) -> None:
    book = with_odd(plan, KINDS, ODD[odd], tmp_path / "odd.xlsx")
    before = held(book)
    fill(book, tmp_path / "filled.xlsx", values={"target": 3})
    repair(book, tmp_path / "repaired.xlsx")
    after = held(tmp_path / "filled.xlsx")
    assert {one: after[one] for one in KINDS} == {one: before[one] for one in KINDS}
    told = {str(one.where).rpartition("!")[2] for one in check(book).problems}
    assert told >= {before[one].cell for one in KINDS if before[one].state not in CLEAN}


def test_what_is_said_of_an_odd_value_stands_on_one_line(plan: Path, tmp_path: Path) -> None:
    lines = with_odd(plan, ["start"], ODD["2,000 lines"], tmp_path / "lines.xlsx")
    day = with_odd(plan, ["start"], ODD["day -5"], tmp_path / "day.xlsx")
    (said,) = (one for one in check(lines).problems if one.code == "PS718")
    assert "a⏎a⏎" in said.message
    assert "\n" not in said.message
    (said,) = (one for one in check(day).problems if one.code == "PS718")
    assert said.message == "no day from 1900-03-01 to 9999-12-31: '-5'"


def test_texts_of_many_columns_together_may_be_longer_than_a_cell(tmp_path: Path) -> None:
    columns = "".join(
        f"      - {{id: note_{number}, type: note, label: N{number}}}\n" for number in range(12)
    )
    (tmp_path / "wide.yaml").write_text(
        "blueprint: wide\nversion: 1.0.0\ntitle: Wide\npurpose: Wide\ntables:\n  works:\n"
        f"    title: Works\n    columns:\n{columns}"
        "sheets:\n  - {id: main, title: Main, blocks: [{table: works}]}\n",
        "utf-8",
    )
    with (tmp_path / "data.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow([f"note_{number}" for number in range(12)])
        rows.writerow(['"' * 4_000] * 12)
    data = {"works": tmp_path / "data.csv"}
    made = build(tmp_path / "wide.yaml", tmp_path / "wide.xlsx", locale="en", data=data).path
    assert check(made).clean


def test_a_text_longer_than_a_cell_is_an_error_however_it_is_made() -> None:
    long = "x" * 20_000
    asked = {
        "joined": '=skus[@long]&"-"&skus[@long]',
        "put": '=SUBSTITUTE(skus[@long],"x","xx")',
        "kept": "=LEN(skus[@long])",
    }
    columns = [computed(name, formula) for name, formula in asked.items()]
    made = calculate(planned(column("long", [long, None, "y"]), *columns)).columns
    wrong = ErrorValue("#VALUE!")
    assert made["skus", "joined"] == (wrong, "-", "y-y")
    assert made["skus", "put"] == (wrong, "", "y")
    assert made["skus", "kept"] == (20_000, 0, 1)
