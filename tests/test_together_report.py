"""The workbook of a consolidation: stores × periods, totals, ranks, what is missing or left out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from branches import ROWS, Branches, total
from libreoffice import compare, read_cells, recalculate
from plansheets import Consolidated, PlansheetsError, build, check, consolidate, extract, verify
from plansheets.blueprint.catalog import shipped
from plansheets.life.extracted import Extracted
from plansheets.together.measures import _KNOWN, figures_of
from plansheets.together.report import _natural

pytest.importorskip("duckdb")

BY = {"by": ["store", "month"], "name": "{store}.xlsx"}
MONTHS = {"5月": (1, 2), "6月": (1, 2, 3), "10月": (1, 3)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Consolidated, Path, Path]:
    """Three branches in three months, of which two are missing and one is broken."""
    folder = tmp_path_factory.mktemp("report")
    branches = Branches(folder / "in")
    for month, numbers in MONTHS.items():
        (branches.folder / month).mkdir()
        for number in numbers:
            branches.good(number, f"{month}/S{number:03}", month=month)
    (branches.folder / "S004.xlsx").write_bytes(b"PK but no more")
    path = folder / "all.xlsx"
    return consolidate(branches.folder, path, locale="zh-CN", **BY), path, branches.folder  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def read(made: tuple[Consolidated, Path, Path]) -> Extracted:
    return extract(made[1], everything=True)


def column(read: Extracted, table: str, id_: str) -> list[object]:
    return [row.cells[id_].value for row in read.tables[table].rows]


def test_it_is_sound_and_as_its_blueprint_has_it(made: tuple[Consolidated, Path, Path]) -> None:
    found, path, _ = made
    assert found.files == (path,)
    assert verify(path) == ()
    checked = check(path)
    assert checked.clean
    assert checked.formulas > 200


def test_the_same_workbooks_give_the_same_bytes(
    made: tuple[Consolidated, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    for path in (one, other):
        consolidate(made[2], path, locale="zh-CN", **BY)  # type: ignore[arg-type]
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.libreoffice
def test_its_values_are_what_libreoffice_finds(made: tuple[Consolidated, Path, Path]) -> None:
    assert compare(read_cells(made[1]), recalculate([made[1]])[made[1]]) == []


def test_stores_stand_in_rows_and_periods_in_columns(read: Extracted) -> None:
    assert column(read, "matrix", "store") == ["S001", "S002", "S003"]
    units = {number: sum(number + row + 1 for row in range(ROWS)) for number in (1, 2, 3)}
    assert column(read, "by_period", "period") == ["5月", "6月", "10月"]
    for place, numbers in enumerate(MONTHS.values(), 1):
        assert column(read, "matrix", f"v_period_{place}") == [
            units[number] if number in numbers else None for number in (1, 2, 3)
        ]
    totals = [sum(units[n] for month in MONTHS.values() if n in month) for n in (1, 2, 3)]
    assert column(read, "matrix", "total") == totals == [60, 50, 60]
    assert column(read, "matrix", "rank") == [1, 3, 1]


def test_what_is_missing_and_what_was_left_out_is_told(read: Extracted) -> None:
    assert column(read, "matrix", "lacking") == [0, 1, 1]
    assert column(read, "matrix", "which") == [None, "10月", "5月"]
    assert column(read, "by_period", "lacking") == [1, 0, 1]
    assert column(read, "rejected", "code") == ["PS700"]
    assert str(column(read, "rejected", "file")[0]).endswith("S004.xlsx")
    assert len(column(read, "books", "file")) == sum(map(len, MONTHS.values()))


def test_every_figure_is_in_the_data(read: Extracted) -> None:
    assert column(read, "measures", "measure") == ["销量", "销售额(元)", "均价(元)"]
    amounts = [
        row.cells["value"].value
        for row in read.tables["values"].rows
        if row.cells["measure"].value == "销售额(元)"
    ]
    expected = sum(total(number) for numbers in MONTHS.values() for number in numbers)
    assert sum(amounts) == pytest.approx(expected)  # type: ignore[arg-type]


def test_who_has_sent_nothing_has_a_row_of_blanks(
    made: tuple[Consolidated, Path, Path], tmp_path: Path
) -> None:
    path, listed = tmp_path / "all.xlsx", tmp_path / "stores.csv"
    listed.write_text("store\nS001\nS009\n", "utf-8")
    found = consolidate(made[2], path, expected=listed, **BY)  # type: ignore[arg-type]
    assert found.missing == ({"store": "S009"},)
    read = extract(path, everything=True)
    assert column(read, "matrix", "store") == ["S001", "S002", "S003", "S009"]
    assert column(read, "matrix", "lacking") == [0, 1, 1, 3]
    assert column(read, "matrix", "total")[-1] is None
    assert column(read, "by_period", "lacking") == [2, 1, 2]
    assert verify(path) == ()


def test_one_key_gives_one_column(made: tuple[Consolidated, Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    books = [made[2] / "6月" / f"S{number:03}.xlsx" for number in (1, 2, 3)]
    found = consolidate(books, path, by="store", name="{store}.xlsx")
    assert found.clean
    assert column(extract(path, everything=True), "by_period", "period") == ["All"]
    assert verify(path) == ()


def test_more_keys_than_sides_are_refused_and_so_is_nothing(
    made: tuple[Consolidated, Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(PlansheetsError, match="PS741"):
        consolidate(made[2], tmp_path / "x.xlsx", by=["store", "month", "sku"])
    with pytest.raises(PlansheetsError, match="PS748"):
        consolidate(made[2] / "S004.xlsx", tmp_path / "x.xlsx", **BY)  # type: ignore[arg-type]
    assert not (tmp_path / "x.xlsx").exists()


def test_months_are_sorted_as_people_count_them() -> None:
    assert sorted(["10月", "6月", "2024-02", "2024-11"], key=_natural) == [
        "6月", "10月", "2024-02", "2024-11",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(_KNOWN))
def test_the_figures_of_shipped_blueprints_are_there(name: str, tmp_path: Path) -> None:
    assert name in shipped()
    folder = tmp_path / "in"
    folder.mkdir()
    book = build(name, folder / "A.xlsx", locale="en").path
    shutil.copyfile(book, folder / "B.xlsx")
    path = tmp_path / "all.xlsx"
    consolidate(folder, path, by="store", name="{store}.xlsx")
    read = extract(path, everything=True)
    assert column(read, "measures", "measure") == [one.label.en for one in _KNOWN[name]]
    first, second = column(read, "matrix", "total")
    assert first == second
    assert isinstance(first, int | float)
    assert first > 0
    assert verify(path) == ()


def test_figures_that_a_version_does_not_have_are_left_out() -> None:
    assert figures_of("sku-management", []) == ()
