"""The parts of a workbook once rows were put into its sheets: each place is named anew.

What is not known to be moved exactly is refused: nothing is lost, and nothing guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr, unescape

from plansheets.grid import cell_name, parse_cell
from plansheets.life.book import BookSheet, OpenBook
from plansheets.life.pushed import CannotPushError, PushedRows
from plansheets.life.shared_formulas import cell_at
from plansheets.opened import open_file
from plansheets.package.archive import CONTENT_TYPES, relationships_part
from plansheets.package.splice import PartChange, splice
from plansheets.words import Words

_ENTITIES = {"&quot;": '"', "&apos;": "'"}
_P = r"(?:[\w.-]+:)?"
_ROW = re.compile(rf'(<{_P}row\b[^>]*?\sr=")([0-9]+)(")')
_CELL = re.compile(rf'(<{_P}c\b[^>]*?\sr=")([A-Z]+)([0-9]+)("[^>]*?(?:/>|>.*?</{_P}c>))', re.DOTALL)
_F = re.compile(rf"<({_P})f\b([^>]*?)(?:/>|>([^<]*)</{_P}f>)")
_REFS = re.compile(r'(\s(?:ref|sqref|activeCell|topLeftCell)=")([^"]*)(")')
_SQREF = re.compile(rf"(<{_P}sqref>)([^<]*)(</)")
_RULE = re.compile(rf"(<{_P}(?:formula|formula1|formula2|f)(?:\s[^>]*)?>)([^<]+)(</)")
_OF_COLUMN = re.compile(rf"(<{_P}(?:calculatedColumnFormula|totalsRowFormula)[^>]*>)([^<]+)(</)")
_THRESHOLD = re.compile(rf'(<{_P}cfvo\b[^>]*\btype="formula"[^>]*\sval=")([^"]*)(")')
_BREAK = re.compile(rf"<{_P}rowBreaks\b.*?</{_P}rowBreaks>", re.DOTALL)
_BREAK_ID = re.compile(r'(\sid=")([0-9]+)(")')
_LOCATION = re.compile(rf'(<{_P}hyperlink\b[^>]*?\slocation=")([^"]*)(")')
_NAME = re.compile(rf"(<{_P}definedName\s[^>]*>)([^<]*)(</)")
_ANCHOR = re.compile(rf"<({_P}(?:twoCellAnchor|oneCellAnchor))\b([^>]*)>(.*?)</\1\s*>", re.DOTALL)
_CORNER = re.compile(rf"(<{_P}(from|to)>.*?<{_P}row>)\s*([0-9]+)\s*(</)", re.DOTALL)
_TEXT_LINK = re.compile(r'(\stextlink=")([^"]*)(")')
_VML_ANCHOR = re.compile(r"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_VML_ROW = re.compile(r"(<x:Row>)\s*([0-9]+)\s*(</x:Row>)")
_SHEET_DATA = re.compile(rf"<{_P}sheetData\b[^>]*>|</{_P}sheetData>")
_KINDS = frozenset(
    {"table", "drawing", "comments", "vmlDrawing", "hyperlink", "printerSettings", "image",
     "threadedComment"}
)  # fmt: skip
"""What may stand beside a sheet."""
_STRANGE = re.compile(
    rf"<{_P}(scenarios|dataConsolidate|customSheetViews|oleObjects|controls|cellWatches"
    rf"|smartTags|webPublishItems)\b"
)
_HOLDS = Words("这一页上有挪不准的东西：{0}", "the sheet holds what cannot be moved exactly: {0}")
_TORN = Words("下面有一块会被拆开：{0}", "what stands there would be torn: {0}")
_ROWS = Words("有的行或单元格没有写位置", "some of its rows or cells do not say where they are")


def push_down(book: OpenBook, path: Path, target: IO[bytes], rows: PushedRows) -> None:
    """Write the workbook at *path*, which is open as *book*, to *target* with *rows* put in.

    Raises
    ------
    CannotPushError
        where something cannot be moved exactly.
    """
    pushing = _Pushing(book, rows)
    changes = pushing.parts()
    with open_file(path) as source:
        splice(source, target, changes, pushing.removed)


class _Pushing:
    def __init__(self, book: OpenBook, rows: PushedRows) -> None:
        self._book, self._rows = book, rows
        self._package = book.package
        self.removed: frozenset[str] = frozenset()

    def parts(self) -> dict[str, PartChange]:
        """The parts that change, and how."""
        found: dict[str, PartChange] = {}
        for sheet in self._book.sheets:
            title = sheet.title
            pushed = self._rows.touches(title)
            if pushed:
                self._require_known(sheet)
            self._change(found, sheet.part, partial(self._sheet, sheet=sheet))
            for part in self._package.related(sheet.part, "table"):
                self._change(found, part, partial(self._table, title=title))
            for part in self._package.related(sheet.part, "drawing"):
                self._change(found, part, partial(self._drawing, title=title))
                for chart in self._package.related(part, "chart"):
                    self._change(found, chart, partial(self._rules, title=title))
            for kind in ("comments", "threadedComment") if pushed else ():
                for part in self._package.related(sheet.part, kind):
                    self._change(found, part, partial(self._refs, title=title))
            for part in self._package.related(sheet.part, "vmlDrawing") if pushed else ():
                self._change(found, part, partial(self._vml, title=title))
        self._change(found, self._book.part, self._workbook)
        chain = self._package.related(self._book.part, "calcChain")
        if chain:
            self.removed = frozenset(chain)
            for part in (CONTENT_TYPES, relationships_part(self._book.part)):
                self._change(found, part, _without_chain)
        return found

    def _change(
        self, found: dict[str, PartChange], part: str, change: Callable[[str], str]
    ) -> None:
        try:
            before = b"".join(self._package.chunks(part)).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise CannotPushError(_said(_HOLDS, part)) from None
        if "<!--" in before or "<![CDATA[" in before:
            raise CannotPushError(_said(_HOLDS, part))
        after = change(before)
        if after != before:
            found[part] = _instead(after.encode())

    def _require_known(self, sheet: BookSheet) -> None:
        """Refuse a sheet that holds what is not known to be moved exactly."""
        for one in self._package.relationships(sheet.part):
            if one.kind not in _KINDS:
                raise CannotPushError(_said(_HOLDS, one.kind))
        for part in self._package.parts:
            if "/pivotCache/pivotCacheDefinition" in part:
                for source in self._package.tree(part).iter("worksheetSource"):
                    if source.get("sheet", "").casefold() == sheet.title.casefold():
                        raise CannotPushError(_said(_HOLDS, "pivotTable"))
        contents = self._book.contents(sheet)
        boxes = [*contents.arrays, *(table.box for table in sheet.tables)]
        for box in boxes:
            if self._rows.splits(sheet.title, box):
                raise CannotPushError(_said(_TORN, sheet.place(cell_name(*box[:2]))))

    # -- sheets ----------------------------------------------------------------------------------

    def _sheet(self, xml: str, sheet: BookSheet) -> str:
        marks = [one.span() for one in _SHEET_DATA.finditer(xml)]
        start = marks[0][1] if marks else len(xml)
        end = marks[-1][0] if len(marks) > 1 else start
        head, cells, tail = xml[:start], xml[start:end], xml[end:]
        title = sheet.title
        if not self._rows.touches(title):
            return head + self._formulas(cells, sheet) + self._around(tail, title)
        strange = _STRANGE.search(tail)
        if strange is not None:
            raise CannotPushError(_said(_HOLDS, strange[1]))
        for named, every in ((_ROW, rf"<{_P}row[\s>/]"), (_CELL, rf"<{_P}c[\s>/]")):
            if sum(1 for _ in named.finditer(cells)) != sum(1 for _ in re.finditer(every, cells)):
                raise CannotPushError(_ROWS)
        cells = self._formulas(cells, sheet)
        cells = _ROW.sub(lambda one: f"{one[1]}{self._row(title, one[2])}{one[3]}", cells)
        cells = _CELL.sub(lambda one: f"{one[1]}{one[2]}{self._row(title, one[3])}{one[4]}", cells)
        return self._refs(head, title) + cells + self._around(self._refs(tail, title), title)

    def _row(self, title: str, number: str) -> int:
        """A row's number, counted from 1."""
        return self._rows.row(title, int(number) - 1) + 1

    def _formulas(self, cells: str, sheet: BookSheet) -> str:
        """The rows of *sheet*, which still stand where they did, with formulas that follow."""
        contents = self._book.contents(sheet)
        moved = {
            spot: text
            for spot, held in contents.cells.items()
            if held.formula is not None or held.shared is not None
            if (text := self._followed(spot, sheet)) is not None
        }
        groups = {contents.cells[spot].shared for spot in moved} - {None}
        pushed = self._rows.touches(sheet.title)
        if not moved and not (pushed and contents.arrays):
            return cells

        def cell(one: re.Match[str]) -> str:
            spot = parse_cell(one[2] + one[3])
            held = contents.cells.get(spot) if spot is not None else None
            if spot is None or held is None:
                return one[0]
            shared = held.shared is not None and (held.shared in groups or pushed)
            spread = pushed and 'ref="' in one[4]
            if spot not in moved and not shared and not spread:
                return one[0]
            return one[1] + one[2] + one[3] + _F.sub(lambda f: written(f, spot, shared), one[4], 1)

        def written(f: re.Match[str], spot: tuple[int, int], shared: bool) -> str:
            full = cell_at(contents, spot)
            text = moved.get(spot, full.formula if full is not None else None)
            if 't="dataTable"' in f[2]:
                raise CannotPushError(_said(_HOLDS, "dataTable"))
            attributes = self._refs(f[2], sheet.title) if pushed else f[2]
            if shared or text is None:
                attributes = re.sub(r'\s(?:t="shared"|si="[0-9]+"|ref="[^"]*")', "", attributes)
            return f"<{f[1]}f{attributes}>{escape(text or '')}</{f[1]}f>"

        return _CELL.sub(cell, cells)

    def _followed(self, spot: tuple[int, int], sheet: BookSheet) -> str | None:
        """The formula of a cell where it has to be another; it must be readable."""
        full = cell_at(self._book.contents(sheet), spot)
        text = full.formula if full is not None else None
        if text is None:
            return None
        new = self._rows.formula(sheet.title, text)
        return new if new != text else None

    def _around(self, xml: str, title: str) -> str:
        """What stands behind the cells of a sheet: rules, links, page breaks, sparklines."""
        xml = self._rules(xml, title)
        xml = _THRESHOLD.sub(lambda one: self._follow(one, title, _attribute), xml)
        xml = _LOCATION.sub(
            lambda one: one[1] + _attribute(self._rows.location(title, _plain(one[2]))) + one[3],
            xml,
        )
        if not self._rows.touches(title):
            return xml
        xml = _SQREF.sub(lambda one: one[1] + self._rows.ranges(title, one[2]) + one[3], xml)
        return _BREAK.sub(
            lambda one: _BREAK_ID.sub(
                lambda id_: f"{id_[1]}{self._rows.row(title, int(id_[2]))}{id_[3]}", one[0]
            ),
            xml,
        )

    def _rules(self, xml: str, title: str) -> str:
        return _RULE.sub(lambda one: self._follow(one, title), xml)

    def _follow(
        self, one: re.Match[str], title: str, written: Callable[[str], str] = escape
    ) -> str:
        """A formula of the sheet of that title between what stands around it: it follows."""
        plain = _plain(one[2]).removeprefix("=")
        new = self._rows.formula(title, plain)
        return one[0] if new == plain else one[1] + written(new) + one[3]

    def _refs(self, xml: str, title: str) -> str:
        return _REFS.sub(lambda one: one[1] + self._rows.ranges(title, one[2]) + one[3], xml)

    # -- what stands beside sheets ---------------------------------------------------------------

    def _table(self, xml: str, title: str) -> str:
        xml = _OF_COLUMN.sub(lambda one: self._follow(one, title), xml)
        return self._refs(xml, title) if self._rows.touches(title) else xml

    def _drawing(self, xml: str, title: str) -> str:
        xml = _TEXT_LINK.sub(
            lambda one: self._follow(one, title, _attribute) if one[2] else one[0], xml
        )
        if not self._rows.touches(title):
            return xml
        return _ANCHOR.sub(lambda one: self._anchored(one, title), xml)

    def _anchored(self, one: re.Match[str], title: str) -> str:
        """What stands on a sheet: with its cells, or with its first cell, or where it is."""
        stays = re.search(r'\seditAs="(oneCell|absolute)"', one[2])
        if stays is not None and stays[1] == "absolute":
            return one[0]
        down = 0

        def corner(found: re.Match[str]) -> str:
            nonlocal down
            row = int(found[3])
            new = self._rows.row(title, row)
            if found[2] == "from":
                down = new - row
            elif stays is not None:
                new = row + down
            return f"{found[1]}{new}{found[4]}"

        return one[0].replace(one[3], _CORNER.sub(corner, one[3]), 1)

    def _vml(self, xml: str, title: str) -> str:
        def anchor(one: re.Match[str]) -> str:
            numbers = one[2].split(",")
            if len(numbers) != 8:
                raise CannotPushError(_said(_HOLDS, "Anchor"))
            first, last = int(numbers[2]), int(numbers[6])
            down = self._rows.row(title, first) - first
            numbers[2], numbers[6] = f" {first + down}", f" {last + down}"
            return one[1] + ",".join(numbers) + one[3]

        xml = _VML_ANCHOR.sub(anchor, xml)
        return _VML_ROW.sub(
            lambda one: f"{one[1]}{self._rows.row(title, int(one[2]))}{one[3]}", xml
        )

    def _workbook(self, xml: str) -> str:
        def name(one: re.Match[str]) -> str:
            return one[0] if not one[2] or one[2].startswith("#") else self._follow(one, "")

        return _NAME.sub(name, xml)


def _plain(text: str) -> str:
    return unescape(text, _ENTITIES)


def _attribute(text: str) -> str:
    return quoteattr(text)[1:-1] if '"' not in text else escape(text, {'"': "&quot;"})


def _said(words: Words, what: str) -> Words:
    return Words(words.zh.format(what), words.en.format(what))


def _without_chain(xml: str) -> str:
    return re.sub(rf"<{_P}(?:Override|Relationship)\b[^>]*calcChain[^>]*/>", "", xml)


def _instead(new: bytes) -> PartChange:
    def change(pieces: Iterator[bytes]) -> Iterable[bytes]:
        del pieces
        return [new]

    return change
