"""Styles of the plan as formats of the file: one for each different style."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from plansheets.plan.model import Style, Value
from plansheets.plan.rules import Highlight

_THIN, _THICK = 1, 5
_VERTICAL = {"top": "top", "center": "vcenter", "bottom": "bottom"}


class Formats:
    """The formats of one workbook, made when a style is first met."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._indices: dict[Style, int] = {}
        self._known: dict[int, tuple[Style, int]] = {}
        self._cells: dict[Style, Format] = {}
        self._quoted: dict[Style, Format] = {}
        self._highlights: dict[Highlight, Format] = {}

    def cell(self, style: Style) -> Format:
        """The format that XlsxWriter takes for *style*."""
        made = self._cells.get(style)
        if made is None:
            made = self._cells[style] = self._workbook.add_format(cell_properties(style))
        return made

    def index(self, style: Style) -> int:
        """The number by which a cell's XML names *style*."""
        # Plans share style objects; an object's identity is found ten times faster than its hash.
        # The object is kept, so that its identity cannot pass to another.
        known = self._known.get(id(style))
        if known is not None:
            return known[1]
        index = self._indices.get(style)
        if index is None:
            index = self._indices[style] = self.cell(style)._get_xf_index()  # noqa: SLF001
        self._known[id(style)] = style, index
        return index

    def index_for(self, style: Style, value: Value) -> int:
        """The number of *style* for a cell that holds *value* itself.

        A text that looks like the beginning of a formula is marked as text: it stays one when
        somebody opens the cell and presses Enter.
        """
        if not looks_like_formula(value):
            return self.index(style)
        made = self._quoted.get(style)
        if made is None:
            properties = {**cell_properties(style), "quote_prefix": True}
            made = self._quoted[style] = self._workbook.add_format(properties)
        index: int = made._get_xf_index()  # noqa: SLF001
        return index

    def highlight(self, highlight: Highlight) -> Format:
        """The format of a conditional format."""
        made = self._highlights.get(highlight)
        if made is None:
            properties = highlight_properties(highlight)
            made = self._highlights[highlight] = self._workbook.add_format(properties)
        return made

    def __len__(self) -> int:
        return len(self._indices) + len(self._quoted)


_FORMULA_SIGNS = frozenset("=+-@")


def looks_like_formula(value: Value) -> bool:
    """Whether Excel would compute *value*, were it typed."""
    return isinstance(value, str) and value[:1] in _FORMULA_SIGNS


def cell_properties(style: Style) -> dict[str, Any]:
    """*style* in XlsxWriter's words."""
    properties: dict[str, Any] = {
        "font_name": style.font,
        "font_size": style.size,
        "num_format": style.number_format,
        "valign": _VERTICAL[style.vertical],
        "locked": style.locked,
    }
    if style.align != "general":
        properties["align"] = style.align
    if style.bold:
        properties["bold"] = True
    if style.italic:
        properties["italic"] = True
    if style.apart:
        properties["font_family"] = 0  # says no kind of face: that of its name is known
    if style.underline:
        properties["underline"] = 1
    if style.strike:
        properties["font_strikeout"] = True
    if style.color:
        properties["font_color"] = f"#{style.color}"
    if style.fill:
        properties["pattern"] = 1
        properties["bg_color"] = f"#{style.fill}"
    if style.indent:
        properties["indent"] = style.indent
    if style.wrap:
        properties["text_wrap"] = True
    if style.shrink:
        properties["shrink"] = True
    for side in ("top", "bottom", "left", "right"):
        color = getattr(style, side)
        if color:
            thick = {"left": style.left_thick, "right": style.right_thick}.get(side, False)
            properties[side] = _THICK if thick else _THIN
            properties[f"{side}_color"] = f"#{color}"
    return properties


def highlight_properties(highlight: Highlight) -> dict[str, Any]:
    """*highlight* in XlsxWriter's words."""
    properties: dict[str, Any] = {}
    if highlight.color:
        properties["font_color"] = f"#{highlight.color}"
    if highlight.fill:
        properties["bg_color"] = f"#{highlight.fill}"
    if highlight.bold:
        properties["bold"] = True
    if highlight.strike:
        properties["font_strikeout"] = True
    if highlight.number_format:
        properties["num_format"] = highlight.number_format
    for side in ("left", "right", "bottom"):
        color = getattr(highlight, side)
        if color:
            properties |= {side: _THIN, f"{side}_color": f"#{color}"}
    return properties
