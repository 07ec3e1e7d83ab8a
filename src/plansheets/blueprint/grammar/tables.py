"""Tables, their columns, and what fills them: samples, exports, other tables."""

from __future__ import annotations

from typing import get_args

from plansheets.blueprint.grammar.kinds import (
    BOOLEAN,
    COLUMN_OF_A_TABLE,
    EACH,
    FIELD,
    FORMULA,
    NUMBER,
    ONLY,
    RULES,
    TEXT,
    TOTAL,
    TYPE,
    WAS,
    WHOLE,
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
from plansheets.blueprint.model import Show
from plansheets.grid import MAX_ROWS

TABLES = (
    Object(
        "table",
        "A table of typed columns; it grows as people type, unless its rows are given.",
        (
            Key("title", WORDS, "The table's title", True),
            Key("columns", ListOf(Is("column")), "The columns from left to right", True),
            Key(
                "key",
                ListOf(ref("column"), lenient=True),
                "The column or columns that name a row; never equal twice",
            ),
            Key(
                "sorted",
                ListOf(ref("column"), lenient=True),
                "The columns its rows stand in order of: data are sorted, and a check says when "
                "what was typed or pasted is not",
            ),
            Key("rows", Is("rows"), "Given rows, for tables that do not grow"),
            Key(
                "expected_rows",
                whole(1, MAX_ROWS - 1),
                "How many rows a large team may fill, or how many values a table with `by` may "
                "have a row for; formulas are costed with it",
                default=1_000,
            ),
            Key("sample", Is("sample"), "Sample rows, here or in a CSV file beside the blueprint"),
            Key("keep", BOOLEAN, "Whether a blank workbook keeps the sample rows (weights, rules)"),
            WAS,
            Key(
                "when",
                RULES,
                "Whole rows that look good, warn, bad or muted while a formula holds",
            ),
            Key(
                "wide",
                Is("wide"),
                "How a file with a column for each of several names becomes rows of this table",
            ),
            Key(
                "lines",
                Is("lines"),
                "Several rows of a file that are one row here, such as the lines of an order",
            ),
            Key("titled", BOOLEAN, "Whether the title stands above the table on its sheet"),
            Key(
                "print",
                ref("column"),
                "The last column that goes onto paper; those right of it are for the screen",
            ),
            Key("help", WORDS, "What the table is for"),
            Key("total_label", WORDS, "The name of the totals row, where columns have totals"),
            ONLY,
        ),
    ),
    Object(
        "wide",
        "Files with a column for each name: each of their numbers becomes a row of the table.",
        (
            Key("names", ref("column"), "The column that takes the name", True),
            Key("values", ref("column"), "The column that takes the number", True),
            Key(
                "groups",
                ref("column"),
                "The column that takes what stands above the names in a second header row, or "
                "before them, as in `天猫-支付金额`",
            ),
            Key(
                "columns",
                MapOf(Is("wide_column")),
                "By name: the headers under which files bring it",
                True,
            ),
        ),
        "wide: {names: key, values: value, groups: channel,\n"
        "       columns: {gmv: {field: paid_amount, aliases: [GMV]}, visits: [Visits, 访问次数]}}",
    ),
    Object(
        "wide_column",
        "The headers of one name in wide files.",
        (
            Key("field", FIELD, "A field of exports, with its headers in every back end"),
            Key("aliases", ListOf(TEXT), "Other headers"),
            Key(
                "deducted",
                BOOLEAN,
                "Whether it is taken off something, as refunds are: files that write it below zero "
                "bring the same amounts",
            ),
        ),
        short=("aliases",),
    ),
    Object(
        "lines",
        "Rows of a file that belong together become one: numbers are added up, of days the first "
        "counts, of texts the one that is there.",
        (
            Key(
                "by",
                ListOf(ref("column"), lenient=True),
                "The columns that are equal in such rows; the table's key where none are given",
            ),
            Key(
                "add",
                ListOf(ref("column"), lenient=True),
                "The columns of numbers that are added up",
                True,
            ),
        ),
        "lines: {add: [amount, refund]}",
    ),
    Object(
        "rows",
        "Where a table's rows come from when it does not grow.",
        (
            Key(
                "each",
                ref("list"),
                "One row for each item of a list; the first column holds the item",
            ),
            Key("count", whole(1, MAX_ROWS - 1), "This many rows"),
            Key("from", ref("table"), "As many rows as another table, row by row"),
            Key(
                "by",
                Atom("column id"),
                "Beside `from`: one row for each value of that column, each with its `group(…)`",
            ),
            Key("top", Is("top"), "The first rows of another table by a number: a ranked view"),
            Key(
                "spare",
                WHOLE,
                "Beside `from`: so many rows more than the other table has filled",
                default=0,
            ),
        ),
        "rows: {each: months}",
        one_of=("each", "count", "from", "top"),
    ),
    Object(
        "top",
        "The rows of a ranked view; blanks and texts have no rank, equal numbers keep their order.",
        (
            Key("of", ref("table"), "The table it looks at", True),
            Key("by", Atom("column id"), "Its column of numbers or days that ranks the rows", True),
            Key("count", whole(1, MAX_ROWS - 1), "How many rows the view has", True),
            Key(
                "order",
                OneOf(("descending", "ascending")),
                "`ascending` puts the smallest first",
                default="descending",
            ),
        ),
        "rows: {top: {of: skus, by: missing, count: 30}}",
    ),
    Object(
        "sample",
        "Sample rows: a list of rows by column id, or the name of a CSV file.",
        (
            Key(
                "file",
                TEXT,
                "A CSV file beside the blueprint; headers are column ids, `name@en` for one "
                "language",
            ),
            Key(
                "rows",
                ListOf(MapOf(WORDS, varies=True)),
                "Rows by column id; texts in every language. A row may say what `only` it is for",
            ),
        ),
        short=("file", "rows"),
        one_of=("file", "rows"),
    ),
    Object(
        "sample_change",
        "Cells of an included table's sample rows that a composite changes, or a row it adds.",
        (
            Key(
                "of",
                MapOf(WORDS),
                "Cells by column id: the rows that have them all, else every row",
            ),
            Key("set", MapOf(WORDS), "Their new cells by column id; '' leaves one blank"),
            Key("add", MapOf(WORDS), "In place of both: the cells of one row more"),
            ONLY,
        ),
        "- {of: {key: gmv}, set: {target: 18000000}}",
        one_of=("set", "add"),
    ),
    Object(
        "column",
        "A typed column: an input, a formula, or a link (an input alone, a formula in a "
        "composite).",
        (
            Key(
                "id",
                Atom("column id"),
                "Its id in formulas; with `each` it holds the variable, as in m_{month}",
                True,
            ),
            Key("type", TYPE, "What its cells hold", True, unless="from"),
            Key("label", WORDS, "Its header", True, unless="from"),
            Key("formula", FORMULA, "An Excel formula over ids; the column is then computed"),
            Key(
                "from",
                Atom("column id"),
                "In a table with `rows: {top: …}` or `rows: {from: …}`: the column of that table "
                "it shows; what the column does not say itself is as it is there",
            ),
            Key(
                "link",
                BOOLEAN,
                "Typed in when the blueprint stands alone, a formula inside a composite",
            ),
            Key(
                "linkable",
                BOOLEAN,
                "Typed in, in a blank workbook and in most composites too; one may give it a "
                "formula all the same",
            ),
            Key("list", ref("list"), "The list a choice comes from"),
            Key(
                "options",
                COLUMN_OF_A_TABLE,
                "A column whose values are offered, as in people[post]; other texts are accepted",
            ),
            Key("unit", WORDS, "The unit, written under or beside the header"),
            Key(
                "unit_from",
                ref("column"),
                "The column that holds each row's unit; cells are formatted by it",
            ),
            Key(
                "comparator_from",
                ref("column"),
                "The column that holds ≥ or ≤, shown before the value",
            ),
            Key(
                "total",
                TOTAL,
                "What the totals row above the table shows; `sum` adds up the column",
            ),
            Key("min", NUMBER, "The least value allowed"),
            Key("max", NUMBER, "The greatest value allowed"),
            Key("required", BOOLEAN, "Whether every used row needs it"),
            Key("help", WORDS, "What it means; shown on the header, and in the dictionary"),
            Key("source", WORDS, "Where its values come from, for the dictionary"),
            Key("how", WORDS, "The formula in words, where the words made from it would be long"),
            Key("format", WORDS, "A number format of Excel, in place of the type's"),
            Key("width", NUMBER, "A least width in characters; a note wraps at it"),
            Key(
                "show",
                OneOf(get_args(Show)),
                "`bar` draws a bar in the cell; `heat` colours it by its number, on one scale for "
                "all such columns of the table, which stand side by side",
            ),
            Key(
                "sparkline",
                Is("sparkline"),
                "Draws a line over the row's numbers in the cell, in Excel; a formula may give a "
                "short text beside it",
            ),
            Key("when", RULES, "Cells that look good, warn, bad or muted while a formula holds"),
            Key("each", EACH, "Repeats the column for every item of a list"),
            Key("hidden", BOOLEAN, "Hides the column"),
            Key("example", WORDS, "An example shown while someone types"),
            Key("aliases", ListOf(TEXT), "Other headers under which exports bring this column"),
            Key(
                "field",
                FIELD,
                "A field of exports: its names in every back end count as aliases",
            ),
            WAS,
            ONLY,
        ),
        "- {id: sell_through, type: percent, show: bar,\n"
        "   label: {zh-CN: 动销率, en: Sales to stock},\n"
        "   formula: '=sales_to_stock([@sales_30d], [@stock])'}",
    ),
    Object(
        "sparkline",
        "A line over the numbers of a row, its last point marked. Empty cells are left out; Excel "
        'draws a formula\'s `""` as 0.',
        (
            Key("from", Atom("column id"), "The leftmost column it draws", True),
            Key("to", Atom("column id"), "The rightmost column it draws", True),
        ),
        "- {id: trend, type: text, label: {zh-CN: 走势, en: Trend}, "
        "sparkline: {from: week_1, to: week_8}}",
    ),
)
