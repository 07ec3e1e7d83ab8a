"""Excel's functions as this engine computes them; a function that is not here it declines."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plansheets.calc.columnar.library import (
    aggregates,
    arithmetic,
    conditional,
    dates,
    logic,
    lookups,
    normal,
    ordered,
    places,
    texts,
)
from plansheets.calc.columnar.scene import Computes

_FAMILIES = (
    aggregates,
    arithmetic,
    conditional,
    dates,
    logic,
    lookups,
    normal,
    ordered,
    places,
    texts,
)

LIBRARY: Mapping[str, Computes] = MappingProxyType(
    {name: function for family in _FAMILIES for name, function in family.FUNCTIONS.items()}
)
