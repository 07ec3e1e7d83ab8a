"""The functions of the catalogue in numpy: scalars and arrays in, scalars and arrays out."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from plansheets.functions.catalog import FAMILIES
from plansheets.functions.kernel import Kernel


def _kernels() -> dict[str, Kernel]:
    found = {}
    for family, functions in FAMILIES.items():
        module = import_module(f"plansheets.functions.{family}.kernel")
        for function in functions:
            made = vars(module).get(function.name)
            if isinstance(made, Kernel):  # else a test names it
                found[function.name] = made
    return found


KERNELS: Mapping[str, Kernel] = MappingProxyType(_kernels())
"""Every kernel by its function's name, in the order of the catalogue."""
