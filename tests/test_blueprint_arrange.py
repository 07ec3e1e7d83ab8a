"""Sheets that a composite joins, folds away or leaves out, and the workbook that comes of it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from plansheets import build, check, extract, fill, verify
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import examine_blueprint, read_blueprint
from plansheets.errors import BlueprintError
from plansheets.life.book import opened_book
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices
from plansheets.plan.model import Plan, PlannedSheet

PART = """\
blueprint: part
version: 1.0.0
title: {zh-CN: 店铺, en: Shop}
parameters:
  least: {type: number, default: 2, label: Least}
lists:
  mood: {good: Good, bad: Bad}
tables:
  goods:
    title: Goods
    key: good
    columns:
      - {id: good, type: key, label: Good, width: 14}
      - {id: sold, type: count, label: Sold, total: '=SUM(goods[sold])'}
      - {id: twice, type: count, label: Twice, formula: '=N([@sold])*2', hidden: true}
    sample: [{good: A1, sold: 3}, {good: A2, sold: 5}]
  track:
    title: Track
    rows: {from: goods, spare: 1}
    columns:
      - {id: good, from: good}
      - {id: few, type: text, label: Few, formula: '=IF(N([@sold])<least, "few", "")'}
      - {id: sold, from: sold}
  notes:
    title: Notes
    columns:
      - {id: day, type: date, label: Day}
      - {id: mood, type: choice, list: mood, label: Mood}
    sample: [{day: 2024-05-01, mood: good}]
  days:
    title: Days
    rows: {count: 2}
    columns: [{id: plus, type: count, label: Plus, formula: '=ROW()+extra_total'}]
metrics:
  sold_total: {type: count, label: Sold, formula: '=SUM(goods[sold])'}
  notes_total: {type: count, label: Notes, formula: '=ROWS(notes[day])'}
  extra_total: {type: count, label: Extra, formula: '=SUM(extra[more])'}
sheets:
  - {id: goods_sheet, title: Goods, blocks: [{cards: [sold_total]}, {table: goods}]}
  - {id: track_sheet, title: Track, blocks: [{table: track}]}
  - {id: notes_sheet, title: Notes, blocks: [{cards: [notes_total]}, {table: notes}]}
  - {id: days_sheet, title: Days, blocks: [{table: days}]}
  - {id: extra_sheet, title: Extra, blocks: [{heading: Extra}, {table: extra}]}
checks:
  - {id: blue, level: warning, message: Blue, table: notes,
     count: '=COUNTIFS(notes[mood], mood.bad)'}
"""
EXTRA = """\
  extra:
    title: Extra
    columns: [{id: more, type: count, label: More}]
"""
WHOLE = """\
blueprint: whole
version: 1.0.0
title: {zh-CN: 整体, en: Whole}
include: [part.yaml]
arrange:
"""
SHEETS = "sheets:\n  - {id: front, title: Front, blocks: [{note: A note}]}\n"
JOINED = """\
  join:
    - {id: shop, title: {zh-CN: 店, en: Shop}, subtitle: All of it, of: [goods_sheet, track_sheet]}
