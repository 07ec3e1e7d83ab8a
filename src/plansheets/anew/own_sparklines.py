"""Sparklines on sheets of people's own, over the cells as they stand today."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from plansheets.anew.changing import attributes
from plansheets.anew.places import NewPlaces, NoPlaceError
from plansheets.boxes import parse_box
from plansheets.formula.ast import Cell, CellRange
from plansheets.formula.spell import FILE, spell
from plansheets.life.book import BookSheet

_EXTENSION = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups xmlns:xm='
    '"http://schemas.microsoft.com/office/excel/2006/main">'
)
_END = "</x14:sparklineGroups></ext></extLst>"
_MOST = 2_000
"""Sparklines of a sheet."""


def own_sparklines(tree: Element, sheet: BookSheet, places: NewPlaces) -> tuple[str, bool]:
    """The element that holds the sparklines of *sheet*, and whether all of them are in it."""
    groups, whole, left = [], True, _MOST
    for group in tree.iter("x14|sparklineGroup"):
        found = list(group.iter("x14|sparkline"))
        lines = [_line(one, sheet, places) for one in found[:left]]
        left -= len(lines)
        kept = [one for one in lines if one]
        dated = group.find("xm|f") is not None  # by days that stand elsewhere
        whole = whole and len(kept) == len(found) and not dated
        if kept:
            told = attributes(
                {key: value for key, value in group.attrib.items()
                 if "|" not in key and key != "dateAxis"}
            )  # fmt: skip
            colours = "".join(_colours(group))
            listed = f"<x14:sparklines>{''.join(kept)}</x14:sparklines>"
            groups.append(f"<x14:sparklineGroup{told}>{colours}{listed}</x14:sparklineGroup>")
    return (f"{_EXTENSION}{''.join(groups)}{_END}" if groups else ""), whole


def _line(line: Element, sheet: BookSheet, places: NewPlaces) -> str:
    """A sparkline; nothing where what it draws has no certain place."""
    cell, text = line.findtext("xm|sqref", "").strip(), line.findtext("xm|f", "").strip()
    if parse_box(cell) is None or not text:
        return ""
    try:
        tree = places.formula(text, sheet.title)
    except NoPlaceError:
        return ""
    if not isinstance(tree, Cell | CellRange):
        return ""
    drawn = escape(spell(tree, FILE).removeprefix("="))
    return f"<x14:sparkline><xm:f>{drawn}</xm:f><xm:sqref>{cell}</xm:sqref></x14:sparkline>"


def _colours(group: Element) -> Iterator[str]:
    for one in group:
        if one.tag.startswith("x14|color"):
            told = attributes({key: value for key, value in one.attrib.items() if "|" not in key})
            yield f"<x14:{one.tag.removeprefix('x14|')}{told}/>"
