"""What a cell holds as a value of its column's type, and what is to be said of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from plansheets.blueprint.types import TYPES, UNREAD, Storage
from plansheets.grid import cell_name
from plansheets.life.cells import HeldCell, Spot
from plansheets.life.extracted import ExtractedCell, State
from plansheets.life.manifest import MarkedColumn
from plansheets.life.recognise import Recognised
from plansheets.plan.model import ErrorValue, Value
from plansheets.values.days import EPOCH_1900, EPOCH_1904


class TypedReader:
    """Reads cells of a workbook: items by their ids, days as days."""

    def __init__(self, known: Recognised) -> None:
        self.items: dict[str, dict[str, str]] = {}
        """The ids of a list's items by their labels."""
        for item in known.manifest.items:
            self.items.setdefault(item.list_id, {})[item.label] = item.id
        self._epoch = EPOCH_1904 if known.book.from_1904 else EPOCH_1900
        self._days: dict[float, tuple[Value, State, str | None]] = {}

    def cell(
        self, cells: Mapping[Spot, HeldCell], spot: Spot, column: MarkedColumn, *, inside: bool
    ) -> ExtractedCell:
        """The cell of a column; *inside* says whether its row is one of the table."""
        held = cells.get(spot)
        name = cell_name(*spot)
        kind = TYPES.get(column.type_id, UNREAD).kind
        if column.role == "formula" and (inside or held is not None):
            return self._computed(held, name, column, kind)
        if held is None or not holds(held):
            return ExtractedCell(name, None, "blank")
        if not held.calculated:
            return ExtractedCell(name, None, "unknown")
        value, state, text = self.typed(held, kind, column.list_id)
        if column.role == "given" and state == "input":
            state = "given"
        return ExtractedCell(name, value, state, text)

    def _computed(
        self, held: HeldCell | None, name: str, column: MarkedColumn, kind: Storage
    ) -> ExtractedCell:
        if held is None:
            return ExtractedCell(name, None, "overwritten")
        if held.formula is None and held.shared is None:
            value, _, text = self.typed(held, kind, column.list_id)
            return ExtractedCell(name, value, "overwritten", text)
        if not held.calculated:
            return ExtractedCell(name, None, "unknown")
        if held.value == "":  # an empty text is how formulas show nothing
            return ExtractedCell(name, None, "calculated")
        if isinstance(held.value, str):
            known = self.items.get(column.list_id, {})
            return ExtractedCell(name, known.get(held.value, held.value), "calculated")
        value, _, _ = self.typed(held, kind, column.list_id)
        return ExtractedCell(name, held.value if value is None else value, "calculated")

    def typed(self, held: HeldCell, kind: Storage, list_id: str) -> tuple[Value, State, str | None]:
        """A cell's content as a value of its column's kind, and what is to be said of it."""
        value = held.value
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
        if kind == "boolean":
            return (
                (value, "input", None)
                if isinstance(value, bool)
                else (None, "text", shown_text(value))
            )
        return value, "input", None

    def _day(self, number: float) -> tuple[Value, State, str | None]:
        """What a number means as a day: the same few stand in many rows."""
        found = self._days.get(number)
        if found is None:
            found = self._days[number] = self._moment(number)
        return found

    def _moment(self, number: float) -> tuple[Value, State, str | None]:
        try:
            moment = datetime.datetime.combine(self._epoch, datetime.time()) + datetime.timedelta(
                milliseconds=round(number * 86_400_000)
            )
        except (OverflowError, ValueError):
            return None, "text", shown_text(number)
        return moment if moment.time() != datetime.time() else moment.date(), "input", None


def holds(held: HeldCell | None) -> bool:
    """Whether a cell shows or computes something."""
    return held is not None and (held.value not in (None, "") or held.formula is not None)


def shown_text(value: object) -> str:
    """A value as the text that a cell shows of it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
