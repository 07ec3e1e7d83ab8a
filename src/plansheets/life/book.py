"""A workbook file as people left it: sheets, tables, names and cells, each read when asked for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from plansheets.boxes import Box, parse_box
from plansheets.errors import Problem, WorkbookError
from plansheets.grid import parse_cell, quote_sheet
from plansheets.life.cells import SheetContents, read_contents
from plansheets.opened import CannotOpenError, open_file
from plansheets.package.archive import FoundPackage, PackageError, open_package
from plansheets.package.decode import unescape, with_line_feeds
from plansheets.package.digits import whole_number
from plansheets.package.markup import MarkupError
from plansheets.package.shared_texts import shared_texts
from plansheets.records import dataclass
from plansheets.words import Words, reason


@dataclass(frozen=True, slots=True)
class BookTable:
    """A table of the file; ``box`` includes the header and any row of totals."""

    name: str
    box: Box
    headers: tuple[str, ...]
    totals: int

    @property
    def last_row(self) -> int:
        """The last row of data."""
        return self.box.last_row - self.totals


@dataclass(frozen=True, slots=True)
class BookSheet:
    title: str
    part: str
    state: str
    tables: tuple[BookTable, ...] = ()

    def place(self, cells: str) -> str:
        """*cells* of this sheet as people read them."""
        return f"{quote_sheet(self.title)}!{cells}"


@dataclass(frozen=True, slots=True)
class BookCell:
    """A cell of the workbook."""

    sheet: str
    row: int
    column: int


@dataclass(slots=True)
class OpenBook:
    """A workbook, opened; it reads from its file as long as that is open."""

    name: str
    package: FoundPackage
    part: str
    tree: Element
    sheets: tuple[BookSheet, ...]
    names: dict[str, str]
    """What each name of the whole workbook stands for, by folded name."""
    own_names: tuple[tuple[str, str], ...]
    """Names that belong to a sheet, folded, and the title of that sheet."""
    _strings: list[str] | None = None
    _contents: dict[str, SheetContents] = field(default_factory=dict)

    @property
    def from_1904(self) -> bool:
        properties = self.tree.find("workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true")

    @property
    def saved_by(self) -> str:
        """The program that saved the workbook last, where it says its own name."""
        for part in self.package.related("", "extended-properties"):
            for element in self.package.tree(part):
                if element.tag == "ep|Application":
                    name = (element.text or "").strip()[:40]
                    # what others call themselves, too
                    return "" if name.startswith("Microsoft Excel") else name
        return ""

    def forget(self) -> None:
        """Let go of what was read of sheets: a large one holds much."""
        self._contents.clear()
        self._strings = None

    def sheet(self, title: str) -> BookSheet | None:
        """The sheet of that title; letter case does not matter."""
        folded = title.casefold()
        return next((one for one in self.sheets if one.title.casefold() == folded), None)

    def tables(self) -> Iterator[tuple[BookSheet, BookTable]]:
        for sheet in self.sheets:
            for table in sheet.tables:
                yield sheet, table

    def place(self, name: str) -> BookCell | None:
        """The cell that a name of the workbook points at; None where it points at none."""
        return _place(self.names.get(name.casefold(), ""))

    def contents(self, sheet: BookSheet) -> SheetContents:
        """What stands on *sheet*."""
        found = self._contents.get(sheet.part)
        if found is None:
            strings = self._strings
            if strings is None:
                strings = self._strings = _shared_strings(self.package, self.part)
            found = read_contents(lambda: self.package.chunks(sheet.part), strings)
            self._contents[sheet.part] = found
        return found


@contextlib.contextmanager
def opened_book(path: Path) -> Iterator[OpenBook]:
    """The workbook at *path* while it is open.

    Raises
    ------
    WorkbookError
        where it cannot be read; also for what goes wrong while it is read.
    """
    try:
        with open_file(path) as stream:
            yield book_in(stream, path.name)
    except PackageError as error:
        where = f"{path}: {error.part}" if error.part else str(path)
        raise _unreadable(where, error.message, error.hint) from error
    except (CannotOpenError, MarkupError, OSError) as error:
        raise _unreadable(str(path), reason(error), None) from error


def book_in(stream: IO[bytes], name: str) -> OpenBook:
    """The workbook in *stream*, which is called *name*; it may raise a PackageError."""
    return _book(name, open_package(stream))


def _unreadable(where: str, why: Words, hint: Words | None) -> WorkbookError:
    message = Words(f"工作簿读不了：{why.zh}", f"the workbook cannot be read: {why.en}")
    return WorkbookError([Problem.told("PS700", message, hint=hint, where=where)])


def _book(name: str, package: FoundPackage) -> OpenBook:
    part = next(iter(package.related("", "officeDocument")), None)
    if part is None or package.tree(part).tag != "workbook":
        raise PackageError(
            "PS700",
            Words("文件里没有工作簿", "the file holds no workbook"),
            Words("也许是别的程序的文档", "this may be a document of another program"),
        )
    tree = package.tree(part)
    sheets = tuple(_sheets(package, part, tree))
    names: dict[str, str] = {}
    own_names: list[tuple[str, str]] = []
    for element in tree.iterfind("definedNames/definedName"):
        folded = element.get("name", "").casefold()
        scope = element.get("localSheetId")
        if scope is None:
            names.setdefault(folded, element.text or "")
        elif (index := whole_number(scope)) is not None and index < len(sheets):
            own_names.append((folded, sheets[index].title))
    return OpenBook(name, package, part, tree, sheets, names, tuple(own_names))


def _sheets(package: FoundPackage, part: str, tree: Element) -> Iterator[BookSheet]:
    for element in tree.iterfind("sheets/sheet"):
        title = element.get("name", "")
        link = package.target(part, element.get("r|id"))
        if link is None or link.external or link.target not in package:
            raise PackageError(
                "PS700",
                Words(
                    f"工作表“{title[:60]}”在文件里没有对应的部件",
                    f"sheet '{title[:60]}' has no part in the file",
                ),
            )
        tables = tuple(
            table
            for one in package.related(link.target, "table")
            if (table := _table(package.tree(one)))
        )
        yield BookSheet(title, link.target, element.get("state", "visible"), tables)


def _table(tree: Element) -> BookTable | None:
    box = parse_box(tree.get("ref"))
    if box is None or tree.get("headerRowCount") == "0":
        return None
    return BookTable(
        tree.get("displayName") or tree.get("name") or "",
        box,
        tuple(
            with_line_feeds(unescape(column.get("name", "")))
            for column in tree.iterfind("*/tableColumn")
        ),
        whole_number(tree.get("totalsRowCount", "0")) or 0,
    )


def _place(target: str) -> BookCell | None:
    """The cell that ``'My sheet'!$A$1`` names.

    >>> _place("'it''s'!$B$5"), _place("#REF!")
    (BookCell(sheet="it's", row=4, column=1), None)
    """
    title, mark, cell = target.strip().rpartition("!")
    spot = parse_cell(cell)
    if not mark or spot is None:
        return None
    if title.startswith("'"):
        title = title[1:-1].replace("''", "'")
    return None if title.startswith("#REF") else BookCell(title.removeprefix("$"), *spot)


def _shared_strings(package: FoundPackage, part: str) -> list[str]:
    texts: list[str] = []
    for strings in package.related(part, "sharedStrings"):
        texts += map(unescape, shared_texts(package.chunks(strings)))
    return texts
