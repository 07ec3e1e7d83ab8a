"""LibreOffice as the judge of cached values: recalculate many files in one run and compare."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from plansheets.grid import cell_name, parse_cell, quote_sheet

CellValue = str | int | float | bool | None
CellKey = tuple[str, int, int]
"""Sheet title, row and column, both counted from 0."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

HANGS_SECONDS = 3_600
"""A program that runs so long hangs, however busy the machine is."""

_PYTHON = Path("/usr/bin/python3")
"""The one that Debian's python3-uno belongs to."""

RELATIVE = 1e-12
ABSOLUTE = 1e-9

# LibreOffice trusts the cached values of files that it did not write itself unless its profile
# says to recalculate always (0).
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class FileCell:
    """A cell of a file; a formula whose value is None was never calculated."""

    value: CellValue
    formula: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A formula whose cached value is missing or is not what LibreOffice finds."""

    where: str
    formula: str
    cached: CellValue
    found: CellValue

    def __str__(self) -> str:
        return f"{self.where}: cached {self.cached!r}, LibreOffice {self.found!r}: {self.formula}"


def require_libreoffice() -> str:
    """The program, or the test is skipped."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice Calc ('soffice') is not installed")
    return program


def recalculate(paths: Sequence[Path]) -> dict[Path, dict[CellKey, CellValue]]:
    """Every cell of every workbook as LibreOffice calculates it, in one run of the program."""
    program = require_libreoffice()
    with tempfile.TemporaryDirectory(prefix="plansheets-libreoffice-") as scratch:
        folder = Path(scratch)
        profile = _profile(folder)
        # Names of our own: files of equal name would overwrite each other's result.
        sources = {path: folder / f"{number}.xlsx" for number, path in enumerate(paths)}
        for path, source in sources.items():
            shutil.copyfile(path, source)
        results = folder / "recalculated"
        run = subprocess.run(
            [
                program,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                str(results),
                *map(str, sources.values()),
            ],
            capture_output=True,
            text=True,
            timeout=HANGS_SECONDS,
            check=False,
        )
        missing = [path for path, source in sources.items() if not (results / source.name).exists()]
        if missing:
            pytest.fail(f"LibreOffice could not convert {missing}: {run.stdout}{run.stderr}")
        return {path: cached_values(results / source.name) for path, source in sources.items()}


def _profile(folder: Path) -> str:
    """The address of a new profile in *folder* that recalculates every file."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_PROFILE, encoding="utf-8")
    return (folder / "profile").as_uri()


def require_uno() -> Path:
    """The Python that can talk to LibreOffice, or the test is skipped."""
    if (
        not _PYTHON.exists()
        or subprocess.run([_PYTHON, "-c", "import uno"], check=False).returncode
    ):
        pytest.skip("the system's Python has no 'uno' (Debian: python3-uno)")
    return _PYTHON


def calculated_values(paths: Sequence[Path]) -> dict[Path, dict[CellKey, CellValue]]:
    """The same as :func:`recalculate` in half the time, where TRUE and FALSE are 1 and 0."""
    program, python = require_libreoffice(), require_uno()
    with tempfile.TemporaryDirectory(prefix="plansheets-libreoffice-") as scratch:
        run = subprocess.run(
            [
                python,
                "-E",
                Path(__file__).with_name("office_values.py"),
                program,
                _profile(Path(scratch)),
                *(path.resolve().as_uri() for path in paths),
            ],
            capture_output=True,
            text=True,
            timeout=HANGS_SECONDS,
            check=False,
        )
    lines = run.stdout.splitlines()
    if run.returncode or len(lines) != len(paths):
        pytest.fail(f"LibreOffice calculated {len(lines)} of {len(paths)} files: {run.stderr}")
    return {
        path: {
            (title, row, column): value
            for title, rows in json.loads(line).items()
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
            if value != ""
        }
        for path, line in zip(paths, lines, strict=True)
    }


def cached_values(path: Path) -> dict[CellKey, CellValue]:
    """The values a file holds, formulas by their cached value; dates stay serial numbers."""
    return {key: cell.value for key, cell in read_cells(path).items() if cell.value is not None}


def read_cells(path: Path) -> dict[CellKey, FileCell]:
    """Every cell of a workbook as its XML has it.

    Read without a spreadsheet library: none tells a formula that gives an empty text from one
    that was never calculated.
    """
    with zipfile.ZipFile(path) as package:
        strings = _shared_strings(package)
        return {
            (title, *key): cell
            for title, part in _sheet_parts(package)
            for key, cell in _sheet_cells(package, part, strings)
        }


def _shared_strings(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    root = etree.fromstring(package.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in root]


def _sheet_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target") for each in relations}
    for sheet in etree.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets[sheet.get(f"{_RELATION}id")]
        yield sheet.get("name"), target.lstrip("/") if target[0] == "/" else f"xl/{target}"


def _sheet_cells(
    package: zipfile.ZipFile, part: str, strings: list[str]
) -> Iterator[tuple[tuple[int, int], FileCell]]:
    with package.open(part) as stream:
        for _, row in etree.iterparse(stream, tag=f"{_MAIN}row"):
            for cell in row:
                place = parse_cell(cell.get("r"))
                assert place is not None
                yield place, _file_cell(cell, strings)
            row.clear()


def _file_cell(cell: etree._Element, strings: list[str]) -> FileCell:
    found = cell.find(f"{_MAIN}f")
    formula = None if found is None else f"={found.text or ''}"
    text = cell.findtext(f"{_MAIN}v")
    match cell.get("t", "n"):
        case "s":
            return FileCell(strings[int(text)], formula)
        case "inlineStr":
            return FileCell("".join(each.text or "" for each in cell.iter(f"{_MAIN}t")), formula)
        case "str":
            return FileCell(text or "", formula)
        case "e":
            return FileCell(text, formula)
        case "b":
            return FileCell(text == "1", formula)
        case _:
            return FileCell(float(text) if text else None, formula)


def differences(
    path: Path, found: dict[CellKey, CellValue], *, relative: float = RELATIVE
) -> list[Difference]:
    """Every formula of the file whose cached value is missing or differs from *found*.

    Numbers are equal to *relative* or to 1e-9; text, booleans and errors exactly; an empty text
    equals an empty cell.
    """
    return compare(read_cells(path), found, relative=relative)


def compare(
    cells: Mapping[CellKey, FileCell],
    found: dict[CellKey, CellValue],
    *,
    relative: float = RELATIVE,
) -> list[Difference]:
    """The :func:`differences` of a file whose cells are read already."""
    return [
        Difference(f"{quote_sheet(key[0])}!{cell_name(*key[1:])}", cell.formula, cell.value, theirs)
        for key, cell in cells.items()
        if cell.formula is not None
        for theirs in [found.get(key)]
        if cell.value is None or not equal(cell.value, theirs, relative=relative)
    ]


def equal(mine: CellValue, theirs: CellValue, *, relative: float = RELATIVE) -> bool:
    """Whether two values of a cell are the same to anyone who reads them."""
    if mine in (None, "") or theirs in (None, ""):
        return mine in (None, "") and theirs in (None, "")
    if isinstance(mine, bool) or isinstance(theirs, bool):
        return mine is theirs
    if isinstance(mine, int | float) and isinstance(theirs, int | float):
        return math.isclose(mine, theirs, rel_tol=relative, abs_tol=ABSOLUTE)
    return mine == theirs
