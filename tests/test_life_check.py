"""Check: what should not have been changed in a workbook is named, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from edited import SKUS, Edit, edit_in_libreoffice, edit_with_openpyxl, skus
from plansheets import BlueprintError, WorkbookError, build, check, extract
from plansheets.blueprint.catalog import blueprint_folder, shipped
from plansheets.cli import cli
from plansheets.life.book import opened_book
from plansheets.life.compare import difference, expected_form, found_form, tree_of
from plansheets.life.deviation import Checked
from plansheets.life.identity import Titles
from plansheets.life.mark_names import MARKS
from plansheets.life.rules_parts import LINK
from plansheets.together.checking import check_each

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

PARAMETERS, CHECKS = "参数", "检查"
EDITS = (
    "save_again", "rename_sheet", "rename_header", "insert_column", "insert_row_above",
    "delete_column", "delete_rows", "sort_rows", "add_rows_below", "tamper", "own_sheet",
    "copy_sheet", "look_otherwise",
)  # fmt: skip


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    return build("sku-management", folder / "skus.xlsx", locale="zh-CN").path


@pytest.fixture(scope="module")
def by_libreoffice(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return edit_in_libreoffice(fresh, tmp_path_factory.mktemp("edited"), *EDITS)


@pytest.fixture
def edited(fresh: Path, tmp_path: Path) -> Callable[[Edit], Path]:
    return lambda edit: edit_with_openpyxl(fresh, edit, tmp_path / "edited.xlsx")


def told(checked: Checked) -> set[tuple[str, str]]:
    """Code and place of each problem, but that openpyxl calculates nothing."""
    return {
        (one.code, one.where.partition(": ")[2]) for one in checked.problems if one.code != "PS724"
    }


def test_an_untouched_workbook_is_as_the_plan_has_it(fresh: Path) -> None:
    checked = check(fresh)
    assert checked.problems == ()
    assert checked.formulas > 2_500
    assert (checked.sure, checked.clean) == ("certain", True)


def test_a_workbook_of_data_is_drawn_again_as_it_was(tmp_path: Path) -> None:
    """Cards stand where the widths of columns let them, and those follow the data."""
    data = tmp_path / "skus.csv"
    rows = [f"S{n:03},非常非常长的商品名称{'长' * n},服装服饰,{n}.5" for n in range(24)]
    data.write_text("\n".join(["sku,name,category,cost", *rows, ""]), "utf-8")
    path = build(
        "sku-management", tmp_path / "one.xlsx", locale="zh-CN", data={"skus": data}, rows=40,
        values={"rate_slow": "15%"}, brand="#C8102E", keep_samples=True,
    ).path  # fmt: skip
    assert check(path).problems == ()
    assert len(extract(path).tables["skus"].rows) == 24
    with opened_book(path) as book:
        sheet = book.sheet(MARKS)
        assert sheet is not None
        marks = [str(held.value) for held in book.contents(sheet).cells.values()]
    assert not any("非常" in line for line in marks)


def test_links_of_computed_sheets_are_not_followed() -> None:
    computed = 'HYPERLINK("#\'"&CHOOSE(1,"A","B")&"\'!A1",1)'
    assert LINK.findall(computed + "&HYPERLINK(\"#'Plan ''A'' b'!B2\",2)") == ["Plan ''A'' b"]


def test_openpyxl_changes_nothing_that_counts(edited: Callable[[Edit], Path]) -> None:
    assert told(check(edited(lambda book: None))) == set()


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "edit",
    ["save_again", "rename_header", "insert_column", "insert_row_above", "delete_rows",
     "sort_rows", "look_otherwise"],
)  # fmt: skip
def test_what_people_may_do_is_no_difference(edit: str, by_libreoffice: dict[str, Path]) -> None:
    assert told(check(by_libreoffice[edit])) == set()


@pytest.mark.libreoffice
def test_situation_5_a_deleted_column_and_every_formula_that_looks_elsewhere_are_named(
    by_libreoffice: dict[str, Path],
) -> None:
    checked = check(by_libreoffice["delete_column"])
    assert not checked.clean
    [gone] = [one for one in checked.deviations if one.code == "PS713"]
    assert "30天销量" in gone.message.zh
    named = {
        (one.cells.rpartition("!")[0], row, column)
        for one in checked.deviations
        if one.code in ("PS711", "PS712")
        for row, column in cells_of(one.cells)
    }
    before, after = (formulas(by_libreoffice[one]) for one in ("save_again", "delete_column"))
    moved = {
        (sheet, row, column - (sheet == SKUS and column > 8)): text
        for (sheet, row, column), text in before.items()
        if (sheet, column) != (SKUS, 8)
    }
    assert named == {key for key, text in moved.items() if after.get(key) != text}
    assert len(named) > 100
    assert verdict(by_libreoffice["save_again"]) == "▲ 提醒 3"
    assert verdict(by_libreoffice["insert_column"]) == "▲ 提醒 3"
    assert verdict(by_libreoffice["delete_column"]).startswith("▼ 错误 1")  # on every sheet


def verdict(path: Path) -> str:
    """What the front page says of all checks, as LibreOffice calculated it."""
    return str(openpyxl.load_workbook(path, data_only=True)["说明"]["D6"].value)


def cells_of(place: str) -> list[tuple[int, int]]:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(place.rpartition("!")[2])
    return [(row - 1, column - 1) for row in range(top, bottom + 1)
            for column in range(left, right + 1)]  # fmt: skip


def formulas(path: Path) -> dict[tuple[str, int, int], str]:
    with opened_book(path) as book:
        return {
            (sheet.title, *spot): held.formula
            for sheet in book.sheets
            for spot, held in book.contents(sheet).cells.items()
            if held.formula
        }


@pytest.mark.libreoffice
def test_situation_6_every_tampering_is_named_with_cell_expected_and_found(
    by_libreoffice: dict[str, Path],
) -> None:
    checked = check(by_libreoffice["tamper"])
    untouched = openpyxl.load_workbook(by_libreoffice["save_again"])
    found = told(checked)
    assert ("PS710", f"{SKUS}!J6") in found
    assert ("PS710", f"{SKUS}!K5:K19") in found
    assert ("PS718", f"{SKUS}!H5") in found
    assert ("PS715", f"{PARAMETERS}!D12") in found
    assert ("PS717", "") in found
    assert ("PS718", f"{PARAMETERS}!C9") in found  # 20 is no day that programs agree on
    assert len(found) == 6
    default = next(one for one in checked.deviations if one.code == "PS715")
    assert default.found == "0.25"
    assert float(default.expected) == untouched[PARAMETERS]["D12"].value != 0.25
    over = next(one for one in checked.deviations if one.cells.endswith("J6"))
    assert over.found == "0.5"
    assert over.expected.startswith("=IF(COUNT(skus[@30天销量]")


@pytest.mark.libreoffice
def test_situation_8_rows_below_a_table_are_told(by_libreoffice: dict[str, Path]) -> None:
    [(code, place)] = told(check(by_libreoffice["add_rows_below"]))
    assert code == "PS719"
    assert re.fullmatch(rf"{SKUS}!B20:[A-Z]+23", place)


@pytest.mark.libreoffice
def test_situation_9_a_copied_sheet_is_told_from_its_original(
    by_libreoffice: dict[str, Path],
) -> None:
    checked = check(by_libreoffice["copy_sheet"])
    assert told(checked) == {("PS721", f"{SKUS} 6月")}
    assert checked.clean


@pytest.mark.libreoffice
def test_a_sheet_of_ones_own_is_a_warning(by_libreoffice: dict[str, Path]) -> None:
    checked = check(by_libreoffice["own_sheet"])
    assert told(checked) == {("PS722", "老板看")}
    assert checked.clean


@pytest.mark.libreoffice
def test_links_to_a_renamed_sheet_are_told(by_libreoffice: dict[str, Path]) -> None:
    checked = check(by_libreoffice["rename_sheet"])
    assert {code for code, _ in told(checked)} == {"PS720"}
    assert checked.clean


def test_situation_4_a_blueprint_whose_file_is_lost_is_had_back(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("rfm-segmentation.yaml", "rfm-segmentation-orders.csv"):
        shutil.copy(blueprint_folder() / name, folder / name)
    text = (folder / "rfm-segmentation.yaml").read_text("utf-8")
    own = text.replace("blueprint: rfm-segmentation\n", "blueprint: our-customers\n")
    (folder / "rfm-segmentation.yaml").write_text(own, "utf-8")
    path = build(folder / "rfm-segmentation.yaml", tmp_path / "book.xlsx", locale="zh-CN").path
    shutil.rmtree(folder)
    book = openpyxl.load_workbook(path)
    book.save(path)
    checked = check(path)
    assert checked.blueprint == "our-customers"
    assert told(checked) == set()
    assert checked.formulas > 500


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda book: skus(book).__setitem__("L7", "=1+1"), ("PS712", f"{SKUS}!L7")),
        (lambda book: skus(book).__setitem__("L7", None), ("PS714", f"{SKUS}!L7")),
        (
            lambda book: skus(book).__setitem__(
                "J5", "=IF(COUNT(skus[[#This Row],[30天销量]],skus[[#This Row],[售价(元)]])<2,"
                '"",IF(skus[[#This Row],[售价(元)]]<=0,"",'
                "skus[[#This Row],[30天销量]]/skus[[#This Row],[售价(元)]]))"
            ),
            ("PS711", f"{SKUS}!J5"),
        ),
        (lambda book: book.defined_names.pop("rate_slow"), ("PS716", "")),
        (lambda book: book.remove(book["字典"]), ("PS725", "")),
        (lambda book: skus(book).data_validations.dataValidation.clear(), ("PS726", f"{SKUS}!B5")),
        (lambda book: book[CHECKS].__setitem__("E20", 0), ("PS710", f"{CHECKS}!E20")),
    ],
)  # fmt: skip
def test_each_tampering_is_named(
    edit: Edit, expected: tuple[str, str], edited: Callable[[Edit], Path]
) -> None:
    assert expected in told(check(edited(edit)))


def test_a_workbook_that_carries_no_blueprint_needs_it_named(tmp_path: Path) -> None:
    source = tmp_path / "mine.yaml"
    text = (blueprint_folder() / "sku-management.yaml").read_text("utf-8")
    source.write_text(text.replace("version: 2", "version: 7", 1), "utf-8")
    path = build(source, tmp_path / "book.xlsx", locale="zh-CN", source=False).path
    with pytest.raises(WorkbookError, match="PS727"):
        check(path)
    assert check(path, blueprint=source).problems == ()


def test_a_blueprint_that_is_named_and_wrong_is_told_as_itself(fresh: Path, tmp_path: Path) -> None:
    source = tmp_path / "mine.yaml"
    source.write_text("blueprint: mine\nbanana: 1\n", "utf-8")
    with pytest.raises(BlueprintError, match=r"mine\.yaml:2:1: PS105 .*'banana'"):
        check(fresh, blueprint=source)


def test_a_carried_blueprint_that_was_changed_is_refused(
    edited: Callable[[Edit], Path], tmp_path: Path
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[MARKS]
        for (cell,) in sheet["A1:A400"]:
            line = json.loads(str(cell.value or "[]"))
            if line and line[0] == "source":
                cell.value = json.dumps([*line[:3], line[3][:-4] + "AAAA"])

    with pytest.raises(WorkbookError, match="PS727"):
        check(edited(change))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("IF(A1>1E-12,TRUE,-1)", "IF( A1 > 0.000000000001 , TRUE() , -1 )"),
        ("SUM($B$2:$B$4)*+2", "SUM(B2:B4)*2"),
        ('T[[#This Row],[a]]&"x"', 'T[[#This Row],[a]] & "x"'),
        ("INDEX(T[a],3)", "index(t[a],3.0)"),
    ],
)  # fmt: skip
def test_spellings_are_no_difference(ours: str, theirs: str) -> None:
    titles = Titles({"main": "main"}, {"t": "t"}, {("t", "a"): "a"})
    planned, stored = tree_of(ours), tree_of(theirs)
    assert planned is not None
    assert stored is not None
    found = found_form(stored, titles, "Main", lambda _, row, column: ("main", row, column))
    assert difference(expected_form(planned, titles, "main"), found) == "none"


@pytest.mark.parametrize(
    ("theirs", "kind"),
    [
        ("SUM(B2:B9)", "looks elsewhere"),
        ("SUM(T[x])", "looks elsewhere"),
        ("SUM(#REF!)", "looks elsewhere"),
        ("MAX(B2:B4)", "another"),
        ("SUM(B2:B4)+1", "another"),
        ("SUM(", "another"),
    ],
)
def test_other_places_are_told_from_other_formulas(theirs: str, kind: str) -> None:
    ours = tree_of("SUM(B2:B4)")
    assert ours is not None
    assert difference(ours, tree_of(theirs)) == kind


def test_the_command_says_cell_expected_and_found(edited: Callable[[Edit], Path]) -> None:
    path = edited(lambda book: skus(book).__setitem__("J6", 0.5))
    run = CliRunner().invoke(cli, ["check", str(path)], env={"LANG": "en_US.UTF-8"})
    assert run.exit_code == 1
    assert f"{SKUS}!J6: PS710" in run.stderr
    assert "found 0.5" in run.stderr
    as_json = CliRunner().invoke(cli, ["check", str(path), "--json"])
    [one] = json.loads(as_json.stdout)["files"]
    assert (one["ok"], one["deviations"][0]["found"]) == (False, "0.5")
    as_sarif = CliRunner().invoke(cli, ["check", str(path), "--sarif"])
    result = json.loads(as_sarif.stdout)["runs"][0]["results"][0]
    assert result["ruleId"] == "PS710"
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == f"{SKUS}!J6"


def test_a_file_that_is_no_workbook_does_not_keep_the_others(fresh: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK")
    run = CliRunner().invoke(cli, ["check", str(broken), str(fresh)], env={"LANG": "en_US.UTF-8"})
    assert run.exit_code == 1
    assert "PS700" in run.stderr
    assert "formulas as the blueprint has them" in run.stdout


def test_two_processes_find_what_one_finds(edited: Callable[[Edit], Path], fresh: Path) -> None:
    wrong = edited(lambda book: skus(book).__setitem__("J6", 0.5))
    broken = wrong.with_name("broken.xlsx")
    broken.write_bytes(b"PK")
    books = [fresh, wrong, broken]
    alone = dict(check_each(books, None))
    assert dict(check_each(books, None, jobs=2)) == alone
    assert [one is None for one, _ in map(alone.__getitem__, range(3))] == [False, False, True]
    assert "PS710" in {one.code for one in alone[1][1]}


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("blank", [False, True])
def test_no_shipped_workbook_gives_a_false_alarm(name: str, blank: bool, tmp_path: Path) -> None:
    locale = "en" if blank else "zh-CN"
    path = build(name, tmp_path / "one.xlsx", locale=locale, blank=blank).path
    assert check(path).problems == ()
