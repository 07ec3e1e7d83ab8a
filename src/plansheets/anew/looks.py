"""How the sheets look that people have added: numbers, colours, borders, heights, widths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from plansheets.anew.colours import Colours
from plansheets.boxes import Box, parse_box
from plansheets.grid import MAX_COLUMNS, parse_cell
from plansheets.life.book import BookSheet, OpenBook
from plansheets.life.cells import Spot
from plansheets.package.digits import whole_number
from plansheets.package.markup import TreeReader, short_name
from plansheets.plan.model import Style
from plansheets.records import dataclass

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 49: "@",
}  # fmt: skip
_MOST_FORMAT = 200
_MOST_HEIGHT = 409.0
_SIDES = ("top", "bottom", "left", "right")
_INK = "000000"
_PADDING = 5 / 7
"""What files add to the characters that a column is wide (ECMA-376, 18.3.1.13)."""


@dataclass(frozen=True, slots=True)
class SheetLooks:
    """The looks of cells, and the heights in points of rows; that of a hidden one is 0."""

    cells: Mapping[Spot, Style]
    heights: Mapping[int, float]


class OwnLooks:
    """The styles of a workbook's cells, as far as a plan says them."""

    def __init__(self, book: OpenBook, font: str) -> None:
        self._book, self._font = book, font
        self._styles: dict[int, Style] = {}
        self._sheets: dict[str, SheetLooks] = {}
        self.colours = Colours(book)
        self._tree: Element | None = next(
            (book.package.tree(part) for part in book.package.related(book.part, "styles")), None
        )

    def cells(self, sheet: BookSheet) -> Mapping[Spot, Style]:
        """The style of each cell of *sheet* that has one."""
        return self.sheet(sheet).cells

    def sheet(self, sheet: BookSheet) -> SheetLooks:
        """How *sheet* looks."""
        made = self._sheets.get(sheet.part)
        if made is None:
            made = self._sheets[sheet.part] = self._read_sheet(sheet)
        return made

    def _read_sheet(self, sheet: BookSheet) -> SheetLooks:
        found: dict[Spot, int] = {}
        heights: dict[int, float] = {}

        def take_over(reader: TreeReader) -> None:
            def start(name: str, attributes: dict[str, str]) -> None:
                short = reader.names.get(name) or short_name(name, reader.names)
                if short == "row":
                    heights.update(_height_of(attributes))
                elif short == "c":
                    spot, style = parse_cell(attributes.get("r", "")), attributes.get("s", "")
                    number = whole_number(style) if style else None
                    if spot is not None and number:
                        found[spot] = number

            def end(name: str) -> None:
                if (reader.names.get(name) or short_name(name, reader.names)) == "sheetData":
                    reader.resume()
                    reader.end(name)

            reader.parser.StartElementHandler = start
            reader.parser.EndElementHandler = end
            reader.parser.CharacterDataHandler = None

        TreeReader({"sheetData": take_over}).read(self._book.package.chunks(sheet.part))
        cells = {spot: self._style(number) for spot, number in found.items()}
        return SheetLooks(cells, heights)

    def _style(self, number: int) -> Style:
        made = self._styles.get(number)
        if made is None:
            made = self._styles[number] = self._read(number)
        return made

    def _read(self, number: int) -> Style:
        plain = Style(font=self._font)
        if self._tree is None:
            return plain
        formats = self._tree.findall("cellXfs/xf")
        if number >= len(formats):
            return plain
        xf = formats[number]
        font = _nth(self._tree.findall("fonts/font"), xf.get("fontId"))
        fill = _nth(self._tree.findall("fills/fill"), xf.get("fillId"))
        border = _nth(self._tree.findall("borders/border"), xf.get("borderId"))
        made = replace(plain, number_format=self._number_format(xf.get("numFmtId", "0")))
        if font is not None:
            made = replace(
                made,
                bold=_is_set(font.find("b")),
                italic=_is_set(font.find("i")),
                underline=_is_set(font.find("u")),
                strike=_is_set(font.find("strike")),
                color=self._ink(font.find("color")),
                size=_size(font.find("sz"), plain.size),
            )
        protection = xf.find("protection")
        if protection is not None and protection.get("locked") in ("0", "false"):
            made = replace(made, locked=False)
        if fill is not None:
            made = replace(made, fill=self.colours.of(fill.find("patternFill/fgColor")))
        return replace(made, **_aligned(xf.find("alignment")), **self._lines(border))

    def _ink(self, color: Element | None) -> str | None:
        """The colour of words; None for that which words have anyway."""
        usual = color is not None and color.get("theme") == "1" and not color.get("tint")
        return None if usual else self.colours.of(color)

    def _lines(self, border: Element | None) -> dict[str, Any]:
        """The colours of the lines around a cell."""
        sides = {side: border.find(side) for side in _SIDES} if border is not None else {}
        return {
            side: self.colours.of(one.find("color")) or _INK
            for side, one in sides.items()
            if one is not None and one.get("style") not in (None, "none")
        }

    def _number_format(self, id_: str) -> str:
        number = whole_number(id_) or 0
        if self._tree is not None:
            for one in self._tree.iterfind("numFmts/numFmt"):
                if one.get("numFmtId") == id_:
                    code = one.get("formatCode", "")
                    return code if 0 < len(code) <= _MOST_FORMAT else "General"
        if 27 <= number <= 36 or 50 <= number <= 58 or 15 <= number <= 17:
            return "yyyy-mm-dd"
        return _BUILT_IN.get(number, "General")


