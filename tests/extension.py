"""Our extension in LibreOffice: installed into a profile of its own, and asked for every vector."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pytest
from lxml import etree

from libreoffice import HANGS_SECONDS, CellKey, CellValue, require_libreoffice
from plansheets.addin.examples import rows_of
from plansheets.addin.libreoffice.build import extension
from plansheets.addin.libreoffice.formula import odf_formula
from plansheets.addin.libreoffice.ods import OdsFormula, OdsSheet, OdsValue, ods
from plansheets.formula.ast import Cell, CellRange
from plansheets.functions.function import Sample
from plansheets.functions.vectors import ERRORS, Vector
from surfaces import RESULT, Given, NotApplicable, Placed

_NOBODY = 65534
"""LibreOffice installs no extension for root, as whom CI runs."""

_CONVERT = ("--headless", "--convert-to", "fods", "--outdir", "home")

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}


_MADE = {"#DIV/0!": "of:=1/0", "#VALUE!": 'of:=1+"x"', "#NUM!": "of:=SQRT(-1)", "#N/A": "of:=NA()"}

NO_RANGE = NotApplicable("LibreOffice hands over no range that holds an error: Err:504")
TRUE_IS_ONE = NotApplicable("LibreOffice's truth values are numbers")


def in_extension(vectors: Sequence[Vector], folder: Path) -> Iterator[Given]:
    """Every vector from a cell of LibreOffice; truth values come as 1 and 0."""
    places = placed_apart(vectors)
    cells: dict[tuple[int, int], OdsValue | OdsFormula] = {}
    for place in places:
        cells |= {(row, column): _content(one) for row, column, one in place.cells()}
        cells[place.row, RESULT] = _called(place)
    oxt, book = folder / "plansheets.oxt", folder / "vectors.ods"
    oxt.write_bytes(extension())
    book.write_bytes(ods([OdsSheet("S", cells)]))
    found = calculate_with(oxt, book)
    return (not_applicable(place.vector) or shown_at(place, found) for place in places)


def placed_apart(vectors: Sequence[Vector]) -> list[Placed]:
    """Each vector below the one before and below what that one gives."""
    heights = [max(len(rows_of(one)) for one in (*each.arguments, each.result)) for each in vectors]
    starts = accumulate(heights, initial=0)
    return [Placed(vector, row) for vector, row in zip(vectors, starts, strict=False)]


def _content(sample: Sample) -> OdsValue | OdsFormula:
    if sample in ERRORS:
        return OdsFormula(_MADE[str(sample)])
    # a cell that holds an empty text is one that a formula left so
    return OdsFormula('of:=""') if sample == "" else sample


def _called(place: Placed) -> OdsFormula:
    call = place.call()
    arguments = zip(
        place.vector.function.arguments, call.arguments, place.vector.arguments, strict=False
    )
    # LibreOffice hands over a single blank cell as 0, a range with one as a blank
    given = tuple(
        CellRange(node, node)
        if isinstance(node, Cell) and sample is None and argument.takes != "boolean"
        else node
        for argument, node, sample in arguments
    )
    result = rows_of(place.vector.result)
    formula = odf_formula(replace(call, arguments=given))
    return OdsFormula(formula, None, len(result), len(result[0]))


def not_applicable(vector: Vector) -> NotApplicable | None:
    """Why LibreOffice cannot be asked."""
    for argument, samples in zip(vector.function.arguments, vector.arguments, strict=False):
        flat = [one for row in rows_of(samples) for one in row]
        if argument.many and any(one in ERRORS for one in flat):
            return NO_RANGE
        if argument.counted and any(isinstance(one, bool) for one in flat):
            return TRUE_IS_ONE
    return None


def shown_at(place: Placed, found: dict[CellKey, CellValue]) -> Given:
    vector = place.vector
    rows = [
        [found.get(("S", place.row + down, RESULT + across)) for across in range(len(line))]
        for down, line in enumerate(rows_of(vector.result))
    ]
    if vector.function.gives == "boolean":
        rows = [[bool(one) if isinstance(one, float) else one for one in row] for row in rows]
    if not isinstance(vector.result, tuple):
        return rows[0][0]
    return tuple(row[0] if len(row) == 1 else tuple(row) for row in rows)  # type: ignore[return-value]


def calculate_with(oxt: Path, book: Path) -> dict[CellKey, CellValue]:
    """Every cell of an ODF spreadsheet as LibreOffice shows it, the extension *oxt* installed."""
    program = Path(require_libreoffice())
    with tempfile.TemporaryDirectory(prefix="plansheets-extension-") as scratch:
        folder = Path(scratch)
        for path in (oxt, book):
            shutil.copyfile(path, folder / path.name)
        (folder / "home").mkdir()
        user = _user(folder)
        profile = f"-env:UserInstallation={(folder / 'home' / 'profile').as_uri()}"
        installed = _run(
            [*user, str(program.with_name("unopkg")), "add", profile, oxt.name],
            folder,
        )
        if installed.returncode:
            said = f"{installed.stdout}{installed.stderr}".strip()
            pytest.skip(f"LibreOffice takes no Python extension (Debian: python3-uno): {said}")
        converted = _run(
            [*user, str(program), profile, *_CONVERT, book.name],
            folder,
        )
        result = folder / "home" / f"{book.stem}.fods"
        if not result.exists():
            pytest.fail(f"LibreOffice could not convert {book}: {converted}")
        return shown_cells(result)


def _user(folder: Path) -> list[str]:
    """What runs a command as somebody who is not root, and may write to the folder."""
    if os.name == "nt" or os.geteuid() != 0:
        return []
    for path in (folder, *folder.iterdir()):
        os.chown(path, _NOBODY, _NOBODY)
    return ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]


def _run(words: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    # A Python path with another package of our name in it must do no harm.
    sources = str(Path(__file__).parents[1] / "src")
    return subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, "HOME": str(folder / "home"), "PYTHONPATH": sources},
        capture_output=True,
        text=True,
        timeout=HANGS_SECONDS,
        check=False,
    )


def shown_cells(path: Path) -> dict[CellKey, CellValue]:
    """The cells of a flat ODF spreadsheet that are not empty; errors by what they show."""
    root = etree.parse(path).getroot()
    return {
        (str(sheet.get(_name("table:name"))), row, column): value
        for sheet in root.iter(_name("table:table"))
        for row, line in _repeated(sheet.iter(_name("table:table-row")), "rows")
        for column, cell in _repeated(line, "columns")
        if (value := _value(cell)) is not None
    }


def _repeated(
    items: Iterator[etree._Element] | etree._Element, what: str
) -> Iterator[tuple[int, etree._Element]]:
    place = 0
    for item in items:
        yield place, item
        place += int(item.get(_name(f"table:number-{what}-repeated"), 1))


def _value(cell: etree._Element) -> CellValue:
    shown = "".join(cell.itertext()).strip()
    match cell.get(_name("calcext:value-type")) or cell.get(_name("office:value-type")):
        case "error":
            return shown
        case "float" | "percentage" | "currency":
            return float(cell.get(_name("office:value")))
        case "boolean":
            return bool(cell.get(_name("office:boolean-value")) == "true")
        case "date":
            return str(cell.get(_name("office:date-value")))
        case "string":
            return cell.get(_name("office:string-value")) or shown
    return None


def _name(prefixed: str) -> str:
    prefix, _, name = prefixed.partition(":")
    return f"{{{_SPACES[prefix]}}}{name}"
