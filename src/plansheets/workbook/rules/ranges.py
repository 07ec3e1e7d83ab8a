"""Data ranges of charts and sparklines: plain cells of sheets that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from plansheets.boxes import parse_box

_PIECE = re.compile(r"(?P<sheet>'(?:[^']|'')+'!|[^'!,()\[\]\s]+!)?(?P<cells>[^'!,()]+)")
RangeFault = tuple[str, str | None]


def range_faults(
    text: str, sheets: AbstractSet[str], names: AbstractSet[str]
) -> Iterator[RangeFault]:
    """What is wrong with the data range *text*: message and hint each.

    >>> list(range_faults("Data!$A$1:$A$9", {"data"}, set()))
    []
    >>> [message for message, _ in range_faults("Data!A1", {"other"}, set())]
    ["'Data!A1' names sheet 'Data', which is not in the file"]
    """
    shown = text[:60]
    if not text:
        yield "is empty", None
        return
    if text.startswith(("{", '"')) or "#REF!" in text:
        return  # constants, and ranges that were deleted: Excel writes both
    if re.match(r"'?\[", text) or re.match(r"'?[^'!]*\[[^\]]*\][^'!]*'?!", text):
        return  # another workbook's
    if "[" in text:
        hint = "write the cells themselves: Sheet!$A$2:$A$31"
        yield f"'{shown}' is a structured reference", hint
        return
    body = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    position = 0
    while position < len(body):
        found = _PIECE.match(body, position)
        if found is None:
            yield f"'{shown}' cannot be read", "write Sheet!$A$2:$A$31"
            return
        sheet = (found["sheet"] or "").removesuffix("!")
        if sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
        cells = found["cells"]
        if sheet and ":" not in sheet and sheet.lower() not in sheets and parse_box(cells):
            yield f"'{shown}' names sheet '{sheet[:40]}', which is not in the file", None
        named = cells.lower() in names or sheet.lower() not in sheets
        if parse_box(cells) is None and not (named and ":" not in cells):
            yield f"'{shown}' names no cells", "write Sheet!$A$2:$A$31"
        if not sheet and parse_box(cells):
            yield f"'{shown}' names no sheet", "write Sheet!$A$2:$A$31"
        position = found.end()
        if position < len(body):
            if body[position] != ",":
                yield f"'{shown}' cannot be read", "write Sheet!$A$2:$A$31"
                return
            position += 1
