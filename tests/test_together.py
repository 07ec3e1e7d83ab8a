"""Consolidate: many workbooks become one table, and what would make a total wrong stays out."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from branches import ROWS, Branches, amounts, total
from deadly import dies
from edited import SKUS, edit_in_libreoffice
from plansheets import Consolidated, PlansheetsError, build, consolidate, extract, verify
from plansheets.cli import cli
from plansheets.package.sheet_splice import CellPatch, SheetPatch, patched_sheet
from plansheets.package.splice import splice
from plansheets.pool import spread
from plansheets.together.keys import NamePattern
from plansheets.together.units import MoneyUnit, noted_unit, rate_for, read_rates, unit_of

pytest.importorskip("duckdb")
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

GOOD = (1, 2, 3, 4, 5, 6, 7)
BY = {"by": ["store", "month"], "name": "{store}.xlsx"}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Path]]:
    """What head office has got: seven workbooks that can be put together, and one of each kind."""
    branches = Branches(tmp_path_factory.mktemp("sent") / "in")
    for number in (1, 2):
        branches.good(number)
    branches.good(3, locale="en")
    branches.good(4, first=True)
    branches.renamed_sheet(5)
    branches.with_stray_cell(6)
    branches.good(7)
    return branches.folder, branches.bad()


@pytest.fixture(scope="module")
def together(
    sent: tuple[Path, dict[str, Path]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Consolidated, Path]:
    out = tmp_path_factory.mktemp("out") / "all"
    return consolidate(sent[0], out, **BY), out  # type: ignore[arg-type]


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def summed(path: Path) -> float:
    return sum(float(row["amount"]) for row in table(path))


def out_of(found: Consolidated) -> dict[str, tuple[str, str]]:
    return {Path(one.file).name: (one.code, one.cell) for one in found.rejected}


def test_situation_10_the_total_is_right_and_each_other_file_is_told(
    sent: tuple[Path, dict[str, Path]], together: tuple[Consolidated, Path]
) -> None:
    found, out = together
    assert {Path(one.file).stem for one in found.taken} == {f"S{number:03}" for number in GOOD}
    assert summed(out / "sales.csv") == total(*GOOD)
    assert found.tables == {"sales": len(GOOD) * ROWS}
    bad = sent[1]
    assert out_of(found) == {
        bad["blueprint"].name: ("PS742", ""),
        bad["corrupt"].name: ("PS700", ""),
        bad["lock"].name: ("PS747", ""),
        bad["values"].name: ("PS724", "月报!F5"),
        bad["encrypted"].name: ("PS700", ""),
        bad["ten_thousands"].name: ("PS745", "月报!E4"),
        bad["text"].name: ("PS718", "月报!E5"),
        bad["bomb"].name: ("PS700", "xl/worksheets/sheet1.xml"),
    }
    assert all(one.reason.zh and one.reason.en for one in found.rejected)


def test_the_rejections_stand_beside_the_tables(together: tuple[Consolidated, Path]) -> None:
    found, out = together
    assert [path.name for path in found.files] == [
        "sales.csv", "_books.csv", "_parameters.csv", "rejected.xlsx",
    ]  # fmt: skip
    assert verify(out / "rejected.xlsx") == ()
    sheet = openpyxl.load_workbook(out / "rejected.xlsx").worksheets[0]
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(line[0], line[2]) for line in lines] == [
        (one.file, one.code) for one in found.rejected
    ]
    assert all(line[3] for line in lines)


def test_versions_and_languages_come_to_one_schema(together: tuple[Consolidated, Path]) -> None:
    _, out = together
    rows = table(out / "sales.csv")
    assert {row["month"] for row in rows} == {"6月"}
    assert [row["amount"] for row in rows if row["store"] == "S004"] == [
        f"{value:.15g}" for value in amounts(4)["amount"]
    ]
    assert {one["version"] for one in table(out / "_books.csv")} == {"1.0.0", "2.0.0"}
    assert {one["value"] for one in table(out / "_parameters.csv")} == {"6月"}


RENAMED = (
    ("2.0.0", "3.0.0"),
    ("  month: {type: text,", "  period: {type: text, was: month,"),
    ("  sales:\n", "  sold:\n    was: sales\n"),
    ("table: sales", "table: sold"),
    ("{id: amount,", "{id: turnover, was: amount,"),
    ("[@amount]", "[@turnover]"),
    ("amount: 10", "turnover: 10"),
    ("{id: period,", "{id: when, was: period,"),
    ("'=month'", "'=period'"),
    ("open: {zh-CN: 在售, en: On sale}", "selling: {was: open, label: {zh-CN: 在售, en: On sale}}"),
    ("state: open", "state: selling"),
)
"""What the blueprint of branches is called otherwise in its next version."""


def test_an_earlier_version_is_put_together_by_what_its_ids_are_called_now(
    tmp_path: Path,
) -> None:
    branches = Branches(tmp_path / "in")
    first = amounts(1)
    first["state"] = "open"
    build(branches.blueprint, branches.folder / "S001.xlsx", locale="zh-CN", data={"sales": first},
          values={"month": "6月"})  # fmt: skip
    text = branches.blueprint.read_text("utf-8")
    for was, today in RENAMED:
        assert was in text
        text = text.replace(was, today)
    branches.blueprint.write_text(text, "utf-8")
    data = amounts(2).rename(columns={"amount": "turnover"})
    data["state"] = "selling"
    build(branches.blueprint, branches.folder / "S002.xlsx", locale="zh-CN", data={"sold": data},
          values={"period": "6月"})  # fmt: skip
    found = consolidate(
        branches.folder, tmp_path / "out", by=["store", "period"], name="{store}.xlsx"
    )
    assert found.clean
    assert found.tables == {"sold": 2 * ROWS}
    rows = table(tmp_path / "out/sold.csv")
    assert sum(float(row["turnover"]) for row in rows) == total(1, 2)
    assert {row["period"] for row in rows} == {"6月"}
    assert {row["state"] for row in rows} == {"selling"}
    assert "amount" not in rows[0]


def test_duplicates_are_refused_or_the_newest_or_added(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "in")
    first = branches.good(1)
    (tmp_path / "in/new").mkdir()
    second = branches.good(1, "new/S001", more=1)
    branches.good(2)
    os.utime(first, (1_000_000, 1_000_000))
    ways = {}
    for way in ("reject", "newest", "sum"):
        found = consolidate(
            branches.folder,
            tmp_path / way,
            duplicates=way,
            cache=tmp_path / "parts",
            **BY,  # type: ignore[arg-type]
        )
        ways[way] = (summed(tmp_path / way / "sales.csv"), len(found.rejected))
    again = total(1) + ROWS
    assert ways == {
        "reject": (total(2), 2),
        "newest": (total(2) + again, 1),
        "sum": (total(1, 2) + again, 0),
    }
    assert len(table(tmp_path / "sum/sales.csv")) == 2 * ROWS
    shutil.copyfile(second, tmp_path / "in/S001.xlsx")
    same = consolidate(branches.folder, tmp_path / "same", **BY)  # type: ignore[arg-type]
    assert [one.code for one in same.rejected] == ["PS746"]
    assert summed(tmp_path / "same/sales.csv") == total(2) + again


def test_copies_that_programs_leave_beside_a_workbook_are_not_added(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "in")
    first, second = branches.good(1), branches.good(2)
    shutil.copyfile(branches.good(3), first.with_name(f"{first.stem}.2026-11-30.xlsx"))
    shutil.copyfile(first, first.with_name(f"{first.stem}.2026-11-30-2.xlsx"))
    for name in (f"{second.stem} (1)", f"{second.stem}-DESKTOP-AB12", f"{second.stem} - 副本"):
        shutil.copyfile(second, second.with_name(f"{name}.xlsx"))
    (branches.folder / "S003.xlsx").unlink()
    by_file = {"by": "shop", "name": "{shop}.xlsx"}
    found = consolidate(branches.folder, tmp_path / "out", **by_file)  # type: ignore[arg-type]
    assert summed(tmp_path / "out/sales.csv") == total(1, 2)
    assert [one.code for one in found.rejected] == ["PS746"] * 3
    kept = [one.message for one in found.problems if one.code == "PS746"]
    assert kept == [f"a copy that was kept of {first.name} before it changed: passed over"] * 2


def test_a_copy_is_one_of_a_book_in_its_own_folder(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "in")
    north = branches.good(1)
    (tmp_path / "in/june").mkdir()
    shutil.copyfile(north, tmp_path / "in/june" / f"{north.stem} (1).xlsx")
    found = consolidate(branches.folder, tmp_path / "out", by="shop", name="{shop}.xlsx")
    assert len(found.taken) == 2


def test_equal_books_of_other_names_are_two_shops(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "in")
    north = branches.good(1)
    shutil.copyfile(north, north.with_name(f"{north.stem}-east.xlsx"))
    found = consolidate(branches.folder, tmp_path / "out", by="shop", name="{shop}.xlsx")
    assert len(found.taken) == 2
    assert [one.level for one in found.problems] == ["warning"]


def test_other_units_are_converted_where_a_rate_is_given(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "in")
    branches.good(1)
    branches.in_ten_thousands(2)
    out = tmp_path / "out"
    found = consolidate(branches.folder, out, rates={"万": 10_000}, **BY)  # type: ignore[arg-type]
    assert found.clean
    assert summed(out / "sales.csv") == pytest.approx(total(1, 2), rel=1e-12)
    prices = {row["store"]: row["price"] for row in table(out / "sales.csv")}
    assert prices["S001"]
    assert not prices["S002"]  # calculated of what was converted
    assert [one.code for one in found.problems] == ["PS749"]


def test_units_are_read_as_people_write_them() -> None:
    assert unit_of("GMV (US$)") == MoneyUnit(0, "USD")
    assert unit_of("人民币万元") == MoneyUnit(4)
    assert noted_unit("单位：万美元") == MoneyUnit(4, "USD")
    assert noted_unit("说明：填每天的数") is None
    rates = read_rates({"万": 10_000, "USD": 7.2})
    assert rate_for(MoneyUnit(4, "USD"), MoneyUnit(), rates) == 72_000
    assert rate_for(MoneyUnit(0, "EUR"), MoneyUnit(), rates) is None


def test_keys_may_stand_in_rows(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "in")
    branches.good(1)
    assert consolidate(branches.folder, tmp_path / "out", by="sku").clean
    rows = table(tmp_path / "out/sales.csv")
    assert [row["sku"] for row in rows] == [f"K{row}" for row in range(ROWS)]
    branches.good(2)
    found = consolidate(branches.folder, tmp_path / "out2", by="sku")
    assert [one.code for one in found.rejected] == ["PS746", "PS746"]


def test_years_and_days_in_rows_are_one_key_in_tables_and_reports(tmp_path: Path) -> None:
    more = (
        "      - {id: year, type: count, label: {zh-CN: 年, en: Year}}\n"
        "      - {id: day, type: date, label: {zh-CN: 日期, en: Day}}\n"
    )
    blueprint = tmp_path / "dated.yaml"
    blueprint.write_text(SIMPLE.replace("    columns:\n", f"    columns:\n{more}"), "utf-8")
    day = datetime.date(2024, 6, 1)
    rows = pd.DataFrame(
        {"year": [2023, 2024], "day": [day, day], "sku": ["a", "b"], "amount": [10, 20]}
    )
    path = build(blueprint, tmp_path / "in.xlsx", data={"sales": rows}).path
    assert consolidate(path, tmp_path / "out", by=["year", "day"]).clean
    found = table(tmp_path / "out/sales.csv")
    assert [(row["year"], row["day"]) for row in found] == [
        ("2023", "2024-06-01"), ("2024", "2024-06-01"),
    ]  # fmt: skip
    assert consolidate(path, tmp_path / "all.xlsx", by=["year", "day"]).clean
    values = extract(tmp_path / "all.xlsx", everything=True).tables["values"].rows
    amounts = [
        row.cells["value"].value for row in values if "CNY" in str(row.cells["measure"].value)
    ]
    assert amounts == [10, 20]


def test_a_form_that_is_blank_is_told_with_its_cell(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "in")
    build(branches.blueprint, branches.folder / "S001.xlsx", locale="zh-CN")
    found = consolidate(branches.folder, tmp_path / "out", **BY)  # type: ignore[arg-type]
    [one] = found.rejected
    assert (one.code, one.cell.partition("!")[0]) == ("PS744", "参数")
    nameless = consolidate(branches.folder, tmp_path / "out2", by="region")
    assert [one.code for one in nameless.rejected] == ["PS744"]


def test_an_error_that_a_formula_shows_is_no_fault_of_the_program(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "in")
    given, path = branches.good(1), branches.folder / "S002.xlsx"
    error = SheetPatch({4: {5: CellPatch("e", "#DIV/0!", keeps_formula=True)}})
    with given.open("rb") as source, path.open("wb") as target:
        parts = {"xl/worksheets/sheet2.xml": lambda old: patched_sheet(old, error)}
        splice(source, target, parts)
    assert consolidate(branches.folder, tmp_path / "out", **BY).clean  # type: ignore[arg-type]
    prices = [row["price"] for row in table(tmp_path / "out/sales.csv")]
    assert prices[ROWS] == "#DIV/0!"
    assert prices[0] == f"{100.25 / 2:.15g}"


SIMPLE = """\
blueprint: branch
version: 1.0.0
title: {zh-CN: 门店月报, en: Branch report}
tables:
  sales:
    title: {zh-CN: 销售, en: Sales}
    key: sku
    columns:
      - {id: sku, type: key, required: true, label: {zh-CN: 货号, en: SKU}}
      - {id: units, type: count, label: {zh-CN: 销量, en: Units}}
      - {id: amount, type: money, label: {zh-CN: 销售额(元), en: Sales (CNY)}}
