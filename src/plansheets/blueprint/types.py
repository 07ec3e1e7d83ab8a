"""The types a column, parameter or metric may have: what each holds and how it looks by default."""

from __future__ import annotations

from typing import Literal

from plansheets.records import dataclass
from plansheets.values.numbers import Measure

Storage = Literal["number", "text", "date", "boolean"]
"""What Excel stores in the cell."""
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Type:
    """One type of the blueprint language."""

    id: str
    kind: Storage
    meaning: str
    """One sentence for the reference and for hover help."""
    measure: Measure | None = None
    number_format: str = "General"
    align: Align = "left"
    width: float = 10
    """The least width of a column, in half-width characters."""
    whole: bool = False
    minimum: float | None = None
    maximum: float | None = None
    wrap: bool = False


_ALL = (
    Type("text", "text", "A short text", width=12),
    Type("note", "text", "A longer text that wraps", width=28, wrap=True),
    Type(
        "key",
        "text",
        "A text that names its row, never equal twice; digits typed into it stay text",
        number_format="@",
        width=12,
    ),
    Type("choice", "text", "One item of a list, picked from a drop-down", align="center", width=10),
    Type("person", "text", "Who is responsible", width=12),
    Type("quarter", "text", "A quarter such as 2024Q4 or 2024年Q4", align="center", width=11),
    Type("flag", "boolean", "TRUE or FALSE", align="center", width=8),
    Type(
        "money", "number", "An amount in the workbook's currency", "money", "#,##0.00", "right", 13
    ),
    Type(
        "amount",
        "number",
        "A number whose unit stands in another column (unit_from)",
        "plain",
        "General",
        "right",
        12,
    ),
    Type("count", "number", "A whole number of things", "count", "#,##0", "right", 10, whole=True),
    Type("number", "number", "A number without a unit", "plain", "#,##0.00", "right", 10),
    Type("percent", "number", "A share; 0.25 is 25%", "percent", "0.0%", "right", 9),
    Type(
        "ratio",
        "number",
        'So much to one, as in a return of 3; a format such as `0.0#":1"` writes 3.0:1',
        "ratio",
        "0.00",
        "right",
        9,
    ),
    Type("multiple", "number", "So many times, as in 1.5×", "ratio", '0.00"×"', "right", 9),
    Type("days", "number", "A number of days", "days", "#,##0", "right", 8),
    Type("date", "date", "A day", None, "yyyy-mm-dd", "center", 12),
)

CALLED_ELSEWHERE = {
    "integer": "count",
    "int": "count",
    "float": "number",
    "decimal": "number",
    "currency": "money",
    "string": "text",
    "enum": "choice",
    "list": "choice",
    "boolean": "flag",
    "bool": "flag",
    "datetime": "date",
    "id": "key",
}
"""What other programs call a type, and ours."""

UNREAD = Type("unread", "text", "A type that could not be read; what it holds is not judged")

TYPES: dict[str, Type] = {type_.id: type_ for type_ in _ALL}
"""Every type by its id."""
