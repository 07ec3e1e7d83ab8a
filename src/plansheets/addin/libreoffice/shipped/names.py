"""Names in the RFM table; in the extension, the file that this one imports stands here."""

from __future__ import annotations

from plansheets.functions.customers.segments import EIGHT, GRID, HEADERS, ONCE

__all__ = ["EIGHT", "GRID", "HEADERS", "ONCE"]
