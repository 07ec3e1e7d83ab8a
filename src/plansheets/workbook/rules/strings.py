"""The shared strings, streamed: how many, how long, and which of them are table headers."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from plansheets.package.archive import PackageError
from plansheets.package.digits import whole_number
from plansheets.package.markup import MarkupError, feed, safe_parser, short_name
from plansheets.words import Words
from plansheets.workbook.book import FoundBook
from plansheets.workbook.cells import check_text
from plansheets.workbook.findings import Findings
from plansheets.workbook.rules.schema import check_schema
from plansheets.workbook.rules.tables import check_headers

_Pieces = tuple[tuple[str, tuple[tuple[str, str], ...]] | None, ...]
"""What a string is made of: elements with their attributes as they open, None as they close."""
_PLAIN: _Pieces = (("t", ()), None)
_MOST_SHAPES = 4_096


def check_strings(book: FoundBook, findings: Findings) -> None:
    """Check shared strings, that cells name none beyond them, and what table headers say."""
    wanted = {
        number
        for sheet in book.sheets
        for cell in sheet.cells.headers.values()
        if cell.kind == "s" and (number := whole_number(cell.value)) is not None
    }
    texts: dict[int, str] = {}
    count = 0
    for part in book.package.related(book.part, "sharedStrings"):
        try:
            count, texts = _read_strings(book, part, wanted, findings)
        except MarkupError as error:
            findings.add("PS503", part, error.message)
            return
        except PackageError as error:
            findings.add(error.code, error.part, error.message, error.hint)
            return
    for sheet in book.sheets:
        if sheet.cells.highest_string >= count:
            message = Words(
                f"用到第 {sheet.cells.highest_string} 个共享文本，文件里只有 {count} 个",
                f"shared string {sheet.cells.highest_string}, the file has {count}",
            )
            place = sheet.place(sheet.cells.highest_string_at)
            findings.add("PS577", place, message, Words("文本从 0 数起", "strings count from 0"))
    check_headers(book, texts, findings)


def _read_strings(
    book: FoundBook, part: str, wanted: set[int], findings: Findings
) -> tuple[int, dict[int, str]]:
    """How many strings *part* holds and the *wanted* ones; text of phonetic runs is left out."""
    texts: dict[int, str] = {}
    names: dict[str, str] = {}
    words: list[str] = []
    shape: list[tuple[str, tuple[tuple[str, str], ...]] | None] = []
    seen: set[_Pieces] = {_PLAIN}
    count, inside_text, phonetic = 0, False, False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside_text, phonetic
        short = names.get(name) or short_name(name, names)
        if short not in ("si", "sst"):
            shape.append((short, tuple(attributes.items()) if short != "t" else ()))
        inside_text = short == "t"
        phonetic = phonetic or short == "rPh"

    def end(name: str) -> None:
        nonlocal count, inside_text, phonetic
        inside_text = False
        short = names[name]
        if short not in ("si", "sst"):
            shape.append(None)
        if short == "rPh":
            phonetic = False
        elif short == "si":
            if (made := tuple(shape)) not in seen:
                place = Words(f"{part}，第 {count} 个文本", f"{part}, string {count}")
                check_schema(place, _string(made, names), findings)
                if len(seen) < _MOST_SHAPES:
                    seen.add(made)
            shape.clear()
            text = "".join(words)
            words.clear()
            if len(text) > 200:
                check_text(
                    text, findings, Words(f"{part}，第 {count} 个文本", f"{part}, string {count}")
                )
            if count in wanted:
                texts[count] = text
            count += 1

    def read(data: str) -> None:
        if inside_text and not phonetic:
            words.append(data)

    parser = safe_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = read
    feed(parser, book.package.chunks(part))
    return count, texts


def _string(shape: _Pieces, names: dict[str, str]) -> Element:
    """The string of *shape* as a tree, without its words."""
    opened = [Element("si")]
    for piece in shape:
        if piece is None:
            opened.pop()
            continue
        name, attributes = piece
        element = Element(name, {short_name(key, names): value for key, value in attributes})
        opened[-1].append(element)
        opened.append(element)
    return opened[0]
