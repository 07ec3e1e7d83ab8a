"""Rows of a workbook's sheet, streamed; nothing in the file is believed before it is bounded."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from plansheets.errors import nearest
from plansheets.frames.raw import RawRows, refuse
from plansheets.frames.xlsx_cells import CellReader, shared_strings
from plansheets.frames.xlsx_formats import StoredFormat, shown_by
from plansheets.frames.xlsx_tables import NamedTable, tables_of
from plansheets.grid import MAX_CELL_FORMATS
from plansheets.opened import CannotOpenError, is_lock, open_file
from plansheets.package.archive import FoundPackage, PackageError, open_package
from plansheets.package.markup import MarkupError
from plansheets.records import dataclass
from plansheets.values.days import EPOCH_1900, EPOCH_1904
from plansheets.words import Words, reason

_AGAIN = Words(
    "用 Excel 或 WPS 打开，再存为 .xlsx", "open it in Excel or WPS and save it again as .xlsx"
)


@dataclass(frozen=True, slots=True)
class _XlsxSheet:
    title: str
    part: str
    visible: bool


def read_xlsx(
    file: Path, sheet: str | None, table: str = "", also: tuple[str, ...] = ()
) -> RawRows:
    """The rows of the table named *table* where the workbook has one, else of a whole sheet.

    An earlier workbook of ours names its tables by their ids. *sheet* may name a sheet or a table,
    and where neither is there *also* names them, as in another language; without it the sheet is
    that of *table*, or the first that is visible.
    """
    if is_lock(file.name):
        raise refuse(
            "PS403",
            Words(
                "这是工作簿打开时留下的锁文件",
                "this is the lock file that a spreadsheet keeps while a workbook is open",
            ),
            file.name,
            Words(
                f"写工作簿本身的名字：“{file.name[2:]}”",
                f"name the workbook itself: '{file.name[2:]}'",
            ),
        )
    try:
        with open_file(file) as stream:
            return _read(open_package(stream), file.name, sheet, table, also)
    except PackageError as error:
        said = error.message
        if error.part:
            said = Words(f"部件“{error.part}”：{said.zh}", f"part '{error.part}': {said.en}")
        message = Words(f"工作簿读不了：{said.zh}", f"the workbook cannot be read: {said.en}")
        raise refuse("PS403", message, file.name, error.hint or _AGAIN) from None
    except (MarkupError, CannotOpenError, OSError) as error:
        why = reason(error)
        message = Words(f"工作簿读不了：{why.zh}", f"the workbook cannot be read: {why.en}")
        raise refuse("PS403", message, file.name, _AGAIN) from None


def visible_sheets(file: Path) -> list[str]:
    """The titles of a workbook's visible sheets; none where it cannot be read."""
    try:
        with open_file(file) as stream:
            package = open_package(stream)
            part = next(iter(package.related("", "officeDocument")), None)
            sheets = _sheets(package, part, package.tree(part)) if part else []
    except (PackageError, MarkupError, CannotOpenError, OSError):
        return []
    return [sheet.title for sheet in sheets if sheet.visible]


def _read(
    package: FoundPackage, name: str, wanted: str | None, table: str, also: tuple[str, ...]
) -> RawRows:
    part = next(iter(package.related("", "officeDocument")), None)
    if part is None or package.tree(part).tag != "workbook":
        raise refuse(
            "PS403", Words("文件里没有工作簿", "the package holds no workbook"), name, _AGAIN
        )
    book = package.tree(part)
    sheets = _sheets(package, part, book)
    found, named = _choose(package, sheets, wanted, table, name, also)
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
    raw = RawRows(
        f"{name}#{found.title}", rows, 1, epoch, uncalculated, others, tuple(reader.merged)
    )
    return named.of(raw) if named else raw


def _sheets(package: FoundPackage, part: str, book: Element) -> list[_XlsxSheet]:
    sheets = []
    for element in book.iterfind("sheets/sheet"):
        title = element.get("name", "")
        link = package.target(part, element.get("r|id"))
        if link is None or link.external or link.target not in package:
            raise PackageError(
                "PS403",
                Words(
                    f"工作表“{title[:60]}”在文件里没有对应的部件",
                    f"sheet '{title[:60]}' has no part in the file",
                ),
            )
        if link.kind == "worksheet":
            visible = element.get("state", "visible") == "visible"
            sheets.append(_XlsxSheet(title, link.target, visible))
    return sheets


def _choose(
    package: FoundPackage,
    sheets: list[_XlsxSheet],
    wanted: str | None,
    table: str,
    name: str,
    also: tuple[str, ...],
) -> tuple[_XlsxSheet, NamedTable | None]:
    """The sheet to read, and the table on it where one is meant."""
    tables = {sheet.title: tables_of(package, sheet.part) for sheet in sheets}
    if wanted is None:
        for sheet in sheets:
            if named := _named(tables[sheet.title], table):
                return sheet, named
        visible = [sheet for sheet in sheets if sheet.visible]
        if not (visible or sheets):
            raise refuse(
                "PS404", Words("工作簿里没有工作表", "the workbook has no worksheet"), name
            )
        return (visible or sheets)[0], None
    for called in (wanted, *also):
        for fold in (str, str.casefold):
            for sheet in sheets:
                if fold(sheet.title) == fold(called):
                    return sheet, _named(tables[sheet.title], table)
        for sheet in sheets:
            if named := _named(tables[sheet.title], called):
                return sheet, named
    names = [one.name for found in tables.values() for one in found if one.name[:1] != "_"]
    titles = [sheet.title for sheet in sheets if sheet.visible]
    raise refuse(
        "PS404",
        Words(f"工作簿里没有工作表“{wanted}”", f"no sheet '{wanted}' in the workbook"),
        name,
        nearest(wanted, [*titles, *names], listed=0) or nearest(wanted, titles, listed=60),
    )


def _named(tables: list[NamedTable], name: str) -> NamedTable | None:
    return next((one for one in tables if one.name.casefold() == name.casefold()), None)


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
        message = Words(
            f"有 {len(formats):,} 种单元格格式，最多 {MAX_CELL_FORMATS:,} 种",
            f"{len(formats):,} cell formats, at most {MAX_CELL_FORMATS:,}",
        )
        raise PackageError("PS403", message, part=styles)
    numbers = [xf.get("numFmtId", "0") for xf in formats]
    shown = {number: shown_by(number, codes.get(number)) for number in set(numbers)}
    return tuple(shown[number] for number in numbers)
