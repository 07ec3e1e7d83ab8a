"""Fill: what a file brings for a grid goes into its cells, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from plansheets import build, check, fill, verify
from plansheets.cli import cli
from test_frames_grids import ACROSS, TEXT

FILE = "指标,1月,2月\n京东,700,\n节奏,,平稳\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook whose grid was filled from a file."""
    (tmp_path / "forecast.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "first.csv").write_text(ACROSS, "utf-8")
    (tmp_path / "more.csv").write_text(FILE, "utf-8")
    data = {"forecast": tmp_path / "first.csv"}
    made = build(tmp_path / "forecast.yaml", tmp_path / "book.xlsx", locale="zh-CN", data=data)
    return made.path


def grid(path: Path) -> dict[object, list[object]]:
    """Each row of the grid by its name, as it is cached."""
    sheet = openpyxl.load_workbook(path, data_only=True)["预测"]
    rows = [[cell.value for cell in row[1:5]] for row in sheet.iter_rows(max_row=14)]
    return {row[0]: row[1:] for row in rows if row[0]}


@pytest.mark.parametrize(("mode", "jd", "pace"), [
    ("append", [700, 400, 500], ["平稳", "平稳", None]),
    ("replace", [700, None, None], [None, "平稳", None]),
])  # fmt: skip
def test_cells_of_the_file_are_filled_and_what_looks_at_them_follows(
    book: Path, tmp_path: Path, mode: str, jd: list[object], pace: list[object]
) -> None:
    words = ["fill", str(book), "--data", f"forecast={tmp_path / 'more.csv'}", "--mode", mode]
    told = CliRunner().invoke(cli, [*words, "-o", str(tmp_path / "new.xlsx")])
    assert told.exit_code == 0, told.output
    before, after = grid(book), grid(tmp_path / "new.xlsx")
    assert after["京东"] == jd
    assert after["节奏"] == pace
    there = before["天猫"] if mode == "append" else [None] * 3
    assert after["天猫"] == there
    assert after["访客"][0] == 700 + (there[0] or 0)
    assert after["期末"] != before["期末"]
    assert verify(tmp_path / "new.xlsx") == ()
    assert check(tmp_path / "new.xlsx").clean


def test_it_equals_a_fresh_build_with_both_files(book: Path, tmp_path: Path) -> None:
    filled = fill(book, tmp_path / "filled.xlsx", data={"forecast": tmp_path / "more.csv"})
    assert filled.inputs == 2
    both = ACROSS.replace("JD,300", "JD,700").replace("平稳,大促", "平稳,平稳")
    (tmp_path / "both.csv").write_text(both, "utf-8")
    fresh = build(
        tmp_path / "forecast.yaml", tmp_path / "fresh.xlsx", locale="zh-CN",
        data={"forecast": tmp_path / "both.csv"},
    ).path  # fmt: skip
    assert grid(tmp_path / "filled.xlsx") == grid(fresh)
