"""The judge is judged: it must see what is stale, missing and different."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from libreoffice import cached_values, differences, equal, read_cells, recalculate


def workbook(path: Path, *formulas: tuple[str, object]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("数据 1")
        sheet.write_row(0, 1, [1, "text", True])
        for row, (formula, value) in enumerate(formulas):
            sheet.write_formula(row, 0, formula, None, value)
    return path


def test_cells_are_read_as_the_file_has_them(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("=1+1", 2), ('="a"', "a"), ("=1/0", "#DIV/0!"))
    assert cached_values(path) == {
        ("数据 1", 0, 0): 2,
        ("数据 1", 0, 1): 1,
        ("数据 1", 0, 2): "text",
        ("数据 1", 0, 3): True,
        ("数据 1", 1, 0): "a",
        ("数据 1", 2, 0): "#DIV/0!",
    }
    assert read_cells(path)["数据 1", 0, 0].formula == "=1+1"


@pytest.mark.libreoffice
def test_stale_missing_and_different_values_are_listed(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", ("=1+1", 2), ('="a"&B1', "a1"), ("=B1/0", "#DIV/0!"))
    (tmp_path / "other").mkdir()
    bad = workbook(
        tmp_path / "other" / "good.xlsx",
        ("=1+1", 0),
        ('="a"&B1', "a2"),
        ('=IF(B1=1,"")', ""),
        ("=B1/3", 0.333333333333),
        ("=B1/3", 1 / 3),
        ("=B1=1", False),
        ("=B1*0", "#N/A"),
    )
    found = recalculate([good, bad])
    assert differences(good, found[good]) == []
    assert [str(each) for each in differences(bad, found[bad])] == [
        "'数据 1'!A1: cached 0.0, LibreOffice 2.0: =1+1",
        "'数据 1'!A2: cached 'a2', LibreOffice 'a1': =\"a\"&B1",
        "'数据 1'!A3: cached None, LibreOffice '': =IF(B1=1,\"\")",
        "'数据 1'!A6: cached False, LibreOffice True: =B1=1",
        "'数据 1'!A7: cached '#N/A', LibreOffice 0.0: =B1*0",
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        (1.0, 1.0 + 1e-13, True),
        (1e6, 1e6 + 1e-3, False),
        (0.0, 1e-10, True),
        ("", None, True),
        (0.0, "", False),
        (True, 1.0, False),
        ("1", 1.0, False),
        ("#N/A", "#N/A", True),
    ],
)
def test_values_are_equal_as_a_reader_sees_them(mine: object, theirs: object, same: bool) -> None:
    assert equal(mine, theirs) is same  # type: ignore[arg-type]
