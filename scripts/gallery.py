"""The gallery: a picture of every sheet of every shipped workbook, in both languages.

``python scripts/pictures.py --gallery [BLUEPRINT ...]`` takes the pictures and writes the index;
a test holds the index to the blueprints.
"""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import get_args

from images import rasterise, small_png, trimmed
from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.read import read_blueprint
from plansheets.boxes import Box
from plansheets.calc.calculate import calculate
from plansheets.paper.programs import first_pages, print_pdf
from plansheets.paper.still import write_still
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices
from plansheets.plan.look.colors import read_color
from plansheets.plan.look.palettes import THEMES
from plansheets.plan.model import PlannedSheet
from plansheets.render.xlsx import write_xlsx
from plansheets.words import Locale

GALLERY = Path(__file__).parents[1] / "docs" / "gallery"
INDEX = GALLERY / "README.md"
DOTS_PER_INCH = 80
LARGEST_BYTES = 60_000
ROWS = 80
"""More than fit on a page."""
AS_OF = datetime.date(2024, 6, 30)
"""The day of the samples' story."""
FRONT = "target-breakdown"
"""The workbook whose front page shows the themes."""
BRAND = "#C8102E"
LANGUAGES = {"zh-CN": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a sheet."""

    blueprint: str
    locale: Locale
    number: int
    sheet: str
    title: str

    @property
    def path(self) -> str:
        return f"{self.blueprint}/{self.locale}/{self.number:02}-{self.sheet}.png"


@cache
def shots(blueprint: str, locale: Locale) -> list[Shot]:
    """A picture for each sheet of *blueprint* that is shown."""
    model = read_blueprint(shipped()[blueprint])
    planned, _ = plan(model, Choices(locale=locale, blank=True, as_of=AS_OF))
    shown = [sheet for sheet in planned.sheets if not sheet.hidden]
    return [
        Shot(blueprint, locale, number, sheet.id, sheet.title)
        for number, sheet in enumerate(shown, 1)
    ]


def index() -> str:
    """The gallery's page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Gallery"
    yield ""
    yield "Every sheet of every workbook with its sample, as LibreOffice prints its first page."
    yield "`python scripts/pictures.py --gallery` takes the pictures."
    yield ""
    yield "## Themes"
    yield ""
    names = [*THEMES, "brand"]
    captions = [f"`--theme {name}`" for name in THEMES] + [f"`--brand '{BRAND}'`"]
    for name, caption in zip(names, captions, strict=True):
        yield f"- {caption}<br>![{name}](themes/{name}.png)"
    for blueprint in shipped():
        both = {locale: shots(blueprint, locale) for locale in get_args(Locale)}
        yield ""
        yield f"## {blueprint}"
        for locale, taken in both.items():
            yield ""
            yield f"### {blueprint} · {LANGUAGES[locale]}"
            yield ""
            for shot in taken:
                yield f"- {shot.title}<br>![{shot.title}]({shot.path})"


def take_gallery(blueprints: Sequence[str] = ()) -> Iterator[Path]:
    """Take the pictures of *blueprints*, or of all and of the themes, and write the index."""
    for blueprint in blueprints or shipped():
        shutil.rmtree(GALLERY / blueprint, ignore_errors=True)
        for locale in get_args(Locale):
            yield from _take(blueprint, locale)
    if not blueprints:
        yield from _take_themes()
    INDEX.parent.mkdir(parents=True, exist_ok=True)
    INDEX.write_text(index(), "utf-8")
    yield INDEX


def _take(blueprint: str, locale: Locale) -> Iterator[Path]:
    wanted = shots(blueprint, locale)
    with tempfile.TemporaryDirectory() as scratch:
        workbook = _write(Choices(locale=locale, as_of=AS_OF), blueprint, Path(scratch))
        pdf = print_pdf(workbook)
        pages = dict(first_pages(pdf))
        for shot in wanted:
            yield _save(pdf, pages[shot.title], GALLERY / shot.path)


def _take_themes() -> Iterator[Path]:
    """The front page in every theme, and in a brand's colour."""
    plain = Choices(locale="en", as_of=AS_OF)
    looks = {name: replace(plain, theme=name) for name in THEMES}
    looks["brand"] = replace(plain, brand=read_color(BRAND))
    front = shots(FRONT, "en")[1].title
    for name, look in looks.items():
        with tempfile.TemporaryDirectory() as scratch:
            pdf = print_pdf(_write(look, FRONT, Path(scratch)))
            page = dict(first_pages(pdf))[front]
            yield _save(pdf, page, GALLERY / "themes" / f"{name}.png")


def _write(choices: Choices, blueprint: str, folder: Path) -> Path:
    """The workbook as it looks on the day of its sample, no more than a first page can hold."""
    planned, _ = plan(read_blueprint(shipped()[blueprint]), replace(choices, today=AS_OF))
    values = calculate(planned)
    sheets = tuple(_beginning(sheet) for sheet in planned.sheets)
    workbook, still = folder / "workbook.xlsx", folder / "still.xlsx"
    write_xlsx(replace(planned, sheets=sheets), values, workbook)
    write_still(workbook, still)
    return still


def _beginning(sheet: PlannedSheet) -> PlannedSheet:
    last = max((cell.column for cell in sheet.cells), default=0)
    last = max([last, *(table.last_column for table in sheet.tables)])
    rows = max([table.last_row for table in sheet.tables], default=0)
    if rows <= ROWS or sheet.printing.areas:
        return sheet
    printing = replace(sheet.printing, areas=(Box(0, 0, ROWS, last),))
    return replace(sheet, printing=printing)


def _save(pdf: Path, page: int, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(small_png(trimmed(rasterise(pdf, page, DOTS_PER_INCH)), LARGEST_BYTES))
    return target
