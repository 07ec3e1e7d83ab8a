"""Pages of workbooks as small pictures, cut to what is on them. Needs poppler-utils."""

from __future__ import annotations

import itertools
import struct
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""Red, green and blue by row and column."""

MARGIN = 8
_FOOTER_GAP = 6
"""Rows without ink above a footer, at least."""


def rasterise(pdf: Path, page: int, dots_per_inch: int) -> Image:
    data = subprocess.run(
        ["pdftoppm", "-r", str(dots_per_inch), "-f", str(page), "-l", str(page), pdf],
        check=True,
        capture_output=True,
    ).stdout
    kind, size, _, pixels = data.split(b"\n", 3)
    assert kind == b"P6"
    width, height = map(int, size.split())
    return np.frombuffer(pixels, np.uint8).reshape(height, width, 3)


def trimmed(image: Image) -> Image:
    """*image* without the footer and the white around what is left."""
    inked = np.flatnonzero((image < 255).any(axis=(1, 2)))
    # The footer is the last lines with ink, after a stretch without.
    gaps = [upper for upper, lower in itertools.pairwise(inked) if lower - upper > _FOOTER_GAP]
    top, bottom = inked[0], gaps[-1]
    columns = np.flatnonzero((image[top:bottom] < 255).any(axis=(0, 2)))
    left, right = columns[0], columns[-1]
    return image[max(top - MARGIN, 0) : bottom + MARGIN, max(left - MARGIN, 0) : right + MARGIN]


def small_png(image: Image, most_bytes: int) -> bytes:
    """*image* as a PNG of few colours, fewer where it would have more than *most_bytes*."""
    for colors in (128, 64, 32, 16, 8):
        content = _indexed_png(image, colors)
        if len(content) <= most_bytes:
            return content
    raise ValueError(f"a picture has {len(content)} bytes, more than {most_bytes}")


def _indexed_png(image: Image, colors: int) -> bytes:
    palette, indices = _quantised(image, colors)
    height, width = indices.shape
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = indices
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunks(parts))


def _chunks(parts: Sequence[tuple[bytes, bytes]]) -> Iterator[bytes]:
    for kind, data in parts:
        yield struct.pack(">I", len(data)) + kind + data
        yield struct.pack(">I", zlib.crc32(kind + data))


def _quantised(image: Image, colors: int) -> tuple[Image, Image]:
    """Few colours that miss as little of *image* as may be, and for each pixel the nearest's index.

    The next is where most is missed: by many pixels, or by few by far, as the red of a warning is.
    """
    packed = image.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    known, inverse, counts = np.unique(packed, return_inverse=True, return_counts=True)
    exact = np.stack([known >> 16, known >> 8 & 255, known & 255], axis=1).astype(np.int32)
    # Colours that look alike share a place, so that rare ones of a hue of their own get one, too.
    _, alike = np.unique(exact >> 3, axis=0, return_inverse=True)
    alike = alike.ravel()
    totals = np.bincount(alike, counts)
    by_count = np.argsort(counts, kind="stable")
    best = np.zeros(len(totals), np.intp)
    best[alike[by_count]] = by_count  # the commonest of each place is written last
    candidates = exact[best]
    taken = [int(totals.argmax())]
    missed = np.full(len(candidates), np.inf)
    while len(taken) < min(colors, len(candidates)):
        away = ((candidates - candidates[taken[-1]]) ** 2).sum(axis=1)
        missed = np.minimum(missed, away)
        taken.append(int((totals * missed).argmax()))
    palette = candidates[taken]
    nearest = ((exact[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    return palette.astype(np.uint8), nearest[inverse].reshape(packed.shape).astype(np.uint8)
