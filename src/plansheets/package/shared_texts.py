"""The texts that the cells of a workbook have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plansheets.package.digits import whole_number
from plansheets.package.markup import MarkupError, feed, safe_parser, short_name
from plansheets.words import Words


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
    return MarkupError(Words(f"单元格的数是“{text[:20]}”", f"a cell's number is '{text[:20]}'"))


def text_at(texts: Sequence[str], number: str) -> str:
    """The text that a cell names by its *number*; raises MarkupError where there is none."""
    place = whole_number(number)
    if place is None or place >= len(texts):
        raise MarkupError(
            Words(
                f"单元格用到文本“{number[:20]}”，文件里没有它",
                f"a cell names text '{number[:20]}', which is not in the file",
            )
        )
    return texts[place]
