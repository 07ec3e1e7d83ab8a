"""Data ranges of charts and sparklines: plain cells of sheets that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from plansheets.boxes import parse_box
from plansheets.words import Words

_PIECE = re.compile(r"(?P<sheet>'(?:[^']|'')+'!|[^'!,()\[\]\s]+!)?(?P<cells>[^'!,()]+)")
RangeFault = tuple[Words, Words | None]


def range_faults(
    text: str, sheets: AbstractSet[str], names: AbstractSet[str]
) -> Iterator[RangeFault]:
    """What is wrong with the data range *text*: message and hint each.

    >>> list(range_faults("Data!$A$1:$A$9", {"data"}, set()))
    []
    >>> [message.en for message, _ in range_faults("Data!A1", {"other"}, set())]
    ["'Data!A1' names sheet 'Data', which is not in the file"]
    """
    shown = text[:60]
    if not text:
        yield Words("为空", "is empty"), None
        return
    if text.startswith(("{", '"')) or "#REF!" in text:
        return  # constants, and ranges that were deleted: Excel writes both
    if re.match(r"'?\[", text) or re.match(r"'?[^'!]*\[[^\]]*\][^'!]*'?!", text):
        return  # another workbook's
    if "[" in text:
        hint = Words(
            "直接写单元格：Sheet!$A$2:$A$31", "write the cells themselves: Sheet!$A$2:$A$31"
        )
        yield Words(f"“{shown}”是结构化引用", f"'{shown}' is a structured reference"), hint
        return
    body = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    position = 0
    while position < len(body):
        found = _PIECE.match(body, position)
        if found is None:
            yield (
                Words(f"“{shown}”读不懂", f"'{shown}' cannot be read"),
                Words("写成 Sheet!$A$2:$A$31", "write Sheet!$A$2:$A$31"),
            )
            return
        sheet = (found["sheet"] or "").removesuffix("!")
        if sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
        cells = found["cells"]
        if sheet and ":" not in sheet and sheet.lower() not in sheets and parse_box(cells):
            yield (
                Words(
                    f"“{shown}”用到工作表“{sheet[:40]}”，文件里没有它",
                    f"'{shown}' names sheet '{sheet[:40]}', which is not in the file",
                ),
                None,
            )
        named = cells.lower() in names or sheet.lower() not in sheets
        if parse_box(cells) is None and not (named and ":" not in cells):
            yield (
                Words(f"“{shown}”不是单元格", f"'{shown}' names no cells"),
                Words("写成 Sheet!$A$2:$A$31", "write Sheet!$A$2:$A$31"),
            )
        if not sheet and parse_box(cells):
            yield (
                Words(f"“{shown}”没有写工作表", f"'{shown}' names no sheet"),
                Words("写成 Sheet!$A$2:$A$31", "write Sheet!$A$2:$A$31"),
            )
        position = found.end()
        if position < len(body):
            if body[position] != ",":
                yield (
                    Words(f"“{shown}”读不懂", f"'{shown}' cannot be read"),
                    Words("写成 Sheet!$A$2:$A$31", "write Sheet!$A$2:$A$31"),
                )
                return
            position += 1
