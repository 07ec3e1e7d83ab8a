"""The add-in's icon: three growing bars, drawn in any size."""

from __future__ import annotations

import struct
import zlib
from typing import Final

_GROUND: Final = bytes((0x1F, 0x3A, 0x5F))
_BAR: Final = bytes((0xFF, 0xFF, 0xFF))
_HEIGHTS: Final = (0.35, 0.55, 0.75)
"""Of each bar, as a share of the icon."""

_MARGIN: Final = 1 / 8


def icon(size: int) -> bytes:
    """A PNG of *size* by *size* points."""
    middles = [(place + 0.5) / size for place in range(size)]
    rows = (b"\0" + b"".join(_point(across, down) for across in middles) for down in middles)
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _point(across: float, down: float) -> bytes:
    # a gap is half a bar, and none stands behind the last
    place = (across - _MARGIN) / (1 - 2 * _MARGIN) * (len(_HEIGHTS) - 1 / 3)
    on_a_bar = 0 <= place < len(_HEIGHTS) and place % 1 < 2 / 3
    if on_a_bar and 1 - _MARGIN - _HEIGHTS[int(place)] <= down < 1 - _MARGIN:
        return _BAR
    return _GROUND


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check
