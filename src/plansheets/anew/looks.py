"""How the cells of a sheet look that people have added: numbers, bold, colours, widths."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from plansheets.boxes import Box, parse_box
from plansheets.grid import MAX_COLUMNS, parse_cell
from plansheets.life.book import BookSheet, OpenBook
from plansheets.life.cells import Spot
from plansheets.package.digits import whole_number
from plansheets.package.markup import TreeReader, short_name
from plansheets.plan.model import Style

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 49: "@",
}  # fmt: skip
_COLOUR = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_MOST_FORMAT = 200


class OwnLooks:
    """The styles of a workbook's cells, as far as a plan says them."""

    def __init__(self, book: OpenBook, font: str) -> None:
        self._book, self._font = book, font
        self._styles: dict[int, Style] = {}
        self._tree: Element | None = next(
            (book.package.tree(part) for part in book.package.related(book.part, "styles")), None
        )

    def cells(self, sheet: BookSheet) -> Mapping[Spot, Style]:
        """The style of each cell of *sheet* that has one."""
        found: dict[Spot, int] = {}

        def take_over(reader: TreeReader) -> None:
            def start(name: str, attributes: dict[str, str]) -> None:
                if (reader.names.get(name) or short_name(name, reader.names)) == "c":
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
        return {spot: self._style(number) for spot, number in found.items()}

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
        alignment = xf.find("alignment")
        solid = fill.find("patternFill/fgColor") if fill is not None else None
        wrap = alignment is not None and alignment.get("wrapText") in ("1", "true")
        return Style(
            font=self._font,
            bold=font is not None and font.find("b") is not None,
            italic=font is not None and font.find("i") is not None,
            color=_colour(font.find("color")) if font is not None else None,
            fill=_colour(solid),
            number_format=self._number_format(xf.get("numFmtId", "0")),
            wrap=wrap,
        )

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
    for element in tree.iterfind("cols/col"):
        first, last = (whole_number(element.get(one, "")) for one in ("min", "max"))
        try:
            width = float(element.get("width", ""))
        except ValueError:
            continue
        if (
            first is not None
            and last is not None
            and 0 < width < 256
            and element.get("customWidth")
        ):
            for column in range(first - 1, min(last, first + 255, MAX_COLUMNS)):
                found[column] = width
    return tuple(found.items())


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


def _colour(element: Element | None) -> str | None:
    found = _COLOUR.fullmatch(element.get("rgb", "")) if element is not None else None
    return found[1].upper() if found else None
