"""Sample rows beside the blueprint, in a CSV file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plansheets.blueprint.folders import DiskFolder
from plansheets.blueprint.read import Reading, examine_text
from plansheets.blueprint.sample import read_sample_file
from plansheets.errors import Problem
from plansheets.source import Source, Span

BLUEPRINT = """\
blueprint: stock
version: 1.0.0
title: Stock
tables:
  goods:
    title: Goods
    columns: [{id: name, type: key, label: Name}, {id: units, type: count, label: Units}]
    sample: goods.csv
sheets: [{id: main, title: Main, blocks: [{table: goods}]}]
"""


def examined(folder: Path, content: bytes) -> Reading:
    (folder / "goods.csv").write_bytes(content)
    return examine_text(BLUEPRINT, "stock.yaml", folder)


def cells(reading: Reading) -> list[tuple[str, str, str]]:
    [table] = reading.sound().tables
    return [
        (row.cells["name"]("zh-CN"), row.cells["name"]("en"), row.cells["units"]("en"))
        for row in table.sample
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("name,units\nDiaper,3\n", [("Diaper", "Diaper", "3")]),
        ("name@zh-CN,name@en,units\n尿裤,Diaper,3\n", [("尿裤", "Diaper", "3")]),
        ("units,name@en,name@zh-CN\n3,Diaper,尿裤\n", [("尿裤", "Diaper", "3")]),
        ("name,name@en,units\n尿裤,Diaper,3\n", [("尿裤", "Diaper", "3")]),
        ('name,units\r\n"a, ""b""",3\r\n\r\n,\r\n', [('a, "b"', 'a, "b"', "3")]),
        ("name,units\na\u2028b,3\n", [("a\u2028b", "a\u2028b", "3")]),
        ('name,units\n"two\nlines",3\n', [("two\nlines", "two\nlines", "3")]),
        ("name,units\n", []),
    ],
)  # fmt: skip
def test_a_file_gives_rows_in_every_language(
    tmp_path: Path, content: str, expected: list[tuple[str, str, str]]
) -> None:
    assert cells(examined(tmp_path, content.encode())) == expected


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    assert cells(examined(tmp_path, "\ufeffname,units\na,1\n".encode())) == [("a", "a", "1")]


@pytest.mark.parametrize(
    ("content", "code", "message", "hint"),
    [
        ("naem,units\n", "PS220", "no column 'naem' in this table", "did you mean 'name'?"),
        ("name@fr,units\n", "PS105", "'fr' is no language", "known here: 'en', 'zh-CN'"),
    ],
)
def test_a_header_that_names_nothing_is_told_with_a_hint(
    tmp_path: Path, content: str, code: str, message: str, hint: str
) -> None:
    [problem] = examined(tmp_path, content.encode()).problems
    assert (problem.code, problem.message, problem.hint) == (code, message, hint)
    assert str(problem).startswith("goods.csv:1:1: ")


def test_a_row_with_more_cells_than_headers_is_told(tmp_path: Path) -> None:
    [problem] = examined(tmp_path, b"name,units\na,1\nb, c,2\n").problems
    assert str(problem).splitlines()[0] == (
        "goods.csv:3:1: PS116 this row has 3 cells; the header names 2"
    )


def test_a_column_given_twice_is_told(tmp_path: Path) -> None:
    [problem] = examined(tmp_path, b"name,name,units\na,b,1\n").problems
    assert (problem.code, problem.message) == ("PS110", "'name' is taken twice")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no such file or directory"),
        ("name,units\n尿裤,1\n".encode("gb18030"), "it is not UTF-8"),
        (b'name,units\n"' + b"x" * 200_000 + b'",1\n', "field larger than field limit (131072)"),
    ],
    ids=["missing", "gb18030", "endless"],
)
def test_a_file_that_cannot_be_read_is_told_where_it_is_asked_for(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / "goods.csv").write_bytes(content)
    [problem] = examine_text(BLUEPRINT, "stock.yaml", tmp_path).problems
    assert str(problem).splitlines()[0] == (
        f"stock.yaml:8:13: PS115 the sample file 'goods.csv' cannot be read: {reason}"
    )


@pytest.mark.parametrize("name", ["../goods.csv", "/etc/hostname"])
def test_a_file_elsewhere_is_not_read(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    examined(tmp_path, b"name,units\na,1\n")
    [problem] = examine_text(BLUEPRINT.replace("goods.csv", name), "stock.yaml", inside).problems
    assert (problem.code, problem.message) == (
        "PS115",
        f"the sample file '{name}' stands outside the blueprint's folder",
    )


def test_the_digest_covers_the_sample_file(tmp_path: Path) -> None:
    one = examined(tmp_path, b"name,units\na,1\n").sound().digest
    other = examined(tmp_path, b"name,units\na,2\n").sound().digest
    assert one != other


@pytest.mark.parametrize("name", ['"a\\0b.csv"', '"\\uD800.csv"', "circle.csv"])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "circle.csv").symlink_to("circle.csv")
    [problem] = examine_text(BLUEPRINT.replace("goods.csv", name), "a.yaml", tmp_path).problems
    assert problem.code == ("PS115" if name == "circle.csv" else "PS101")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "goods.csv")
    [problem] = examine_text(BLUEPRINT, "stock.yaml", tmp_path).problems
    assert problem.message == "the sample file 'goods.csv' is a folder or a device"


def test_a_cell_is_underlined_wherever_it_stands(tmp_path: Path) -> None:
    (tmp_path / "goods.csv").write_text(
        'name,price,stock\n"Bib, small",none,3\n"two\nlines",much,4\n', "utf-8"
    )
    problems: list[Problem] = []
    asked = Span(Source("b.yaml", "x"), 1, 1)
    rows, _ = read_sample_file(
        DiskFolder(tmp_path),
        tmp_path / "goods.csv",
        ("name", "price", "stock"),
        lambda *_: False,
        problems,
        asked,
    )
    assert problems == []
    assert [row.spans["price"].text for row in rows] == ["none", 'lines",much,4']
    assert rows[0].spans["name"].text == '"Bib, small"'
