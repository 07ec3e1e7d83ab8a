"""Take the pictures of the documentation: ``python scripts/pictures.py [BLUEPRINT ...]``.

Builds each workbook, lets LibreOffice print it and keeps its first work sheet without the white
around it; with ``--gallery`` every sheet, for docs/gallery. Needs plansheets installed, LibreOffice
Calc and poppler-utils.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from gallery import shots, take_gallery
from images import rasterise, small_png, trimmed
from plansheets import build
from plansheets.paper.programs import first_pages, print_pdf
from plansheets.words import Locale

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
DOTS_PER_INCH = 96
LARGEST_BYTES = 150_000
SHOWN = ("sku-management", "monitoring-board")
"""The workbooks that the READMEs show."""


def take_pictures(blueprints: Sequence[str]) -> Iterator[Path]:
    """The first work sheet of each of *blueprints*, in each language."""
    PICTURES.mkdir(exist_ok=True)
    for blueprint in blueprints:
        for locale in get_args(Locale):
            yield _take(blueprint, locale)


def _take(blueprint: str, locale: Locale) -> Path:
    front = shots(blueprint, locale)[1].title
    with tempfile.TemporaryDirectory() as scratch:
        workbook = Path(scratch) / "workbook.xlsx"
        build(blueprint, workbook, locale=locale)
        pdf = print_pdf(workbook)
        page = dict(first_pages(pdf))[front]
        content = small_png(trimmed(rasterise(pdf, page, DOTS_PER_INCH)), LARGEST_BYTES)
    target = PICTURES / f"{blueprint}.{locale}.png"
    target.write_bytes(content)
    return target


if __name__ == "__main__":
    words = sys.argv[1:]
    gallery = "--gallery" in words
    names = [word for word in words if word != "--gallery"]
    for path in take_gallery(names) if gallery else take_pictures(names or SHOWN):
        print(path)
