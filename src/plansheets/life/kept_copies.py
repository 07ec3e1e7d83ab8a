"""Copies that are kept of workbooks before they change: called by the day."""

from __future__ import annotations

import re
from pathlib import Path

_DATED = re.compile(r"(.+)\.[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[0-9]+)?")


def kept_copy_of(path: Path) -> Path | None:
    """The workbook of which *path* is a dated copy, where that stands beside it."""
    dated = _DATED.fullmatch(path.stem)
    original = path.with_name(dated[1] + path.suffix) if dated else path
    return original if original != path and original.exists() else None
