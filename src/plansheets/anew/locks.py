"""Protection of sheets and of a workbook's structure as people have set it, passwords included."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from plansheets.anew.carry import Carrying
from plansheets.anew.changing import attributes, with_changes
from plansheets.anew.looks import is_protected
from plansheets.anew.results import Leftover
from plansheets.anew.sheets import OwnSheets
from plansheets.life.book import book_in
from plansheets.package.splice import PartChange
from plansheets.words import Words

_ELEMENT = re.compile(rb"<sheetProtection\b[^>]*/>")
_BEHIND = re.compile(rb"<(?:bookViews|sheets)\b")
"""What follows the protection of a workbook (ECMA-376, 18.2.27)."""
_NAME = re.compile(r"[A-Za-z]{1,40}")
_VALUE = re.compile(r"[A-Za-z0-9+/=-]{1,256}")
_PASSWORD = frozenset({"password", "algorithmName", "hashValue", "saltValue", "spinCount"})
_SHEET = Words("保护的密码没有带过去", "the password of its protection did not come along")
_BOOK = Words("工作簿结构的保护没有带过去", "the protection of its structure did not come along")


def with_locks(
    content: bytes, name: str, carrying: Carrying, own: OwnSheets
) -> tuple[bytes, list[Leftover]]:
    """The workbook *content* protected as the old one was, and what is left over.

    Sheets of people's own are protected with all their exceptions, those of the blueprint that it
    protects itself with the password, and the workbook's structure as it was.
    """
    old = carrying.old
    titles: dict[str, str] = {}
    for sheet in old.book.sheets:
        tree = old.book.contents(sheet).tree
        title = own.places.sheet(sheet.title) if own.places is not None else None
        if title is not None and is_protected(tree):
            ours = sheet not in own.sheets
            told = _told(tree.find("sheetProtection"), _PASSWORD if ours else None)
            titles |= {title: told} if told else {}
    book = _told(old.book.tree.find("workbookProtection"))
    if not titles and not book:
        return content, []
    left = [Leftover("own sheet", title, _SHEET) for title in titles]
    left += [Leftover("own sheet", old.book.name, _BOOK)] if book else []
    with io.BytesIO(content) as stream:
        new = book_in(stream, name)
        changes: dict[str, PartChange] = {}
        for title, told in titles.items():
            found = new.sheet(title)
            if found is not None and is_protected(new.contents(found).tree):
                whole = found.title.casefold() in own.brought
                changes[found.part] = _protected(told, whole=whole)
        if book:
            changes[new.part] = _locked(book)
        made = with_changes(stream, name, changes) if changes else content
    return (content, left) if made is None else (made, [])


def _told(element: Element | None, only: frozenset[str] | None = None) -> str:
    """The attributes of a protection that are its own and well formed."""
    found = element.attrib if element is not None else {}
    return attributes(
        {key: value for key, value in found.items()
         if (only is None or key in only) and _NAME.fullmatch(key) and _VALUE.fullmatch(value)}
    )  # fmt: skip


def _protected(told: str, *, whole: bool) -> PartChange:
    """A sheet whose protection says what is *told*, and nothing else where that is the *whole*."""

    def change(chunks: Iterator[bytes]) -> Iterable[bytes]:
        def made(found: re.Match[bytes]) -> bytes:
            start = b"<sheetProtection" if whole else found[0].removesuffix(b"/>")
            return start + told.encode() + b"/>"

        return [_ELEMENT.sub(made, b"".join(chunks), count=1)]

    return change


def _locked(told: str) -> PartChange:
    def change(chunks: Iterator[bytes]) -> Iterable[bytes]:
        element = f"<workbookProtection{told}/>".encode()
        return [_BEHIND.sub(lambda found: element + found[0], b"".join(chunks), count=1)]

    return change
