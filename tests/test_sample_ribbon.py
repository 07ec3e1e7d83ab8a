"""Samples beside a team's own data: left out, or kept and named on every page."""

from __future__ import annotations

import datetime
import json
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from filled import Shown, column, named, open_values, shown, table_rows
from libreoffice import recalculate
from plansheets import build
from plansheets.cli import cli
from test_front_pages import SHIPPED

pytestmark = pytest.mark.slow

SKUS = "SKU,Name,Cost,Price,Stock,Units sold in 30 days\nA-01,Bottle,21,39,300,45\n"
CHANNELS = "channel,goal\nShelf,2\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, "utf-8")
    return path


def ribbons(book: Shown, titles: set[str]) -> set[object]:
    """What stands under the title band of the sheets called *titles*."""
    return {book.cells.get((title, 2, 1)) for title in titles}


def test_every_page_of_a_sample_says_so() -> None:
    book = shown("monitoring-board", locale="zh-CN")
    said = "◇ 示例数据 · 还没换成自己的：数据监控看板表、日数据、"
    assert str(named(book, "sample_ribbon")).startswith(said)
    sheets = {sheet for sheet, _, _ in book.cells} - {"列表", "_groups", "_lists"}
    [text] = ribbons(book, {sheet for sheet in sheets if (sheet, 0, 1) in book.cells})
    assert text == named(book, "sample_ribbon")


def test_a_blank_workbook_has_no_ribbon() -> None:
    assert "sample_ribbon" not in shown("monitoring-board", blank=True).names


def test_data_leave_the_samples_of_other_tables_and_parameters_out(tmp_path: Path) -> None:
    data = {
        "metrics": written(tmp_path, "m", "dimension,metric,period,target\ntraffic,Visits,day,10\n")
    }
    book = shown("monitoring-board", data=data, as_of=datetime.date(2026, 5, 28))
    assert {value for row in table_rows(book, "daily") for value in row.values()} == {None}
    assert "sample_ribbon" not in book.names
    assert column(book, "series", "Key")[0] == "gmv"  # definitions are rules, as in a blank one


def test_samples_that_are_kept_are_named(tmp_path: Path) -> None:
    data = {"skus": written(tmp_path, "skus", SKUS)}
    book = shown("annual-plan", data=data, keep_samples=True)
    ribbon = str(named(book, "sample_ribbon"))
    assert ribbon.startswith("◇ Sample data · not yet replaced: ")
    assert "Daily data" in ribbon
    assert "SKU table" not in ribbon


@pytest.mark.libreoffice
def test_the_ribbon_goes_as_rows_are_replaced(tmp_path: Path) -> None:
    path = build("sku-management", tmp_path / "a.xlsx").path
    with warnings.catch_warnings(action="ignore"):  # what openpyxl leaves out is not looked at
        book = load_workbook(path)
    place = open_values(path).tables["skus"]
    ribbon = [cell.value for cell in next(book["About"].iter_rows(3, 3)) if cell.value]
    assert len(ribbon) == 1
    for row in place.rows[1:]:
        cell = book[place.sheet].cell(row + 1, place.columns[0] + 1)
        cell.value = f"OWN-{row}"
    book.save(tmp_path / "own.xlsx")
    [shows] = recalculate([tmp_path / "own.xlsx"]).values()
    assert shows["About", 2, 1] == ""


def test_the_command_names_what_is_sample_and_what_is_blank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = f"--data=skus={written(tmp_path, 'skus', SKUS)}"
    words = ["build", "annual-plan", "--locale", "zh-CN", given, "-o"]
    kept = CliRunner().invoke(cli, [*words, "a.xlsx", "--keep-samples"])
    assert kept.exit_code == 0, kept.output
    assert "仍是示例数据：" in kept.stderr
    assert "日数据" in kept.stderr
    left = CliRunner().invoke(cli, [*words, "b.xlsx", "--json"])
    assert left.exit_code == 0, left.output
    told = json.loads(left.stdout)
    assert told["samples"] == []
    assert "日数据" in told["left_blank"]


def test_a_plan_has_the_year_of_its_as_of_date_and_keeps_it() -> None:
    blank = shown("target-breakdown", blank=True, as_of=datetime.date(2027, 3, 1))
    assert named(blank, "year") == 2027
    assert named(shown("target-breakdown"), "year") == 2024


@pytest.mark.parametrize(
    "name", [path.stem for path in SHIPPED if "include:" not in path.read_text("utf-8")]
)
def test_a_blank_workbook_holds_no_name_of_the_sample(name: str) -> None:
    """Starred posts and examples belong under the ribbon that says what they are."""
    book = shown(name, blank=True, locale="zh-CN")
    texts = {value for value in book.cells.values() if isinstance(value, str)}
    assert [one for one in texts if one.endswith("*") or "(示例)" in one or "（示例" in one] == []
