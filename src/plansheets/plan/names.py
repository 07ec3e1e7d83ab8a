"""Names that the file gets beside the ids of its blueprint."""

from __future__ import annotations

from plansheets.formula.ast import Name

VERDICT = "checks_verdict"
"""The cell that says whether all checks passed."""

COLUMNS_GONE = "_columns_gone"
"""How many columns of all tables have no header any more."""

FILLED = "_filled"
"""How many rows people have filled, table by table."""


def filled_name(table_id: str) -> Name:
    """The name of how many rows of a table are filled."""
    return Name(f"{FILLED}_{table_id}")


RIBBON = "sample_ribbon"
"""The cell that names the tables that still hold sample rows."""


def list_name(list_id: str) -> Name:
    """The name of a list's items; ids begin with a letter, so nothing else is called this."""
    return Name(f"_list_{list_id}")


def own_id(place: int) -> str:
    """The id of a column of people's own, which stood at *place*; no blueprint's has a blank."""
    return f"own {place}"
