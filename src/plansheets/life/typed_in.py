"""What a cell holds as a value of its column's type, and what is to be said of it."""

from __future__ import annotations

import datetime

from plansheets.blueprint.types import TYPES, UNREAD, Storage
from plansheets.grid import FIRST_DAY, LAST_DAY, column_name, serial
from plansheets.life.cells import HeldCell
from plansheets.life.extracted import State
from plansheets.life.manifest import MarkedColumn
from plansheets.life.recognise import Recognised
from plansheets.package.digits import real_number
from plansheets.plan.model import ErrorValue, Value
from plansheets.values.days import EPOCH_1900, EPOCH_1904
from plansheets.values.numbers import LARGEST

_AMOUNTS = (int, float)
CellMeaning = tuple[Value, State, str | None]
"""A cell's value, what it is, and the text of what is no value."""


class TypedReader:
    """Reads cells of a workbook: items by their ids, days as days."""

    def __init__(self, known: Recognised) -> None:
        self.items: dict[str, dict[str, str]] = {}
        """The ids of a list's items by their labels."""
        for item in known.manifest.items:
            self.items.setdefault(item.list_id, {})[item.label] = item.id
        self._epoch = EPOCH_1904 if known.book.from_1904 else EPOCH_1900
        self._days: dict[float, CellMeaning] = {}

    def column(self, column: MarkedColumn, place: int) -> ColumnReader:
        """What reads the cells of *column*, which stands at *place*."""
        return ColumnReader(self, column, place)

    def typed(self, held: HeldCell, kind: Storage, list_id: str) -> CellMeaning:
        """A cell's content as a value of its column's kind, and what is to be said of it."""
        value = held.value
        if kind == "number" and type(value) in _AMOUNTS and -LARGEST <= value <= LARGEST:  # type: ignore[operator]
            return value, "input", None  # most cells
        if isinstance(value, ErrorValue):
            return None, "error", value.code
        if kind == "text":
            shown = shown_text(value)
            known = self.items.get(list_id) if list_id else None
            if known is None:
                return shown, "input", None
            if shown in known:
                return known[shown], "input", None
            return None, "unlisted", shown
        if isinstance(value, str):
            return None, "text", value
        if kind == "date" and isinstance(value, int | float) and not isinstance(value, bool):
            return self._day(value)
        if kind == "number" and is_no_amount(value):
            return None, "text", shown_text(value)
        if kind == "boolean":
            return (
                (value, "input", None)
                if isinstance(value, bool)
                else (None, "text", shown_text(value))
            )
        return value, "input", None

    def _day(self, number: float) -> CellMeaning:
        """What a number means as a day: the same few stand in many rows."""
        found = self._days.get(number)
        if found is None:
            found = self._days[number] = self._moment(number)
        return found

    def _moment(self, number: float) -> CellMeaning:
        try:
            moment = datetime.datetime.combine(self._epoch, datetime.time()) + datetime.timedelta(
                milliseconds=round(number * 86_400_000)
            )
        except (OverflowError, ValueError):
            return None, "text", shown_text(number)
        if not FIRST_DAY <= moment.date() <= LAST_DAY:  # a number that no program shows as a day
            return None, "text", shown_text(number)
        return moment if moment.time() != datetime.time() else moment.date(), "input", None


class ColumnReader:
    """Reads the cells of one column: what they have in common is looked up once."""

    def __init__(self, reader: TypedReader, column: MarkedColumn, place: int) -> None:
        self.id, self.place = column.id, place
        self.letters = column_name(place)
        self._kind: Storage = TYPES.get(column.type_id, UNREAD).kind
        self._computes = column.role == "formula"
        self._typed_in: State = "given" if column.role == "given" else "input"
        self._list_id = column.list_id
        self._items = reader.items.get(column.list_id, {})
        self._typed = reader.typed

    def cell(self, held: HeldCell | None, *, inside: bool) -> CellMeaning:
        """What a cell means; *inside* says whether its row is one of the table."""
        if self._computes and (inside or held is not None):
            return self._computed(held)
        if held is None or not holds(held):
            return _BLANK
        if not held.calculated:
            return _UNKNOWN
        meaning = self._typed(held, self._kind, self._list_id)
        if meaning[1] == "input" != self._typed_in:
            return meaning[0], self._typed_in, meaning[2]
        return meaning

    def _computed(self, held: HeldCell | None) -> CellMeaning:
        if held is None:
            return None, "overwritten", None
        found, formula, calculated, shared = held
        if formula is None and shared is None:
            value, _, text = self._typed(held, self._kind, self._list_id)
            return value, "overwritten", text
        if not calculated:
            return _UNKNOWN
        if self._kind == "number" and type(found) is float and -LARGEST <= found <= LARGEST:
            return found, "calculated", None  # most cells
        if isinstance(found, str):  # an empty text is how formulas show nothing
            return (self._items.get(found, found), "calculated", None) if found else _NOTHING
        value, _, _ = self._typed(held, self._kind, self._list_id)
        return found if value is None else value, "calculated", None


_BLANK: CellMeaning = (None, "blank", None)
_UNKNOWN: CellMeaning = (None, "unknown", None)
_NOTHING: CellMeaning = (None, "calculated", None)


def holds(held: HeldCell | None) -> bool:
    """Whether a cell shows or computes something."""
    return held is not None and (held.value not in (None, "") or held.formula is not None)


def is_no_amount(value: object) -> bool:
    """Whether *value*, which is no text, is none that a sheet adds up: TRUE, or beyond measure."""
    return isinstance(value, bool) or (isinstance(value, int | float) and abs(value) > LARGEST)


def is_no_day(text: str | None) -> bool:
    """Whether *text* is what a cell of days is read as that holds a number beyond the calendar."""
    number = real_number(text) if text else None
    if number is None:
        return False
    return not serial(FIRST_DAY) <= number < serial(LAST_DAY) + 1


def shown_text(value: object) -> str:
    """A value as the text that a cell shows of it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, ErrorValue):
        return value.code
    if isinstance(value, float) and value.is_integer() and abs(value) < _MANY_DIGITS:
        return str(int(value))
    return str(value)


_MANY_DIGITS = 1e21
"""From here on a number is shown with an exponent, not with hundreds of digits."""
