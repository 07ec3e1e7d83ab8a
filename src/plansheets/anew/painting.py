"""Colours put into cells of a workbook that was written without them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping

from plansheets.anew.changing import with_changes
from plansheets.anew.painted import Paint
from plansheets.anew.results import Leftover
from plansheets.grid import cell_name
from plansheets.life.book import book_in
from plansheets.life.cells import Spot
from plansheets.package.splice import PartChange
from plansheets.words import Words

_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"')
_MARKS = ("b", "i", "strike", "u")
"""What a font may say of its letters, in the order in which programs write it."""
_ALONE = Words("自己涂的颜色没有带过去", "colours of your own did not come along")


def with_paint(
    content: bytes, name: str, painted: Mapping[str, Mapping[Spot, Paint]]
) -> tuple[bytes, list[Leftover]]:
    """The workbook *content* with cells *painted*, by sheet title, and what is left over.

    Where the workbook would not be sound with them, it stays without.
    """
    if not painted:
        return content, []
    with io.BytesIO(content) as stream:
        book = book_in(stream, name)
        [part] = book.package.related(book.part, "styles")
        styles = _Styles(b"".join(book.package.chunks(part)).decode())
        changes: dict[str, PartChange] = {}
        for title, cells in painted.items():
            sheet = book.sheet(title)
            if sheet is not None:
                text = _painted(b"".join(book.package.chunks(sheet.part)), cells, styles)
                changes[sheet.part] = _instead(text)
        changes[part] = _instead(styles.text().encode())
        made = with_changes(stream, name, changes)
    if made is None:
        return content, [Leftover("own cell", title, _ALONE) for title in painted]
    return made, []


def _painted(text: bytes, cells: Mapping[Spot, Paint], styles: _Styles) -> bytes:
    wanted = {cell_name(*spot).encode(): paint for spot, paint in cells.items()}

    def paint(found: re.Match[bytes]) -> bytes:
        own = wanted.get(found[1])
        if own is None:
            return found[0]
        return b'<c r="%b" s="%d"' % (found[1], styles.painted(int(found[2]), own))

    return _CELL.sub(paint, text)


def _instead(text: bytes) -> PartChange:
    def change(chunks: Iterator[bytes]) -> Iterable[bytes]:
        del chunks
        return [text]

    return change


class _List:
    """A list of a styles part: fonts, fills or formats of cells."""

    def __init__(self, text: str, name: str, item: str) -> None:
        found = re.search(rf"<{name} count=\"[0-9]+\"[^>]*>(.*?)</{name}>", text, re.DOTALL)
        inside = found[1] if found else ""
        pattern = rf"<{item}(?:\s[^>]*?)?(?:/>|>.*?</{item}>)"
        self.name, self.items = name, re.findall(pattern, inside, re.DOTALL)
        self.span = found.span() if found else (0, 0)

    def put(self, item: str) -> int:
        if item not in self.items:
            self.items.append(item)
        return self.items.index(item)

    def text(self) -> str:
        return f'<{self.name} count="{len(self.items)}">{"".join(self.items)}</{self.name}>'


class _Styles:
    """The part of styles as this program writes it, with more of them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._fonts = _List(text, "fonts", "font")
        self._fills = _List(text, "fills", "fill")
        self._formats = _List(text, "cellXfs", "xf")
        self._known: dict[tuple[int, Paint], int] = {}

    def painted(self, number: int, paint: Paint) -> int:
        """The number of the format that is as *number*, painted."""
        if (number, paint) not in self._known:
            made = self._formats.items[number]
            if paint.fill:
                made = _with(made, "fill", self._fills.put(_fill(paint.fill)))
            if paint.color or paint.marks:
                font = self._fonts.items[int(_number(made, "font"))]
                made = _with(made, "font", self._fonts.put(_font(font, paint)))
            self._known[number, paint] = self._formats.put(made)
        return self._known[number, paint]

    def text(self) -> str:
        text = self._text
        for one in sorted((self._fonts, self._fills, self._formats), key=lambda one: -one.span[0]):
            text = text[: one.span[0]] + one.text() + text[one.span[1] :]
        return text


def _number(format_: str, what: str) -> str:
    found = re.search(rf'\s{what}Id="([0-9]+)"', format_)
    return found[1] if found else "0"


def _with(format_: str, what: str, number: int) -> str:
    made = re.sub(rf'(\s{what}Id=")[0-9]+"', rf'\g<1>{number}"', format_, count=1)
    flag = f"apply{what.capitalize()}"
    return made if f"{flag}=" in made else re.sub(r"^<xf", f'<xf {flag}="1"', made)


def _fill(color: str) -> str:
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{color}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def _font(font: str, paint: Paint) -> str:
    marks = "".join(
        f"<{one}/>" for one in _MARKS if one in paint.marks or re.search(rf"<{one}\b[^>]*/>", font)
    )
    font = re.sub(r"<(?:b|i|u|strike)(?:\s[^>]*)?/>", "", font)
    font = font.replace("<font>", f"<font>{marks}", 1)
    if paint.color:
        font = re.sub(r"<color\s[^>]*/>", "", font)
        font = re.sub(r"(<sz\s[^>]*/>)", rf'\g<1><color rgb="FF{paint.color}"/>', font, count=1)
    return font
