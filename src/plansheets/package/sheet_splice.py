"""A worksheet's part with some of its cells written anew, as it streams by.

Rows that no change is for pass as they are, many at a time. A cell that changes keeps its style,
whatever else the program that wrote the file has put into its row stays in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import field

from plansheets.grid import cell_name, column_number
from plansheets.package.markup import MarkupError
from plansheets.records import dataclass
from plansheets.words import Words

_BLOCK = 1 << 19
"""Bytes of rows that are looked through at a time."""
CellSpot = tuple[int, int]
"""Row and column, counted from 0."""
_ROW_NUMBER = re.compile(rb'\sr\s*=\s*["\'](\d{1,7})["\']')
_CELL_NAME = re.compile(rb'\sr\s*=\s*["\']([A-Z]{1,3})\d+["\']')
_STYLE = re.compile(rb'\ss\s*=\s*["\'](\d+)["\']')
_OURS = re.compile(
    rb'\s(?:r|t|s|cm|vm|spans|hidden|collapsed|outlineLevel)\s*=\s*["\'][^"\']*["\']'
)
_SPANS = re.compile(rb'\sspans\s*=\s*["\'][^"\']*["\']')
_EDGE_SPACE = re.compile(r"\A\s|\s\Z|\n")


@dataclass(frozen=True, slots=True)
class CellPatch:
    """What a cell is to hold. Texts are escaped; ``kind`` is the value of its ``t``, if any."""

    kind: str = ""
    value: str | None = None
    """None for a formula that waits for its value, and for an empty cell."""
    formula: str | None = None
    keeps_formula: bool = False
    """Whether the formula stays as it is spelled; only the value changes."""
    array: bool = False
    like: CellSpot | None = None
    """The cell whose look a new one gets."""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class SheetPatch:
    """Everything that changes on a sheet."""

    cells: Mapping[int, Mapping[int, CellPatch]]
    rows_like: Mapping[int, int] = field(default_factory=dict)
    """The row after which a new one is made, by the new one."""
    around: Callable[[bytes], bytes] | None = None
    """Changes what stands before the rows, and what stands after them."""


class _Tags:
    """What rows and cells look like with the prefix that a file gives to its elements."""

    def __init__(self, prefix: bytes) -> None:
        self.prefix = prefix
        p = re.escape(prefix)
        self.data = re.compile(rb"<" + p + rb"sheetData\s*(/?)>")
        self.row = re.compile(
            rb"<" + p + rb"row(?=[\s/>])([^>]*?)(?:/>|>(.*?)</" + p + rb"row\s*>)", re.DOTALL
        )
        self.cell = re.compile(
            rb"<" + p + rb"c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</" + p + rb"c\s*>)", re.DOTALL
        )
        self.formula = re.compile(
            rb"<" + p + rb"f(?=[\s/>])[^>]*?(?:/>|>.*?</" + p + rb"f\s*>)", re.DOTALL
        )
        self.row_start = b"<" + prefix + b"row"
        self.row_end = b"</" + prefix + b"row"
        self.data_end = b"</" + prefix + b"sheetData"


def patched_sheet(chunks: Iterable[bytes], patch: SheetPatch) -> Iterator[bytes]:
    """The part of a sheet that *chunks* make up, with *patch* applied.

    Raises
    ------
    MarkupError
        where it is written in a way that cannot be changed in place.
    """
    source = iter(chunks)
    head = b""
    for piece in source:
        head += piece
        if (tags := _tags(head)) and (start := tags.data.search(head)):
            break
    else:
        raise MarkupError(Words("工作表没有行", "a sheet without rows"))
    if re.match(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8)", head, re.IGNORECASE):
        raise MarkupError(Words("工作表不是 UTF-8", "a sheet that is not in UTF-8"))
    around = patch.around or (lambda part: part)
    rows = _StreamedRows(patch, tags)
    before, rest = head[: start.start()], head[start.end() :]
    yield around(before)
    yield b"<" + tags.prefix + b"sheetData>"
    if start[1]:
        tail = rest
        yield from rows.ending()
    else:
        tail = yield from _rows(rows, rest, source)
        _, _, tail = tail.partition(b">")
    yield b"</" + tags.prefix + b"sheetData>"
    yield around(tail + b"".join(source))


def _tags(head: bytes) -> _Tags | None:
    found = re.search(rb"<([A-Za-z_][\w.-]*:)?worksheet[\s>]", head)
    return _Tags(found[1] or b"") if found else None


def _rows(
    rows: _StreamedRows, rest: bytes, source: Iterator[bytes]
) -> Generator[bytes, None, bytes]:
    """All rows; what follows the last is returned, from the end tag of ``sheetData`` on."""
    tags = rows.tags
    gathered = rest
    while True:
        end = gathered.find(tags.data_end)
        if end >= 0:
            yield rows.block(gathered[:end])
            yield from rows.ending()
            return gathered[end:]
        end = gathered.find(b">", start) + 1 if (start := gathered.rfind(tags.row_end)) >= 0 else 0
        if end:
            yield rows.block(gathered[:end])
            gathered = gathered[end:]
        piece = next(source, b"")
        more = [piece]
        size = len(piece)
        while piece and size < _BLOCK:
            piece = next(source, b"")
            more.append(piece)
            size += len(piece)
        if not size:
            raise MarkupError(Words("工作表的行没有结束", "a sheet whose rows do not end"))
        gathered += b"".join(more)


class _StreamedRows:
    """Rows as they come by; those that change are written anew."""

    def __init__(self, patch: SheetPatch, tags: _Tags) -> None:
        self.tags = tags
        self._patch = patch
        self._touched = sorted({*patch.cells, *patch.rows_like})
        self._next = 0
        likes = {
            one.like for row in patch.cells.values() for one in row.values() if one.like is not None
        }
        self._liked: dict[int, set[int]] = {}
        for row, column in likes:
            self._liked.setdefault(row, set()).add(column)
        self._liked_rows = {*self._liked, *patch.rows_like.values()}
        self._styles: dict[CellSpot, bytes] = {}
        self._attributes: dict[int, bytes] = {}
        self._row = -1

    def block(self, text: bytes) -> bytes:
        """The rows in *text*, which holds whole ones."""
        if b"<!" in text:
            raise MarkupError(
                Words(
                    "工作表的行之间有注释或未解析的文本",
                    "a sheet with comments or unparsed text between its rows",
                )
            )
        if not self._concerns(text):
            return text
        made: list[bytes] = []
        done = 0
        for found in self.tags.row.finditer(text):
            row = self._number(found[1])
            made.append(text[done : found.start()])
            done = found.end()
            made += self._new_rows(row)
            if row in self._liked_rows:
                self._remember(row, found[1], found[2] or b"")
            if self._next < len(self._touched) and self._touched[self._next] == row:
                self._next += 1
                made.append(self._changed(row, found[1], found[2] or b""))
            else:
                made.append(found[0])
            self._row = row
        made.append(text[done:])
        return b"".join(made)

    def ending(self) -> Iterator[bytes]:
        """The rows that come after all others, many at a time."""
        made: list[bytes] = []
        size = 0
        for row in self._new_rows(1 << 30):
            made.append(row)
            size += len(row)
            if size >= _BLOCK:
                yield b"".join(made)
                made, size = [], 0
        yield b"".join(made)

    def _concerns(self, text: bytes) -> bool:
        """Whether one of the rows in *text* changes, or is looked at for one that does."""
        start = text.rfind(self.tags.row_start)
        if start < 0:
            return False
        number = _ROW_NUMBER.search(text, start, text.find(b">", start))
        if number is None:
            return True
        last = int(number[1]) - 1
        due = self._next < len(self._touched) and self._touched[self._next] <= last
        due = due or any(self._row < one <= last for one in self._liked_rows)
        if not due:
            self._row = last
        return due

    def _number(self, attributes: bytes) -> int:
        number = _ROW_NUMBER.search(attributes)
        return int(number[1]) - 1 if number else self._row + 1

    def _new_rows(self, before: int) -> Iterator[bytes]:
        """The rows that are not in the file yet and come before that one."""
        while self._next < len(self._touched) and self._touched[self._next] < before:
            row = self._touched[self._next]
            self._next += 1
            cells = self._cells(row, b"", self._patch.cells.get(row, {}))
            model = self._patch.rows_like.get(row)
            attributes = self._attributes.get(model, b"") if model is not None else b""
            p = self.tags.prefix
            if cells:
                yield b'<%brow r="%d"%b>%b</%brow>' % (p, row + 1, attributes, cells, p)

    def _remember(self, row: int, attributes: bytes, content: bytes) -> None:
        self._attributes[row] = _OURS.sub(b"", attributes)
        style = re.search(rb'\ss\s*=\s*["\']\d+["\']', attributes)
        if style and b"customFormat" in attributes:
            self._attributes[row] += style[0]
        wanted = self._liked.get(row, set())
        for column, attributes_, _, _ in self._each_cell(content):
            if column in wanted and (found := _STYLE.search(attributes_)):
                self._styles[row, column] = found[1]

    def _changed(self, row: int, attributes: bytes, content: bytes) -> bytes:
        p = self.tags.prefix
        cells = self._cells(row, content, self._patch.cells.get(row, {}))
        attributes = _SPANS.sub(b"", attributes)
        return b"<%brow%b>%b</%brow>" % (p, attributes.rstrip(), cells, p)

    def _each_cell(self, content: bytes) -> Iterator[tuple[int, bytes, bytes, bytes]]:
        column = -1
        for found in self.tags.cell.finditer(content):
            name = _CELL_NAME.search(found[1])
            column = column_number(name[1].decode()) if name else column + 1
            yield column, found[1], found[2] or b"", found[0]

    def _cells(self, row: int, content: bytes, patches: Mapping[int, CellPatch]) -> bytes:
        made: list[bytes] = []
        waiting = sorted(patches)
        for column, attributes, inside, whole in self._each_cell(content):
            while waiting and waiting[0] < column:
                new = waiting.pop(0)
                made.append(self._cell(row, new, patches[new], b"", b""))
            if waiting and waiting[0] == column:
                waiting.pop(0)
                made.append(self._cell(row, column, patches[column], attributes, inside))
            else:
                made.append(whole)
        made += [self._cell(row, new, patches[new], b"", b"") for new in waiting]
        return b"".join(made)

    def _cell(
        self, row: int, column: int, patch: CellPatch, attributes: bytes, inside: bytes
    ) -> bytes:
        if patch.removed:
            return b""
        p = self.tags.prefix.decode()
        style = _STYLE.search(attributes)
        number = style[1] if style else self._styles.get(patch.like or (-1, -1))
        head = f'<{p}c r="{cell_name(row, column)}"'
        if number is not None:
            head += f' s="{number.decode()}"'
        if patch.kind:
            head += f' t="{patch.kind}"'
        formula = ""
        if patch.keeps_formula:
            found = self.tags.formula.search(inside)
            formula = found[0].decode() if found else ""
            if marked := re.search(rb'\scm\s*=\s*["\']\d+["\']', attributes):
                head += marked[0].decode()
        elif patch.formula is not None and patch.array:
            head += ' cm="1"'
            formula = f'<{p}f t="array" ref="{cell_name(row, column)}">{patch.formula}</{p}f>'
        elif patch.formula is not None:
            formula = f"<{p}f>{patch.formula}</{p}f>"
        if patch.value is None:
            content = formula
        elif patch.kind == "inlineStr":
            space = ' xml:space="preserve"' if _EDGE_SPACE.search(patch.value) else ""
            content = f"<{p}is><{p}t{space}>{patch.value}</{p}t></{p}is>"
        else:
            content = f"{formula}<{p}v>{patch.value}</{p}v>"
        return (f"{head}>{content}</{p}c>" if content else f"{head}/>").encode()
