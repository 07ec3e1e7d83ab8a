"""Texts that look like formulas are marked as texts in the file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from plansheets.flow import build

BLUEPRINT = """
blueprint: tt
version: 1.0.0
title: tt
parameters: {word: {type: text, default: a, label: Word}}
tables:
  tt:
    title: T
    key: kk
    columns: [{id: kk, type: key, label: Key}, {id: name, type: text, label: Name},
      {id: same, type: flag, label: Same, formula: '=[@name]=word'}]
    sample: [{kk: a, name: plain}]
sheets: [{id: main, title: Main, blocks: [{form: {title: P, parameters: [word]}}, table: tt]}]
"""


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_imported_texts_that_look_like_formulas_are_quoted(tmp_path: Path, sign: str) -> None:
    (tmp_path / "tt.yaml").write_text(BLUEPRINT, "utf-8")
    (tmp_path / "rows.csv").write_text(f"Key,Name\na,{sign}SUM(1)\nb,plain\nc,\n", "utf-8")
    given = {"word": f"{sign}cmd"}
    data = {"tt": tmp_path / "rows.csv"}
    built = build(tmp_path / "tt.yaml", tmp_path / "tt.xlsx", data=data, values=given)
    cells = [
        cell
        for sheet in openpyxl.load_workbook(built.path)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.data_type == "s"
    ]
    quoted = {cell.value for cell in cells if cell.quotePrefix}
    assert quoted == {f"{sign}SUM(1)", f"{sign}cmd"}
