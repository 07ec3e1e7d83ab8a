"""Sheets and what stands on them: blocks, grids, charts."""

from __future__ import annotations

from typing import get_args

from plansheets.blueprint.grammar.kinds import (
    BOOLEAN,
    CHART,
    COLUMN_OF_A_TABLE,
    EACH,
    FORMULA,
    ID,
    MEAN,
    NUMBER,
    ONLY,
    RULES,
    TEXT,
    TOTAL,
    TYPE,
    WAS,
    WORDS,
    Atom,
    Is,
    Key,
    ListOf,
    MapOf,
    Object,
    OneOf,
    ref,
    whole,
)
from plansheets.blueprint.model import Along, Show, Stack

_BLOCKS = (
    Key("heading", WORDS, "A heading"),
    Key("note", WORDS, "A line of explanation"),
    Key("form", Is("form"), "Parameters to fill in"),
    Key("table", ref("table"), "A table; a growing table is the last block of its sheet"),
    Key("grid", Is("grid"), "Rows across a list of periods, roles, channels …"),
    Key("cards", ListOf(ref("metric")), "Metrics as cards, side by side"),
    Key("chart", Is("chart"), "A chart"),
    Key("timeline", Is("timeline"), "A table with a bar for each row (Gantt)"),
    Key("checklist", BOOLEAN, "The checks with their results"),
)

