"""The dictionary: what every metric and column means and how it is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansheets.blueprint.model import Metric, Table
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.boxes import Box
from plansheets.grid import MAX_NAME
from plansheets.lengths import excel_cut
from plansheets.plan.blocks.simple import place_heading
from plansheets.plan.canvas.canvas import FIRST_COLUMN, Canvas
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.canvas.numbers import number_look
from plansheets.plan.look.wording import say
from plansheets.plan.model import PlannedName, Style
from plansheets.plan.write_out.localise import optional_words
from plansheets.words import Locale

_DICTIONARY_WIDTHS = (24.0, 20.0, 38.0, 56.0, 18.0, 30.0)
_NAME, _VALUE, _MEANING, _HOW, _SOURCE, _ID = range(FIRST_COLUMN, FIRST_COLUMN + 6)
"""Ids come last, and not onto paper: only who writes formulas asks for them."""
_FAINT = 9


def place_dictionary(
    canvas: Canvas, metrics: Sequence[Metric], tables: Sequence[Table], around: Surroundings
) -> list[PlannedName]:
    """Every metric with its value, every column that needs explaining; gives the metrics' names."""
    locale, theme = around.locale, canvas.theme
    for offset, width in enumerate(_DICTIONARY_WIDTHS):
        canvas.need_width(FIRST_COLUMN + offset, width)
    canvas.printed_to = _SOURCE
    canvas.row = 2
    canvas.gap()
    names: list[PlannedName] = []
    if metrics:
        place_heading(canvas, say("metrics", locale))
        _heads(canvas, ("name", "value now", "meaning", "how", "source", "id"), locale)
        names = [_metric_row(canvas, metric, around) for metric in metrics]
        canvas.printed_rows = canvas.row
        canvas.gap(14)
    place_heading(canvas, say("columns", locale))
    _heads(canvas, ("name", "where", "meaning", "how", "source", "id"), locale)
    for table in tables:
        for column in table.columns:
            owner = f"{table.id}[{column.id}]"
            how = optional_words(column.how, locale) if column.formula else None
            if not (column.help or how or column.source) or column.hidden:
                continue
            if column.repetition > 1 or column.shows is not None:
                continue
            unit = f"（{column.unit(locale)}）" if column.unit and locale == "zh-CN" else ""
            more = " …" if column.repetition else ""
            _entry(
                canvas,
                column.label(locale) + more + unit,
                owner,
                table.title(locale),
                optional_words(column.help, locale) or "",
                how or "",
                optional_words(column.source, locale) or "",
                theme.label,
            )
    for grid in around.blueprint.grids:
        _grid_entries(canvas, grid, locale)
    return names


def _grid_entries(canvas: Canvas, grid: PeriodGrid, locale: Locale) -> None:
    """The rows of a grid that say what they mean."""
    for row in grid.rows:
        if row.help is None or row.repetition > 1:
            continue
        _entry(
            canvas,
            row.label(locale) + (" …" if row.repetition else ""),
            f"{grid.id}[{row.id}]",
            optional_words(grid.title, locale) or "",
            row.help(locale),
            "",
            "",
            canvas.theme.label,
        )


def _heads(canvas: Canvas, keys: tuple[str, ...], locale: Locale) -> None:
    for offset, key in enumerate(keys):
        style = canvas.theme.header_of("right" if key == "value now" else "left")
        canvas.put(canvas.row, FIRST_COLUMN + offset, style, say(key, locale))
    canvas.need_height(canvas.row, 28)
    canvas.row += 1


def _metric_row(canvas: Canvas, metric: Metric, around: Surroundings) -> PlannedName:
    locale = around.locale
    row = canvas.row
    box = Box(row, _VALUE, row, _VALUE)
    look = number_look(canvas, box, metric.type, metric.number_format, locale)
    wrap = metric.type.kind == "text"
    value = canvas.put(
        row,
        _VALUE,
        replace(canvas.theme.cell, bold=True, wrap=wrap, **look),
        formula=metric.formula.tree,
    )
    _entry(
        canvas,
        metric.label(locale),
        metric.id,
        None,
        optional_words(metric.help, locale) or "",
        optional_words(metric.how, locale) or "",
        optional_words(metric.source, locale) or "",
        canvas.theme.label,
    )
    return PlannedName(metric.id, value, excel_cut(metric.label(locale), MAX_NAME))


def _entry(
    canvas: Canvas,
    name: str,
    id_: str,
    where: str | None,
    meaning: str,
    how: str,
    source: str,
    style: Style,
) -> None:
    row = canvas.row
    faint = replace(style, color=canvas.theme.palette.faint, size=_FAINT)
    canvas.put(row, _NAME, replace(style, bold=True), name)
    if where is not None:
        canvas.put(row, _VALUE, style, where)
    canvas.put(row, _MEANING, style, meaning)
    canvas.put(row, _HOW, faint, how)
    canvas.put(row, _SOURCE, style, source)
    canvas.put(row, _ID, faint, id_)
    texts = ((where or "", _VALUE), (meaning, _MEANING), (source, _SOURCE))
    smaller = ((how, _HOW), (id_, _ID))
    points = max(
        canvas.row_points((said, canvas.width(column)) for said, column in texts),
        canvas.row_points([(name, canvas.width(_NAME))], bold=True),
        canvas.row_points(((said, canvas.width(column)) for said, column in smaller), size=_FAINT),
    )
    canvas.need_height(row, points + 2)
    canvas.row += 1
