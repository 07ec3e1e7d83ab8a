"""What to say of a name that names nothing."""

from __future__ import annotations

from collections.abc import Iterable

from plansheets.errors import Problem, did_you_mean
from plansheets.source import Span

_LISTED = 20
"""So many names are listed where none is near to what was written."""


def no_table(id_: str, tables: Iterable[str], span: Span) -> Problem:
    return Problem("PS113", f"no table '{id_}'", span, did_you_mean(id_, tables))


def no_row(id_: str, grid: str, rows: Iterable[str], span: Span) -> Problem:
    return Problem(
        "PS220", f"no row '{id_}' in grid '{grid}'", span, did_you_mean(id_, rows, listed=_LISTED)
    )


def no_column(id_: str, table: str, columns: Iterable[str], span: Span) -> Problem:
    """*table*, which may be a period grid, has no column *id_* among its *columns*."""
    named = [column for column in columns if "{" not in column]  # those that repeat have no cells
    hint = did_you_mean(id_, named, listed=_LISTED)
    return Problem("PS220", f"no column '{id_}' in '{table}'", span, hint)
