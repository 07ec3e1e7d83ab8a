"""What every sheet has: a title band, a frozen header, its way onto paper."""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.model import Blueprint, Sheet
from plansheets.boxes import Box
from plansheets.formula.ast import Name
from plansheets.formula.template import template
from plansheets.grid import MAX_ROWS
from plansheets.plan.canvas.canvas import MARGIN_WIDTH, Canvas, Pinned, internal_link
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.canvas.layout import band_width
from plansheets.plan.canvas.margins import on_paper, side_margins
from plansheets.plan.canvas.paper import pages_filled, rows_on_a_page
from plansheets.plan.look.theme import Theme
from plansheets.plan.look.wording import say
from plansheets.plan.model import PlannedSheet, PlannedTable, PrintSetup
from plansheets.plan.names import VERDICT
from plansheets.plan.sheets.ribbon import place_ribbon
from plansheets.records import dataclass

_FOOTER_TITLE = 100
"""Characters of the title that stand on paper: a footer holds 255 with all its codes."""
_SCREEN_ROWS = 12
"""Rows of a table that are in sight without scrolling."""
FREEZE_AT_MOST = 165.0
"""Points of rows that may stay in sight while the rest scrolls: a laptop shows some 360."""


@dataclass(frozen=True, slots=True)
class _Band:
    """Points of the title band's two rows, and of the title's letters."""

    title: float
    subtitle: float
    letters: float


_BAND = _Band(38, 22, 18)
_LOW_BAND = _Band(23, 14, 14)
"""Where the band stays in sight it leaves the screen to the table's rows."""


_BACK = template("HYPERLINK(target, words)")


def finish_sheet(
    canvas: Canvas,
    around: Surroundings,
    *,
    sheet: Sheet | None = None,
    protected: bool = False,
) -> PlannedSheet:
    """The title band, and what holds for the sheet as a whole."""
    blueprint, look, locale = around.blueprint, canvas.theme, around.locale
    title = blueprint.title(locale) if canvas.id == "about" else canvas.title
    if sheet is not None:
        title = sheet.title(locale)
    pinned = canvas.pinned or _pinned(canvas, blueprint)
    joined = sheet is not None and sheet.joined is not None
    band = _LOW_BAND if joined or (pinned and pinned.freeze) else _BAND
    last = settle_band(canvas, title)
    canvas.need_width(canvas.left - 1, MARGIN_WIDTH)
    canvas.put(0, canvas.left - 1, look.title)
    canvas.put(0, canvas.left, replace(look.title, size=band.letters), title)
    canvas.put(1, canvas.left - 1, look.subtitle)
    subtitle = _subtitle(canvas, blueprint, sheet, locale)
    canvas.put(1, canvas.left, look.subtitle, subtitle)
    # on paper, too: where columns are for the screen alone, in the last one that is printed
    edge = last if canvas.printed_to is None else min(last, canvas.printed_to)
    shown = max(set(range(edge + 1)) - set(canvas.hidden_columns))
    if canvas.id != "about" and shown > canvas.left:
        canvas.put(
            0,
            shown,
            replace(look.band_link, size=10),
            formula=Name(VERDICT),
            link=internal_link(say("checks", locale)),
        )
        back = _BACK(target=f"#'{say('about', locale)}'!A1", words=say("back", locale))
        canvas.put(1, shown, look.band_link, formula=back)
    for row, style in ((0, look.title), (1, look.subtitle)):
        canvas.fill(row, canvas.left, last, style)
    if around.ribbon:
        place_ribbon(canvas, around.ribbon, last, locale, many=bool(blueprint.parts))
    canvas.need_height(0, band.title)
    canvas.need_height(1, band.subtitle)
    landscape = sheet.landscape if sheet else canvas.id != "about"
    one_page = sheet is not None and sheet.one_page
    footer = f"&L{_escaped(blueprint.title(locale)[:_FOOTER_TITLE])}&C{say('page', locale)}&R&A"
    printing = PrintSetup(
        landscape=landscape,
        pages_high=1 if one_page else _pages_high(canvas, blueprint, landscape=landscape),
        repeat_first=pinned.first_row if pinned else None,
        repeat_last=pinned.last_row if pinned else None,
        footer=footer,
        areas=_areas(
            canvas,
            sheet,
            shown,
            landscape=landscape,
            first_page=canvas.id in blueprint.first_pages,
        ),
    )
    if not printing.pages_high:
        parts = [on_paper(canvas, area, printing) for area in printing.areas or (None,)]
        printing = replace(printing, side=side_margins(parts, landscape=landscape))
    return canvas.finish(
        freeze=pinned.freeze if pinned else None,
        printing=printing,
        protected=protected,
        hidden=sheet.hidden if sheet else False,
        tab_color=_tab_color(sheet, blueprint, look),
    )


