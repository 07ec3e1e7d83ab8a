"""How often Python looks for objects that hold each other in a circle while a workbook is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

ALLOCATIONS: Final = 1_000_000
"""Objects made between two searches: trees hold no circles, and each walks through all of them."""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Search less often inside, and as often as before behind it."""
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], ALLOCATIONS) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
