"""Workbooks that other programs have opened, worked in and saved: each its own losses.

A deed is what people do, in any of them: ``("set", "活动", "E5", 7)``. exceljs and SheetJS lie in
the folder that PLANSHEETS_WRITERS names: ``npm install --prefix FOLDER exceljs@4.4.0 xlsx@0.18.5``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import openpyxl
import pytest
from openpyxl.comments import Comment

from edited import edit_in_libreoffice, edit_with_openpyxl
from libreoffice import HANGS_SECONDS
from node import ask_node, require_node

Writer = Literal["openpyxl", "libreoffice", "exceljs", "sheetjs", "gnumeric"]
WRITERS: tuple[Writer, ...] = get_args(Writer)
Deed = Sequence[Any]
Books = Mapping[str, tuple[Path, Sequence[Deed]]]
"""By name, the workbook and what is done to it."""


def worked_in(writer: Writer, books: Books, folder: Path) -> dict[str, Path]:
    """The *books* after their deeds as *writer* saves them, in one run of the program."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = {name: folder / f"{name}.xlsx" for name in books}
    match writer:
        case "openpyxl":
            for name, (book, deeds) in books.items():
                edit_with_openpyxl(book, lambda one, deeds=deeds: _do(one, deeds), targets[name])  # type: ignore[misc]
        case "libreoffice":
            for number, source in enumerate({book for book, _ in books.values()}):
                done = edit_in_libreoffice(
                    source,
                    folder / f"lo{number}",
                    **{name: deeds for name, (book, deeds) in books.items() if book == source},
                )
                for name, path in done.items():
                    shutil.copyfile(path, targets[name])
        case "gnumeric":
            for name, (book, deeds) in books.items():
                _by_gnumeric(book, deeds, targets[name])
        case _:
            jobs = [
                {"writer": writer, "source": str(book), "target": str(targets[name]),
                 "deeds": [list(deed) for deed in deeds]}
                for name, (book, deeds) in books.items()
            ]  # fmt: skip
            ask_node("writers.js", {"folder": str(_programs()), "jobs": jobs})
    return targets


def _programs() -> Path:
    """Where exceljs and SheetJS are, or the test is skipped."""
    require_node()
    folder = Path(os.environ.get("PLANSHEETS_WRITERS", "/nowhere"))
    if not all((folder / "node_modules" / name).exists() for name in ("exceljs", "xlsx")):
        pytest.skip("PLANSHEETS_WRITERS names no folder with exceljs and xlsx (npm)")
    return folder


def _by_gnumeric(book: Path, deeds: Sequence[Deed], target: Path) -> None:
    """Its command sets cells of the sheet in front; what else is done, openpyxl does before."""
    program = shutil.which("ssconvert")
    if program is None:
        pytest.skip("ssconvert is not installed (Debian: gnumeric)")
    source = book
    active = openpyxl.load_workbook(book).active
    assert active is not None
    others = [deed for deed in deeds if deed[0] != "set" or deed[1] != active.title]
    if others:
        source = target.with_suffix(".before.xlsx")
        edit_with_openpyxl(book, lambda one: _do(one, others), source)
    words = [
        f"--set={sheet}!{cell}={value}" for deed, sheet, *where in deeds
        if deed == "set" and sheet == active.title for cell, value in [where]
    ]  # fmt: skip
    subprocess.run(
        [program, "--export-type=Gnumeric_Excel:xlsx2", *words, str(source), str(target)],
        capture_output=True,
        timeout=HANGS_SECONDS,
        check=True,
    )


def _do(book: openpyxl.Workbook, deeds: Sequence[Deed]) -> None:
    for deed, title, *where in deeds:
        if deed == "add_sheet":
            book.create_sheet(title)
            continue
        sheet: Any = book[title]
        match deed, where:
            case "set", [cell, value]:
                sheet[cell] = value
            case "formula", [cell, formula, _]:
                sheet[cell] = f"={formula}"
            case "comment", [cell, text]:
                sheet[cell].comment = Comment(text, "Lin")
            case "width", [column, width]:
                sheet.column_dimensions[column].width = width
            case "hide_row", [row]:
                sheet.row_dimensions[row].hidden = True
            case "delete_column", [column]:
                sheet.delete_cols(column)
            case "copy_sheet", [name]:
                book.copy_worksheet(sheet).title = name
            case _:
                raise ValueError(deed)
