"""Every sheet drawn and every thing on it placed: a blueprint becomes a plan."""

from __future__ import annotations

from dataclasses import dataclass, field

from plansheets import __version__
from plansheets.blueprint.model import (
    Block,
    Blueprint,
    Cards,
    Chart,
    Checklist,
    Form,
    Heading,
    Note,
    Parameter,
    PeriodGrid,
    Place,
    Sheet,
    Table,
    Timeline,
)
from plansheets.formula.ast import CellRange
from plansheets.plan.blocks.charts import place_charts
from plansheets.plan.blocks.form import measure_form, place_form, place_parameters
from plansheets.plan.blocks.grid import measure_grid, place_grid, resolve_grids
from plansheets.plan.blocks.simple import place_cards, place_heading, place_note
from plansheets.plan.blocks.table import measure_table, place_table
from plansheets.plan.blocks.timeline import PlacedTimeline, measure_timeline, place_timeline
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import TableParts
from plansheets.plan.canvas.layout import fill_page, lay_out
from plansheets.plan.canvas.paper import check_page, page_heights
from plansheets.plan.canvas.rows import table_rows
from plansheets.plan.choices import Choices
from plansheets.plan.look.theme import Theme, theme
from plansheets.plan.look.wording import say
from plansheets.plan.model import Plan, PlannedName, PlannedSheet, PlannedTable, Value
from plansheets.plan.report import Report
from plansheets.plan.sheets.about import SheetLink, place_about
from plansheets.plan.sheets.checks import place_checklist, place_checks
from plansheets.plan.sheets.dictionary import place_dictionary
from plansheets.plan.sheets.finish import finish_sheet
from plansheets.plan.sheets.lists import place_lists
from plansheets.plan.write_out.automatic_checks import all_checks
from plansheets.plan.write_out.localise import Dictionary, dictionary


@dataclass(slots=True)
class _Drawing:
    """What grows while the sheets are drawn."""

    parts: TableParts
    words: Dictionary
    theme: Theme
    names: list[PlannedName] = field(default_factory=list)
    grids: dict[tuple[str, str], CellRange] = field(default_factory=dict)
    tables: dict[str, tuple[str, int, int]] = field(default_factory=dict)


def place(blueprint: Blueprint, choices: Choices, words: dict[str, str], report: Report) -> Plan:
    """The plan of *blueprint*; *words* explains computed things by owner."""
    locale = choices.locale
    look = theme(locale, choices.theme, choices.brand)
    lists = Canvas("lists", say("lists", locale), look)
    parts = TableParts(
        blueprint,
        locale,
        table_rows(blueprint, choices, report),
        words,
    )
    drawing = _Drawing(parts, dictionary(blueprint, locale), look)
    drawing.names += place_lists(lists, blueprint, locale)
    values = _parameter_values(blueprint, choices)
    work = [_work_sheet(sheet, drawing, values) for sheet in blueprint.sheets]
    for sheet, planned in zip(blueprint.sheets, work, strict=True):
        check_page(sheet, planned, report)
    standard = _standard_sheets(blueprint, choices, drawing, values)
    about = Canvas("about", say("about", locale), look)
    links = [_link(sheet, blueprint, locale) for sheet in (*work, *standard) if not sheet.hidden]
    sample = not choices.blank and any(
        table.sample and not table.keep and table.id not in choices.data
        for table in blueprint.tables
    )
    place_about(about, blueprint, links, parts, choices.profile, sample=sample)
    sheets = [finish_sheet(about, parts, protected=True), *work, *standard]
    if blueprint.lists:
        sheets.append(lists.finish(hidden=True))
    plan = Plan(
        blueprint=blueprint.id,
        version=blueprint.version,
        digest=blueprint.digest,
        title=blueprint.title(locale),
        locale=locale,
        profile=choices.profile,
        created=choices.created,
        today=choices.today or choices.created.date(),
        sheets=tuple(sheets),
        names=tuple(drawing.names),
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
        font=look.font,
        active_sheet=1 if work else 0,
    )
    return resolve_grids(plan, drawing.grids)


def _parameter_values(blueprint: Blueprint, choices: Choices) -> dict[str, Value]:
    """What is typed into each parameter's cell."""
    values: dict[str, Value] = {}
    for parameter in blueprint.parameters:
        value: Value = None if choices.blank else parameter.sample.get(choices.locale)
        if parameter.id in choices.values:
            value = choices.values[parameter.id]
        if parameter.id == "as_of" and choices.as_of is not None:
            value = choices.as_of
        item = blueprint.item(parameter.list_id, value)
        values[parameter.id] = item.label(choices.locale) if item else value
    return values


