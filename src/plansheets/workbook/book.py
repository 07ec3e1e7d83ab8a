"""What a workbook file holds, found by following its links: sheets, tables, names, styles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from functools import partial
from itertools import chain
from xml.etree.ElementTree import Element

from plansheets.boxes import Box, parse_box
from plansheets.grid import MAX_CELL_FORMATS, column_name, quote_sheet
from plansheets.package.archive import FoundPackage, PackageError
from plansheets.package.decode import unescape, with_line_feeds
from plansheets.package.digits import whole_number
from plansheets.package.markup import MarkupError, TreeReader, feed, safe_parser, short_name
from plansheets.records import dataclass
from plansheets.words import Words
from plansheets.workbook.cell_events import CellEvents
from plansheets.workbook.cells import CalculatedColumn, CellFacts, CellScan, CellWishes
from plansheets.workbook.findings import Findings
from plansheets.workbook.known import Verified
from plansheets.workbook.rows import sift_rows
from plansheets.workbook.stored_tokens import formula_pattern, unescaped

_UNREAD = "unread"
_BEFORE_NAME = r"(?<![\w.\\?])"
_OWN_ROW = r"\[\[#This Row\],\[((?:'.|[^\[\]'])+)\]\]"


@dataclass(slots=True)
class FoundTable:
    """A table of the file as its part describes it; ``box`` includes header and totals."""

    part: str
    tree: Element
    name: str
    box: Box | None
    header_rows: int
    totals_rows: int
    columns: tuple[str, ...]


@dataclass(slots=True)
class FoundSheet:
    """A sheet of the file; ``tree`` is its part without the cells, which are in ``cells``.

    Both are empty where the part could not be read, which is a finding already.
    """

    title: str
    part: str
    kind: str
    state: str
    sheet_id: str
    tables: list[FoundTable] = field(default_factory=list)
    tree: Element = field(default_factory=lambda: Element(_UNREAD))
    cells: CellFacts = field(default_factory=CellFacts)

    @property
    def was_read(self) -> bool:
        """Whether ``tree`` is that of its part."""
        return self.tree.tag != _UNREAD

    def place(self, cell: str) -> str:
        """*cell* of this sheet as findings name it."""
        return f"{quote_sheet(self.title)}!{cell}"


@dataclass(slots=True)
class FoundStyles:
    """How many of each thing ``styles.xml`` holds."""

    tree: Element | None = None
    cell_formats: int = 1
    differential: int = 0


@dataclass(slots=True)
class FoundBook:
    """A workbook file, read as far as its rules need it."""

    package: FoundPackage
    part: str
    tree: Element
    styles: FoundStyles
    sheets: list[FoundSheet]
    names: dict[tuple[str, int | None], str]
    """Formula by folded name and the index of the sheet it belongs to (None: the workbook)."""
    chained: dict[str, set[str]]
    """Cells that the calculation chain names, by sheet id."""
    known: Verified | None = None
    """What is known of other workbooks of the run."""

    @property
    def has_macros(self) -> bool:
        return bool(self.package.related(self.part, "vbaProject"))

    def tables(self) -> list[FoundTable]:
        return [table for sheet in self.sheets for table in sheet.tables]


def read_book(
    package: FoundPackage, findings: Findings, known: Verified | None = None
) -> FoundBook:
    """Follow the links from the package to every sheet and table; faults met are *findings*."""
    part = next(iter(package.related("", "officeDocument")), None)
    if part is None:
        message = Words(
            "没有工作簿部件：包里没有链接到它", "no workbook part: the package links to none"
        )
        raise PackageError(
            "PS501",
            message,
            Words("也许是别的程序的文档", "this may be a document of another program"),
        )
    if (package.content_type(part) or "").startswith("application/vnd.ms-excel.sheet.binary"):
        raise PackageError(
            "PS501",
            Words("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"),
            Words("另存为 .xlsx", "save it as .xlsx"),
        )
    tree = package.tree(part)
    if tree.tag != "workbook":
        raise PackageError(
            "PS501",
            Words(
                f"主部件里是“{tree.tag[:60]}”，不是工作簿",
                f"the main part holds '{tree.tag[:60]}', no workbook",
            ),
            part=part,
        )
    styles = _read_styles(package, part)
    sheets = [
        sheet
        for element in tree.iterfind("sheets/sheet")
        if (sheet := _find_sheet(package, part, element, findings))
    ]
    names: dict[tuple[str, int | None], str] = {}
    for element in tree.iterfind("definedNames/definedName"):
        scope = element.get("localSheetId", "")
        names[element.get("name", "").lower(), whole_number(scope)] = element.text or ""
    book = FoundBook(package, part, tree, styles, sheets, names, {}, known)
    book.chained = _read_chain(book, findings)
    own: dict[str, FoundSheet] = {}
    for sheet in sheets:  # that two sheets have one part is a finding of the list of sheets
        own.setdefault(sheet.part.lower(), sheet)
    for sheet in own.values():
        sheet_id = sheet.sheet_id
        _find_tables(package, sheet, findings)
        try:
            _read_sheet(book, sheet, frozenset(book.chained.get(sheet_id, ())), findings)
        except PackageError as error:
            findings.add(error.code, error.part, error.message, error.hint)
        except MarkupError as error:
            findings.add("PS503", sheet.part, error.message)
        if sheet_id in book.chained:
            book.chained[sheet_id] = sheet.cells.chained
    return book


def _read_styles(package: FoundPackage, part: str) -> FoundStyles:
    for styles in package.related(part, "styles"):
        tree = package.tree(styles)
        formats, differential = tree.find("cellXfs"), tree.find("dxfs")
        count = len(formats) if formats is not None else 0
        if count > MAX_CELL_FORMATS:
            package.shorten(styles, "cellXfs", MAX_CELL_FORMATS)  # what is beyond it is no news
            tree = package.tree(styles)
        return FoundStyles(tree, count, len(differential) if differential is not None else 0)
    return FoundStyles()


def _find_sheet(
    package: FoundPackage, part: str, element: Element, findings: Findings
) -> FoundSheet | None:
    title = element.get("name", "")
    link = package.target(part, element.get("r|id"))
    if link is None or link.external or link.target not in package:
        message = Words(
            f"工作表“{title[:60]}”在文件里没有对应的部件",
            f"sheet '{title[:60]}' has no part in the file",
        )
        findings.add(
            "PS505",
            part,
            message,
            Words("它的 r:id 要指向工作簿的一个链接", "its r:id must name a link of the workbook"),
        )
        return None
    return FoundSheet(
        title, link.target, link.kind, element.get("state", "visible"),
        element.get("sheetId", ""),
    )  # fmt: skip


def _find_tables(package: FoundPackage, sheet: FoundSheet, findings: Findings) -> None:
    for table_part in package.related(sheet.part, "table"):
        try:
            tree = package.tree(table_part)
        except PackageError as error:
            findings.add(error.code, error.part, error.message, error.hint)
        else:
            sheet.tables.append(_table(table_part, tree))


def _table(part: str, tree: Element) -> FoundTable:
    return FoundTable(
        part,
        tree,
        tree.get("displayName", tree.get("name", "")),
        parse_box(tree.get("ref")),
        whole_number(tree.get("headerRowCount", "1")) or 0,
        whole_number(tree.get("totalsRowCount", "0")) or 0,
        tuple(
            with_line_feeds(unescape(column.get("name", "")))
            for column in tree.iterfind("*/tableColumn")
        ),
    )


def _read_sheet(
    book: FoundBook, sheet: FoundSheet, chained: frozenset[str], findings: Findings
) -> None:
    package = book.package
    rows = book.known.rows if book.known is not None else None
    wishes = CellWishes(
        book.styles.cell_formats,
        frozenset(_header_cells(sheet.tables)),
        tuple(_calculated_columns(sheet.tables)),
        chained,
        rows.pattern if rows is not None else formula_pattern,
    )
    scan = CellScan(sheet.place, wishes, findings)
    reader = TreeReader({"sheetData": partial(CellEvents.take_over, scan)})
    package.checked.add(sheet.part.lower())
    pieces = sift_rows(package.chunks(sheet.part), scan, rows)
    try:
        sheet.tree = _tree_around(pieces, reader, book.known)
    except MarkupError:
        package.checked.discard(sheet.part.lower())
        package.check_markup(sheet.part)  # says where: the reader has not seen every row
        raise
    sheet.cells = scan.facts


def _tree_around(pieces: Iterator[bytes], reader: TreeReader, known: Verified | None) -> Element:
    """The tree of a sheet but for its rows, which *reader* meets, in their order, as it reads."""
    if known is None:
        return reader.read(pieces)
    head, after = next(pieces, b""), next(pieces, b"")
    if not after.startswith(b"</sheetData>"):
        return reader.read(chain((head, after), pieces))
    return known.tree(chain((head, after), pieces))  # no row was left for the reader


def _header_cells(tables: Iterable[FoundTable]) -> Iterator[tuple[int, int]]:
    for table in tables:
        if table.box and table.header_rows:
            top, left, _, right = table.box
            yield from ((top, column) for column in range(left, right + 1))


def _calculated_columns(tables: Iterable[FoundTable]) -> Iterator[CalculatedColumn]:
    for table in tables:
        if table.box is None:
            continue
        top, left, bottom, _ = table.box
        first, last = top + table.header_rows, bottom - table.totals_rows
        by_cells = _own_row_by_cells(table.name, left, table.columns)
        for index, column in enumerate(table.tree.iterfind("*/tableColumn")):
            formula = column.findtext("calculatedColumnFormula", "")
            if formula:
                yield CalculatedColumn(first, last, left + index, formula, by_cells(formula))


def _own_row_by_cells(name: str, left: int, headers: Sequence[str]) -> Callable[[str], str]:
    """How a formula is spelled with addresses for its own row, and a NUL for the row's number."""
    columns = {header.casefold(): column_name(left + place) for place, header in enumerate(headers)}
    own_row = re.compile(_BEFORE_NAME + re.escape(name) + _OWN_ROW, re.IGNORECASE)

    def address(found: re.Match[str]) -> str:
        header = unescaped(found[1]).casefold()
        return f"{columns[header]}\0" if header in columns else found[0]

    return lambda formula: own_row.sub(address, formula)


def _read_chain(book: FoundBook, findings: Findings) -> dict[str, set[str]]:
    """The cells of the calculation chain, by sheet id; streamed, for it can be long."""
    chained: dict[str, set[str]] = {}
    for part in book.package.related(book.part, "calcChain"):
        names: dict[str, str] = {}
        sheet_id = ""

        def start(name: str, attributes: dict[str, str], names: dict[str, str] = names) -> None:
            nonlocal sheet_id
            if short_name(name, names) == "c":
                sheet_id = attributes.get("i", sheet_id)
                chained.setdefault(sheet_id, set()).add(attributes.get("r", ""))

        parser = safe_parser()
        parser.StartElementHandler = start
        book.package.checked.add(part.lower())
        try:
            feed(parser, book.package.chunks(part))
        except MarkupError as error:
            findings.add("PS503", part, error.message)
    return chained
