"""The title above a chart: the fact that its numbers state, and in small the question and unit.

It stands in cells, which every program keeps up to date; a title inside a chart that follows a cell
is one only in some.
"""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.chart import Chart, ChartSeries
from plansheets.blueprint.model import Parameter
from plansheets.blueprint.types import Type
from plansheets.formula.ast import Node, Text
from plansheets.formula.template import template
from plansheets.plan.blocks.facts import Drawn, place_fact, put_behind, states_a_fact
from plansheets.plan.canvas.canvas import PIXELS_A_CHARACTER, Canvas
from plansheets.plan.canvas.context import UnderWay
from plansheets.plan.canvas.inputs import first_to_fill, leads_to_fill, rows_of
from plansheets.plan.look.compact import in_larger_unit
from plansheets.plan.look.measure import INDENT
from plansheets.plan.look.wording import say
from plansheets.plan.write_out.localise import optional_words
from plansheets.words import Locale, Words

TITLE_ROWS = 2
_FACT_POINTS, _QUESTION_POINTS = 22.0, 17.0

_MARK, _LINE = "▬ ", "─ "

_ONCE_FILLED = template('IF(rows=0, "", fact)')
_IS_DRAWN = template('IF(COUNT(values)=0, "", question)')
_FACT = template('IF(fact="", question, fact)')
_QUESTION = template('IF(fact="", missing, question)')
_OF_PERIOD = template('words&IF(period="", "", lead&period)')
_MISSING = template('IF(found="", nothing, lead&found)')


def place_title(
    canvas: Canvas,
    chart: Chart,
    drawn: Drawn | None,
    column: int,
    indent: int,
    end: int | None,
    under_way: UnderWay,
) -> None:
    """Two lines above a chart that begins *indent* pixels into *column*, as it does.

    Where *end* is given, other words begin in that column, before the chart is over: the lines
    shrink into their room, as half a number is a wrong one.
    """
    locale, theme = under_way.around.locale, canvas.theme
    steps = round(indent / (INDENT * PIXELS_A_CHARACTER))
    first = replace(theme.fact, align="left", indent=steps) if steps else theme.fact
    second = replace(theme.question, align="left", indent=steps) if steps else theme.question
    if end is not None:
        first, second = replace(first, shrink=True), replace(second, shrink=True)
    question = chart.title(locale)
    unit = optional_words(chart.y_title, locale) or ""
    if drawn is not None:
        unit = unit_of(chart.y_title, drawn.type, drawn.number_format, locale)
        unit = " · ".join(words for words in (unit, *drawn.marked) if words)
    fact, missing = _worked_out(chart, drawn, under_way)
    canvas.need_height(canvas.row, _FACT_POINTS)
    canvas.need_height(canvas.row + 1, _QUESTION_POINTS)
    if fact is None:
        canvas.put(canvas.row, column, first, question)
        if chart.period is None:
            canvas.put(canvas.row + 1, column, second, unit)
        else:
            canvas.put(canvas.row + 1, column, second, formula=_beside(unit, chart))
    else:
        says = _FACT(fact=fact, question=question)
        canvas.put(canvas.row, column, first, formula=says)
        stated = chart.fact is not None or states_a_fact(chart)
        asked = " · ".join(words for words in (question if stated else "", unit) if words)
        beside = _QUESTION(fact=fact, missing=missing, question=_beside(asked, chart))
        canvas.put(canvas.row + 1, column, second, formula=beside)
    if end is not None and end - 1 > column:
        canvas.merge(canvas.row, column, end - 1, first)
        canvas.merge(canvas.row + 1, column, end - 1, second)


def named_under_title(chart: Chart) -> tuple[ChartSeries, ...]:
    """The series that the line under the title names, each with what it looks like.

    They are held against one kind of columns, of which the title speaks: a legend would take room
    from these. Others, and what stands beside columns of its own, need one.
    """
    drawn = [one for one in chart.series if not one.secondary]
    held = tuple(one for one in drawn if one.target or _is_line_of_last_year(one))
    rest = [one for one in drawn if one not in held]
    alone = len(rest) == 1 and not rest[0].as_line and rest[0].kind in (None, "column")
    return held if chart.kind == "column" and alone else ()


def _is_line_of_last_year(series: ChartSeries) -> bool:
    return series.scenario == "last_year" and series.kind == "line"


def look_in_words(series: ChartSeries) -> str:
    """What stands for *series* in a line of words."""
    return _MARK if series.target else _LINE


def unit_of(title: Words | None, type_: Type, number_format: str, locale: Locale) -> str:
    """What numbers beside points are in: the title of their axis, and the larger unit if any."""
    unit = optional_words(title, locale) or ""
    if not in_larger_unit(type_, number_format):
        return unit
    comma = "，" if locale == "zh-CN" else ", "
    return comma.join(words for words in (unit, say("larger unit", locale)) if words)


def _beside(words: str, chart: Chart) -> Node:
    """What stands in small: *words*, and the period that the chart speaks of."""
    if chart.period is None:
        return Text(words)
    return _OF_PERIOD(words=words, period=chart.period.tree, lead=" · " if words else "")


def _worked_out(chart: Chart, drawn: Drawn | None, under_way: UnderWay) -> tuple[Node | None, Node]:
    """The cell with the fact, "" while there is none, and what is missing then."""
    around, behind = under_way.around, under_way.behind
    locale = around.locale
    nothing = Text(say("no data", locale))
    if drawn is None:
        return (put_behind(behind, chart.fact.tree) if chart.fact else None), nothing
    fact: Node | None = place_fact(behind, chart, drawn, locale)
    if fact is None:
        fact = _IS_DRAWN(values=drawn.values, question=chart.title(locale))
    inputs = around.inputs.of(drawn.values)
    tables = [one for one in inputs if not isinstance(one, Parameter)]
    if tables:
        fact = _ONCE_FILLED(rows=rows_of(tables), fact=fact)
    missing: Node = nothing
    if inputs:
        found = first_to_fill(inputs, locale)
        missing = _MISSING(found=found, nothing=nothing, lead=leads_to_fill(inputs, locale))
    return put_behind(behind, fact), missing
