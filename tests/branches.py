"""Filled workbooks of many branches, good and bad, as head office gets them.

    python branches.py FOLDER COUNT

writes COUNT good ones and one of each kind of bad ones.
"""

from __future__ import annotations

import shutil
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pandas as pd

from plansheets import build

BRANCH = """\
blueprint: branch
version: 2.0.0
title: {zh-CN: 门店月报, en: Branch report}
parameters:
  month: {type: text, label: {zh-CN: 月份, en: Month}}
lists:
  state:
    open: {zh-CN: 在售, en: On sale}
    closed: {zh-CN: 停售, en: Closed}
tables:
  sales:
    title: {zh-CN: 销售, en: Sales}
    key: sku
    columns:
      - {id: sku, type: key, required: true, label: {zh-CN: 货号, en: SKU}}
      - {id: state, type: choice, list: state, label: {zh-CN: 状态, en: State}}
      - {id: units, type: count, label: {zh-CN: 销量, en: Units}}
      - {id: amount, type: money, label: {zh-CN: 销售额(元), en: Sales (CNY)}}
      - {id: price, type: money, label: {zh-CN: 均价(元), en: Price (CNY)},
         formula: '=IF([@units]=0,"",[@amount]/[@units])'}
      - {id: period, type: text, label: {zh-CN: 期间, en: Period}, formula: '=month'}
    sample:
      - {sku: A, state: open, units: 1, amount: 10}
sheets:
  - id: month
    title: {zh-CN: 月报, en: Report}
    blocks:
      - table: sales
"""
FIRST = (
    BRANCH.replace("2.0.0", "1.0.0")
    .replace(
        "      - {id: state, type: choice, list: state, label: {zh-CN: 状态, en: State}}\n", ""
    )
    .replace(
        "lists:\n  state:\n    open: {zh-CN: 在售, en: On sale}\n"
        "    closed: {zh-CN: 停售, en: Closed}\n",
        "",
    )
    .replace("state: open, ", "")
    .replace("货号", "编码")
)
"""The blueprint before a column was added and another renamed."""
ROWS = 5


def amounts(number: int, more: float = 0) -> pd.DataFrame:
    """What a branch has sold."""
    return pd.DataFrame(
        {
            "sku": [f"K{row}" for row in range(ROWS)],
            "units": [number + row + 1 for row in range(ROWS)],
            "amount": [100.25 * number + row + more for row in range(ROWS)],
        }
    )


def total(*numbers: int) -> float:
    return float(sum(amounts(number)["amount"].sum() for number in numbers))


class Branches:
    """Makes workbooks in a folder; the two versions of their blueprint lie beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.blueprint = folder.parent / "branch.yaml"
        self.blueprint.write_text(BRANCH, "utf-8")
        self.first = folder.parent / "first.yaml"
        self.first.write_text(FIRST, "utf-8")

    def good(
        self,
        number: int,
        name: str = "",
        *,
        locale: str = "zh-CN",
        first: bool = False,
        more: float = 0,
        scale: float = 1,
        month: str = "6月",
    ) -> Path:
        data = amounts(number, more)
        data["amount"] /= scale
        return build(
            self.first if first else self.blueprint,
            self.folder / f"{name or f'S{number:03}'}.xlsx",
            locale=locale,  # type: ignore[arg-type]
            data={"sales": data},
            values={"month": month},
        ).path

    def changed(self, path: Path, texts: Mapping[str, str], *, only: str = "") -> Path:
        """*path* with texts of its parts replaced, of those that hold *only*: values stay."""
        parts: dict[str, bytes] = {}
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                content = package.read(name)
                if name.endswith(".xml") and only.encode() in content:
                    for text, instead in texts.items():
                        content = content.replace(text.encode(), instead.encode())
                parts[name] = content
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)
        return path

    def in_ten_thousands(self, number: int) -> Path:
        """Somebody writes 万元 into the header, and the amounts so."""
        path = self.good(number, scale=10_000)
        texts = {
            "<t>销售额(元)</t>": "<t>销售额(万元)</t>",
            'name="销售额(元)"': 'name="销售额(万元)"',
            "[销售额(元)]": "[销售额(万元)]",
        }
        return self.changed(path, texts)

    def renamed_sheet(self, number: int) -> Path:
        texts = {'name="月报"': 'name="六月份"', "月报!": "六月份!"}
        return self.changed(self.good(number), texts)

    def with_stray_cell(self, number: int) -> Path:
        """The last cell of the sheet holds something, which kills some readers."""
        row = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        return self.changed(self.good(number), {"</sheetData>": row}, only="tablePart ")

    def with_text(self, number: int) -> Path:
        amount = amounts(number)["amount"][0]
        texts = {
            '<c r="E5" ': '<c r="E5" t="str" ',
            f"<v>{amount:.15g}</v>": "<v>1,200件</v>",
        }
        return self.changed(self.good(number), texts, only="tablePart ")

    def bad(self) -> dict[str, Path]:
        """One of each kind that must stay out, by kind."""
        path = self.folder
        found = {
            "blueprint": build("target-breakdown", path / "S901.xlsx").path,
            "corrupt": path / "S902.xlsx",
            "lock": path / "~$S001.xlsx",
            "values": self.good(904),
            "encrypted": path / "S905.xlsx",
            "ten_thousands": self.in_ten_thousands(906),
            "text": self.with_text(908),
            "bomb": path / "S909.xlsx",
        }
        found["corrupt"].write_bytes(self.good(902).read_bytes()[:4000])
        found["lock"].write_bytes(b"\x05admin" + b" " * 100)
        openpyxl.load_workbook(found["values"]).save(found["values"])
        found["encrypted"].write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(4096))
        _bomb(found["bomb"], self.good(910))
        return found


def _bomb(path: Path, good: Path) -> None:
    with zipfile.ZipFile(good) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in package.namelist():
            content = package.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content += b" " * (64 << 20)
            out.writestr(name, content)
    good.unlink()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    shutil.rmtree(target, ignore_errors=True)
    branches = Branches(target)
    for each in range(1, int(sys.argv[2]) + 1):
        branches.good(each)
    branches.bad()
