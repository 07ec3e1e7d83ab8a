"""Links on people's own sheets: where a click leads, in the new workbook."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from plansheets.anew.places import NewPlaces
from plansheets.anew.results import Leftover
from plansheets.boxes import parse_box
from plansheets.grid import MAX_URL
from plansheets.lengths import excel_length
from plansheets.life.book import BookSheet, OpenBook
from plansheets.life.cells import Spot
from plansheets.life.ranges import reference
from plansheets.plan.canvas.canvas import internal_link
from plansheets.records import dataclass
from plansheets.words import Words

_SCHEMES = ("https://", "http://", "mailto:")
_FILE = Words("链接没有带过去：它打开的是文件", "its link did not come along: it opens a file")
_NO_PLACE = Words(
    "链接没有带过去：它去的地方在新工作簿里不确定",
    "its link did not come along: where it leads has no certain place by now",
)
_MOST_CELLS = 1_000
_MOST_LINKS = 10_000
_MOST_TIP = 255


@dataclass(frozen=True, slots=True)
class OwnLink:
    """Where a click leads, and what is said under the mouse."""

    target: str
    tip: str | None


def own_links(
    book: OpenBook, sheet: BookSheet, places: NewPlaces, leftovers: list[Leftover]
) -> dict[Spot, OwnLink]:
    """The links of *sheet* by the cells that they stand on; those that stay go to *leftovers*."""
    found: dict[Spot, OwnLink] = {}
    elements = book.contents(sheet).tree.iterfind("hyperlinks/hyperlink")
    for element in elements:
        box = parse_box(element.get("ref"))
        if box is None:
            continue
        link, written, why = _target(book, sheet, element, places)
        spots = [
            (row, column)
            for row in range(box.first_row, min(box.last_row, box.first_row + _MOST_CELLS) + 1)
            for column in range(box.first_column, box.last_column + 1)
        ][:_MOST_CELLS]
        if link is None or len(found) + len(spots) > _MOST_LINKS:
            place = sheet.place(element.get("ref", ""))
            leftovers.append(Leftover("own sheet", sheet.title, why, place, written))
            continue
        tip = element.get("tooltip", "")[:_MOST_TIP] or None
        found |= {spot: OwnLink(link, tip) for spot in spots if spot not in found}
    return found


def links_on(book: OpenBook, sheet: BookSheet) -> Iterator[tuple[str, str]]:
    """The cells of *sheet* with links out of the workbook, and where those lead."""
    for element in book.contents(sheet).tree.iterfind("hyperlinks/hyperlink"):
        out = book.package.target(sheet.part, element.get("r|id"))
        if out is not None and out.external:
            yield element.get("ref", ""), out.target


def _target(
    book: OpenBook, sheet: BookSheet, element: Element, places: NewPlaces
) -> tuple[str | None, str, Words]:
    """Where a link leads today, what it says, and why it stays."""
    location = element.get("location", "")
    out = book.package.target(sheet.part, element.get("r|id"))
    if out is not None and out.external:
        whole = f"{out.target}#{location}" if location else out.target
        sound = whole.lower().startswith(_SCHEMES) and excel_length(whole) <= MAX_URL
        return whole if sound else None, whole, _FILE
    found = reference(location.removeprefix("#"))
    if found is not None:
        title, box = found
        place = places.cell(title, *box[:2])
        if place is None and box[:2] == (0, 0):
            today = places.sheet(title)
            place = (today, 0, 0) if today is not None else None
        return (internal_link(*place) if place is not None else None), location, _NO_PLACE
    return None, location, _NO_PLACE
