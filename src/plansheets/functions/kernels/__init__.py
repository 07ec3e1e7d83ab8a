"""The functions of the catalogue in numpy: scalars and arrays in, scalars and arrays out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plansheets.functions.catalog import CATALOG
from plansheets.functions.kernels import (
    customer,
    deviation,
    experiment,
    progress,
    roi,
    score,
    split,
    stock,
    threshold,
)
from plansheets.functions.kernels.kernel import Kernel

_MODULES = (deviation, threshold, roi, customer, stock, progress, score, split, experiment)

KERNELS: Mapping[str, Kernel] = MappingProxyType(
    {
        name: made
        for name in CATALOG
        for module in _MODULES
        if isinstance(made := vars(module).get(name), Kernel) and made.__module__ == module.__name__
    }
)
"""Every kernel by its function's name, in the order of the catalogue."""
