"""What tells which plan a workbook follows: itself, its properties, or whoever asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.errors import Problem, WorkbookError
from plansheets.life.book import OpenBook
from plansheets.life.manifest import Manifest
from plansheets.life.recognise import Recognised, read_manifest, recognise
from plansheets.words import LOCALES, Locale, Words

if TYPE_CHECKING:
    from plansheets.blueprint.model import Blueprint


def know(book: OpenBook, blueprint: str | Path | None = None) -> Recognised:
    """*book* recognised; *blueprint* is asked where it does not say itself what it is.

    Raises
    ------
    WorkbookError
        where nothing tells what it is.
    """
    manifest = read_manifest(book)
    if manifest is not None:
        return recognise(book, manifest)
    return _know_unmarked(book, blueprint)


def _know_unmarked(book: OpenBook, blueprint: str | Path | None) -> Recognised:
    """The same for a workbook that nobody marked: the blueprint has to be read, and planned."""
    from plansheets.blueprint.catalog import find_blueprint, shipped  # noqa: PLC0415  # as below
    from plansheets.blueprint.read import read_blueprint  # noqa: PLC0415  # half of all imports

    properties = custom_properties(book)
    name = properties.get("plansheets.blueprint", "")
    path = find_blueprint(str(blueprint)) if blueprint is not None else shipped().get(name)
    if path is None:
        raise _unknown(book)
    model = read_blueprint(path)
    made = _made(book, model, properties)
    digest = properties.get("plansheets.digest", "")
    other = digest != model.digest
    if other:  # its own plan is another: whoever compares formulas has to have that one
        made = replace(made, facts={**made.facts, "digest": digest})
    known = recognise(book, made, marked=False, other=other)
    if not known.tables:
        raise _unknown(book)
    if not other:
        return known
    doubt = Words(
        f"工作簿是用蓝图 {model.id} 的另一个版本做的，按表名和表头对应",
        f"it was made from another version of {model.id}: matched by names and headers",
    )
    return Recognised(
        known.book, known.manifest, known.marked, known.sheets, known.tables, known.typed,
        (doubt, *known.doubts), known.lost_names,
    )  # fmt: skip


def _made(book: OpenBook, model: Blueprint, properties: dict[str, str]) -> Manifest:
    """What *book* would say of itself, had it been made today: as high as its tables are."""
    heights = {
        table.name: max(table.last_row - table.box.first_row, 1) for _, table in book.tables()
    }
    from plansheets.life.marks import manifest_of  # noqa: PLC0415  # as below
    from plansheets.plan.build import plan  # noqa: PLC0415  # half of all imports, seldom needed
    from plansheets.plan.choices import Choices  # noqa: PLC0415

    choices = Choices(locale=_locale(book, properties), heights=heights)
    ready, _ = plan(model, choices)
    return manifest_of(ready, model, choices, {}, ())


def _locale(book: OpenBook, properties: dict[str, str]) -> Locale:
    from plansheets.plan.look.wording import say  # noqa: PLC0415

    told = properties.get("plansheets.locale")
    titles = {sheet.title for sheet in book.sheets}
    for locale in LOCALES:
        if told == locale or (told is None and say("checks", locale) in titles):
            return locale
    return "en"


def custom_properties(book: OpenBook) -> dict[str, str]:
    """The custom document properties of *book*."""
    found: dict[str, str] = {}
    for part in book.package.related("", "custom-properties"):
        for element in book.package.tree(part):
            text = "".join(element.itertext()).strip()
            found[element.get("name", "")] = text
    return found


def _unknown(book: OpenBook) -> WorkbookError:
    message = Words(
        "认不出这是哪个蓝图做的工作簿", "nothing in this workbook tells which blueprint it is from"
    )
    hint = Words(
        "用 --blueprint 指明蓝图；只认得 plansheets 生成的工作簿",
        "name its blueprint with --blueprint; only workbooks of plansheets are known",
    )
    return WorkbookError([Problem.told("PS701", message, hint=hint, where=book.name)])
