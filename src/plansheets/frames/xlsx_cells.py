"""Cells of a sheet, one event of the parser at a time; limits hold while they are read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from plansheets.boxes import Box, parse_box
from plansheets.frames.xlsx_formats import StoredFormat
from plansheets.grid import MAX_COLUMNS, MAX_ROWS, cell_name, parse_cell
from plansheets.package.decode import unescape
from plansheets.package.digits import plain_number, whole_number
from plansheets.package.markup import MarkupError, feed, safe_parser, short_name
from plansheets.package.shared_texts import misplaced, no_number, shared_texts, text_at
from plansheets.plan.model import ErrorValue
from plansheets.values.days import ShownMonth
from plansheets.values.numbers import Share, ShownMoney
from plansheets.words import Words

MAX_CELLS = 40_000_000
MAX_MERGES = 100_000
MAX_GAPS = 20_000_000
"""Blank places left of cells that are kept in mind: stray cells far right cost memory."""
_DAY = dt.timedelta(days=1)
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""Characters that files may hold escaped and no text shows."""
_LONGEST = 100_000_000
"""Days that a length of time may take; Python's own are longer, but not endless."""

CellRow = tuple[object, ...]


class CellReader:
    """Reads the rows of one sheet; formulas are read by their values."""

    def __init__(
        self, strings: Sequence[str], formats: Sequence[StoredFormat], epoch: dt.date
    ) -> None:
        self.uncalculated: set[tuple[int, int]] = set()
        """Cells with a formula and no value: a program wrote them, and no spreadsheet opened the
        file. A cached empty text is a value."""
        self.merged: list[Box] = []
        """Cells merged over several rows."""
        self._strings, self._formats, self._epoch = strings, formats, epoch
        self._names: dict[str, str] = {}
        self._rows: list[CellRow] = []
        self._row: list[object] = []
        self._row_number = 0
        self._column = -1
        self._cells = self._gaps = 0
        self._kind, self._style = "n", ""
        self._text: list[str] = []
        self._value: str | None = None
        self._has_formula = False
        self._reading = ""
        self._phonetic = False

    def read(self, chunks: Iterable[bytes]) -> list[CellRow]:
        """The rows, blank ones included; a row ends with its last cell that holds something."""
        parser = safe_parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._data
        feed(parser, chunks)
        return self._rows

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match self._names.get(name) or short_name(name, self._names):
            case "c":
                self._start_cell(attributes)
            case "v":
                self._reading = "v"
            case "t" if not self._phonetic:
                self._reading = "t"
            case "f":
                self._has_formula = True
            case "rPh":
                self._phonetic = True
            case "row":
                self._start_row(attributes.get("r"))
            case "mergeCell":
                box = parse_box(attributes.get("ref"))
                if box and box.last_row > box.first_row:
                    if len(self.merged) >= MAX_MERGES:
                        raise MarkupError(
                            Words(
                                f"合并单元格超过 {MAX_MERGES:,} 处",
                                f"more than {MAX_MERGES:,} merged cells",
                            )
                        )
                    self.merged.append(box)
            case _:
                pass

    def _start_row(self, written: str | None) -> None:
        number = self._row_number + 1
        if written is not None:
            number = whole_number(written) or 0
        if not self._row_number < number <= MAX_ROWS:
            raise MarkupError(
                Words(
                    f"第“{(written or '')[:20]}”行排在第 {self._row_number} 行之后",
                    f"row '{(written or '')[:20]}' stands after row {self._row_number}",
                )
            )
        self._rows += [()] * (number - self._row_number - 1)
        self._row_number, self._column, self._row = number, -1, []

    def _start_cell(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        if written is None:
            column = self._column + 1
        else:
            place = parse_cell(written)
            if place is None or place[0] != self._row_number - 1 or place[1] <= self._column:
                raise misplaced(written, self._row_number)
            column = place[1]
        self._cells += 1
        if column >= MAX_COLUMNS or self._cells > MAX_CELLS:
            raise MarkupError(
                Words(
                    f"超过 {MAX_CELLS:,} 个单元格，或超出最后一列",
                    f"more than {MAX_CELLS:,} cells, or beyond the last column",
                )
            )
        self._column = column
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._value, self._has_formula = None, False

    def _data(self, text: str) -> None:
        if self._reading:
            self._text.append(text)

    def _end(self, name: str) -> None:
        match self._names[name]:
            case "v":
                if self._value is not None:
                    raise MarkupError(
                        Words(
                            f"第 {self._row_number} 行有单元格写了两个值",
                            f"a cell of row {self._row_number} has two values",
                        )
                    )
                self._value = "".join(self._text)
                self._text.clear()
                self._reading = ""
            case "t":
                self._reading = ""
            case "c":
                self._end_cell()
            case "rPh":
                self._phonetic = False
            case "row":
                self._rows.append(tuple(self._row))
            case _:
                pass

    def _end_cell(self) -> None:
        if self._kind == "inlineStr":
            self._value = "".join(self._text)
        self._text.clear()
        if self._has_formula and not self._value and self._kind != "str":
            self.uncalculated.add((self._row_number - 1, self._column))
        if not self._value:  # an empty text is a blank
            return
        try:
            value = self._meaning(self._value)
        except MarkupError as error:
            place, said = cell_name(self._row_number - 1, self._column), error.message
            message = Words(f"单元格 {place}：{said.zh}", f"cell {place}: {said.en}")
            raise MarkupError(message) from error
        gap = self._column - len(self._row)
        self._gaps += gap
        if self._gaps > MAX_GAPS:
            row, column = self._row_number, self._column + 1
            raise MarkupError(
                Words(
                    f"单元格相隔太远：第 {row} 行第 {column:,} 列，中间空了 {self._gaps:,} 个",
                    f"cells far apart: row {row}, column {column:,}, and {self._gaps:,} blank ones "
                    "between",
                )
            )
        self._row += [None] * gap
        self._row.append(value)

    def _meaning(self, text: str) -> object:
        match self._kind:
            case "s":
                return text_at(self._strings, text)
            case "str" | "inlineStr":
                return _text(text)
            case "b":
                return text in ("1", "true")
            case "e":
                return ErrorValue(text)
            case "d":
                return _iso_day(text)
            case "n":
                return self._number(text)
            case kind:
                raise MarkupError(
                    Words(
                        f"没有“{kind[:20]}”这种单元格类型",
                        f"cell type '{kind[:20]}', which there is not",
                    )
                )

    def _number(self, text: str) -> object:
        number = plain_number(text)
        if number is None:
            raise no_number(text)
        place = whole_number(self._style) or 0
        shown = self._formats[place] if place < len(self._formats) else StoredFormat()
        match shown.kind:
            case "share":
                return Share(number)
            case "day":
                return moment(number, self._epoch)
            case "month":
                return month(moment(number, self._epoch))
            case "elapsed" if abs(number) < _LONGEST:
                return number * _DAY
            case _ if shown.digits and isinstance(number, int) and number >= 0:
                return str(number).zfill(shown.digits)
            case _:
                return ShownMoney(number, shown.currency) if shown.currency else number


def moment(number: float, epoch: dt.date) -> object:
    """The moment that a serial number means: a time of day below 1, else a day with its time.

    >>> moment(0.5, dt.date(1899, 12, 30)), moment(45413, dt.date(1899, 12, 30))
    (datetime.time(12, 0), datetime.datetime(2024, 5, 1, 0, 0))
    """
    start = dt.datetime.combine(epoch, dt.time())
    try:
        exact = start + dt.timedelta(milliseconds=round(number * 86_400_000))
    except (OverflowError, ValueError):
        return number  # no day of any calendar: the column says what it makes of the number
    return exact.time() if start <= exact < start + _DAY else exact


def month(shown: object) -> object:
    """A moment that is shown as a month, as that month where it is its beginning."""
    if isinstance(shown, dt.datetime) and shown.day == 1 and shown.time() == dt.time():
        return ShownMonth(shown.year, shown.month, 1)
    return shown


def shared_strings(chunks: Iterable[bytes]) -> list[str]:
    """The shared strings, as texts that people see."""
    return [_text(text) for text in shared_texts(chunks)]


def _text(written: str) -> str:
    return _NO_TEXT.sub("", unescape(written)) if "_x" in written else written


def _iso_day(text: str) -> object:
    for read in (dt.datetime.fromisoformat, dt.time.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return text