sheets:
  - {id: month, title: {zh-CN: 月报, en: Report}, blocks: [{table: sales}]}
"""
"""Without a formula in its table, so that openpyxl can copy its sheet and lose nothing."""


def test_situation_9_copies_are_listed_and_asked_for(tmp_path: Path) -> None:
    (tmp_path / "simple.yaml").write_text(SIMPLE, "utf-8")
    path = build(
        tmp_path / "simple.yaml", tmp_path / "in.xlsx", locale="zh-CN", data={"sales": amounts(1)}
    ).path
    book = openpyxl.load_workbook(path)
    for month in ("7月", "8月"):
        copy = book.copy_worksheet(book["月报"])
        copy.title = f"月报 {month}"
        copy["D5"] = 1000
    book.save(path)
    found = consolidate(path, tmp_path / "no", by="month")
    [one] = found.rejected
    assert (one.code, one.cell) == ("PS743", "月报 7月")
    assert "月报 8月" in one.reason.zh
    assert "--copies as month" in one.hint.en if one.hint else False
    found = consolidate(path, tmp_path / "yes", by="month", copies="month")
    assert found.clean
    rows = table(tmp_path / "yes/sales.csv")
    assert [row["month"] for row in rows[::ROWS]] == ["月报", "7月", "8月"]
    assert [float(row["amount"]) for row in rows[::ROWS]] == [100.25, 1000, 1000]


@pytest.mark.libreoffice
def test_situation_9_a_sheet_copied_in_libreoffice(tmp_path: Path) -> None:
    fresh = build("sku-management", tmp_path / "skus.xlsx", locale="zh-CN").path
    path = edit_in_libreoffice(fresh, tmp_path / "edited", "copy_sheet")["copy_sheet"]
    asked = consolidate(path, tmp_path / "no", by="month")
    assert [(one.code, one.cell) for one in asked.rejected] == [("PS743", f"{SKUS} 6月")]
    found = consolidate(path, tmp_path / "yes", by="month", copies="month")
    rows = table(tmp_path / "yes/skus.csv")
    assert found.clean
    assert [row["month"] for row in rows] == [SKUS] * 15 + ["6月"] * 15
    assert [row["stock"] for row in rows[:15]] == [row["stock"] for row in rows[15:]]


def test_what_was_read_is_kept_by_content(
    sent: tuple[Path, dict[str, Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plansheets.together import read

    books = [sent[0] / f"S{number:03}.xlsx" for number in GOOD]
    first = consolidate(books, tmp_path / "one", cache=tmp_path / "parts", **BY)  # type: ignore[arg-type]
    monkeypatch.setattr(read, "know", None)  # nothing is recognised again
    moved = shutil.copyfile(books[0], tmp_path / "S100.xlsx")
    again = consolidate(
        [*books[1:], moved],
        tmp_path / "two",
        cache=tmp_path / "parts",
        format="parquet",
        **BY,  # type: ignore[arg-type]
    )
    assert first.clean
    assert again.clean
    assert again.tables == first.tables
    import duckdb

    path = tmp_path / "two/sales.parquet"
    [(amount, stores)] = duckdb.sql(
        f"SELECT sum(amount), count(DISTINCT store) FROM '{path.as_posix()}'"
    ).fetchall()
    assert (amount, stores) == (total(*GOOD), len(GOOD))


def test_any_executor_reads(sent: tuple[Path, dict[str, Path]], tmp_path: Path) -> None:
    books = [sent[0] / f"S{number:03}.xlsx" for number in GOOD]
    with ThreadPoolExecutor(2) as pool:
        found = consolidate(books, tmp_path / "out", executor=pool, **BY)  # type: ignore[arg-type]
    assert summed(tmp_path / "out/sales.csv") == total(*GOOD)
    assert found.clean


def test_a_task_that_kills_its_process_is_the_only_one_that_fails() -> None:
    tasks = [str(number).encode() for number in range(5)]
    found = dict(spread(dies, b"", tasks, 2, None))
    assert isinstance(found.pop(2), Exception)
    assert found == {0: "0", 1: "1", 3: "3", 4: "4"}


def test_names_of_files_are_read_with_their_folders() -> None:
    pattern = NamePattern("{month}/{store}.xlsx")
    assert pattern.read(Path("in/2024-06/A1.xlsx")) == {"month": "2024-06", "store": "A1"}
    assert pattern.read(Path("A1.csv")) == {}
    with pytest.raises(PlansheetsError, match="PS741"):
        NamePattern("plan.xlsx")


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "in")
    branches.good(1)
    out = tmp_path / "out"
    consolidate(branches.folder, out, **BY)  # type: ignore[arg-type]
    before = (out / "sales.csv").read_bytes()
    with pytest.raises(PlansheetsError, match="PS309"):
        consolidate(branches.folder, out, **BY)  # type: ignore[arg-type]
    consolidate(branches.folder, out, force=True, **BY)  # type: ignore[arg-type]
    assert (out / "sales.csv").read_bytes() == before
    with pytest.raises(PlansheetsError, match="PS748"):
        consolidate(tmp_path / "out", tmp_path / "no", by="store")
    for wrong in ({"by": []}, {"by": "store", "copies": "month"}):
        with pytest.raises(PlansheetsError, match="PS741"):
            consolidate(branches.folder, tmp_path / "no", **wrong)  # type: ignore[arg-type]


def test_the_command_tells_what_was_left_out(
    sent: tuple[Path, dict[str, Path]], tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for path in (sent[0] / "S001.xlsx", sent[1]["corrupt"]):
        shutil.copy(path, folder)
    line = ["consolidate", str(folder), "--by", "store,month", "--name", "{store}.xlsx"]
    runner = CliRunner()
    run = runner.invoke(cli, [*line, "--dry-run", "--json", "--jobs", "1"])
    told = json.loads(run.stdout)
    assert run.exit_code == 1
    assert [one["code"] for one in told["rejected"]] == ["PS700"]
    assert told["taken"][0]["keys"] == {"store": "S001", "month": "6月"}
    assert not any(tmp_path.glob("**/*.csv"))
    run = runner.invoke(cli, [*line, "-o", str(tmp_path / "out"), "--jobs", "1"])
    assert "PS700" in run.stderr
    assert "sales" in run.stdout
    assert runner.invoke(cli, line).exit_code == 2
    assert runner.invoke(cli, [*line, "--rate", "USD", "--dry-run"]).exit_code == 2
    assert runner.invoke(cli, [*line, "--copies", "for", "month", "--dry-run"]).exit_code == 2


def test_who_has_sent_nothing_is_named(sent: tuple[Path, dict[str, Path]], tmp_path: Path) -> None:
    listed = tmp_path / "stores.csv"
    wrong = sent[1]["corrupt"].stem
    listed.write_text(f"区域,Store\n东,S001\n东,s002\n西,S098\n西,{wrong}\n西,S098\n,\n", "utf-8")
    words = {**BY, "expected": listed, "locale": "zh-CN"}
    found = consolidate(sent[0], tmp_path / "out", **words)  # type: ignore[arg-type]
    assert found.missing == ({"store": "S098"},)  # that of the broken file has sent one
    assert table(tmp_path / "out/_missing.csv") == [{"store": "S098"}]
    [problem] = [one for one in found.problems if one.code == "PS730"]
    assert (problem.message, problem.where) == ("no workbook of 'S098' was sent", "stores.csv")
    good = sent[0] / "S001.xlsx"
    due = pd.DataFrame({"store": ["S001", "S001"], "month": ["6月", "7月"]})
    found = consolidate(good, tmp_path / "out2", expected=due, **BY)  # type: ignore[arg-type]
    assert (found.missing, found.clean) == (({"store": "S001", "month": "7月"},), False)
    all_there = consolidate(good, tmp_path / "out3", expected=due[:1], **BY)  # type: ignore[arg-type]
    assert all_there.clean
    listed.write_text("shop\nS001\n", "utf-8")
    with pytest.raises(PlansheetsError, match="PS460"):
        consolidate(good, tmp_path / "no", **words)  # type: ignore[arg-type]


def test_a_file_under_two_names_is_told(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "in")
    shutil.copyfile(branches.good(1), branches.folder / "S002.xlsx")
    found = consolidate(branches.folder, tmp_path / "out", **BY)  # type: ignore[arg-type]
    assert (len(found.taken), found.clean) == (2, True)
    assert [(one.code, one.level) for one in found.problems] == [("PS746", "warning")]