"""


def write(folder: Path, arrange: str) -> Path:
    part = PART.replace("metrics:\n", EXTRA + "metrics:\n", 1)
    (folder / "part.yaml").write_text(part, "utf-8")
    path = folder / "whole.yaml"
    path.write_text(WHOLE + arrange + SHEETS, "utf-8")
    return path


def arranged(folder: Path, arrange: str) -> Blueprint:
    return read_blueprint(write(folder, arrange))


def drawn(folder: Path, arrange: str, *, locale: str = "en") -> Plan:
    planned, warnings = plan(arranged(folder, arrange), Choices(locale=locale))
    assert warnings == ()
    return planned


def sheet(planned: Plan, id_: str) -> PlannedSheet:
    return next(one for one in planned.sheets if one.id == id_)


# -- joined ------------------------------------------------------------------------------------


def test_joined_sheets_stand_where_the_first_of_them_did(tmp_path: Path) -> None:
    join = "  join: [{id: both, title: Both, of: [notes_sheet, goods_sheet]}]\n"
    whole = arranged(tmp_path, join)
    ids = [one.id for one in whole.sheets]
    assert ids == [
        "front",
        "track_sheet",
        "notes_sheet",
        "goods_sheet",
        "days_sheet",
        "extra_sheet",
    ]
    titles = [one.title for one in drawn(tmp_path, join).sheets if not one.hidden]
    assert titles[1:5] == ["Front", "Track", "Both", "Days"]


def test_each_keeps_its_columns_and_the_headers_meet(tmp_path: Path) -> None:
    shop = sheet(drawn(tmp_path, JOINED), "shop")
    goods, track = shop.tables
    assert (goods.column, goods.row) == (1, track.row)
    assert track.column > goods.last_column + 1
    assert shop.hidden_columns == (3,)
    assert shop.freeze == (goods.row + 1, 0)
    [one, other] = shop.printing.areas
    assert (one.first_column, other.first_column) == (0, track.column - 1)
    assert one.last_column < other.first_column
    assert shop.printing.repeat_first == goods.row


def test_each_has_its_band_and_links_to_the_others(tmp_path: Path) -> None:
    shop = sheet(drawn(tmp_path, JOINED), "shop")
    titles = {cell.column: cell.value for cell in shop.cells if cell.row == 0 and cell.value}
    start = shop.tables[1].column
    assert titles == {1: "Goods", start: "Track"}
    links = [(cell.value, cell.link) for cell in shop.cells if cell.row == 3 and cell.link]
    name = openpyxl.utils.get_column_letter(start + 1)
    assert links == [
        ("Track →", f"internal:'Shop'!{name}1"),
        ("← Goods", "internal:'Shop'!B1"),
    ]


def test_no_row_is_lower_than_what_stands_in_it(tmp_path: Path) -> None:
    """Gaps between the blocks of one sheet are rows of tables on the other."""
    shop = sheet(
        drawn(tmp_path, "  join: [{id: shop, title: Shop, of: [days_sheet, notes_sheet]}]\n"),
        "shop",
    )
    heights = {**dict(shop.fitted), **dict(shop.heights)}
    for table in shop.tables:
        assert all(heights.get(row, 21) >= 21 for row in range(table.first_row, table.last_row + 1))


def test_only_what_is_to_be_printed_is(tmp_path: Path) -> None:
    join = JOINED.replace("track_sheet]", "track_sheet], print: [track_sheet]")
    shop = sheet(drawn(tmp_path, join), "shop")
    [area] = shop.printing.areas
    assert area.first_column == shop.tables[1].column - 1


def test_the_about_sheet_names_what_is_joined_and_folded(tmp_path: Path) -> None:
    planned = drawn(tmp_path, JOINED + "  fold: [notes_sheet, dictionary]\n")
    texts = [cell.value for cell in sheet(planned, "about").cells]
    assert "All of it\nGoods · Track" in texts
    assert "Right-click any tab and choose Unhide: Notes, Dictionary" in texts
    assert sheet(planned, "notes_sheet").hidden
    dictionary = sheet(planned, "dictionary")
    assert (dictionary.hidden, dictionary.printing.areas) == (True, ())


def test_tables_side_by_side_grow_as_if_they_stood_alone(tmp_path: Path) -> None:
    """The filled workbook is what a fresh build with all rows is, and so is a replaced one."""
    path = write(tmp_path, JOINED.replace("track_sheet]", "track_sheet, notes_sheet]"))
    few, many = tmp_path / "few.csv", tmp_path / "many.csv"
    rows = [f"B{number},{number}" for number in range(40)]
    few.write_text("good,sold\nB0,0\n", "utf-8")
    many.write_text("\n".join(["good,sold", *rows, ""]), "utf-8")
    small = build(path, tmp_path / "small.xlsx", data={"goods": few}, keep_samples=True).path
    fresh = build(path, tmp_path / "fresh.xlsx", data={"goods": many}, keep_samples=True).path
    done = fill(small, tmp_path / "filled.xlsx", data={"goods": many}, mode="upsert")
    assert done.path is not None
    assert (done.problems, verify(done.path), verify(fresh)) == ((), (), ())
    assert values(done.path) == values(fresh)
    assert check(done.path).problems == ()
    held = extract(done.path).tables
    assert [len(held[id_].rows) for id_ in ("goods", "notes")] == [40, 1]
    assert printed(done.path) == printed(fresh)
    back = fill(fresh, tmp_path / "back.xlsx", data={"goods": few}, mode="replace")
    assert back.path is not None
    assert values(back.path) == values(small)


def values(path: Path) -> dict[tuple[str, int, int], object]:
    with opened_book(path) as book:
        return {
            (one.title, *spot): held.value
            for one in book.sheets
            if one.title in ("Shop", "Checks")
            for spot, held in book.contents(one).cells.items()
            if held.value not in (None, "")
        }


def printed(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        workbook = package.read("xl/workbook.xml").decode()
    return workbook.partition('name="_xlnm.Print_Area"')[2].partition("</definedName>")[0]


def test_tabs_have_titles_of_their_own_and_what_stands_on_them_any(tmp_path: Path) -> None:
    join = "  join: [{id: a, title: Goods, of: [goods_sheet, notes_sheet]}]\n"
    assert sheet(drawn(tmp_path, join), "a").title == "Goods"
    with pytest.raises(BlueprintError, match=r"PS304.*'Track'"):
        drawn(tmp_path, join.replace("title: Goods", "title: Track"))


# -- folded away, first pages ------------------------------------------------------------------


def test_of_some_sheets_the_first_page_is_printed(tmp_path: Path) -> None:
    planned = drawn(tmp_path, "  first_page: [goods_sheet, checks]\n")
    for id_ in ("goods_sheet", "checks"):
        [area] = sheet(planned, id_).printing.areas
        assert area.last_row < 60
    assert sheet(planned, "notes_sheet").printing.areas == ()


def test_a_folded_sheet_is_not_printed_and_keeps_what_it_holds(tmp_path: Path) -> None:
    planned = drawn(tmp_path, "  fold: [goods_sheet]\n  first_page: [goods_sheet]\n")
    goods = sheet(planned, "goods_sheet")
    assert (goods.hidden, goods.printing.areas, len(goods.tables)) == (True, (), 1)


# -- left out ----------------------------------------------------------------------------------


def test_what_only_a_sheet_that_is_left_out_needs_goes_with_it(tmp_path: Path) -> None:
    whole = arranged(tmp_path, "  leave_out: [notes_sheet, track_sheet]\n")
    assert whole.table_ids == ("goods", "days", "extra")
    assert [one.id for one in whole.metrics] == ["sold_total", "extra_total"]
    assert (whole.checks, whole.parameters, whole.lists) == ((), (), ())
    assert [one.id for one in whole.sheets] == ["front", "goods_sheet", "days_sheet", "extra_sheet"]


def test_what_formulas_need_of_a_sheet_that_is_left_out_stays_hidden(tmp_path: Path) -> None:
    """``days`` adds up ``extra``, and ``track`` has the rows of ``goods``."""
    whole = arranged(tmp_path, "  leave_out: [extra_sheet, goods_sheet]\n")
    assert "extra" in whole.table_ids
    assert {one.id: (one.hidden, len(one.blocks)) for one in whole.sheets[-2:]} == {
        "goods_sheet": (True, 1),
        "extra_sheet": (True, 1),
    }
    built = build(write(tmp_path, "  leave_out: [extra_sheet, goods_sheet]\n"), tmp_path / "w.xlsx")
    assert (built.warnings, verify(built.path)) == ((), ())


# -- what cannot be ----------------------------------------------------------------------------

WRONG = {
    "  fold: [good_sheet]": ("PS113", "did you mean 'goods_sheet'?"),
    "  join: [{id: a, title: A, of: [goods_sheet, trak_sheet]}]": ("PS113", "track_sheet"),
    "  fold: [goods_sheet]\n  leave_out: [goods_sheet]": ("PS126", "arranged in two places"),
    "  join: [{id: a, title: A, of: [goods_sheet]}]": ("PS126", "joins 1 sheet"),
    "  join: [{id: front, title: A, of: [goods_sheet, notes_sheet]}]": ("PS126", "already"),
    "  join: [{id: a, title: A, of: [goods_sheet, notes_sheet], print: [front]}]": (
        "PS126", "which it does not join",
    ),
    "  leave_out: [dictionary]": ("PS113", "no sheet 'dictionary'"),
}  # fmt: skip


@pytest.mark.parametrize("arrange", WRONG)
def test_what_cannot_be_arranged_is_told_where_it_is_written(tmp_path: Path, arrange: str) -> None:
    code, words = WRONG[arrange]
    [problem] = examine_blueprint(write(tmp_path, f"{arrange}\n")).problems
    assert (problem.code, problem.span is not None) == (code, True)
    assert words in f"{problem.message} {problem.hint}"


def test_nothing_stands_to_the_right_of_a_timeline(tmp_path: Path) -> None:
    path = write(tmp_path, "  join: [{id: a, title: A, of: [bars, goods_sheet]}]\n")
    part = tmp_path / "part.yaml"
    table = (
        "  bars_table:\n    title: Bars\n    rows: {from: goods, spare: 1}\n    columns:\n"
        "      - {id: good, from: good}\n"
        "      - {id: a, type: date, label: From, formula: '=DATE(2024, 1, N([@sold]))'}\n"
        "      - {id: sold, from: sold}\nmetrics:\n"
    )
    bars = (
        "sheets:\n  - {id: bars, title: Bars, blocks: [{timeline: "
        "{table: bars_table, start: a, end: a}}]}\n"
    )
    text = part.read_text("utf-8").replace("metrics:\n", table, 1).replace("sheets:\n", bars, 1)
    part.write_text(text, "utf-8")
    [problem] = examine_blueprint(path).problems
    assert (problem.code, problem.span and problem.span.text) == ("PS126", "bars")
    path.write_text(
        path.read_text("utf-8").replace("bars, goods_sheet", "goods_sheet, bars"), "utf-8"
    )
    built = build(path, tmp_path / "w.xlsx")
    assert (built.warnings, verify(built.path)) == ((), ())