def _areas(
    canvas: Canvas, sheet: Sheet | None, last: int, *, landscape: bool, first_page: bool
) -> tuple[Box, ...]:
    """Whole columns where not all rows are said to print, so that rows typed later do, too."""
    if sheet is not None and sheet.hidden:
        return ()  # LibreOffice prints what is named to be printed, hidden or not
    rows = canvas.printed_rows
    if sheet.first_page if sheet else first_page:
        rows = rows_on_a_page(canvas, last, landscape=landscape)
    if rows is None and canvas.printed_to is None:
        return ()
    return (Box(0, canvas.left - 1, (rows or MAX_ROWS) - 1, last),)


def _tab_color(sheet: Sheet | None, blueprint: Blueprint, look: Theme) -> str:
    """Sheets of one included blueprint share a colour, so that many tabs can be told apart."""
    if sheet is None:
        return look.palette.header_line
    if sheet.part is None:
        return look.palette.band
    index = [part.id for part in blueprint.parts].index(sheet.part)
    return look.series_color(None, index)


def _pinned(canvas: Canvas, blueprint: Blueprint) -> Pinned | None:
    """The header of the sheet's last table, in sight where the table scrolls."""
    if not canvas.tables:
        return None
    table = canvas.tables[-1]
    above = sum(canvas.height(row) for row in range(table.row + 1))
    freeze = scrolls(table, blueprint) and above <= FREEZE_AT_MOST
    return Pinned((table.row + 1, canvas.left + 1) if freeze else None, table.row, table.row)


def scrolls(table: PlannedTable, blueprint: Blueprint) -> bool:
    """Whether a table is, or may become, longer than a screen."""
    written = blueprint.table(table.id)
    return table.height > _SCREEN_ROWS or (written is not None and written.growing)


def settle_band(canvas: Canvas, title: str) -> int:
    """The last column of the title band: a narrow sheet gets a few more for title and verdict."""
    needed = band_width(title)
    last = canvas.last_column
    while canvas.width_of(canvas.left, last) < needed:
        last += 1
        canvas.need_width(last, 12.0)
    canvas.last_column = last
    return last


def _pages_high(canvas: Canvas, blueprint: Blueprint, *, landscape: bool) -> int:
    """How many pages a sheet that cannot grow fills, small but legible; 0 where it can grow."""
    tables = {table.id: table for table in blueprint.tables}
    if any(tables[planned.id].growing for planned in canvas.tables):
        return 0
    last = max((cell.row for cell in canvas.cells), default=0)
    last = max([last, canvas.row - 1, *(table.last_row for table in canvas.tables)])
    return pages_filled(canvas, last + 1, landscape=landscape)


def _escaped(text: str) -> str:
    return text.replace("&", "&&")


def _subtitle(canvas: Canvas, blueprint: Blueprint, sheet: Sheet | None, locale: str) -> str:
    if sheet is not None and sheet.subtitle is not None:
        return sheet.subtitle(locale)
    if canvas.id == "about":
        return say("about subtitle", locale)
    return blueprint.title(locale)
