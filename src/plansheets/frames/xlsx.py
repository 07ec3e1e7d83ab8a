"""Rows of a workbook's sheet, streamed; nothing in the file is believed before it is bounded."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from plansheets.errors import did_you_mean
from plansheets.frames.raw import RawRows, refuse
from plansheets.frames.xlsx_cells import CellReader, shared_strings
from plansheets.frames.xlsx_formats import StoredFormat, shown_by
from plansheets.grid import MAX_CELL_FORMATS
from plansheets.opened import CannotOpenError, open_file
from plansheets.package.archive import FoundPackage, PackageError, open_package
from plansheets.package.markup import MarkupError
from plansheets.records import dataclass
from plansheets.values.days import EPOCH_1900, EPOCH_1904

_AGAIN = "open it in Excel or WPS and save it again as .xlsx"


@dataclass(frozen=True, slots=True)
class _XlsxSheet:
    title: str
    part: str
    visible: bool


def read_xlsx(file: Path, sheet: str | None) -> RawRows:
    """The rows of *sheet*, or of the first visible sheet."""
    if file.name.startswith("~$"):
        raise refuse(
            "PS403",
            "this is the lock file that a spreadsheet keeps while a workbook is open",
            file.name,
            f"name the workbook itself: '{file.name[2:]}'",
        )
    try:
        with open_file(file) as stream:
            return _read(open_package(stream), file.name, sheet)
    except PackageError as error:
        where = f"part '{error.part}': " if error.part else ""
        message = f"the workbook cannot be read: {where}{error.message}"
        raise refuse("PS403", message, file.name, error.hint or _AGAIN) from None
    except (MarkupError, CannotOpenError, OSError) as error:
        message = f"the workbook cannot be read: {error}"
        raise refuse("PS403", message, file.name, _AGAIN) from None


def _read(package: FoundPackage, name: str, wanted: str | None) -> RawRows:
    part = next(iter(package.related("", "officeDocument")), None)
    if part is None or package.tree(part).tag != "workbook":
        raise refuse("PS403", "the package holds no workbook", name, _AGAIN)
    book = package.tree(part)
    sheets = _sheets(package, part, book)
    found = _choose(sheets, wanted, name)
    properties = book.find("workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    epoch = EPOCH_1904 if from_1904 else EPOCH_1900
    strings = [
        text
        for strings_part in package.related(part, "sharedStrings")
        for text in shared_strings(package.chunks(strings_part))
    ]
    reader = CellReader(strings, _formats(package, part), epoch)
    rows = reader.read(package.chunks(found.part))
    others = tuple(other.title for other in sheets if other is not found)
    uncalculated = frozenset(reader.uncalculated)
    return RawRows(f"{name}#{found.title}", rows, 1, epoch, uncalculated, others)


def _sheets(package: FoundPackage, part: str, book: Element) -> list[_XlsxSheet]:
    sheets = []
    for element in book.iterfind("sheets/sheet"):
        title = element.get("name", "")
        link = package.target(part, element.get("r|id"))
        if link is None or link.external or link.target not in package:
            raise PackageError("PS403", f"sheet '{title[:60]}' has no part in the file")
        if link.kind == "worksheet":
            visible = element.get("state", "visible") == "visible"
            sheets.append(_XlsxSheet(title, link.target, visible))
    return sheets


def _choose(sheets: list[_XlsxSheet], wanted: str | None, name: str) -> _XlsxSheet:
    if wanted is None:
        visible = [sheet for sheet in sheets if sheet.visible]
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


def _formats(package: FoundPackage, part: str) -> tuple[StoredFormat, ...]:
    """How each cell format of the workbook shows a number."""
    styles = next(iter(package.related(part, "styles")), None)
    if styles is None:
        return ()
    tree = package.tree(styles)
    codes = {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in tree.iterfind("numFmts/numFmt")
    }
    formats = tree.findall("cellXfs/xf")
    if len(formats) > MAX_CELL_FORMATS:
        message = f"{len(formats):,} cell formats, at most {MAX_CELL_FORMATS:,}"
        raise PackageError("PS403", message, part=styles)
    numbers = [xf.get("numFmtId", "0") for xf in formats]
    shown = {number: shown_by(number, codes.get(number)) for number in set(numbers)}
    return tuple(shown[number] for number in numbers)
