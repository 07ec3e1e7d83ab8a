"""Colours of a workbook as ``RRGGBB``: those that cells name themselves, and those of its theme."""

from __future__ import annotations

import colorsys
import re
from xml.etree.ElementTree import Element

from plansheets.life.book import OpenBook
from plansheets.package.digits import whole_number

_WRITTEN = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_OF_THEME = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
    "hlink", "folHlink",
)  # fmt: skip
"""The colours of a theme, in the order in which cells count them."""


class Colours:
    """What the elements for colours of a workbook mean."""

    def __init__(self, book: OpenBook) -> None:
        self._theme: dict[str, str] = {}
        for part in book.package.related(book.part, "theme"):
            for name in _OF_THEME:
                for one in book.package.tree(part).iter(f"a|{name}"):
                    for color in one:
                        written = color.get("val", "")
                        found = _WRITTEN.fullmatch(color.get("lastClr") or written)
                        if found:
                            self._theme.setdefault(name, found[1].upper())

    def of(self, element: Element | None) -> str | None:
        """The colour that *element* names; None where it names none that is known."""
        if element is None:
            return None
        number = whole_number(element.get("theme", ""))
        written = element.get("rgb", "")
        if number is not None and number < len(_OF_THEME):
            written = self._theme.get(_OF_THEME[number], "")
        found = _WRITTEN.fullmatch(written)
        return _tinted(found[1].upper(), element.get("tint", "")) if found else None


def _tinted(color: str, tint: str) -> str:
    """A colour that is lighter or darker (ECMA-376, 18.3.1.15).

    >>> _tinted("4472C4", "0.8"), _tinted("FFFFFF", "-0.5"), _tinted("4472C4", "")
    ('DAE3F3', '808080', '4472C4')
    """
    try:
        share = max(-1.0, min(1.0, float(tint)))
    except ValueError:
        return color
    hue, light, full = colorsys.rgb_to_hls(*(int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    return "".join(f"{round(one * 255):02X}" for one in colorsys.hls_to_rgb(hue, light, full))
