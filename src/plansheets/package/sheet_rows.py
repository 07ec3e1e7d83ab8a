"""Rows of a sheet on their way to the parser, which gets only those that are not plain.

The rows of nearly every sheet look alike, whatever program wrote it. Those that expressions read to
the last character are taken by a reader of plain rows, in a fraction of the parser's time; all
others go to the parser, and so does everything around the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from plansheets.package.plain_xml import is_odd

MAX_HEAD = 1 << 20
MAX_ROW_BYTES = 1 << 20
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_START = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData>")
_DECLARED = re.compile(
    rb"""(?i)(?:\xef\xbb\xbf)?\s*(?:<\?xml\ version=["']1\.0["'](?:\ encoding=["']utf-8["'])?
    (?:\ standalone=["'](?:yes|no)["'])?\s*\?>|<(?!\?))""",
    re.VERBOSE,
)
"""The start of a part in UTF-8: what XML is in where nothing is declared."""

TakeRow = Callable[[bytes], bool]
"""Takes a row, without its end tag, if it is plain; False leaves it, and all that is known of the
sheet, untouched."""
RowsAre = Callable[[bytes, bool], TakeRow]
"""Who takes rows, by the prefix of their elements (``x:``) and by whether the sheet declares
``x14ac``, in which Excel writes a row's descent."""


def sift_rows(chunks: Iterable[bytes], rows_are: RowsAre) -> Iterator[bytes]:
    """The parts of a sheet's XML that the parser must see; the rows left out have been taken.

    The parser must get each part before the next is asked for: rows are met in their order.
    """
    source = iter(chunks)
    head = b""
    start = None
    for chunk in source:
        head += chunk
        start = _START.search(head)
        if start or len(head) > MAX_HEAD:
            break
    before = head[: start.start()] if start else head
    declared = _DECLARED.match(before)
    if start is None or declared is None or b"<!" in before or b"<?" in before[declared.end() :]:
        yield head
        yield from source
        return
    prefix = start[1]
    named = b"xmlns:" + prefix[:-1] if prefix else b"xmlns"
    if b' %s="%s"' % (named, _MAIN) not in before:
        yield head
        yield from source
        return
    yield head[: start.end()]
    held = head[start.end() :]
    row_end, sheet_end = b"</%srow>" % prefix, b"</%ssheetData>" % prefix
    take = rows_are(prefix, b"xmlns:x14ac=" in before)
    for chunk in chain((b"",), source):
        held += chunk
        body, end, after = held.partition(sheet_end)
        *whole_rows, held = body.split(row_end)
        for place, row in enumerate(whole_rows):
            if take(row):
                continue
            if is_odd(row):
                # What looks like the end of a row here may be inside a comment.
                yield row_end.join((*whole_rows[place:], held)) + end + after
                yield from source
                return
            yield row + row_end
        if end or len(held) > MAX_ROW_BYTES or is_odd(held):
            yield held + end + after
            break
    else:
        yield held
    yield from source
