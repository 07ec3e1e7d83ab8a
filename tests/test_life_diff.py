"""Diff: one change of meaning is one line, and looks, places and spellings are none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from branches import ROWS, Branches
from edited import SKUS, Edit, edit_in_libreoffice, edit_with_openpyxl, skus
from plansheets import WorkbookError, build, diff
from plansheets.cli import cli
from plansheets.life.change import BookDiff
from plansheets.life.extracted import ExtractedCell, ExtractedRow
from plansheets.life.pairing import pair_rows

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

TABLE = "商品运营管理表"
LOOKS = (
    "save_again", "rename_sheet", "rename_header", "insert_row_above", "sort_rows",
    "look_otherwise",
)  # fmt: skip
DEEDS = (
    "insert_column", "delete_column", "delete_rows", "add_rows_below", "tamper", "own_sheet",
    "copy_sheet",
)  # fmt: skip


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    return build("sku-management", folder / "skus.xlsx", locale="zh-CN").path


@pytest.fixture(scope="module")
def by_libreoffice(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return edit_in_libreoffice(fresh, tmp_path_factory.mktemp("edited"), *LOOKS, *DEEDS)


@pytest.fixture
def edited(fresh: Path, tmp_path: Path) -> Callable[[Edit], Path]:
    return lambda edit: edit_with_openpyxl(fresh, edit, tmp_path / "edited.xlsx")


def lines(found: BookDiff) -> list[str]:
    """Each change without its values: sign, place, what."""
    return [one.said("en").split(": ")[0] for one in found.changes]


def test_a_workbook_is_no_other_than_itself(fresh: Path) -> None:
    assert diff(fresh, fresh).same


def test_a_row_is_known_by_its_key_and_a_value_by_its_column(
    fresh: Path, edited: Callable[[Edit], Path]
) -> None:
    def sort_and_change(book: openpyxl.Workbook) -> None:
        sheet = skus(book)
        for column in range(2, 25):  # two rows change places, and one of them its stock
            first, second = sheet.cell(5, column), sheet.cell(6, column)
            if not str(first.value).startswith("="):
                first.value, second.value = second.value, first.value
        sheet["H6"] = 201
        sheet["B7"] = "MB003-new"

    [stock, key] = diff(fresh, edited(sort_and_change)).changes
    assert (stock.table, stock.id, stock.key) == ("skus", "stock", ("MB001",))
    assert (stock.before, stock.after) == (200, 201)
    assert (stock.cell_before, stock.cell_after) == (f"{SKUS}!H5", f"{SKUS}!H6")
    assert (key.id, key.before, key.after) == ("sku", "MB003", "MB003-new")


def test_parameters_formulas_and_own_columns_are_told(
    fresh: Path, edited: Callable[[Edit], Path]
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = skus(book)
        sheet["J6"] = 0.5
        for row in range(5, 20):
            sheet[f"K{row}"] = f"=F{row}*2"
        sheet["H5"] = None
        book["参数"]["C8"] = "双11"
        book.create_sheet("老板看")["A1"] = 1

    found = diff(fresh, edited(change))
    assert [(one.of, one.kind, one.id) for one in found.changes] == [
        ("parameter", "changed", "sku_campaign"),
        ("input", "changed", "stock"),
        ("formula", "changed", "sell_through"),
        ("formula", "changed", "sales_value"),
        ("own sheet", "added", ""),
    ]
    assert found.changes[1].after is None
    assert found.changes[2].after == "0.5"
    assert "(15 cells)" in found.changes[3].message.en
    back = diff(found.after, found.before)
    assert [one.kind for one in back.changes] == ["changed"] * 4 + ["removed"]


def test_what_is_wrong_in_both_is_no_difference(edited: Callable[[Edit], Path]) -> None:
    def tamper(book: openpyxl.Workbook) -> None:
        sheet = skus(book)
        sheet["J6"], sheet["H5"], sheet["K7"] = 0.5, "1,200件", "=F7*3"

    tampered = edited(tamper)
    assert diff(tampered, tampered).same


def test_languages_differ_in_texts_alone(tmp_path: Path) -> None:
    data = tmp_path / "skus.csv"
    data.write_text("sku,name,category,status,cost\nA,a,b,on_sale,3\n", "utf-8")
    books = [
        build("sku-management", tmp_path / f"{locale}.xlsx", locale=locale, data={"skus": data})
        for locale in ("zh-CN", "en")
    ]
    assert lines(diff(books[0].path, books[1].path)) == []


def test_workbooks_of_two_blueprints_are_refused(fresh: Path, tmp_path: Path) -> None:
    other = build("target-breakdown", tmp_path / "other.xlsx").path
    with pytest.raises(WorkbookError, match="PS740"):
        diff(fresh, other)


def test_the_command_tells_lines_and_json(fresh: Path, edited: Callable[[Edit], Path]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        skus(book)["H5"] = 1

    other = str(edited(change))
    runner = CliRunner()
    run = runner.invoke(cli, ["diff", str(fresh), other], env={"LANG": "zh_CN.UTF-8"})
    assert run.exit_code == 1
    assert f"~ {SKUS}!H5" in run.output
    told = runner.invoke(cli, ["diff", str(fresh), other, "--json"])
    found = json.loads(told.stdout)
    assert (found["same"], found["blueprint"]) == (False, "sku-management")
    assert found["changes"][0]["key"] == ["MB001"]
    assert (found["changes"][0]["before"], found["changes"][0]["after"]) == (200, 1)
    assert runner.invoke(cli, ["diff", str(fresh), str(fresh)]).exit_code == 0
    assert runner.invoke(cli, ["diff", str(fresh)]).exit_code == 2


def row(number: int, **values: object) -> ExtractedRow:
    return ExtractedRow(
        number,
        True,
        {id_: ExtractedCell(f"A{number}", value, "input") for id_, value in values.items()},  # type: ignore[arg-type]
    )


def test_rows_without_a_key_are_paired_by_what_they_hold() -> None:
    before = [row(1, a="x", b=1, c=1), row(2, a="y", b=2, c=2), row(3, a="x", b=1, c=1)]
    after = [row(1, a="y", b=2, c=3), row(2, a="x", b=1, c=1), row(3, a="z", b=9, c=9)]
    pairs = [
        (one and one.row, other and other.row)
        for one, other in pair_rows(before, after, (), ("a", "b", "c"))
    ]
    assert pairs == [(1, 2), (2, 1), (3, None), (None, 3)]


def test_keys_are_alike_as_excel_compares_them() -> None:
    before, after = [row(1, a="SKU-1 ", b=1)], [row(9, a="sku-1", b=2)]
    [(one, other)] = pair_rows(before, after, ("a",), ("a", "b"))
    assert (one and one.row, other and other.row) == (1, 9)


@pytest.mark.libreoffice
@pytest.mark.parametrize("edit", LOOKS)
def test_looks_and_spellings_are_no_difference(
    edit: str, fresh: Path, by_libreoffice: dict[str, Path]
) -> None:
    assert lines(diff(fresh, by_libreoffice[edit])) == []


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ("insert_column", [f"+ {SKUS}!H4  own column '备注A'"]),
        ("delete_rows", [f"- {SKUS}!B{n}  row MB00{n - 4} of '{TABLE}'" for n in (6, 7)]),
        (
            "add_rows_below",
            [f"+ {SKUS}!B{n}  row NEW{n} of '{TABLE}', below the table" for n in range(20, 24)],
        ),
        ("own_sheet", ["+ own sheet '老板看'"]),
        ("copy_sheet", [f"+ own sheet '{SKUS} 6月'"]),
    ],
)
def test_a_deed_is_a_line(
    edit: str, told: list[str], fresh: Path, by_libreoffice: dict[str, Path]
) -> None:
    assert lines(diff(fresh, by_libreoffice[edit])) == told


@pytest.mark.libreoffice
def test_a_deleted_column_is_one_deed_and_not_three_hundred(
    fresh: Path, by_libreoffice: dict[str, Path]
) -> None:
    found = diff(fresh, by_libreoffice["delete_column"])
    assert [(one.of, one.kind) for one in found.changes] == [
        ("formula", "changed"), ("part", "removed"),
    ]  # fmt: skip
    assert "formulas look at other cells" in found.changes[0].message.en


@pytest.mark.libreoffice
def test_each_tampering_is_a_line(fresh: Path, by_libreoffice: dict[str, Path]) -> None:
    found = diff(fresh, by_libreoffice["tamper"])
    assert [(one.of, one.kind, one.id) for one in found.changes] == [
        ("parameter", "changed", "campaign_end"),
        ("input", "changed", "stock"),
        ("formula", "changed", "sell_through"),
        ("formula", "changed", "sales_value"),
        ("part", "removed", ""),
        ("part", "changed", ""),
    ]


def test_two_versions_differ_in_their_columns_and_not_in_what_both_hold(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "in")
    old, new = branches.good(1, "old", first=True), branches.good(1, "new", more=1)
    found = diff(old, new)
    assert [(one.of, one.kind, one.id) for one in found.changes] == [
        ("blueprint", "changed", ""),
        *[("input", "changed", "amount")] * ROWS,
        ("blueprint", "added", "state"),
    ]
    assert str(found.changes[0].before).startswith("1.0.0")
    assert [one.key for one in found.changes[1:-1]] == [(f"K{row}",) for row in range(ROWS)]
