"""Take the pictures of the documentation: ``python scripts/pictures.py [BLUEPRINT ...]``.

Builds each workbook, lets LibreOffice print it and keeps its first work sheet without the white
around it. Needs plansheets installed, LibreOffice Calc and poppler-utils.
"""

from __future__ import annotations

import itertools
import struct
import subprocess
import sys
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from plansheets import build
from plansheets.plan.model import Locale
from plansheets.plan.wording import say

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
DOTS_PER_INCH = 96
MARGIN = 8
LARGEST_BYTES = 150_000
SHOWN = ("sku-management", "monitoring-board")
"""The workbooks that the READMEs show."""


@dataclass(frozen=True, slots=True)
class Image:
    """Red, green and blue, a byte each, row after row."""

    width: int
    height: int
    pixels: bytes

    def row(self, number: int) -> bytes:
        return self.pixels[number * self.width * 3 : (number + 1) * self.width * 3]


def first_work_page(pdf: Path, about: str) -> int:
    """The first page, counted from 1, whose footer does not end with the first sheet's title."""
    text = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", pdf, "-"], check=True, capture_output=True
    ).stdout.decode()
    pages = text.removesuffix("\f").split("\f")
    return next(number for number, page in enumerate(pages, 1) if not page.rstrip().endswith(about))


def rasterise(pdf: Path, page: int) -> Image:
    data = subprocess.run(
        ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", str(page), "-l", str(page), pdf],
        check=True,
        capture_output=True,
    ).stdout
    kind, size, _, pixels = data.split(b"\n", 3)
    assert kind == b"P6"
    width, height = map(int, size.split())
    return Image(width, height, pixels)


def trimmed(image: Image) -> Image:
    """*image* without the footer and the white around what is left."""
    white = b"\xff" * (image.width * 3)
    inked = [number for number in range(image.height) if image.row(number) != white]
    # The footer is the last lines with ink, after a stretch without.
    gaps = [upper for upper, lower in itertools.pairwise(inked) if lower - upper > 6]
    top, bottom = inked[0], gaps[-1]
    columns = [
        next(
            place
            for place in places
            if any(
                image.row(number)[place * 3 : place * 3 + 3] != white[:3]
                for number in range(top, bottom)
            )
        )
        for places in (range(image.width), range(image.width - 1, -1, -1))
    ]
    left, right = columns[0] - MARGIN, columns[1] + MARGIN
    rows = range(top - MARGIN, bottom + MARGIN)
    kept = b"".join(image.row(number)[left * 3 : (right + 1) * 3] for number in rows)
    return Image(right + 1 - left, len(rows), kept)


def png(image: Image) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + image.row(number) for number in range(image.height))
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def take(name: str, locale: Locale) -> Path:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        build(name, folder / "picture.xlsx", locale=locale)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "picture.xlsx"],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        pdf = folder / "picture.pdf"
        content = png(trimmed(rasterise(pdf, first_work_page(pdf, say("about", locale)))))
    if len(content) > LARGEST_BYTES:
        sys.exit(f"the picture of {name} has {len(content)} bytes, more than {LARGEST_BYTES}")
    target = PICTURES / f"{name}.{locale}.png"
    target.write_bytes(content)
    return target


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for blueprint in sys.argv[1:] or SHOWN:
        for language in get_args(Locale):
            print(take(blueprint, language))
