"""No number that a file writes, however it writes it, breaks what reads the file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import plansheets
from plansheets.workbook.verify import verify_bytes
from workbook_samples import SHEET, damaged, pack, replace, sound_workbook, unpack

SOURCES = Path(plansheets.__file__).parent
ODD = ("9" * 5_000, "٣", "", "-1", "1_0", "1e999")
_NUMBER = re.compile(r'<([\w:]+)((?: [\w:]+="[^"]*")*) ([\w:]+)="[0-9.]+"|<([\w:]+)>[0-9.]+</')


def places(text: str) -> Iterator[re.Match[str]]:
    """Where *text*, a part of XML, writes a number: an attribute or content of each kind once."""
    seen = set()
    for found in _NUMBER.finditer(text):
        kind = (found[1], found[3], found[4])
        if kind not in seen:
            seen.add(kind)
            yield found


PARTS = unpack(sound_workbook())
TRIED = [
    (part, found)
    for part, content in PARTS.items()
    if part.endswith((".xml", ".rels"))
    for found in places(content.decode())
]


@pytest.mark.parametrize("odd", ODD, ids=["long", "other digits", "empty", "minus", "_", "beyond"])
def test_verify_reads_every_number_of_every_part(odd: str) -> None:
    assert len(TRIED) > 100
    for part, found in TRIED:
        text, number = PARTS[part].decode(), re.compile("[0-9.]+")
        if found[4]:
            written = number.sub(odd, found[0].removesuffix("</")[len(found[4]) + 2 :], count=1)
            changed = f"<{found[4]}>{written}</"
        else:
            start = found[0].rindex(f'{found[3]}="')
            changed = f'{found[0][:start]}{found[3]}="{odd}"'
        whole = text[: found.start()] + changed + text[found.end() :]
        for problem in verify_bytes(pack({**PARTS, part: whole.encode()}), "odd.xlsx"):
            assert len(problem.message) < 400, "a message quotes a piece"


def test_verify_says_that_a_sheet_id_or_index_is_none() -> None:
    many = "9" * 5_000
    for change, code in (
        (replace(SHEET, '<row r="4"', f'<row r="{many}"'), "PS520"),
        (replace(SHEET, 'priority="1"', f'priority="{many}"'), "PS550"),
        (replace(SHEET, 'dxfId="0"', f'dxfId="{many}"'), "PS576"),
        (replace(SHEET, 'cm="1"', f'cm="{many}"'), "PS572"),
    ):
        assert code in {one.code for one in verify_bytes(damaged(change), "many.xlsx")}


BOUNDED = {
    "package/digits.py": 2,
    "package/decode.py": 1,  # four hexadecimal digits
    "package/sheet_splice.py": 2,  # at most seven digits
    "workbook/known_rows.py": 1,  # at most nine digits
    "workbook/moulds.py": 4,  # at most nine digits
    "workbook/plain_rows.py": 1,  # at most nine digits
    "workbook/schema/elements.py": 2,  # the bounds of our own table
    "workbook/stored_names.py": 1,  # at most nine digits
}
"""Where texts become numbers all the same: the pattern before them says how long they are."""


def test_texts_of_a_file_become_numbers_in_one_place() -> None:
    found = {}
    for room in ("package", "workbook"):
        for path in sorted((SOURCES / room).rglob("*.py")):
            calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _reads(node)]
            if calls:
                found[path.relative_to(SOURCES).as_posix()] = len(calls)
    assert found == BOUNDED, "whole_number, real_number: plansheets.package.digits"


def _reads(node: ast.AST) -> bool:
    """Whether *node* is a call of int or float, or hands one of them on."""
    return isinstance(node, ast.Call) and any(
        isinstance(one, ast.Name) and one.id in ("int", "float")
        for one in (node.func, *(node.args if _maps(node.func) else ()))
    )


def _maps(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id == "map"
