"""The texts that the cells of a workbook have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from plansheets.package.decode import with_line_feeds, without_entities
from plansheets.package.digits import whole_number
from plansheets.package.markup import MarkupError, feed, safe_parser, short_name
from plansheets.package.plain_xml import is_sound, is_written, plain_attributes
from plansheets.words import ToldError, Words

_MOST_BYTES = 16 << 20
"""Of texts that are read at once; longer parts go through the parser in pieces."""
_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml\ version="1\.0"(?:\ encoding="(?:UTF|utf)-8")?
    (?:\ standalone="(?:yes|no)")?\ ?\?>)?[ \t\r\n]*
    <sst((?:\ (?:xmlns|count|uniqueCount)="[^"<&\s]*")+)>[ \t\r\n]*""",
    re.VERBOSE,
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ATTRIBUTE = re.compile(r' ([A-Za-z]+)="([^"]*)"')
_TEXT, _TEXT_END, _ITEM_END, _END = "<si><t>", "</t>", "</si>", "</sst>"
_ITEM = re.compile(
    r"""[ \t\n]*<si>(?:<t/>|<t(?:\ xml:space="preserve")?>([^<]*)</t>)
    (?:<phoneticPr([^<>/]*)/>)?""",
    re.VERBOSE,
)


def shared_texts(chunks: Iterable[bytes]) -> list[str]:
    """The texts as they are stored, in their order: runs joined, phonetic readings left out."""
    held, rest = _held(chunks)
    if rest is None and (texts := plain_texts(b"".join(held))) is not None:
        return texts
    return parsed_texts(chain(held, rest or ()))


def _held(chunks: Iterable[bytes]) -> tuple[list[bytes], Iterable[bytes] | None]:
    """The first of *chunks*, and what follows where that is not all; also an error follows."""
    source = iter(chunks)
    held: list[bytes] = []
    size = 0
    try:
        for chunk in source:
            held.append(chunk)
            size += len(chunk)
            if size > _MOST_BYTES:
                return held, source
    except ToldError as error:
        return held, _raised(error)
    return held, None


def _raised(error: ToldError) -> Iterator[bytes]:
    yield b""
    raise error


def plain_texts(part: bytes) -> list[str] | None:
    """The same, where each text is a plain one, as those that programs write are; else None."""
    started = _START.match(part)
    try:
        text = with_line_feeds(part[started.end() :].decode() if started else "").rstrip(" \t\n")
        namespace = _namespace(started[1].decode()) if started else None
    except UnicodeDecodeError:
        return None
    if namespace != _MAIN or not text.endswith(_END):
        return None
    *items, last = text.removesuffix(_END).split(_ITEM_END)
    texts = []
    for item in items:
        if item.startswith(_TEXT) and item.endswith(_TEXT_END):
            texts.append(item[7:-4])
            continue
        found = _ITEM.fullmatch(item)
        if found is None or plain_attributes(found[2] or "") is None:
            return None
        texts.append(found[1] or "")
    joined = " ".join(texts)
    if last.strip(" \t\n") or "<" in joined or not (is_written(joined) and is_sound(joined)):
        return None
    return [without_entities(one) for one in texts] if "&" in joined else texts


def _namespace(written: str) -> str | None:
    """The namespace that the attributes of the root declare; None where one stands twice."""
    pairs = _ATTRIBUTE.findall(written)
    found = dict(pairs)
    return found.get("xmlns") if len(found) == len(pairs) else None


def parsed_texts(chunks: Iterable[bytes]) -> list[str]:
    """The same by the parser alone."""
    texts: list[str] = []
    words: list[str] = []
    names: dict[str, str] = {}
    inside, phonetic = False, False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, phonetic
        short = names.get(name) or short_name(name, names)
        inside = short == "t" and not phonetic
        phonetic = phonetic or short == "rPh"

    def end(name: str) -> None:
        nonlocal inside, phonetic
        inside = False
        ended = names[name]
        if ended == "rPh":
            phonetic = False
        elif ended == "si":
            texts.append("".join(words))
            words.clear()

    def read(text: str) -> None:
        if inside:
            words.append(text)

    parser = safe_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = read
    feed(parser, chunks)
    return texts


def misplaced(cell: str, row: int) -> MarkupError:
    """The error of a cell that is written in a row, counted from 1, and out of its place."""
    return MarkupError(
        Words(
            f"单元格“{cell[:20]}”写在第 {row} 行里，次序或位置不对",
            f"cell '{cell[:20]}' stands in row {row}, out of order or in the wrong place",
        )
    )


def no_number(text: str) -> MarkupError:
    """The error of a cell whose number is *text*, which is none."""
    return MarkupError(
        Words(f"“{text[:20]}”写成数，却不是数", f"'{text[:20]}' is stored as a number and is none")
    )


def text_at(texts: Sequence[str], number: str) -> str:
    """The text that a cell names by its *number*; raises MarkupError where there is none."""
    place = whole_number(number)
    if place is None or place >= len(texts):
        raise MarkupError(
            Words(
                f"用到文本“{number[:20]}”，文件里没有它",
                f"it names text '{number[:20]}', which is not in the file",
            )
        )
    return texts[place]
