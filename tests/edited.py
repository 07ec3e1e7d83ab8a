"""Workbooks that were worked in, with LibreOffice or with openpyxl."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from libreoffice import HANGS_SECONDS, require_libreoffice, require_uno

SKUS = "商品管理"
Edit = Callable[[openpyxl.Workbook], object]


def edit_with_openpyxl(workbook: Path, edit: Edit, path: Path) -> Path:
    """*workbook* after *edit*, saved at *path* as openpyxl does: formulas lose their values."""
    book = openpyxl.load_workbook(workbook)
    edit(book)
    book.save(path)
    return path


def skus(book: openpyxl.Workbook) -> Worksheet:
    """The sheet of SKUs of sku-management in Chinese."""
    sheet = book[SKUS]
    assert isinstance(sheet, Worksheet)
    return sheet


def edit_in_libreoffice(
    workbook: Path, folder: Path, *edits: str, **deeds: Sequence[Sequence[Any]]
) -> dict[str, Path]:
    """*workbook* after each of the *edits* of ``office_edits.py``, as LibreOffice saves it.

    *deeds* by name are those of ``writers.py``.
    """
    program, python = require_libreoffice(), require_uno()
    folder.mkdir(parents=True, exist_ok=True)
    given = folder / "given.xlsx"  # a copy: what LibreOffice leaves beside a file stays here
    shutil.copyfile(workbook, given)
    run = subprocess.run(
        [
            python,
            Path(__file__).with_name("office_edits.py"),
            program,
            (folder / "profile").as_uri(),
            given.as_uri(),
            folder.as_uri(),
            *edits,
            *(f"{name}={json.dumps(todo, ensure_ascii=False)}" for name, todo in deeds.items()),
        ],
        capture_output=True,
        text=True,
        timeout=HANGS_SECONDS,
        check=False,
    )
    if run.returncode:
        pytest.fail(f"LibreOffice could not edit the workbook: {run.stdout}{run.stderr}")
    return {edit: folder / f"{edit}.xlsx" for edit in (*edits, *deeds)}
