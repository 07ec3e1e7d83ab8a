"""Plain rows of a sheet, checked many cells at a time and kept from the parser.

Nearly every row that any program writes looks the same: cells with a name, a style, a type, a
value. One expression reads all cells of such a row in a third of the time the parser takes. A row
that it does not read to the last character goes to the parser, and so does all around the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from operator import lt

from plansheets.grid import MAX_COLUMNS, column_number
from plansheets.package.decode import with_line_feeds
from plansheets.package.digits import whole_number
from plansheets.workbook.cells import ERRORS, CellScan

MAX_HEAD = 1 << 20
MAX_ROW_BYTES = 1 << 20
MAX_ORDERS = 4_096
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_START, _ROW_END, _END = b"<sheetData>", b"</row>", b"</sheetData>"
_DECLARED = re.compile(rb"""(?i)\s*<\?xml version=["']1\.0["'](?: encoding=["']utf-8["'])?""")
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")

_ROW = re.compile(r'\s*<row((?: (?:[A-Za-z]+|x14ac:dyDescent)="[^"<&]*")*)\s*>')
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_NUMBER = r"-?[0-9]{1,17}(?:\.[0-9]{1,25})?(?:[eE][-+]?[0-9]{1,2})?"
_CELL = re.compile(
    rf"""(<c\ r="([A-Z]{{1,3}})([1-9][0-9]*)"(?:\ s="([0-9]+)")?
    (?:/>
      |(?:\ t="n")?><v>{_NUMBER}</v></c>
      |\ t="s"><v>([0-9]{{1,9}})</v></c>
      |(?:\ t="(str|b|e|n)")?><f>([^<]+)</f>(?:<v/>|<v></v>|<v>([^<]*)</v>)?</c>
      |\ t="inlineStr"><is><t(?:\ xml:space="preserve")?>([^<]*)</t></is></c>
      |\ t="b"><v>[01]</v></c>))""",
    re.VERBOSE,
)
_PLAIN_NUMBER = re.compile(_NUMBER)
_BARE_AMPERSAND = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_LONG_CELL = 8_000
"""Cells shorter than this are below every limit on text."""
_MANY_LINE_FEEDS = 250


def sift_rows(chunks: Iterable[bytes], scan: CellScan) -> Iterator[bytes]:
    """The parts of a sheet's XML that the parser must see; *scan* has checked the rows left out.

    The parser must get each part before the next is asked for: rows are met in their order.
    """
    source = iter(chunks)
    head = b""
    for chunk in source:
        head += chunk
        if _START in head or len(head) > MAX_HEAD:
            break
    before, start, held = head.partition(_START)
    if not start or _MAIN not in before or b"<!" in before or not _DECLARED.match(before):
        yield head
        yield from source
        return
    yield before + start
    rows = _PlainRows(scan, stretched=b"xmlns:x14ac=" in before)
    for chunk in chain((b"",), source):
        held += chunk
        body, end, after = held.partition(_END)
        if _is_odd(body):
            yield held
            break
        *whole_rows, held = body.split(_ROW_END)
        for row in whole_rows:
            if not rows.take(row):
                yield row + _ROW_END
        if end or len(held) > MAX_ROW_BYTES:
            yield held + end + after
            break
    else:
        yield held
    yield from source


def _is_odd(body: bytes) -> bool:
    """Whether *body* holds what only the parser can judge: comments, control characters …"""
    return (
        b"<!" in body
        or b"<?" in body
        or len(body.translate(None, _CONTROLS)) != len(body)
        or any(sign in body for sign in _NO_CHARACTERS)
    )


class _PlainRows:
    """Checks rows that are plain; what the last ones looked like is remembered."""

    def __init__(self, scan: CellScan, *, stretched: bool) -> None:
        self._scan = scan
        self._stretched = stretched
        self._styles = {"", *scan.styles}
        self._header_rows = {row for row, _ in scan.wishes.headers}
        self._orders: dict[tuple[str, ...], bool] = {}
        """Whether a row's column letters rise, for the letters met so far."""

    def take(self, row: bytes) -> bool:
        """Check *row*, without its end tag, and remember what counts; False leaves it untouched."""
        try:
            text = row.decode()
        except UnicodeDecodeError:
            return False
        opened = _ROW.match(text)
        if opened is None:
            return False
        pairs = _ATTRIBUTE.findall(opened[1])
        attributes = dict(pairs)
        number = attributes.get("r", "")
        if (
            len(attributes) != len(pairs)
            or (row_number := whole_number(number)) is None
            or row_number - 1 in self._header_rows
            or ("x14ac:dyDescent" in attributes and not self._stretched)
        ):
            return False
        cells = _CELL.findall(text, opened.end())
        if not cells:
            if len(text) != opened.end():
                return False
            self._scan.row(attributes)
            return True
        whole, letters, numbers, styles, shared, kinds, formulas, values, _ = zip(
            *cells, strict=True
        )
        lengths = list(map(len, whole))
        if (
            sum(lengths) != len(text) - opened.end()
            or max(lengths) > _LONG_CELL
            or set(numbers) != {number}
            or not self._styles.issuperset(styles)
            or not self._rise(letters)
            or text.count("\n") > _MANY_LINE_FEEDS
            or "]]>" in text
            or ("&" in text and _BARE_AMPERSAND.search(text))
        ):
            return False
        computed = [place for place, formula in enumerate(formulas) if formula]
        if not all(_is_plain_value(kinds[place], values[place]) for place in computed):
            return False
        scan = self._scan
        scan.row(attributes)
        if any(shared):
            highest = max(map(int, filter(None, shared)))
            if highest > scan.facts.highest_string:
                scan.facts.highest_string = highest
                place = next(i for i, text in enumerate(shared) if text and int(text) == highest)
                scan.facts.highest_string_at = letters[place] + number
        for place in computed:
            cell, formula = letters[place] + number, with_line_feeds(unescaped(formulas[place]))
            scan.formula(cell, formula, {})
            if scan.wishes.columns:
                scan.column_cell(row_number - 1, column_number(letters[place]), cell, formula)
        return True

    def _rise(self, letters: tuple[str, ...]) -> bool:
        known = self._orders.get(letters)
        if known is None:
            columns = [column_number(each) for each in letters]
            known = columns[-1] < MAX_COLUMNS and all(map(lt, columns, columns[1:]))
            if len(self._orders) < MAX_ORDERS:
                self._orders[letters] = known
        return known


def _is_plain_value(kind: str, value: str) -> bool:
    match kind:
        case "str":
            return True
        case "b":
            return value in ("0", "1")
        case "e":
            return value in ERRORS
        case _:
            return not value or _PLAIN_NUMBER.fullmatch(value) is not None


@lru_cache(maxsize=256)
def unescaped(text: str) -> str:
    """*text* with the five entities of XML resolved; rows repeat the formulas of their columns.

    >>> unescaped("A1&lt;&amp;gt;")
    'A1<&gt;'
    """
    if "&" in text:
        for entity, sign in _ENTITIES:
            text = text.replace(entity, sign)
    return text
