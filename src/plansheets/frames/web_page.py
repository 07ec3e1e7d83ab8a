"""Tables of web pages saved as ``.xls``: what the back ends of shops call an Excel export."""

from __future__ import annotations

import re
from dataclasses import field
from html.parser import HTMLParser

from plansheets.boxes import Box
from plansheets.frames.encodings import decode
from plansheets.frames.raw import RawRows, refuse
from plansheets.grid import MAX_COLUMNS, MAX_ROWS
from plansheets.records import dataclass
from plansheets.words import Words

MAX_CELLS = 5_000_000
_SPAN = re.compile("[1-9][0-9]{0,3}")

_CHARSET = re.compile(rb"charset=[\"']?([\w-]{2,20})", re.IGNORECASE)

PageRow = list[object]


def read_web_page(data: bytes, name: str, encoding: str | None = None) -> RawRows:
    """The rows of the largest table of the page in *data*; values are texts, as in a CSV file."""
    page = _Tables()
    text, found = decode(data, name, encoding or _declared(data))
    page.feed(text)
    page.close()
    if page.cells > MAX_CELLS:
        raise refuse(
            "PS403",
            Words(
                f"网页超过 {MAX_CELLS:,} 个单元格", f"a web page of more than {MAX_CELLS:,} cells"
            ),
            name,
        )
    if page.too_long:
        raise refuse(
            "PS403",
            Words(
                f"网页的表超过 {MAX_ROWS:,} 行",
                f"a table of more than {MAX_ROWS:,} rows in the page",
            ),
            name,
            Words("拆开后再导出", "export it in parts"),
        )
    if not any(table.rows for table in page.tables):
        raise refuse(
            "PS403",
            Words("文件是没有表格的网页", "the file is a web page without a table"),
            name,
            Words("重新导出", "export it again"),
        )
    largest = max(page.tables, key=lambda table: sum(map(len, table.rows)))
    return RawRows(name, largest.rows, merged=tuple(largest.merged), encoding=found)


def _declared(data: bytes) -> str | None:
    """The encoding that the page says it is in, where it is in it."""
    found = _CHARSET.search(data[:4096])
    try:
        name = found[1].decode("ascii") if found else "utf-8"
        name = "gb18030" if name.lower() in ("gb2312", "gbk") else name
        data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None
    return name if found else None


@dataclass(slots=True)
class _PageTable:
    """A table of the page under way."""

    rows: list[PageRow] = field(default_factory=list)
    merged: list[Box] = field(default_factory=list)
    down: dict[int, int] = field(default_factory=dict)
    """The last row that a cell from above covers, by column."""

    def add(self, text: str | None, across: int, down: int) -> int:
        """Add a cell to the row, right of what is covered from above; how many it takes up."""
        row, top = self.rows[-1], len(self.rows) - 1
        before = len(row)
        while self.down.get(len(row), -1) >= top:
            row.append(None)
        place = len(row)
        if place >= MAX_COLUMNS:
            return place - before
        row += [text, *[None] * (min(across, MAX_COLUMNS - place) - 1)]
        if down > 1:
            self.merged.append(Box(top, place, top + down - 1, len(row) - 1))
            self.down.update(dict.fromkeys(range(place, len(row)), top + down - 1))
        return len(row) - before


class _Tables(HTMLParser):
    """Collects the tables of a page; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_PageTable] = []
        self.cells = 0
        self.too_long = False
        """Whether a table has more rows than a sheet, whose cells are read in vain."""
        self._open: list[_PageTable] = []
        self._words: list[str] | None = None
        self._hidden = 0
        self._across = self._down = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "table":
                self._end_cell()
                self.tables.append(_PageTable())
                self._open.append(self.tables[-1])
            case "tr" if self._open:
                self._end_cell()
                if len(self._open[-1].rows) < MAX_ROWS:
                    self._open[-1].rows.append([])
                else:
                    self.too_long = True
            case "td" | "th" if self._open and self._open[-1].rows:
                self._end_cell()
                self._words = []
                given = dict(attrs)
                self._across = _span(given.get("colspan"))
                self._down = _span(given.get("rowspan"))
            case "br" if self._words is not None:
                self._words.append("\n")
            case "script" | "style":
                self._hidden += 1
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "td" | "th" | "tr":
                self._end_cell()
            case "table" if self._open:
                self._end_cell()
                self._open.pop()
            case "script" | "style":
                self._hidden = max(0, self._hidden - 1)
            case _:
                pass

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Pass over ``<![…``, of which the parser asserts that it is what it knows."""
        return self.parse_bogus_comment(i, report)

    def handle_data(self, data: str) -> None:
        if self._words is not None and not self._hidden:
            self._words.append(data)

    def _end_cell(self) -> None:
        if self._words is None or not self._open or not self._open[-1].rows:
            return
        lines = "".join(self._words).replace("\xa0", " ").split("\n")
        text = "\n".join(" ".join(line.split()) for line in lines).strip()
        if self.cells <= MAX_CELLS and not self.too_long:
            self.cells += self._open[-1].add(text or None, self._across, self._down)
        self._words = None


def _span(written: str | None) -> int:
    """How many columns or rows a cell takes up."""
    return int(written) if written and _SPAN.fullmatch(written) else 1
