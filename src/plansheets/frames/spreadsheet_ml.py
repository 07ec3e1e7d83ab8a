"""Workbooks in the XML of Excel 2003, which back ends still save as ``.xls``."""

from __future__ import annotations

import datetime as dt

from plansheets.boxes import Box
from plansheets.errors import nearest
from plansheets.frames.raw import RawRows, refuse
from plansheets.grid import MAX_COLUMNS, MAX_ROWS
from plansheets.package.digits import plain_number, whole_number
from plansheets.package.markup import MarkupError, feed, safe_parser
from plansheets.package.shared_texts import no_number
from plansheets.plan.model import ErrorValue
from plansheets.words import Words

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
MAX_CELLS = 5_000_000

MarkupRow = list[object]


def read_spreadsheet_ml(data: bytes, name: str, sheet: str | None) -> RawRows:
    """The rows of *sheet*, or of the first one."""
    reader = _MarkupSheets()
    try:
        reader.read(data)
    except MarkupError as error:
        why = error.message
        message = Words(f"工作簿读不了：{why.zh}", f"the workbook cannot be read: {why.en}")
        hint = Words("另存为 .xlsx", "save it again as .xlsx")
        raise refuse("PS403", message, name, hint) from None
    titles = list(reader.sheets)
    if not titles:
        raise refuse("PS404", Words("工作簿里没有工作表", "the workbook has no worksheet"), name)
    found = next((each for each in titles if each.casefold() == (sheet or "").casefold()), None)
    if sheet is not None and found is None:
        message = Words(f"工作簿里没有工作表“{sheet}”", f"no sheet '{sheet}' in the workbook")
        raise refuse("PS404", message, name, nearest(sheet, titles, listed=60))
    title = found or titles[0]
    others = tuple(each for each in titles if each != title)
    merged = tuple(reader.merged[title])
    return RawRows(f"{name}#{title}", reader.sheets[title], 1, None, frozenset(), others, merged)


class _MarkupSheets:
    def __init__(self) -> None:
        self.sheets: dict[str, list[MarkupRow]] = {}
        self.merged: dict[str, list[Box]] = {}
        self._rows: list[MarkupRow] = []
        self._boxes: list[Box] = []
        self._across = 0
        self._cells = 0
        self._kind: str | None = None
        self._words: list[str] = []

    def read(self, data: bytes) -> None:
        parser = safe_parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._data
        feed(parser, [data])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.removeprefix(NAMESPACE + "}"):
            case "Worksheet":
                title = attributes.get(f"{NAMESPACE}}}Name", "")
                self._rows, self._boxes = [], []
                self.sheets[title], self.merged[title] = self._rows, self._boxes
            case "Row":
                missing = _number(attributes, "Index", MAX_ROWS) - 1 - len(self._rows)
                self._rows += [[] for _ in range(max(0, missing))]
                self._rows.append([])
            case "Cell" if self._rows:
                row = self._rows[-1]
                missing = max(0, _number(attributes, "Index", MAX_COLUMNS) - 1 - len(row))
                self._across = _number(attributes, "MergeAcross", MAX_COLUMNS)
                self._cells += missing + 1 + self._across
                if self._cells > MAX_CELLS or len(self._rows) > MAX_ROWS:
                    raise MarkupError(
                        Words(f"超过 {MAX_CELLS:,} 个单元格", f"more than {MAX_CELLS:,} cells")
                    )
                row += [None] * missing
                if down := _number(attributes, "MergeDown", MAX_ROWS):
                    first, left = len(self._rows) - 1, len(row)
                    self._boxes.append(Box(first, left, first + down, left + self._across))
                row += [None] * (1 + self._across)
            case "Data":
                self._kind = attributes.get(f"{NAMESPACE}}}Type", "String")
                self._words.clear()
            case _:
                pass

    def _data(self, text: str) -> None:
        if self._kind is not None:
            self._words.append(text)

    def _end(self, name: str) -> None:
        if name != NAMESPACE + "}Data" or self._kind is None:
            return
        kind, self._kind = self._kind, None
        if self._rows and self._rows[-1]:
            self._rows[-1][-1 - self._across] = _meaning(kind, "".join(self._words))


def _number(attributes: dict[str, str], key: str, most: int) -> int:
    written = attributes.get(f"{NAMESPACE}}}{key}", "0")
    number = whole_number(written)
    if number is None or number > most:
        raise MarkupError(
            Words(
                f"{key} 是“{written[:20]}”，最大 {most:,}",
                f"{key} '{written[:20]}', at most {most:,}",
            )
        )
    return number


def _meaning(kind: str, text: str) -> object:
    match kind:
        case "Number":
            number = plain_number(text)
            if number is None:
                raise no_number(text)
            return number
        case "Boolean":
            return text == "1"
        case "DateTime":
            try:
                return dt.datetime.fromisoformat(text)
            except ValueError:
                return text
        case "Error":
            return ErrorValue(text)
        case _:
            return text or None
