"""The twelve situations of a filled workbook's life, in files that five other programs saved.

Each program keeps of a workbook what it knows. Nothing that was typed in may be lost with that, no
formula that is as it was may be told as another, and what a program has lost is said as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from branches import Branches, total
from edited import edit_in_libreoffice
from plansheets import (
    WorkbookError,
    build,
    check,
    consolidate,
    diff,
    extract,
    fill,
    repair,
    upgrade,
    verify,
)
from plansheets.life.deviation import Checked
from plansheets.life.rebuild import Rebuilder
from plansheets.life.same import same_value
from test_life_fill import cells, differences, write_plan
from versions import assert_nothing_lost, typed
from writers import WRITERS, Deed, Writer, worked_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.libreoffice,
    pytest.mark.node,
    pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning"),
]
REBUILDER = Rebuilder()
LOSSES = {"PS716", "PS724", "PS726", "PS729"}
"""What is told of a workbook that somebody only opened and saved: what the program dropped."""
KEEP_TABLES = ("openpyxl", "libreoffice")
ROW = 21
"""The first row of the campaigns."""
TAMPER: Sequence[Deed] = (
    ("set", "活动", "G21", 0.5),
    ("set", "活动", "E22", "1,200件"),
    *(("set", "活动", f"H{row}", 0.25) for row in range(ROW, ROW + 3)),
    ("set", "参数", "D7", 3),
    ("set", "检查", "E18", 0),
)
BELOW: Sequence[Deed] = (("set", "活动", "B24", "补"), ("set", "活动", "E24", 7))
OWN: Sequence[Deed] = (
    ("add_sheet", "老板看"),
    ("set", "老板看", "A1", "总花费"),
    ("formula", "老板看", "B1", "SUM(活动!E21:E23)", 200_005),
    ("formula", "老板看", "B2", "roi_target*2", 4),
    ("width", "老板看", "A", 30),
    ("comment", "活动", "B21", "问小林"),
    ("hide_row", "活动", 22),
)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan and two later ones of it, and a workbook that somebody has filled."""
    folder = tmp_path_factory.mktemp("plans")
    text = write_plan(folder)
    (folder / "relabelled.yaml").write_text(text.replace("zh-CN: 社交", "zh-CN: 社媒"), "utf-8")
    (folder / "newer.yaml").write_text(newer(text), "utf-8")
    for name in ("three", "all"):
        build(
            folder / "plan.yaml", folder / f"{name}.xlsx", locale="zh-CN",
            data={"campaigns": folder / f"{name}.csv"}, values={"roi_target": 2},
        )  # fmt: skip
    return folder


def newer(text: str) -> str:
    """Sheets and columns in another order, one column called otherwise, one parameter gone."""
    start = "      - {id: start, type: date, label: {zh-CN: 开始, en: Start}}\n"
    notes = "      - {id: notes, type: note, label: {zh-CN: 备注, en: Notes}}\n"
    text = text.replace("version: 1.0.0", "version: 2.0.0").replace(start, "")
    text = text.replace(notes, start.replace("开始", "开始日"))
    text = text.replace("zh-CN: 活动, en: Campaigns", "zh-CN: 投放, en: Campaigns")
    return text.replace("[@revenue], [@spend]", "[@revenue],  [@spend]")


