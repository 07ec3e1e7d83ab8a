"""What placing blocks needs to know of the rest of the workbook."""

from __future__ import annotations

from dataclasses import dataclass

from plansheets.blueprint.model import Blueprint, Locale
from plansheets.plan.canvas.rows import TableRows


@dataclass(frozen=True, slots=True)
class TableParts:
    """What placing tables needs to know of the rest of the workbook."""

    blueprint: Blueprint
    locale: Locale
    rows: dict[str, TableRows]
    words: dict[str, str]
    """Computed columns, metrics and parameters in words, by owner."""
