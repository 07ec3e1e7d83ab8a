"""The project's own functions: one catalogue for cells, for Excel's add-ins and for Python.

In Python each is a function over numbers, lists, arrays and pandas columns:

>>> from plansheets.functions import deviation_rate, rfm, roi
>>> roi([500, 450], [100, 80])
array([5.   , 5.625])
>>> deviation_rate(85_000, 100_000)
-0.15

Where a value is missing or does not exist they give NaN, None for what is no number, and raise
nothing. numpy is loaded when the first of them is used, pandas never.
"""

from __future__ import annotations

from typing import Any

_OF_RFM = {
    "Customers": "rfm",
    "SegmentLines": "segmenting",
    "eight_segments": "segmenting",
    "fixed_scores": "ranking",
    "grid_segments": "segmenting",
    "rank_scores": "ranking",
    "rfm": "rfm",
    "segment_lines": "segmenting",
}
"""What Python has besides the catalogue, or in place of it, by its module."""


def __getattr__(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415  # only where something is looked up

    if name in _OF_RFM:
        return getattr(import_module(f"plansheets.functions.customers.{_OF_RFM[name]}"), name)
    from plansheets.functions.catalog import CATALOG  # noqa: PLC0415

    if name in CATALOG:
        return import_module("plansheets.functions.kernels").KERNELS[name]
    raise AttributeError(f"module 'plansheets.functions' has no attribute '{name}'")


def __dir__() -> list[str]:
    from plansheets.functions.catalog import CATALOG  # noqa: PLC0415

    return sorted({*CATALOG, *_OF_RFM})
