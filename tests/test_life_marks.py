"""What a workbook says of itself: written by every build, read back, seen by nobody."""

from __future__ import annotations

import base64
import json
import re
import zipfile
import zlib
from pathlib import Path

import pytest

from plansheets import build
from plansheets.blueprint.catalog import find_blueprint, shipped
from plansheets.blueprint.read import examine_carried, read_blueprint
from plansheets.life.carried import (
    CHUNK,
    MOST_UNPACKED,
    Chunk,
    DamagedError,
    checksum_of,
    pack,
    unpack,
)
from plansheets.life.manifest import MOST_LINES, MarkedColumn, lines_of, read_lines
from plansheets.life.mark_names import MARKS, column_mark, typed_mark
from plansheets.life.marks import manifest_of, with_marks
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices
from plansheets.plan.model import Plan

SKU = "sku-management"


def _planned(name: str, *, source: bool = True) -> Plan:
    blueprint = read_blueprint(find_blueprint(name))
    choices = Choices(locale="zh-CN")
    ready, _ = plan(blueprint, choices)
    return with_marks(ready, blueprint, choices, source=source)


def _as_cells(lines: object) -> list[str]:
    return [json.dumps(line, ensure_ascii=False) for line in lines]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", shipped())
def test_a_blueprint_comes_back_from_the_files_it_was_written_in(name: str) -> None:
    blueprint = read_blueprint(find_blueprint(name))
    chunks = pack(blueprint.files)
    assert max(len(chunk.text) for chunk in chunks) <= CHUNK
    again = examine_carried(unpack(chunks)).sound()
    assert (again.digest, again.table_ids) == (blueprint.digest, blueprint.table_ids)
    if name == SKU:
        assert plan(again, Choices())[0] == plan(blueprint, Choices())[0]


def test_a_manifest_is_read_as_it_was_written() -> None:
    blueprint = read_blueprint(find_blueprint(SKU))
    choices = Choices(locale="zh-CN", rows=50, brand="C8102E")
    ready, _ = plan(blueprint, choices)
    manifest = manifest_of(ready, blueprint, choices, {"vba": True}, pack(blueprint.files))
    again = read_lines(_as_cells(lines_of(manifest)))
    assert again == manifest
    assert again is not None
    assert again.choices["rows"] == 50
    assert again.choices["brand"] == "C8102E"
    assert again.choices["vba"] is True


def test_what_a_newer_program_says_more_is_passed_over() -> None:
    lines = [["plansheets", "1"], ["hologram", "a"], ["sheet", "a", "A", "more"], ["sheet"]]
    manifest = read_lines(_as_cells(lines))
    assert manifest is not None
    assert [(sheet.id, sheet.title) for sheet in manifest.sheets] == [("a", "A")]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["", "[", "{}", "7", '["plansheets", 1]'],
        ['["plansheets", "2"]'],
        ['["plansheets", "1"]'] * (MOST_LINES + 2),
        ["[" * 100_000],
    ],
)
def test_what_is_no_manifest_is_none(lines: list[str]) -> None:
    assert read_lines(lines) is None


def test_the_marks_are_on_a_sheet_that_excel_does_not_offer_to_show(tmp_path: Path) -> None:
    path = build(SKU, tmp_path / "a.xlsx", locale="zh-CN").path
    with zipfile.ZipFile(path) as file:
        book = file.read("xl/workbook.xml").decode()
    assert f'name="{MARKS}"' in book
    assert book.count('state="veryHidden"') == 1
    assert f'name="{column_mark("skus", "stock")}" hidden="1"' in book
    assert re.search(rf'name="{typed_mark("rate_slow")}" hidden="1">参数!\$C\$\d+<', book)


def test_a_workbook_need_not_carry_its_blueprint() -> None:
    without = sum(len(str(cell.value)) for cell in _planned(SKU, source=False).sheets[-1].cells)
    carrying = sum(len(str(cell.value)) for cell in _planned(SKU).sheets[-1].cells)
    assert without < carrying / 1.5


