"""What people call sheets, in the new workbook, too."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.anew.carry import Carrying
from plansheets.life.book import BookSheet
from plansheets.life.rebuild import titles_of
from plansheets.life.recognise import Recognised
from plansheets.plan.check.places import STANDARD, title_faults
from plansheets.plan.look.wording import say
from plansheets.plan.model import BEHIND
from plansheets.words import Locale


def own_titles(known: Recognised) -> Iterator[tuple[str, str, BookSheet]]:
    """The id, the title of the blueprint and the sheet, of all that people have renamed."""
    kept = titles_of(known.manifest.choices)
    titles = {one.id: one.title for one in known.manifest.sheets if known.marked}
    for id_, sheet in known.sheets.items():
        if id_ in titles and (sheet.title != titles[id_] or id_ in kept):
            yield id_, titles[id_], sheet


def carried_titles(carrying: Carrying, locale: Locale) -> dict[str, str]:
    """What sheets of today are to be called, by id.

    A title that another sheet has, or that Excel takes for none, stays behind.
    """
    blueprint = carrying.blueprint
    today = {one.id: one.title(locale) for one in (
        sheet.joined or sheet for sheet in blueprint.sheets
    )}  # fmt: skip
    today |= {id_: say(id_, locale) for id_ in (*STANDARD, BEHIND)}
    found: dict[str, str] = {}
    for id_, _, sheet in own_titles(carrying.old.known):
        others = {found.get(each, title).casefold() for each, title in today.items() if each != id_}
        sound = sheet.title.isprintable() and not any(True for _ in title_faults(sheet.title))
        if id_ in today and sound and sheet.title.casefold() not in others:
            found[id_] = sheet.title
    return {id_: title for id_, title in found.items() if title != today[id_]}