def _work_sheet(sheet: Sheet, drawing: _Drawing, values: dict[str, Value]) -> PlannedSheet:
    parts = drawing.parts
    locale = parts.locale
    canvas = Canvas(sheet.id, sheet.title(locale), drawing.theme)
    for block in sheet.blocks:
        _measure(canvas, block, parts)
    lay_out(canvas, sheet, parts)
    canvas.row = 2
    canvas.gap()
    planned: PlannedTable | None = None
    timeline: PlacedTimeline | None = None
    blocks = list(sheet.blocks)
    while blocks:
        block = blocks.pop(0)
        match block:
            case Place():
                table = parts.blueprint.table(block.table)
                assert table is not None
                planned = _table_block(canvas, table, drawing)
            case Timeline():
                timeline = place_timeline(canvas, block, parts, values)
                planned = timeline.table
                drawing.names += timeline.names
                drawing.tables[block.table] = (canvas.title, planned.row, planned.column)
            case Chart():
                charts = [block]
                while blocks and isinstance(beside := blocks[0], Chart):
                    charts.append(beside)
                    del blocks[0]
                place_charts(canvas, charts, parts)
            case _:
                _simple_block(canvas, block, drawing, values)
    if sheet.one_page:
        fill_page(canvas, *page_heights(canvas, landscape=sheet.landscape))
    repeat = planned.row if planned is not None else None
    finished = finish_sheet(
        canvas,
        parts,
        sheet=sheet,
        table=planned,
        repeat=repeat,
        protected=not canvas.tables,
    )
    return timeline.framed(finished) if timeline is not None else finished


def _measure(canvas: Canvas, block: Block, parts: TableParts) -> None:
    match block:
        case Place():
            table = parts.blueprint.table(block.table)
            if table is not None:
                measure_table(canvas, table, parts)
        case Timeline():
            table = parts.blueprint.table(block.table)
            if table is not None:
                measure_timeline(canvas, table, parts)
        case PeriodGrid():
            measure_grid(canvas, block, parts)
        case Form():
            measure_form(canvas)
        case _:
            pass


def _table_block(canvas: Canvas, table: Table, drawing: _Drawing) -> PlannedTable:
    planned = place_table(canvas, table, drawing.parts)
    drawing.tables[table.id] = (canvas.title, planned.row, planned.column)
    if not table.growing:
        canvas.gap(14)
    return planned


def _simple_block(
    canvas: Canvas, block: Block, drawing: _Drawing, values: dict[str, Value]
) -> None:
    parts = drawing.parts
    match block:
        case Heading():
            place_heading(canvas, block.words(parts.locale))
        case Note():
            place_note(canvas, block.words(parts.locale))
            canvas.gap(6)
        case Cards():
            place_cards(canvas, block, parts)
        case PeriodGrid():
            drawing.grids.update(place_grid(canvas, block, parts, drawing.words))
        case Form():
            if block.title:
                place_heading(canvas, block.title(parts.locale))
            chosen = [parts.blueprint.parameter(id_) for id_ in block.parameters]
            drawing.names += place_form(
                canvas, [one for one in chosen if one is not None], values, parts
            )
            canvas.gap(10)
        case Checklist():
            place_checklist(canvas, all_checks(parts.blueprint, parts.locale), parts)
        case _:
            pass


def _standard_sheets(
    blueprint: Blueprint, choices: Choices, drawing: _Drawing, values: dict[str, Value]
) -> list[PlannedSheet]:
    """Parameters, checks and dictionary; every check links to where its table stands."""
    locale, look, parts = choices.locale, drawing.theme, drawing.parts
    sheets = []
    on_forms = {
        id_ for sheet in blueprint.sheets for block in sheet.blocks for id_ in _parameters_on(block)
    }
    rest: list[Parameter] = [one for one in blueprint.parameters if one.id not in on_forms]
    if rest:
        canvas = Canvas("parameters", say("parameters", locale), look)
        drawing.names += place_parameters(canvas, rest, values, parts)
        sheets.append(finish_sheet(canvas, parts, protected=True))
    checks = all_checks(blueprint, locale)
    canvas = Canvas("checks", say("checks", locale), look)
    drawing.names += place_checks(canvas, checks, drawing.tables, parts)
    sheets.append(finish_sheet(canvas, parts, protected=True))
    canvas = Canvas("dictionary", say("dictionary", locale), look)
    hidden = {
        block.table
        for sheet in blueprint.sheets
        if sheet.hidden
        for block in sheet.blocks
        if isinstance(block, Place | Timeline)
    }
    shown = [table for table in blueprint.tables if table.id not in hidden]
    drawing.names += place_dictionary(canvas, blueprint.metrics, shown, parts)
    sheets.append(finish_sheet(canvas, parts, protected=True))
    return sheets


def _parameters_on(block: Block) -> tuple[str, ...]:
    match block:
        case Form():
            return block.parameters
        case Timeline():
            return block.controls
        case _:
            return ()


def _link(sheet: PlannedSheet, blueprint: Blueprint, locale: str) -> SheetLink:
    written = next((one for one in blueprint.sheets if one.id == sheet.id), None)
    purpose = written.subtitle(locale) if written and written.subtitle else ""
    standard = written is None
    return SheetLink(
        sheet.title,
        say(f"{sheet.id} help", locale) if standard else purpose,
        _group(written, blueprint, locale),
    )


def _group(sheet: Sheet | None, blueprint: Blueprint, locale: str) -> str:
    """What a composite's sheet is listed under: the blueprint it comes from."""
    if not blueprint.parts:
        return ""
    if sheet is None:
        return say("shared", locale)
    part = blueprint.part(sheet.part)
    return part.title(locale) if part else ""