def widths_of(tree: Element) -> tuple[tuple[int, float], ...]:
    """The columns of a sheet that have widths of their own."""
    found: dict[int, float] = {}
    for element, columns in _columns_of(tree):
        width = _number(element.get("width"))
        if width is not None and 0 < width < 256 and element.get("customWidth"):
            found |= dict.fromkeys(columns, max(round(width - _PADDING, 4), 0.5))
    return tuple(found.items())


def hidden_columns_of(tree: Element) -> tuple[int, ...]:
    """The columns of a sheet that somebody has hidden."""
    hidden = (
        columns for element, columns in _columns_of(tree) if element.get("hidden") in ("1", "true")
    )
    return tuple(dict.fromkeys(column for columns in hidden for column in columns))


def _columns_of(tree: Element) -> Iterator[tuple[Element, range]]:
    """What is said of columns, and which those are: at most 256 at once."""
    for element in tree.iterfind("cols/col"):
        first, last = (whole_number(element.get(one, "")) for one in ("min", "max"))
        if first and last:
            yield element, range(first - 1, min(last, first + 255, MAX_COLUMNS))


def is_protected(tree: Element) -> bool:
    """Whether a sheet refuses what is typed into its locked cells."""
    found = tree.find("sheetProtection")
    return found is not None and found.get("sheet") in ("1", "true")


def freeze_of(tree: Element) -> tuple[int, int] | None:
    """How many rows and columns of a sheet stay where they are."""
    pane = tree.find("sheetViews/sheetView/pane")
    if pane is None or pane.get("state") not in ("frozen", "frozenSplit"):
        return None
    rows, columns = (int(_number(pane.get(one, "0")) or 0) for one in ("ySplit", "xSplit"))
    return (rows, columns) if 0 <= rows < _MOST_FROZEN and 0 <= columns < _MOST_FROZEN else None


_MOST_FROZEN = 1000


def merges_of(tree: Element) -> tuple[Box, ...]:
    """The merged cells of a sheet."""
    boxes = [parse_box(one.get("ref")) for one in tree.iterfind("mergeCells/mergeCell")]
    kept: list[Box] = []
    for box in boxes:
        if box is not None and not box.is_cell and not any(box.overlaps(one) for one in kept):
            kept.append(box)
    return tuple(kept)


def _nth(elements: list[Element], written: str | None) -> Element | None:
    number = whole_number(written) if written else 0
    return elements[number] if number is not None and number < len(elements) else None


def _height_of(row: Mapping[str, str]) -> Iterator[tuple[int, float]]:
    """The row and its height, where somebody has given it one or has hidden it."""
    number = whole_number(row.get("r", ""))
    if not number:
        return
    if row.get("hidden") in ("1", "true"):
        yield number - 1, 0.0
    elif row.get("customHeight") in ("1", "true"):
        height = _number(row.get("ht"))
        if height is not None and 0 <= height <= _MOST_HEIGHT:
            yield number - 1, height


def _is_set(element: Element | None) -> bool:
    """Whether a font is bold, struck out …: some programs write what it is not, too."""
    return element is not None and element.get("val") not in ("0", "false", "none")


def _size(element: Element | None, usual: float) -> float:
    size = _number(element.get("val")) if element is not None else None
    if size is None or not 1 <= size <= _MOST_HEIGHT:
        return usual
    return int(size) if size.is_integer() else size


def _aligned(alignment: Element | None) -> dict[str, Any]:
    """How the content of a cell lies in it."""
    if alignment is None:
        return {"vertical": "bottom"}
    told: dict[str, Any] = {"wrap": alignment.get("wrapText") in ("1", "true")}
    told["vertical"] = alignment.get("vertical", "bottom")
    if told["vertical"] not in ("top", "center"):
        told["vertical"] = "bottom"
    if (align := alignment.get("horizontal")) in ("left", "center", "right"):
        told["align"] = align
        told["indent"] = min(whole_number(alignment.get("indent", "0")) or 0, 15)
    return told


def _number(written: str | None) -> float | None:
    try:
        return float(written or "")
    except ValueError:
        return None
