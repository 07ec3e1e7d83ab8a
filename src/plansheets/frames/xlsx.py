"""Rows of a workbook's sheet, streamed; nothing in the file is believed before it is bounded."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.errors import did_you_mean
from plansheets.frames.raw import RawRows, refuse
from plansheets.grid import MAX_COLUMNS, MAX_ROWS, parse_cell
from plansheets.plan.model import ErrorValue
from plansheets.values.days import EPOCH_1900, EPOCH_1904
from plansheets.values.numbers import Share

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MAX_UNPACKED = 1024 * 1024 * 1024
MAX_PARTS = 10_000
MAX_CELLS = 40_000_000

_PROLOG = 16 * 1024
_CHUNK = 4 * 1024 * 1024
_CELL = re.compile(rb"<c ([^>]*[^/>])>\s*(<f\b.*?)</c>", re.DOTALL)
_NO_VALUE = re.compile(rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
_ZEROS = re.compile(r"0{2,}")

_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,  # XML parsers raise its kin
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the parsers of a damaged or hostile package raise, found by fuzzing them."""

Row = tuple[object, ...]


def read_xlsx(file: Path, sheet: str | None) -> RawRows:
    """The rows of *sheet*, or of the first visible sheet."""
    if file.name.startswith("~$"):
        raise refuse(
            "PS403",
            "this is the lock file that a spreadsheet keeps while a workbook is open",
            file.name,
            f"name the workbook itself: '{file.name[2:]}'",
        )
    _check_package(file)
    import openpyxl  # noqa: PLC0415  # slow to load, and CSV does without

    try:
        with file.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            found = _choose(book.worksheets, sheet, file.name)
            rows = list(_rows(found, file.name))
            epoch = EPOCH_1904 if book.epoch.year == EPOCH_1904.year else EPOCH_1900
            others = tuple(other.title for other in book.worksheets if other is not found)
            uncalculated = _uncalculated(file, found, rows)
    except _FAULTS as error:
        raise _broken(file.name, error) from None
    return RawRows(f"{file.name}#{found.title}", rows, 1, epoch, uncalculated, others)


def _choose(sheets: list[Worksheet], wanted: str | None, name: str) -> Worksheet:
    if wanted is None:
        visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        if not (visible or sheets):
            raise refuse("PS404", "the workbook has no worksheet", name)
        return (visible or sheets)[0]
    for sheet in sheets:
        if sheet.title == wanted:
            return sheet
    for sheet in sheets:
        if sheet.title.casefold() == wanted.casefold():
            return sheet
    raise refuse(
        "PS404",
        f"no sheet '{wanted}' in the workbook",
        name,
        did_you_mean(wanted, [sheet.title for sheet in sheets], listed=12),
    )


def _rows(sheet: Worksheet, name: str) -> Iterator[Row]:
    sheet.reset_dimensions()  # the written dimension may lie
    shown: dict[str, int] = {}
    cells = 0
    for row in sheet.iter_rows(max_row=MAX_ROWS):
        cells += len(row)
        if cells > MAX_CELLS:
            raise refuse("PS403", f"the sheet has more than {MAX_CELLS:,} cells", name)
        values = [_value(cell, shown) for cell in row]
        while values and values[-1] is None:
            values.pop()
        yield tuple(values)


def _value(cell: object, shown: dict[str, int]) -> object:
    """The cell's value: an error as an error, a shown percentage as a share, padded ids as text."""
    value: object = cell.value  # type: ignore[attr-defined]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        number_format: str = cell.number_format  # type: ignore[attr-defined]
        digits = shown.get(number_format)
        if digits is None:
            digits = shown[number_format] = _digits_shown(number_format)
        if not digits:
            return value
        if digits < 0:
            return Share(value)
        return str(value).zfill(digits) if isinstance(value, int) and value >= 0 else value
    if cell.data_type == "e":  # type: ignore[attr-defined]
        return ErrorValue(str(value))
    if isinstance(value, str):
        return value.replace("_x000D_", "")
    return value


def _digits_shown(number_format: str) -> int:
    """-1 for a percentage, the digits for a format such as ``00000``, else 0."""
    if _ZEROS.fullmatch(number_format):
        return len(number_format)
    return -1 if "%" in re.sub(r'"[^"]*"|\\.', "", number_format) else 0


def _check_package(file: Path) -> None:
    """Refuse what is no package, too big when unpacked, or carries a document type."""
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
                raise refuse(
                    "PS403",
                    f"the workbook unpacks to {unpacked:,} bytes in {len(parts):,} parts; "
                    f"at most {MAX_UNPACKED:,} in {MAX_PARTS:,} are read",
                    file.name,
                    "copy the rows the table needs into a workbook of their own, or save as CSV",
                )
            if any(part.flag_bits & 1 for part in parts):
                raise refuse("PS403", "the package is encrypted", file.name, "remove the password")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with package.open(part) as stream:
                        prolog = stream.read(_PROLOG).replace(b"\x00", b"")
                    if b"<!DOCTYPE" in prolog or b"<!ENTITY" in prolog:
                        raise refuse(
                            "PS403",
                            f"part '{part.filename}' declares a document type, as no workbook does",
                            file.name,
                        )
    except _FAULTS as error:
        raise _broken(file.name, error) from None


def _uncalculated(file: Path, sheet: Worksheet, rows: list[Row]) -> frozenset[tuple[int, int]]:
    """Cells with a formula and no value: a program wrote them, and no spreadsheet opened the file.

    A cached empty text is a value (``t="str"``).
    """
    part = str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001
    found: set[tuple[int, int]] = set()
    with zipfile.ZipFile(file) as package, package.open(part) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            cut = text.rfind(b"<c ")
            rest = text[cut:] if cut >= 0 else text[-_PROLOG:]
            found |= _without_value(text[:cut] if cut >= 0 else b"")
        found |= _without_value(rest)
    return frozenset(
        (row, column) for row, column in found if row < len(rows) and column < MAX_COLUMNS
    )


def _without_value(text: bytes) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    if b"<f" not in text:
        return found
    for attributes, inside in _CELL.findall(text):
        if b't="str"' in attributes or not _NO_VALUE.fullmatch(inside):
            continue
        reference = _REFERENCE.search(attributes)
        place = parse_cell(reference[1].decode("ascii")) if reference else None
        if place:
            found.add(place)
    return found


def _broken(name: str, error: Exception) -> Exception:
    return refuse(
        "PS403",
        f"the workbook cannot be read: {_first_line(error)}",
        name,
        "open it in Excel or WPS and save it again as .xlsx",
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:120]
