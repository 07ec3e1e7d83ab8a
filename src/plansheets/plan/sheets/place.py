"""Every sheet drawn and every thing on it placed: a blueprint becomes a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from plansheets import __version__
from plansheets.blueprint.model import Blueprint, Sheet
from plansheets.plan.blocks.drawings import place_blocks
from plansheets.plan.blocks.form import place_parameters
from plansheets.plan.blocks.grid import resolve_grids
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.plan.canvas.inputs import inputs
from plansheets.plan.canvas.paper import check_page, pages_filled
from plansheets.plan.canvas.rows import table_rows
from plansheets.plan.check.heights import check_heights
from plansheets.plan.choices import Choices
from plansheets.plan.look.theme import Theme, theme
from plansheets.plan.look.wording import say
from plansheets.plan.look.workbook import looks
from plansheets.plan.model import BEHIND, Plan, PlannedSheet, Value
from plansheets.plan.report import Report
from plansheets.plan.sheets.about import SheetLink, place_about
from plansheets.plan.sheets.begun import begin_below_band, fill_its_page, measured
from plansheets.plan.sheets.checks import NO_TABLE, place_checks
from plansheets.plan.sheets.columns_gone import PlacedTable
from plansheets.plan.sheets.dictionary import place_dictionary
from plansheets.plan.sheets.finish import finish_sheet
from plansheets.plan.sheets.joined import place_joined
from plansheets.plan.sheets.lists import place_lists
from plansheets.plan.sheets.ribbon import ribbon, ribbon_name
from plansheets.plan.write_out.automatic_checks import all_checks
from plansheets.plan.write_out.localise import dictionary
from plansheets.words import Locale


def place(blueprint: Blueprint, report: Report) -> Plan:
    """The plan of *blueprint*, whose formulas are in the words of the chosen language."""
    choices = report.choices
    locale = choices.locale
    look = theme(locale, choices.theme, choices.brand)
    lists = Canvas("lists", say("lists", locale), look)
    rows = table_rows(blueprint, choices, report)
    around = Surroundings(
        blueprint, locale, rows, inputs(blueprint, locale), ribbon(blueprint, choices, rows)
    )
    values = parameter_values(blueprint, choices)
    behind = Canvas(BEHIND, say("charts", locale), look)
    under_way = UnderWay(around, dictionary(blueprint, locale), behind, values)
    under_way.names += place_lists(lists, blueprint, locale)
    work = list(_work_sheets(look, under_way, report))
    placed = [PlacedTable(sheet.title, table) for sheet in work for table in sheet.tables]
    standard = _standard_sheets(placed, look, under_way)
    about = Canvas("about", say("about", locale), look)
    links = [
        _link(sheet, blueprint, locale)
        for sheet in (*work, *standard)
        if not sheet.hidden or sheet.id in blueprint.folded
    ]
    under_way.names += place_about(about, links, under_way.tables, around, choices.profile)
    front = finish_sheet(about, around, protected=True)
    if around.ribbon:
        under_way.names.append(ribbon_name(front))
    sheets = [front, *work, *standard]
    if blueprint.lists:
        sheets.append(lists.finish(hidden=True))
    if behind.cells:
        sheets.append(behind.finish(hidden=True))
    check_heights(sheets, blueprint, report)
    plan = Plan(
        blueprint=blueprint.id,
        version=blueprint.version,
        digest=blueprint.digest,
        title=blueprint.title(locale),
        locale=locale,
        profile=choices.profile,
        created=choices.created,
        today=choices.today or choices.created.date(),
        looks=looks(look),
        sheets=tuple(sheets),
        names=tuple(under_way.names),
        typed=under_way.typed,
        checks=under_way.checks,
        properties={
            "title": blueprint.title(locale),
            "subject": blueprint.purpose(locale) if blueprint.purpose else "",
            "keywords": ", ".join(blueprint.keywords),
            "comments": f"{blueprint.id} {blueprint.version} · plansheets {__version__}",
        },
        custom={
            "plansheets.blueprint": blueprint.id,
            "plansheets.version": blueprint.version,
            "plansheets.digest": blueprint.digest,
            "plansheets.program": __version__,
            "plansheets.locale": locale,
            "plansheets.profile": choices.profile,
            "plansheets.theme": choices.theme,
            **({"plansheets.brand": f"#{choices.brand}"} if choices.brand else {}),
        },
        active_sheet=1 if work else 0,
        cell_references=choices.cell_references,
    )
    return resolve_grids(replace(plan, grids=under_way.grids))


def parameter_values(blueprint: Blueprint, choices: Choices) -> dict[str, Value]:
    """What is typed into each parameter's cell."""
    values: dict[str, Value] = {}
    for parameter in blueprint.parameters:
        value: Value = parameter.sample.get(choices.locale) if choices.samples else None
        if parameter.id in choices.values:
            value = choices.values[parameter.id]
        if parameter.id == "as_of" and choices.as_of is not None:
            value = choices.as_of
        if parameter.keeps_its_year and value is None and choices.today is not None:
            value = choices.today.year
        item = blueprint.item(parameter.list_id, value)
        values[parameter.id] = item.label(choices.locale) if item else value
    return values


