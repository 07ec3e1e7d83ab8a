"""Drawings put into a workbook that was written without them."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from plansheets.anew.carry import Carrying
from plansheets.anew.changing import in_front_of, link, with_changes
from plansheets.anew.results import Leftover
from plansheets.anew.shapes import DRAWINGS, DrawnPart, Shapes
from plansheets.anew.sheets import OwnSheets
from plansheets.life.book import OpenBook, book_in
from plansheets.package.archive import CONTENT_TYPES
from plansheets.package.splice import PartChange
from plansheets.plan.model import Value

_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
_BEHIND = re.compile(
    rb"<(?:legacyDrawing|legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts"
    rb"|extLst)\b|</worksheet>"
)
"""What follows a drawing on a worksheet (ECMA-376, 18.3.1.99)."""


def with_shapes(
    content: bytes, name: str, carrying: Carrying, own: OwnSheets
) -> tuple[bytes, list[Leftover]]:
    """The workbook *content* with the charts and pictures of people's own sheets, and what is left.

    Where the workbook would not be sound with them, it stays without.
    """
    old = carrying.old.book
    drawn = [sheet for sheet in own.sheets if old.package.related(sheet.part, "drawing")]
    if not drawn or own.places is None:
        return content, []
    with io.BytesIO(content) as stream:
        new = book_in(stream, name)
        shapes = Shapes(old, new.package, own.places, _look(new))
        drawings = {}
        for sheet in drawn:
            target, drawing = new.sheet(sheet.title), shapes.drawing(sheet)
            if target is not None and drawing is not None:
                drawings[target.part] = drawing
        if not drawings:
            return content, shapes.leftovers
        made = _grafted(stream, name, new, drawings, shapes.parts)
    if made is None:
        return content, [Leftover("own sheet", sheet.title, DRAWINGS) for sheet in drawn]
    return made, shapes.leftovers


def _look(book: OpenBook) -> Callable[[str, int, int], Value]:
    def look(title: str, row: int, column: int) -> Value:
        sheet = book.sheet(title)
        held = book.contents(sheet).cells.get((row, column)) if sheet is not None else None
        value: Value = held.value if held is not None else None
        return value

    return look


def _grafted(
    stream: io.BytesIO,
    name: str,
    new: OpenBook,
    drawings: Mapping[str, str],
    parts: Mapping[str, DrawnPart],
) -> bytes | None:
    """The workbook in *stream* with *parts*, and the *drawings* by the parts of their sheets."""
    changes: dict[str, PartChange] = {}
    added = {one: part.content for one, part in parts.items()}
    for sheet, drawing in drawings.items():
        [id_] = link(new, sheet, _TYPE, [drawing], changes, added)
        changes[sheet] = in_front_of(_BEHIND, f'<drawing r:id="{id_}"/>')
    types = "".join(_types(new, parts))
    changes[CONTENT_TYPES] = in_front_of(re.compile(rb"</Types>"), types)
    return with_changes(stream, name, changes, added)


def _types(new: OpenBook, parts: Mapping[str, DrawnPart]) -> Iterator[str]:
    """The content types of *parts*: of pictures by how their names end, where that is free."""
    defaults = dict(new.package.defaults)
    for name, part in parts.items():
        ending = posixpath.splitext(name)[1][1:]
        if part.type.startswith("image/") and ending not in defaults:
            defaults[ending] = part.type
            yield f'<Default Extension="{ending}" ContentType="{part.type}"/>'
        elif part.type and defaults.get(ending) != part.type:
            yield f'<Override PartName="/{name}" ContentType="{part.type}"/>'