SHEETS = (
    Object(
        "sheet",
        "A sheet: a stack of blocks from top to bottom.",
        (
            Key("id", ID, "Its id", True),
            Key("title", WORDS, "The title on its tab and at its top", True),
            Key("subtitle", WORDS, "A line under the title"),
            Key("blocks", ListOf(Is("block")), "The blocks, from top to bottom", True),
            Key("hidden", BOOLEAN, "Hides the sheet"),
            Key("portrait", BOOLEAN, "Prints upright"),
            Key(
                "page",
                OneOf(("one", "first")),
                "`one` prints the sheet on exactly one page, as a front page should; `first` only "
                "its first page, where long data are read on screen",
            ),
            ONLY,
        ),
    ),
    Object(
        "block",
        "One block of a sheet: exactly one of these keys.",
        (*_BLOCKS, ONLY),
        one_of=tuple(key.name for key in _BLOCKS),
    ),
    Object(
        "timeline",
        "A Gantt chart: a table whose rows do not grow and, beside each row, its bar over an axis "
        "of days or weeks.",
        (
            Key("table", ref("table"), "The table on the left; a view of the tasks", True),
            Key("start", TEXT, "The column with the first day", True),
            Key("end", TEXT, "The column with the last day; the same day draws a ◆", True),
            Key("done", TEXT, "The column with the share done; that much of a bar is dark"),
            Key("phase", TEXT, "A choice column; bars take a colour for each item of its list"),
            Key("milestone", TEXT, "A column; where it is not blank a ◆ stands on the last day"),
            Key("today", FORMULA, "The day of the today line; what should be done by then is late"),
            Key("from", FORMULA, "Where the axis begins, on a Monday (default: the first start)"),
            Key("step", FORMULA, "Days in a column of the axis: 1, or 7 for weeks (default 1)"),
            Key("holidays", FORMULA, "A column of days off, shaded like weekends"),
            Key("make_up_days", FORMULA, "A column of weekend days worked, not shaded"),
            Key("columns", whole(7, 105), "Columns of the axis; whole weeks look best", default=56),
            Key(
                "controls",
                ListOf(ref("parameter")),
                "Parameters to set beside the axis, such as its scale",
            ),
        ),
        "timeline: {table: gantt, start: start, end: end, done: done, phase: stage,\n"
        "           today: '=as_of', from: '=gantt_from', controls: [gantt_from]}",
    ),
    Object(
        "form",
        "Parameters to fill in; those on no form stand on the parameters sheet.",
        (
            Key("title", WORDS, "A heading above the form"),
            Key("parameters", ListOf(ref("parameter")), "The parameters in their order", True),
        ),
        short=("parameters",),
    ),
    Object(
        "grid",
        "Rows across a list, each with a type of its own: a column for each item, cells that are "
        "computed or typed in.",
        (
            Key("id", ID, "Its id; `grid[row]` is a row's cells in formulas", True),
            Key(
                "each",
                EACH,
                "The variable and the list, as in {quarter: quarters}",
                True,
            ),
            Key("rows", ListOf(Is("grid_row")), "The rows from top to bottom", True),
            Key("title", WORDS, "A heading above the grid"),
            Key("total", WORDS, "The header of the last column, where rows have totals"),
            Key(
                "sample",
                MapOf(MapOf(WORDS)),
                "What the sample workbook has typed in: by row, its cells by the item's id",
            ),
            Key("keep", BOOLEAN, "Whether a blank workbook keeps the sample"),
        ),
        "grid:\n"
        "  id: plan\n"
        "  each: {month: months}\n"
        "  rows:\n"
        "    - {id: visits, type: count, min: 0, label: {zh-CN: 访客数, en: Visits}}\n"
        "    - {id: rate, type: percent, label: {zh-CN: 转化率, en: Conversion}}\n"
        "    - {id: orders, type: number, label: {zh-CN: 订单数, en: Orders}, "
        "formula: '=[@visits]*[@rate]'}\n"
        "  sample: {visits: {jan: 12000, feb: 9000}, rate: {jan: 2.5%, feb: 3%}}",
    ),
    Object(
        "grid_row",
        "A row of a grid: computed where it has a formula, typed in where it has none.",
        (
            Key(
                "id",
                Atom("column id"),
                "Its id; `[@id]` is the cell above or below in the grid's other rows. With `each` "
                "it holds the variable, as in do_{activity}",
                True,
            ),
            Key("type", TYPE, "What its cells hold", True),
            Key("label", WORDS, "Its name", True),
            Key("formula", FORMULA, "A formula that may use the variable of the grid"),
            Key("each", EACH, "Repeats the row for every item of a list"),
            Key("total", TOTAL, "What stands in the last column; `sum` adds up the row"),
            Key("list", ref("list"), "The list a choice comes from"),
            Key(
                "options",
                COLUMN_OF_A_TABLE,
                "A column whose values are offered, as in people[post]; other texts are accepted",
            ),
            Key("unit", WORDS, "The unit, written behind its name"),
            Key("min", NUMBER, "The least value allowed"),
            Key("max", NUMBER, "The greatest value allowed"),
            Key("required", BOOLEAN, "Whether every cell is needed once one of the grid is filled"),
            Key("help", WORDS, "What it means; shown while someone types"),
            Key("example", WORDS, "An example shown while someone types"),
            Key(
                "show",
                OneOf(get_args(Show)),
                "`bar` draws a bar in the cell; `heat` colours it by its number, on one scale for "
                "all such rows of the grid, which stand one below the other",
            ),
            Key("format", WORDS, "A number format of Excel, in place of the type's"),
            WAS,
            Key("when", RULES, "Cells that look good, warn, bad or muted while a formula holds"),
            ONLY,
        ),
    ),
    Object(
        "chart",
        "A chart over columns of a table or rows of a grid.",
        (
            Key("type", CHART, "Its kind", True),
            Key(
                "title",
                WORDS,
                "The question it answers, in small under the fact that its numbers make",
                True,
            ),
            Key(
                "fact",
                FORMULA,
                "What it shows, as a text by formula, in place of the sentence made from its "
                "numbers",
            ),
            Key(
                "period",
                FORMULA,
                "The days that it speaks of, as a text; named in small beside the question. Of "
                "`along: time` the axis says so",
            ),
            Key(
                "along",
                OneOf(get_args(Along)),
                "What stands along the axis: of `time` the last value counts, of `things` the "
                "highest and the lowest (default: time for lines and areas, else things)",
            ),
            Key("over", TEXT, "The table or grid it draws", True),
            Key("category", TEXT, "The column along the axis; of `scatter`, a column of numbers"),
            Key("series", ListOf(Is("series")), "What is drawn", True),
            Key(
                "stack",
                OneOf(get_args(Stack)),
                "Puts columns, bars or areas on top of each other: `values` adds them up, `shares` "
                "shows parts of a whole; series without a `mean` are shades of one colour",
            ),
            Key("x_title", WORDS, "The horizontal axis' title"),
            Key("y_title", WORDS, "The vertical axis' title, with its unit"),
            Key(
                "y_min",
                NUMBER,
                "Where the vertical axis begins; 0 keeps columns in proportion, where Excel would "
                "begin higher",
            ),
            Key("y_max", NUMBER, "Where the vertical axis ends, such as 1 for shares of a whole"),
            Key(
                "y2_title", WORDS, "What numbers with `second_axis` are in, said above their panel"
            ),
            Key("y2_min", NUMBER, "Where the second vertical axis begins"),
            Key("y2_max", NUMBER, "Where the second vertical axis ends"),
            Key("height", whole(100, 2_000), "Its height in pixels", default=280),
        ),
    ),
    Object(
        "series",
        "One series of a chart.",
        (
            Key("column", TEXT, "The column or grid row", True),
            Key("label", WORDS, "Its name in the legend"),
            Key("type", CHART, "A kind of its own, for combined charts"),
            Key(
                "second_axis",
                BOOLEAN,
                "Whether it measures something else than the others: it is drawn in a panel of its "
                "own above them",
            ),
            Key("labels", BOOLEAN, "Writes each value beside its column, bar or point"),
            Key("target", BOOLEAN, "Draws it as what is to be reached: a mark across each column"),
            Key(
                "ceiling",
                BOOLEAN,
                "Draws it likewise, as what is not to be passed, such as a budget: the title "
                "counts what lies above it",
            ),
            Key(
                "due",
                TEXT,
                "Of a target, the column with the part due by now: what the title holds a period "
                "still running against",
            ),
            Key("last_year", BOOLEAN, "Draws it as what was a year before: light grey"),
            Key("forecast", BOOLEAN, "Draws it as what is expected: hatched"),
            Key(
                "limit",
                BOOLEAN,
                "Draws it as what the others are to stay on one side of: a line along time, "
                "else a mark",
            ),
            Key(
                "dots",
                BOOLEAN,
                "Draws points without a line: none for a number that is not there yet, where its "
                "axis begins above 0",
            ),
            Key("mean", MEAN, "A colour by meaning"),
            ONLY,
        ),
        short=("column",),
    ),
)