@pytest.fixture(scope="module", params=WRITERS)
def writer(request: pytest.FixtureRequest) -> Writer:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def without_column(plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The spend was deleted in LibreOffice, which points formulas at the neighbours."""
    folder = tmp_path_factory.mktemp("deleted")
    deeds = [("delete_column", "活动", 5)]
    return edit_in_libreoffice(plans / "three.xlsx", folder, deleted=deeds)["deleted"]


@pytest.fixture(scope="module")
def books(
    writer: Writer, plans: Path, without_column: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """What the program has made of the workbook, once for each thing that people do."""
    three, folder = plans / "three.xlsx", tmp_path_factory.mktemp(writer)
    branch = Branches(folder / "branches").good(1)
    deeds: dict[str, tuple[Path, Sequence[Deed]]] = {
        "saved": (three, ()),
        "tampered": (three, TAMPER),
        "below": (three, BELOW),
        "own": (three, OWN),
        "copied": (three, [("copy_sheet", "活动", "活动 6月")]),
        "deleted": (without_column, ()),
        "branch": (branch, ()),
    }
    if writer == "exceljs":  # which cannot save a table of LibreOffice's
        deeds["deleted"] = (three, [("delete_column", "活动", 5)])
    return worked_in(writer, deeds, folder / "saved")


def checked(book: Path) -> Checked:
    return check(book, rebuilder=REBUILDER)


def told(book: Path) -> set[tuple[str, str]]:
    """Code and place of what is told, without what the program has lost."""
    return {
        (one.code, one.where.partition(": ")[2])
        for one in checked(book).problems
        if one.code not in LOSSES
    }


def values(path: Path) -> dict[tuple[str, int, int], object]:
    return {spot: value for spot, (value, _) in cells(path).items() if value not in (None, "")}


def assert_same_values(one: Path, other: Path) -> None:
    left, right = values(one), values(other)
    assert left.keys() == right.keys()
    assert [spot for spot in left if not same_value(left[spot], right[spot])] == []


def test_what_was_typed_is_read_as_it_was(plans: Path, books: dict[str, Path]) -> None:
    before, after = extract(plans / "three.xlsx"), extract(books["saved"])
    assert typed(after) == typed(before)
    assert after.sure == "certain"
    assert {one.code for one in after.problems} <= {"PS724"}


def test_what_a_program_has_lost_is_said_and_nothing_else(
    writer: Writer, books: dict[str, Path]
) -> None:
    found = checked(books["saved"])
    assert found.formulas > 50
    assert {one.code for one in found.problems} <= LOSSES
    said = " ".join(one.message for one in found.problems)
    assert ("no header row" in said) == (writer == "exceljs")
    assert ("nothing but cells" in said) == (writer in ("sheetjs", "gnumeric"))
    assert ("chart is gone" in said) == (writer in ("exceljs", "sheetjs"))
    assert ("formulas are texts" in said) == (writer == "gnumeric")
    assert ("input rules of the workbook are gone" in said) == (writer == "sheetjs")
    assert found.clean == (writer in KEEP_TABLES)


def test_situation_1_twelve_rows_into_a_workbook_of_three(
    writer: Writer, plans: Path, books: dict[str, Path], tmp_path: Path
) -> None:
    data, book = {"campaigns": plans / "more.csv"}, books["saved"]
    if writer not in KEEP_TABLES:
        with pytest.raises(WorkbookError) as refused:
            fill(book, tmp_path / "no.xlsx", data=data)
        [problem] = refused.value.problems
        assert problem.code == "PS750"
        assert "upgrade" in str(problem.hint)
        assert [*tmp_path.iterdir()] == []
        book = tmp_path / "anew.xlsx"
        assert upgrade(books["saved"], book).whole
    filled = fill(book, tmp_path / "filled.xlsx", data=data)
    assert (filled.tables["campaigns"].rows, filled.waiting) == (15, 0)
    assert filled.path is not None
    if writer == "libreoffice":  # which spells formulas in its own way
        assert_same_values(filled.path, plans / "all.xlsx")
    else:
        assert differences(filled.path, plans / "all.xlsx") == []


def test_situation_2_a_later_version_takes_every_input_by_its_id(
    plans: Path, books: dict[str, Path], tmp_path: Path
) -> None:
    done = upgrade(books["saved"], tmp_path / "new.xlsx", blueprint=plans / "newer.yaml")
    assert (done.version_before, done.version) == ("1.0.0", "2.0.0")
    assert_nothing_lost(books["saved"], tmp_path / "new.xlsx", done)
    assert {(one.id, one.why.en) for one in done.leftovers} == {
        ("notes", "today's blueprint has no such column")
    }
    rows = extract(tmp_path / "new.xlsx").tables["campaigns"].rows
    assert [str(row.cells["start"].value) for row in rows[:2]] == ["2024-05-20", "2024-06-01"]
    assert verify(tmp_path / "new.xlsx") == ()


def test_situation_3_a_label_that_was_changed_is_the_same_item(
    plans: Path, books: dict[str, Path], tmp_path: Path
) -> None:
    done = upgrade(books["saved"], tmp_path / "new.xlsx", blueprint=plans / "relabelled.yaml")
    assert done.whole
    rows = extract(tmp_path / "new.xlsx").tables["campaigns"].rows
    assert [row.cells["channel"].value for row in rows] == ["search", "social", None]
    assert openpyxl.load_workbook(tmp_path / "new.xlsx")["活动"]["C22"].value == "社媒"


def test_situation_4_the_blueprint_is_had_back_from_the_workbook(
    plans: Path, books: dict[str, Path], tmp_path: Path
) -> None:
    """No file of it is named, and no shipped one is called so."""
    assert checked(books["saved"]).blueprint == "my-plan"
    assert upgrade(books["saved"], tmp_path / "new.xlsx").whole
    assert diff(plans / "three.xlsx", tmp_path / "new.xlsx").same


def test_situation_5_a_deleted_column_and_what_looks_elsewhere_are_named(
    writer: Writer, books: dict[str, Path], tmp_path: Path
) -> None:
    found = told(books["deleted"])
    assert ("PS713", "活动") in found
    elsewhere = {place for code, place in found if code in ("PS711", "PS712")}
    assert {"活动!F21:F23", "活动!G21:G23", "跟踪!D5:D9"} <= elsewhere
    if writer not in KEEP_TABLES:
        with pytest.raises(WorkbookError, match="PS750"):
            repair(books["deleted"], tmp_path / "no.xlsx", rebuilder=REBUILDER)
        assert [*tmp_path.iterdir()] == []
        return
    done = repair(books["deleted"], tmp_path / "repaired.xlsx", rebuilder=REBUILDER)
    assert done.path is not None
    assert told(done.path) == set()


def test_situation_5_a_column_that_moves_without_its_names_is_known_by_its_header(
    plans: Path, tmp_path: Path
) -> None:
    """openpyxl moves cells alone: neither names nor formulas follow, nor does the table."""
    deeds = {"moved": (plans / "three.xlsx", [("delete_column", "活动", 5)])}
    book = worked_in("openpyxl", deeds, tmp_path)["moved"]
    found = extract(book)
    assert {"PS702", "PS713"} <= {one.code for one in found.problems}
    before = extract(plans / "three.xlsx").tables["campaigns"].rows
    for row, was in zip(found.tables["campaigns"].rows, before, strict=True):
        for id_ in ("name", "channel", "start", "revenue", "notes"):
            assert row.cells[id_].value == was.cells[id_].value, id_


def test_situation_6_every_tampering_is_named_with_its_cell(
    writer: Writer, plans: Path, books: dict[str, Path]
) -> None:
    assert told(books["tampered"]) == {
        ("PS710", "活动!G21"),
        ("PS710", "活动!H21:H23"),
        ("PS718", "活动!E22"),
        ("PS715", "参数!D7"),
        ("PS710", "检查!E18"),
    }
    over = next(one for one in checked(books["tampered"]).deviations if one.cells == "活动!G21")
    assert (over.found, over.expected[:4]) == ("0.5", "=IF(")
    changes = diff(plans / "three.xlsx", books["tampered"]).changes
    lost = {one.of for one in changes} - {"part"}
    assert lost == {"formula", "input"}
    assert any(one.cell_after == "活动!E22" for one in changes)


def test_situation_7_own_sheets_and_comments_come_along(
    writer: Writer, plans: Path, books: dict[str, Path], tmp_path: Path
) -> None:
    assert ("PS722", "老板看") in told(books["own"])
    done = upgrade(books["own"], tmp_path / "new.xlsx", blueprint=plans / "newer.yaml")
    assert {one.id for one in done.leftovers} == {"notes"}
    book = openpyxl.load_workbook(tmp_path / "new.xlsx")
    own = book["老板看"]
    # the spend stands a column further left, on a sheet of another name
    assert own["B1"].value == "=SUM(投放!D21:D23)"
    assert own["B2"].value == "=roi_target*2"
    assert own.column_dimensions["A"].width == pytest.approx(30, abs=8)
    comment = book["投放"]["B21"].comment
    assert comment is not None
    assert "问小林" in comment.text
    shown = openpyxl.load_workbook(tmp_path / "new.xlsx", data_only=True)["老板看"]
    assert (shown["B1"].value, shown["B2"].value) == (200_005, 4)
    assert verify(tmp_path / "new.xlsx") == ()


def test_situation_8_a_row_below_the_table_is_read_and_told(books: dict[str, Path]) -> None:
    outside = [row for row in extract(books["below"]).tables["campaigns"].rows if not row.inside]
    assert [(row.row, row.cells["name"].value, row.cells["spend"].value) for row in outside] == [
        (24, "补", 7)
    ]
    assert told(books["below"]) == {("PS719", "活动!B24:I24")}


def test_situation_9_a_copied_sheet_is_asked_for(books: dict[str, Path], tmp_path: Path) -> None:
    assert told(books["copied"]) == {("PS721", "活动 6月")}
    pytest.importorskip("duckdb")
    found = consolidate(books["copied"], tmp_path / "no", by="month")
    assert ("PS743", "活动 6月") in {(one.code, one.cell) for one in found.rejected}


def test_situation_10_a_branch_is_added_or_said_to_be_uncalculated(
    writer: Writer, books: dict[str, Path], tmp_path: Path
) -> None:
    pytest.importorskip("duckdb")
    other = Branches(tmp_path / "in").good(2)
    words: dict[str, Any] = {"by": "store", "name": "{store}.xlsx"}
    found = consolidate([books["branch"], other], tmp_path / "out", **words)
    amount = pd.read_csv(tmp_path / "out/sales.csv")["amount"].sum()
    if writer == "openpyxl":
        assert [(one.code, one.cell) for one in found.rejected] == [("PS724", "月报!F5")]
        assert amount == total(2)
    else:
        assert found.clean
        assert amount == total(1, 2)


def test_situation_11_a_refused_or_finished_writing_leaves_a_whole_workbook(
    writer: Writer, plans: Path, books: dict[str, Path], tmp_path: Path
) -> None:
    book = tmp_path / "book.xlsx"
    before = books["saved"].read_bytes()
    book.write_bytes(before)
    if writer in KEEP_TABLES:
        done = fill(book, values={"roi_target": "3"}, in_place=True)
        assert (done.inputs, done.waiting) == (1, 0)
        assert done.kept is not None
        assert done.kept.read_bytes() == before
        assert extract(book).parameters["roi_target"].value == 3
    else:
        with pytest.raises(WorkbookError, match="PS750"):
            fill(book, values={"roi_target": "3"}, in_place=True)
        assert book.read_bytes() == before
        assert [*tmp_path.iterdir()] == [book]


def test_situation_12_there_and_back_again_holds_what_it_held(
    plans: Path, books: dict[str, Path], tmp_path: Path
) -> None:
    book = books["saved"]
    for number, (locale, theme) in enumerate([("en", "ink"), ("zh-CN", "jade")]):
        there = tmp_path / f"{number}.xlsx"
        assert upgrade(book, there, locale=locale, theme=theme).whole  # type: ignore[arg-type]
        book = there
    assert typed(extract(book)) == typed(extract(plans / "three.xlsx"))
    assert upgrade(book, tmp_path / "again.xlsx").whole
    assert diff(book, tmp_path / "again.xlsx").same
