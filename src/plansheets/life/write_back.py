"""Changes written into a workbook: the parts they touch anew, all others as they are packed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, unescape

from plansheets.boxes import Box, parse_box
from plansheets.grid import range_name
from plansheets.life.changes import Changes, spell_shared_out
from plansheets.life.ranges import Growth, areas, grown_formula, grown_list, reference
from plansheets.life.redrawn import redrawn
from plansheets.life.rules_back import with_rules
from plansheets.life.standing import StandingBook
from plansheets.opened import open_file
from plansheets.package.archive import CONTENT_TYPES, relationships_part
from plansheets.package.sheet_splice import SheetPatch, patched_sheet
from plansheets.package.splice import PartChange, splice
from plansheets.plan.model import Value
from plansheets.records import dataclass

_CHAIN = "calcChain"
_SQREF = re.compile(rb'(\ssqref=")([^"]*)(")|(<(?:[\w.-]+:)?sqref>)([^<]*)(</)')
_RULE = re.compile(rb"(<(?:[\w.-]+:)?(?:formula|formula1|formula2|f)(?:\s[^>]*)?>)([^<]+)(</)")
_DIMENSION = re.compile(rb'(<(?:[\w.-]+:)?dimension\s+ref=")([^"]*)(")')
_SPARKLINE = re.compile(
    rb"<(?:[\w.-]+:)?sparkline>\s*<(?:[\w.-]+:)?f>([^<]*)</[^>]*>\s*"
    rb"<(?:[\w.-]+:)?sqref>([^<]*)</[^>]*>\s*</(?:[\w.-]+:)?sparkline>"
)
"""Between the areas of a sheet that are printed; titles in quotes may hold commas."""
_NAME = re.compile(r"(<(?:[\w.-]+:)?definedName\s([^>]*)>)([^<]*)(</)")
_CALCULATION = re.compile(r"<((?:[\w.-]+:)?)calcPr\b([^>]*?)/?>")
_ENTITIES = {"&quot;": '"', "&apos;": "'"}


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Everything that is to be written into a workbook."""

    changes: Changes
    growths: tuple[Growth, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """What names stand for now that the plan itself has changed, by folded name."""
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Formulas of calculated columns that changed, by table part and header."""
    charts: Mapping[tuple[str, Box], str] = field(default_factory=dict)
    """References of charts that the plan itself has changed, by what they were."""
    restored: Mapping[str, Sequence[tuple[str, str | None]]] = field(default_factory=dict)
    """Headers and formulas of columns put back at the right end, by the name of their table."""
    rules: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Elements of input rules that are put back, by sheet title."""
    paper: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    """The last rows of print areas, by sheet title: what they were, and what they are to be."""


def write_back(standing: StandingBook, made: Rewriting, path: Path, target: IO[bytes]) -> None:
    """Write the workbook at *path*, which is open as *standing*, with what was *made* of it."""
    spell_shared_out(standing, made.changes)
    writing = _PartChanges(standing, made)
    changes = writing.parts()
    with open_file(path) as source:
        splice(source, target, changes, writing.removed)


class _PartChanges:
    def __init__(self, standing: StandingBook, made: Rewriting) -> None:
        self.standing, self.made = standing, made
        self.book = standing.book
        self.package = standing.book.package
        self.removed: frozenset[str] = frozenset()
        self.growths = list(made.growths)

    def parts(self) -> dict[str, PartChange]:
        """The parts that change, and how."""
        found: dict[str, PartChange] = {}
        for sheet in self.book.sheets:
            cells = self.made.changes.cells.get(sheet.part, {})
            grows = any(one.sheet == sheet.title for one in self.growths)
            if cells or grows or sheet.title in self.made.rules:
                found[sheet.part] = self._sheet(sheet.part, sheet.title)
            for part in self.package.related(sheet.part, "table"):
                self._text(found, part, self._table(part, sheet.title))
            for drawing in self.package.related(sheet.part, "drawing"):
                for part in self.package.related(drawing, "chart"):
                    self._text(found, part, self._chart)
        self._text(found, self.book.part, self._workbook)
        if self.made.changes.formulas and found:
            self._without_chain(found)
        return found

    def _text(self, found: dict[str, PartChange], part: str, change: Callable[[str], str]) -> None:
        """Change a small part as text, if that changes it."""
        before = b"".join(self.package.chunks(part)).decode("utf-8-sig")
        after = change(before)
        if after != before:
            found[part] = _instead(after.encode())

    # -- sheets ----------------------------------------------------------------------------------

    def _sheet(self, part: str, title: str) -> PartChange:
        patch = SheetPatch(
            self.made.changes.cells.get(part, {}),
            self.made.changes.rows_like.get(part, {}),
            lambda around: self._around(around, title),
        )
        return lambda pieces: patched_sheet(pieces, patch)

    def _around(self, text: bytes, title: str) -> bytes:
        growths = [one for one in self.growths if one.sheet == title]
        if growths:
            text = _DIMENSION.sub(lambda found: _dimension(found, growths), text)
            text = _SPARKLINE.sub(lambda found: _sparklines(found, growths), text)
            text = _SQREF.sub(lambda found: _sqref(found, title, growths), text)
        if self.growths:
            text = _RULE.sub(lambda found: self._rule(found, title), text)
        back = self.made.rules.get(title)
        return with_rules(text, back) if back and b"worksheet>" in text[-64:] else text

    def _rule(self, found: re.Match[bytes], title: str) -> bytes:
        plain = unescape(found[2].decode(), _ENTITIES)
        new = grown_formula(plain, title, self.growths)
        return found[0] if new == plain else found[1] + escape(new).encode() + found[3]

    # -- what stands beside sheets ---------------------------------------------------------------

    def _table(self, part: str, title: str) -> Callable[[str], str]:
        columns = self.made.columns.get(part, {})

        def change(xml: str) -> str:
            for growth in self.growths:
                if growth.sheet == title:
                    old, box = range_name(*growth.box), growth.box
                    new = range_name(*box[:2], growth.last_row, box.last_column)
                    xml = re.sub(rf'(\sref=")\$?{re.escape(old)}(")', rf"\g<1>{new}\g<2>", xml)
            for header, formula in columns.items():
                xml = _with_column_formula(xml, header, formula)
            named = re.search(r'\sdisplayName="([^"]*)"', xml)
            back = self.made.restored.get(unescape(named[1], _ENTITIES)) if named else None
            return _with_columns(xml, back) if back else xml

        return change

    def _chart(self, xml: str) -> str:
        return redrawn(xml, self._shows, self.growths, self.made.charts)

    def _shows(self, title: str, row: int, column: int) -> Value:
        sheet = self.book.sheet(title)
        if sheet is None:
            return None
        changes = self.made.changes
        if changes.known(sheet.part, (row, column)):
            return changes.value(sheet.part, (row, column))
        held = self.book.contents(sheet).cells.get((row, column))
        return held.value if held is not None else None

    def _workbook(self, xml: str) -> str:
        def name(found: re.Match[str]) -> str:
            attributes = dict(re.findall(r'([\w.:-]+)="([^"]*)"', found[2]))
            plain = unescape(found[3], _ENTITIES)
            new = None
            if "localSheetId" not in attributes:
                new = self.made.names.get(unescape(attributes.get("name", "")).casefold())
            if attributes.get("name") == "_xlnm.Print_Area":
                new = self._print_area(plain)
            new = new or grown_formula(plain, "", self.growths)
            return found[0] if new == plain else found[1] + escape(new) + found[4]

        if self.growths or self.made.names or self.made.paper:
            xml = _NAME.sub(name, xml)
        return _calculated_on_load(xml) if self.made.changes.waiting else xml

    def _print_area(self, text: str) -> str | None:
        """What is printed of a sheet, down to the new end of what stands on it."""
        found = areas(text)
        targets = [reference(area) for area in found]
        rows = self.made.paper.get(targets[0][0]) if targets[0] is not None else None
        if rows is None:
            return None
        return ",".join(
            re.sub(r"[0-9]+$", str(rows[target[1].last_row] + 1), area)
            if target is not None and target[1].last_row in rows
            else area
            for area, target in zip(found, targets, strict=True)
        )

    def _without_chain(self, found: dict[str, PartChange]) -> None:
        """Leave out the order of calculation of the old formulas; Excel makes it anew."""
        parts = self.package.related(self.book.part, _CHAIN)
        if not parts:
            return
        self.removed = frozenset(parts)
        for part in (CONTENT_TYPES, relationships_part(self.book.part)):
            self._text(found, part, _without_chain)


def _instead(new: bytes) -> PartChange:
    """A change that takes *new* for the whole part."""

    def change(pieces: Iterator[bytes]) -> Iterable[bytes]:
        del pieces
        return [new]

    return change


def _without_chain(xml: str) -> str:
    return re.sub(r"<(?:[\w.-]+:)?(?:Override|Relationship)\b[^>]*calcChain[^>]*/>", "", xml)


def _calculated_on_load(xml: str) -> str:
    """Have the spreadsheet calculate when it opens the file."""
    found = _CALCULATION.search(xml)
    if found is None:
        *_, last = re.finditer(r"</((?:[\w.-]+:)?)(?:definedNames|sheets)>", xml)
        made = f'<{last[1]}calcPr fullCalcOnLoad="1"/>'
        return xml[: last.end()] + made + xml[last.end() :]
    if 'fullCalcOnLoad="1"' in found[2]:
        return xml
    attributes = re.sub(r'\s*fullCalcOnLoad="[^"]*"', "", found[2])
    made = f'<{found[1]}calcPr{attributes} fullCalcOnLoad="1"/>'
    return xml[: found.start()] + made + xml[found.end() :]


def _sqref(found: re.Match[bytes], title: str, growths: list[Growth]) -> bytes:
    before, text, after = found[1] or found[4], found[2] or found[5] or b"", found[3] or found[6]
    return b"".join([before, grown_list(text.decode(), title, growths).encode(), after])


def _dimension(found: re.Match[bytes], growths: list[Growth]) -> bytes:
    box = parse_box(found[2].decode())
    if box is None:
        return found[0]
    last = max([box.last_row, *(one.last_row for one in growths)])
    return found[1] + range_name(*box[:2], last, box.last_column).encode() + found[3]


def _sparklines(found: re.Match[bytes], growths: list[Growth]) -> bytes:
    """A sparkline, and one more for each row that its table gets; none in rows that it loses."""
    box = parse_box(found[2].decode())
    for growth in growths:
        if box is None or not growth.box.holds(*box[:2]) or box.first_row == growth.box.first_row:
            continue
        if box.first_row > growth.last_row:
            return b""
        if box.first_row == growth.box.last_row:
            rows = range(1, growth.last_row - growth.box.last_row + 1)
            return b"".join([found[0], *(_moved(found, row) for row in rows)])
    return found[0]


def _moved(found: re.Match[bytes], rows: int) -> bytes:
    def down(cell: re.Match[bytes]) -> bytes:
        return cell[1] + str(int(cell[2]) + rows).encode()

    def all_down(text: bytes) -> bytes:
        title, mark, cells = text.rpartition(b"!")
        return title + mark + re.sub(rb"(\$?[A-Z]{1,3}\$?)([0-9]{1,7})", down, cells)

    text = found[0]
    text = text.replace(b">" + found[1] + b"<", b">" + all_down(found[1]) + b"<", 1)
    return text.replace(b">" + found[2] + b"<", b">" + all_down(found[2]) + b"<", 1)


def _with_column_formula(xml: str, header: str, formula: str) -> str:
    """The part of a table in which the formula of the column called *header* is another."""
    for found in re.finditer(r"<((?:[\w.-]+:)?)tableColumn\b([^>]*?)>(.*?)</\1tableColumn>", xml,
                             re.DOTALL):  # fmt: skip
        named = re.search(r'\sname="([^"]*)"', found[2])
        if named is None or unescape(named[1], _ENTITIES) != header:
            continue
        inside = re.sub(
            r"(<(?:[\w.-]+:)?calculatedColumnFormula[^>]*>)[^<]*(</)",
            lambda one: one[1] + escape(formula) + one[2],
            found[3],
        )
        return xml[: found.start(3)] + inside + xml[found.end(3) :]
    return xml


def _with_columns(xml: str, back: Sequence[tuple[str, str | None]]) -> str:
    """The part of a table with more columns at its right end."""

    def wider(found: re.Match[str]) -> str:
        box = parse_box(found[2])
        if box is None:
            return found[0]
        new = range_name(*box[:3], box.last_column + len(back))
        return f"{found[1]}{new}{found[3]}"

    xml = re.sub(r'(\sref=")([^"]*)(")', wider, xml)
    numbers = [int(one) for one in re.findall(r'tableColumn\s[^>]*?\bid="([0-9]+)"', xml)]
    end = re.search(r"</((?:[\w.-]+:)?)tableColumns>", xml)
    if end is None:
        return xml
    p, made = end[1], ""
    for number, (header, formula) in enumerate(back, max(numbers, default=0) + 1):
        name = escape(header, {'"': "&quot;", "\n": "_x000a_"})
        inside = (
            f"<{p}calculatedColumnFormula>{escape(formula)}</{p}calculatedColumnFormula>"
            if formula is not None
            else ""
        )
        made += f'<{p}tableColumn id="{number}" name="{name}">{inside}</{p}tableColumn>'
    xml = xml[: end.start()] + made + xml[end.start() :]
    count = len(numbers) + len(back)
    return re.sub(r'(tableColumns\s+count=")[0-9]+(")', rf"\g<1>{count}\g<2>", xml)