def test_a_column_knows_its_formula_under_any_name() -> None:
    blueprint = read_blueprint(find_blueprint(SKU))
    hashes = []
    for choices in (Choices(locale="zh-CN"), Choices(locale="en")):
        manifest = manifest_of(plan(blueprint, choices)[0], blueprint, choices, {}, ())
        hashes.append({(one.table, one.id): one.formula for one in manifest.columns})
    same = [hashes[0][key] == hashes[1][key] for key in hashes[0]]
    assert hashes[0].keys() == hashes[1].keys()
    assert hashes[0]["skus", "sales_value"]
    assert sum(same) > len(same) * 0.8  # labels of items differ with the language


@pytest.mark.parametrize("name", ["rfm-segmentation", "budget-roi", "monitoring-board"])
def test_every_check_of_the_workbook_is_told(name: str) -> None:
    lines = [json.loads(str(cell.value)) for cell in _planned(name, source=False).sheets[-1].cells]
    checks = {line[1] for line in lines if line[0] == "check"}
    names = {one.name for one in _planned(name, source=False).names}
    assert checks
    assert {f"_check_{id_}" for id_ in checks} == {one for one in names if one[:7] == "_check_"}


def test_columns_tell_how_they_are_filled() -> None:
    blueprint = read_blueprint(find_blueprint(SKU))
    ready, _ = plan(blueprint, Choices(locale="en"))
    columns = {
        (one.table, one.id): one
        for one in manifest_of(ready, blueprint, Choices(locale="en"), {}, ()).columns
    }
    stock: MarkedColumn = columns["skus", "stock"]
    assert (stock.role, stock.type_id, stock.formula) == ("input", "count", "")
    assert columns["skus", "sku"].key == "1"
    assert columns["skus", "status"].list_id == "sku_status"


@pytest.mark.parametrize(
    ("chunks", "says"),
    [
        ([Chunk("0" * 16, "abc")], "piece 1 of 1 has changed"),
        ([Chunk.of("no base64!")], "do not unpack"),
        ([Chunk.of(base64.b64encode(b"no zlib").decode())], "do not unpack"),
        ([Chunk.of(base64.b64encode(zlib.compress(b"[]")).decode())], "hold no files"),
        ([Chunk.of(base64.b64encode(zlib.compress(b'{"a": 1}')).decode())], "no text"),
        ([Chunk.of(base64.b64encode(zlib.compress(b"{")).decode())], "do not unpack"),
        (
            [Chunk.of(base64.b64encode(zlib.compress(b" " * (MOST_UNPACKED + 1), 9)).decode())],
            "no end within",
        ),
    ],
)
def test_carried_files_that_were_changed_are_refused(chunks: list[Chunk], says: str) -> None:
    with pytest.raises(DamagedError, match=says):
        unpack(chunks)


@pytest.mark.parametrize(
    "named",
    ["../secret.csv", "/etc/passwd", "..\\secret.csv", "C:/secret.csv", "sub/../../secret.csv"],
)
def test_a_carried_blueprint_reads_no_file_of_the_disk(tmp_path: Path, named: str) -> None:
    (tmp_path / "secret.csv").write_text("name\nsecret\n")
    files = {
        "own/a.yaml": (
            "blueprint: a\nversion: 1.0.0\ntitle: {zh-CN: 甲, en: A}\n"
            "tables:\n  rows_of:\n    title: {zh-CN: 表, en: Rows}\n"
            f"    sample: {{file: '{named}'}}\n"
            "    columns:\n      - {id: name, type: text, label: {zh-CN: 名, en: Name}}\n"
            "sheets:\n  - id: one\n    title: {zh-CN: 一, en: One}\n"
            "    blocks:\n      - table: rows_of\n"
        ).encode()
    }
    reading = examine_carried(files)
    assert any(problem.code == "PS115" for problem in reading.problems)
    assert reading.blueprint is None or not any(table.sample for table in reading.blueprint.tables)


def test_a_checksum_is_that_of_the_text() -> None:
    assert checksum_of("a") != checksum_of("b")
