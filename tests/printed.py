"""Workbooks on paper: the pages LibreOffice prints, and how small a sheet must get to fit."""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from libreoffice import HANGS_SECONDS, require_libreoffice
from plansheets.grid import column_number, parse_cell
from plansheets.paper.still import still_sheet
from plansheets.plan.look.workbook import PAPER

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"

_ROW = re.compile(rb'<row r="(\d+)"[^/>]*(?:/>|>.*?</row>)', re.DOTALL)
_NUMBER = re.compile(rb'<c r="([A-Z]+)\d+"(?: s="\d+")?><v>([^<]*)</v>')
_AREA = re.compile(r"!\$([A-Z]+)(?:\$\d+)?:\$([A-Z]+)(?:\$\d+)?(?=,|$)")
_MOST_ROWS = 150
_DOTS_AN_INCH, _WHITE = 20, 254
_A4_POINTS = (595.28, 841.89)
_DIGIT_PIXELS = 7
"""Width of a digit in the default font: Calibri 11, and near enough in the Chinese ones."""
_POINTS_A_PIXEL = 0.75
_USUAL_WIDTH = 9.140625


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page; the last line of its footer says which sheet it belongs to.

    ``sheet`` is None where something stands below the footer: a chart that the page's end cuts.
    """

    sheet: str | None
    text: str
    filled: float
    """How far down its words, lines and fills reach: 1 is the whole height between the margins."""


def print_pages(paths: Sequence[Path]) -> dict[Path, list[Page]]:
    """Every page of every workbook, printed in one run of LibreOffice."""
    program = require_libreoffice()
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler ('pdftotext') is not installed")
    with tempfile.TemporaryDirectory(prefix="plansheets-print-") as scratch:
        folder = Path(scratch)
        sources = {path: folder / f"{number}.xlsx" for number, path in enumerate(paths)}
        for path, source in sources.items():
            _copy_values(path, source)
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                scratch,
                *map(str, sources.values()),
            ],
            capture_output=True,
            timeout=HANGS_SECONDS,
            check=True,
        )
        return {
            path: list(_pages(source.with_suffix(".pdf"), [title for title, _ in _sheets(path)]))
            for path, source in sources.items()
        }


def _copy_values(path: Path, target: Path) -> None:
    """The workbook with its values in place of its formulas, as it looks when it is opened.

    LibreOffice calculates anew whatever depends on today before it prints; in a large workbook rows
    grow while pages are drawn, and it gives up.
    """
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = _shortened(still_sheet(part))
            copy.writestr(name, part, zipfile.ZIP_DEFLATED)


def _shortened(part: bytes) -> bytes:
    """A sheet with the first of very many rows, and those with the longest number of a column.

    The pages in between would show nothing that these do not.
    """
    rows = list(_ROW.finditer(part))
    if len(rows) <= _MOST_ROWS:
        return part
    longest: dict[bytes, int] = {}
    kept = []
    for number, row in enumerate(rows):
        longer = False
        for column, value in _NUMBER.findall(row[0]):
            if len(value) > longest.get(column, 0):
                longest[column] = len(value)
                longer = True
        if longer or number < _MOST_ROWS:
            place = rows[len(kept)][1]
            kept.append(
                re.sub(rb'(<row r="|<c r="[A-Z]+)%s"' % row[1], rb'\g<1>%s"' % place, row[0])
            )
    return part[: rows[0].start()] + b"".join(kept) + part[rows[-1].end() :]


def _pages(pdf: Path, titles: Sequence[str]) -> Iterator[Page]:
    text = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True
    ).stdout.decode()
    for page, reach in zip(text.removesuffix("\f").split("\f"), _reaches(pdf), strict=True):
        footer = page.rstrip().rpartition("\n")[2]
        named = [title for title in titles if footer.endswith(title)]
        yield Page(max(named, key=len, default=None), page, reach)


def _reaches(pdf: Path) -> Iterator[float]:
    """How far down each page is anything but white, without its footer."""
    with tempfile.TemporaryDirectory(prefix="plansheets-pages-") as scratch:
        dots = ["-r", str(_DOTS_AN_INCH), "-gray"]
        subprocess.run(["pdftoppm", *dots, pdf, Path(scratch) / "page"], check=True)
        for drawn in sorted(Path(scratch).iterdir()):
            wide, high, grey = _grey(drawn.read_bytes())
            margin = round(_DOTS_AN_INCH * PAPER.end)
            rows = range(high - margin - 1, margin, -1)
            last = next((row for row in rows if min(grey[row * wide :][:wide]) < _WHITE), margin)
            yield (last - margin) / (high - 2 * margin)


def _grey(image: bytes) -> tuple[int, int, bytes]:
    """Width, height and dots of a picture in the portable grey format."""
    kind, size, brightest, dots = image.split(b"\n", 3)
    assert (kind, brightest) == (b"P5", b"255")
    wide, high = map(int, size.split())
    return wide, high, dots


def print_scales(path: Path) -> dict[str, float]:
    """How large each visible sheet is printed so that it is one page wide; 0 if it need not be."""
    with zipfile.ZipFile(path) as package:
        areas = _printed(package)
        return {
            title: _scale(package, part, etree.fromstring(package.read(part)), areas.get(title))
            for title, part in _sheets(path)
        }


def _sheets(path: Path) -> list[tuple[str, str]]:
    """Title and part of every visible sheet."""
    with zipfile.ZipFile(path) as package:
        targets = _relations(package, "xl/workbook.xml")
        return [
            (sheet.get("name"), targets[sheet.get(_ID)])
            for sheet in etree.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
            if sheet.get("state", "visible") == "visible"
        ]


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    listing = f"{folder}/_rels/{name}.rels"
    if listing not in package.namelist():
        return {}
    return {
        each.get("Id"): posixpath.normpath(posixpath.join("/", folder, each.get("Target")))[1:]
        for each in etree.fromstring(package.read(listing))
    }


def _printed(package: zipfile.ZipFile) -> dict[str, list[tuple[int, int]]]:
    """By title of a sheet that keeps columns for the screen: the first and last of each area."""
    workbook = etree.fromstring(package.read("xl/workbook.xml"))
    titles = [each.get("name") for each in workbook.iter(f"{_MAIN}sheet")]
    return {
        titles[int(each.get("localSheetId"))]: [
            (column_number(first), column_number(last)) for first, last in _AREA.findall(each.text)
        ]
        for each in workbook.iter(f"{_MAIN}definedName")
        if each.get("name") == "_xlnm.Print_Area"
    }


def _scale(
    package: zipfile.ZipFile,
    part: str,
    sheet: etree._Element,
    areas: Sequence[tuple[int, int]] | None,
) -> float:
    fit = sheet.find(f"{_MAIN}sheetPr/{_MAIN}pageSetUpPr")
    setup = sheet.find(f"{_MAIN}pageSetup")
    if fit is None or fit.get("fitToPage") != "1" or setup is None:
        return 0.0
    if setup.get("fitToWidth", "1") != "1" or setup.get("paperSize") != "9":
        return 0.0
    short, long = _A4_POINTS
    across = long if setup.get("orientation") == "landscape" else short
    margins = sheet.find(f"{_MAIN}pageMargins")
    sides = sum(float(margins.get(side)) * 72 for side in ("left", "right"))
    widths = _widths(sheet)
    last = max(_last_cell(sheet), _last_drawn(package, part))
    wide = max(
        sum(widths.get(column, _USUAL_WIDTH) for column in range(first, min(last, end) + 1))
        for first, end in areas or [(0, last)]
    )
    return min((across - sides) / (wide * _DIGIT_PIXELS * _POINTS_A_PIXEL), 1.0)


def _widths(sheet: etree._Element) -> dict[int, float]:
    return {
        column - 1: 0.0 if each.get("hidden") == "1" else float(each.get("width"))
        for each in sheet.iter(f"{_MAIN}col")
        for column in range(int(each.get("min")), min(int(each.get("max")), 200) + 1)
    }


def _last_cell(sheet: etree._Element) -> int:
    places = (parse_cell(cell.get("r")) for cell in sheet.iter(f"{_MAIN}c"))
    return max((place[1] for place in places if place), default=0)


def _last_drawn(package: zipfile.ZipFile, part: str) -> int:
    drawings = [each for each in _relations(package, part).values() if "/drawings/drawing" in each]
    return max(
        (
            int(each.findtext(f"{_ANCHOR}col"))
            for drawing in drawings
            for each in etree.fromstring(package.read(drawing)).iter(f"{_ANCHOR}to")
        ),
        default=0,
    )
