"""The texts that the cells of a workbook have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plansheets.package.digits import whole_number
from plansheets.package.markup import MarkupError, feed, safe_parser, short_name


def shared_texts(chunks: Iterable[bytes]) -> list[str]:
    """The texts as they are stored, in their order: runs joined, phonetic readings left out."""
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


def text_at(texts: Sequence[str], number: str) -> str:
    """The text that a cell names by its *number*; raises MarkupError where there is none."""
    place = whole_number(number)
    if place is None or place >= len(texts):
        raise MarkupError(f"a cell names text '{number[:20]}', which is not in the file")
    return texts[place]
