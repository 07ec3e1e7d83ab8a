"""What people's own sheets put onto paper: which cells, and which rows on every page."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from plansheets.boxes import Box
from plansheets.grid import MAX_COLUMNS
from plansheets.life.book import BookSheet, OpenBook
from plansheets.life.ranges import areas, reference
from plansheets.plan.model import PrintSetup

_MOST_LINE = 255
"""Characters that Excel takes above or below a page."""


def paper_of(book: OpenBook, sheet: BookSheet) -> PrintSetup:
    """How *sheet* is printed, as far as a plan says it."""
    tree = book.contents(sheet).tree
    page = tree.find("pageSetup")
    rows = [
        box
        for box in _boxes(book, sheet, "_xlnm.Print_Titles")
        if (box.first_column, box.last_column) == (0, MAX_COLUMNS - 1)
    ]
    return PrintSetup(
        landscape=page is not None and page.get("orientation") == "landscape",
        header=_line(tree, "oddHeader"),
        footer=_line(tree, "oddFooter"),
        repeat_first=rows[0].first_row if rows else None,
        repeat_last=rows[0].last_row if rows else None,
        areas=tuple(_boxes(book, sheet, "_xlnm.Print_Area")),
    )


def _line(tree: Element, name: str) -> str:
    """What stands above or below every page, without its pictures."""
    text = (tree.findtext(f"headerFooter/{name}") or "").replace("&G", "")
    return text if len(text) <= _MOST_LINE else ""


def _boxes(book: OpenBook, sheet: BookSheet, name: str) -> Iterator[Box]:
    """The cells that a *name* of that sheet alone stands for."""
    titles = [one.get("name", "").casefold() for one in book.tree.iterfind("sheets/sheet")]
    number = str(titles.index(sheet.title.casefold()))
    for element in book.tree.iterfind("definedNames/definedName"):
        if (element.get("name"), element.get("localSheetId")) == (name, number):
            for area in areas((element.text or "").strip()):
                found = reference(area)
                if found is not None:
                    yield found[1]