def _work_sheets(look: Theme, under_way: UnderWay, report: Report) -> Iterator[PlannedSheet]:
    """The sheets of the blueprint, those that are joined on one."""
    for joined, run in groupby(under_way.around.blueprint.sheets, attrgetter("joined")):
        sheets = tuple(run)
        if joined is None:
            made = [_work_sheet(sheet, look, under_way) for sheet in sheets]
            yield from made
        else:
            whole, made = place_joined(sheets, look, under_way)
            yield whole
        for sheet, planned in zip(sheets, made, strict=True):
            check_page(sheet, planned, report)


def _work_sheet(sheet: Sheet, look: Theme, under_way: UnderWay) -> PlannedSheet:
    around = under_way.around
    canvas = measured(sheet, look, around)
    begin_below_band(canvas, around)
    place_blocks(canvas, sheet.blocks, under_way)
    fill_its_page(canvas, sheet)
    return finish_sheet(canvas, around, sheet=sheet, protected=not canvas.tables)


def _standard_sheets(
    tables: Sequence[PlacedTable], look: Theme, under_way: UnderWay
) -> list[PlannedSheet]:
    """Parameters, checks and dictionary; every check links to where its table stands."""
    around = under_way.around
    blueprint, locale = around.blueprint, around.locale
    sheets = []
    places = dict(under_way.tables)
    placed = {id_ for block in blueprint.blocks for id_ in block.holds.parameters}
    rest = [parameter for parameter in blueprint.parameters if parameter.id not in placed]
    if rest:
        canvas = Canvas("parameters", say("parameters", locale), look)
        under_way.names += place_parameters(canvas, rest, under_way)
        sheets.append(finish_sheet(canvas, around, protected=True))
        places[NO_TABLE] = canvas.title, 0, 0
    checks = all_checks(blueprint, locale)
    under_way.checks |= {check.id: check.message(locale) for check in checks}
    canvas = Canvas("checks", say("checks", locale), look)
    under_way.names += place_checks(canvas, checks, places, tables, around)
    sheets.append(finish_sheet(canvas, around, protected=True))
    canvas = Canvas("dictionary", say("dictionary", locale), look)
    hidden = {
        id_
        for sheet in blueprint.sheets
        if sheet.hidden
        for block in sheet.blocks
        for id_ in block.holds.tables
    }
    shown = [table for table in blueprint.tables if table.id not in hidden]
    under_way.names += place_dictionary(canvas, blueprint.metrics, shown, around)
    made = finish_sheet(canvas, around, protected=True)
    if canvas.printed_rows is not None:  # no page is made for the rows that are not printed
        high = pages_filled(canvas, canvas.printed_rows, landscape=made.printing.landscape)
        made = replace(made, printing=replace(made.printing, pages_high=high))
    if made.id in blueprint.folded:
        made = replace(made, hidden=True, printing=replace(made.printing, areas=()))
    sheets.append(made)
    return sheets


def _link(sheet: PlannedSheet, blueprint: Blueprint, locale: Locale) -> SheetLink:
    ids = (one.joined.id if one.joined else one.id for one in blueprint.sheets)
    on_it = [one for one, id_ in zip(blueprint.sheets, ids, strict=True) if id_ == sheet.id]
    written = on_it[0] if on_it else None
    purpose = _purpose(on_it, locale)
    standard = written is None
    return SheetLink(
        sheet.title,
        say(f"{sheet.id} help", locale) if standard else purpose,
        _group(written, blueprint, locale),
        folded=sheet.hidden,
    )


def _purpose(sheets: Sequence[Sheet], locale: Locale) -> str:
    """What the sheet of the workbook that holds *sheets* is for."""
    if not sheets:
        return ""
    [first, *_] = sheets
    if first.joined is None:
        return first.subtitle(locale) if first.subtitle else ""
    titles = " · ".join(sheet.title(locale) for sheet in sheets)
    return f"{first.joined.subtitle(locale)}\n{titles}" if first.joined.subtitle else titles


def _group(sheet: Sheet | None, blueprint: Blueprint, locale: str) -> str:
    """What a composite's sheet is listed under: the blueprint it comes from."""
    if not blueprint.parts:
        return ""
    if sheet is None:
        return say("shared", locale)
    part = blueprint.part(sheet.part)
    return part.title(locale) if part else ""
