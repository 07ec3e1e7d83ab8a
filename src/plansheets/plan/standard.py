"""The sheets every workbook gets without asking: parameters, checks, dictionary, lists, about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plansheets import __version__
from plansheets.blueprint.model import Blueprint, Check, Formula, Metric, Parameter, Table, Words
from plansheets.errors import Level, display_width
from plansheets.formula.ast import (
    Binary,
    Call,
    Cell,
    CellRange,
    Name,
    Node,
    Number,
    Structured,
    Text,
)
from plansheets.grid import cell_name
from plansheets.plan.canvas import FIRST_COLUMN, Canvas, lines_needed
from plansheets.plan.model import (
    Box,
    Locale,
    PlannedConditional,
    PlannedName,
    Profile,
    Style,
    Value,
)
from plansheets.plan.place_blocks import (
    check_formats,
    measure_form,
    number_look,
    place_form,
    place_heading,
    place_note,
)
from plansheets.plan.place_table import TableParts
from plansheets.plan.theme import Meaning
from plansheets.plan.wording import say

VERDICT = "checks_verdict"
"""The name of the one cell that says whether all checks pass."""
_CHECK_WIDTHS = (44.0, 10.0, 12.0, 10.0, 48.0, 16.0)
_DICTIONARY_WIDTHS = (24.0, 20.0, 16.0, 40.0, 52.0, 24.0)
_ABOUT_WIDTHS = (22.0, 40.0, 40.0)


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A sheet of the workbook, for navigation."""

    title: str
    purpose: str


def place_lists(canvas: Canvas, blueprint: Blueprint, locale: Locale) -> dict[str, CellRange]:
    """Every list in a column of a hidden sheet; gives the range of each list's items."""
    ranges: dict[str, CellRange] = {}
    for column, list_ in enumerate(blueprint.lists):
        canvas.put(0, column, canvas.theme.header, list_.label(locale) if list_.label else list_.id)
        for row, item in enumerate(list_.items, 1):
            canvas.put(row, column, canvas.theme.cell, item.label(locale))
            canvas.need_width(column, display_width(item.label(locale)) + 4)
        last = replace(canvas.reference(len(list_.items), column), sheet=None)
        ranges[list_.id] = CellRange(canvas.reference(1, column), last)
    return ranges


def place_parameters(
    canvas: Canvas, parameters: Sequence[Parameter], values: dict[str, Value], parts: TableParts
) -> list[PlannedName]:
    """The parameters that stand on no form of the blueprint."""
    measure_form(canvas)
    canvas.row = 2
    canvas.gap()
    place_note(canvas, say("parameters note", parts.locale))
    canvas.gap()
    return place_form(canvas, parameters, values, parts)


def place_checks(
    canvas: Canvas,
    checks: Sequence[Check],
    places: dict[str, tuple[str, int, int]],
    parts: TableParts,
) -> list[PlannedName]:
    """Every check with its count and verdict; gives the names of the verdict and its numbers.

    *places* says where each table stands, for the links.
    """
    locale, theme = parts.locale, canvas.theme
    for offset, width in enumerate(_CHECK_WIDTHS):
        canvas.need_width(FIRST_COLUMN + offset, width)
    canvas.row = 2
    canvas.gap()
    verdict_row = canvas.row
    canvas.row += 1
    canvas.gap()
    for offset, key in enumerate(("check", "level", "result", "count", "what to do", "go")):
        canvas.put(canvas.row, FIRST_COLUMN + offset, theme.header, say(key, locale))
    canvas.need_height(canvas.row, 26)
    canvas.row += 1
    first = canvas.row
    for check in checks:
        _check_row(canvas, check, places, parts)
    last = canvas.row - 1
    results = Box(first, FIRST_COLUMN + 2, last, FIRST_COLUMN + 2)
    canvas.conditionals.extend(check_formats(canvas, results, locale))
    style = replace(theme.heading, bottom=None, size=13)
    verdict = canvas.put(verdict_row, FIRST_COLUMN, style, formula=_verdict(first, last, locale))
    canvas.need_height(verdict_row, 28)
    box = Box(verdict_row, FIRST_COLUMN, verdict_row, FIRST_COLUMN)
    canvas.conditionals.extend(verdict_formats(canvas, box))
    return [PlannedName(VERDICT, verdict, say("verdict", locale))]


def verdict_formats(canvas: Canvas, box: Box) -> list[PlannedConditional]:
    """Good, warn or bad by the sign that the verdict begins with."""
    cell = Cell(box.first_row, box.first_column)
    sign = Call("LEFT", (cell, Number(1)))
    meanings: tuple[tuple[str, Meaning], ...] = (("✓", "good"), ("▲", "warn"), ("▼", "bad"))
    return [
        PlannedConditional(
            box,
            "formula",
            Binary("=", sign, Text(first)),
            replace(canvas.theme.highlight(mean), fill=None),
        )
        for first, mean in meanings
    ]


def _check_row(
    canvas: Canvas, check: Check, places: dict[str, tuple[str, int, int]], parts: TableParts
) -> None:
    locale, theme, row = parts.locale, canvas.theme, canvas.row
    first = FIRST_COLUMN
    text = theme.label
    middle = replace(theme.cell, align="center")
    canvas.put(row, first, text, check.message(locale))
    canvas.put(row, first + 1, middle, say(check.level, locale))
    count = Cell(row, first + 3)
    bad = say("failed" if check.level == "error" else "noticed", locale)
    clean = Binary("=", count, Number(0))
    result = Call("IF", (clean, Text(say("passed", locale)), Text(bad)))
    canvas.put(row, first + 2, middle, formula=result)
    number = replace(theme.cell, align="right", indent=1, number_format="#,##0")
    canvas.put(row, first + 3, number, formula=check.count.tree)
    hint = check.hint(locale) if check.hint else ""
    canvas.put(row, first + 4, replace(text, color=theme.palette.faint), hint)
    if check.table in places:
        sheet, at_row, at_column = places[check.table]
        target = f"internal:{_quoted(sheet)}!{cell_name(at_row, at_column)}"
        canvas.put(row, first + 5, replace(theme.hyperlink, align="center"), sheet, link=target)
    else:
        canvas.put(row, first + 5, middle)
    lines = max(
        lines_needed(check.message(locale), canvas.width(first)),
        lines_needed(hint, canvas.width(first + 4)) if hint else 1,
    )
    canvas.need_height(row, max(22.0, 14.5 * lines + 8))
    canvas.row += 1


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def _verdict(first: int, last: int, locale: Locale) -> Node:
    """«All checks passed», or how many errors and warnings there are."""
    errors, warnings = (
        _failing("error", first, last, locale),
        _failing("warning", first, last, locale),
    )
    warned = Binary("&", Text(say("warnings found", locale)), warnings)
    also = Call(
        "IF", (Binary(">", warnings, Number(0)), Binary("&", Text(" · "), warned), Text(""))
    )
    failed = Binary("&", Binary("&", Text("▼ " + say("errors found", locale)), errors), also)
    noticed = Call(
        "IF",
        (
            Binary(">", warnings, Number(0)),
            Binary("&", Text("▲ "), warned),
            Text(say("all good", locale)),
        ),
    )
    return Call("IF", (Binary(">", errors, Number(0)), failed, noticed))


def _failing(level: str, first: int, last: int, locale: Locale) -> Node:
    """How many checks of a level found something."""
    levels = CellRange(Cell(first, FIRST_COLUMN + 1), Cell(last, FIRST_COLUMN + 1))
    counts = CellRange(Cell(first, FIRST_COLUMN + 3), Cell(last, FIRST_COLUMN + 3))
    of_level = Binary("=", levels, Text(say(level, locale)))
    return Call("SUMPRODUCT", (Binary("*", of_level, Binary("<>", counts, Number(0))),))


def automatic_checks(blueprint: Blueprint, locale: Locale) -> list[Check]:
    """Checks that follow from the tables themselves: required cells and unique keys."""
    checks = []
    for table in blueprint.tables:
        if not table.growing or not table.key:
            continue
        required = [column for column in table.columns if column.required]
        if len(required) > 1:
            checks.append(_required_check(table, [column.id for column in required], locale))
        if len(table.key) == 1:
            checks.append(_unique_check(table, locale))
    return checks


def _column(table: Table, column_id: str, locale: Locale, rows: str = "data") -> Structured:
    column = table.column(column_id)
    assert column is not None
    return Structured(table.id, rows, column.label(locale))  # type: ignore[arg-type]


def _required_check(table: Table, columns: list[str], locale: Locale) -> Check:
    """Rows that have something in a required column must have it in all of them."""
    filled: Node | None = None
    for column in columns:
        one = Binary("<>", _column(table, column, locale), Text(""))
        filled = one if filled is None else Binary("+", filled, one)
    assert filled is not None
    started = Binary(">", filled, Number(0))
    missing = Binary("-", Number(len(columns)), Binary("+", filled, Number(0)))
    count = Call("SUMPRODUCT", (Binary("*", started, missing),))
    return _made(
        table,
        "missing",
        count,
        "warning",
        _said("missing key", table=table.title),
        _said("missing key hint"),
    )


def _unique_check(table: Table, locale: Locale) -> Check:
    """Keys that stand in more than one row, compared as text.

    MATCH takes the first equal row; ``~`` before wildcards keeps them letters. Above 10,000 rows it
    would slow every recalculation, and the build has compared the keys exactly.
    """
    key = _column(table, table.key[0], locale)
    header = _column(table, table.key[0], locale, "headers")
    escaped: Node = key
    for wildcard in ("~", "*", "?"):
        escaped = Call("SUBSTITUTE", (escaped, Text(wildcard), Text(f"~{wildcard}")))
    filled = Binary("<>", key, Text(""))
    here = Binary("-", Call("ROW", (key,)), Call("ROW", (header,)))
    first = Call("MATCH", (Binary("&", escaped, Text("")), key, Number(0)))
    later = Binary(
        "*", filled, Call("ISNUMBER", (Binary("/", Number(1), Binary("<", first, here)),))
    )
    count = Call("SUMPRODUCT", (Binary("*", later, Number(1)),))
    guarded = Call("IF", (Binary(">", Call("ROWS", (key,)), Number(10_000)), Number(0), count))
    label = table.column(table.key[0])
    assert label is not None
    return _made(
        table,
        "duplicate",
        guarded,
        "error",
        _said("duplicate key", table=table.title, key=label.label),
        _said("duplicate key hint", key=label.label),
    )


def _made(table: Table, id_: str, count: Node, level: Level, message: Words, hint: Words) -> Check:
    formula = Formula("", count, table.span, exact=False)
    return Check(
        f"{table.id}_{id_}",
        level,
        formula,
        message,
        table.span,
        hint,
        table.id,
    )


def _said(key: str, /, **words: Words) -> Words:
    return Words(
        {
            locale: say(key, locale).format(**{name: one(locale) for name, one in words.items()})
            for locale in ("zh-CN", "en")
        }
    )


def place_dictionary(
    canvas: Canvas, metrics: Sequence[Metric], tables: Sequence[Table], parts: TableParts
) -> list[PlannedName]:
    """Every metric with its value, and every column that needs explaining; gives the metrics' names."""
    locale, theme = parts.locale, canvas.theme
    for offset, width in enumerate(_DICTIONARY_WIDTHS):
        canvas.need_width(FIRST_COLUMN + offset, width)
    canvas.row = 2
    canvas.gap()
    names = []
    if metrics:
        place_heading(canvas, say("metrics", locale))
        _heads(canvas, ("name", "id", "value now", "meaning", "how", "source"), locale)
        for metric in metrics:
            names.append(_metric_row(canvas, metric, parts))
        canvas.gap(14)
    place_heading(canvas, say("columns", locale))
    _heads(canvas, ("name", "id", "where", "meaning", "how", "source"), locale)
    for table in tables:
        for column in table.columns:
            owner = f"{table.id}[{column.id}]"
            how = parts.words.get(owner, "")
            if not (column.help or how or column.source) or column.hidden:
                continue
            if column.repetition > 1:
                continue
            unit = f"（{column.unit(locale)}）" if column.unit and locale == "zh-CN" else ""
            more = " …" if column.repetition else ""
            _entry(
                canvas,
                column.label(locale) + more + unit,
                owner,
                table.title(locale),
                _or_blank(column.help, locale),
                how,
                _or_blank(column.source, locale),
                theme.label,
            )
    return names


def _heads(canvas: Canvas, keys: tuple[str, ...], locale: Locale) -> None:
    for offset, key in enumerate(keys):
        canvas.put(canvas.row, FIRST_COLUMN + offset, canvas.theme.header, say(key, locale))
    canvas.need_height(canvas.row, 26)
    canvas.row += 1


def _metric_row(canvas: Canvas, metric: Metric, parts: TableParts) -> PlannedName:
    locale = parts.locale
    row = canvas.row
    box = Box(row, FIRST_COLUMN + 2, row, FIRST_COLUMN + 2)
    look = number_look(canvas, box, metric.type, metric.number_format, locale)
    value = canvas.put(
        row,
        FIRST_COLUMN + 2,
        replace(canvas.theme.cell, bold=True, **look),
        formula=metric.formula.tree,
    )
    _entry(
        canvas,
        metric.label(locale),
        metric.id,
        None,
        _or_blank(metric.help, locale),
        parts.words.get(metric.id, ""),
        _or_blank(metric.source, locale),
        canvas.theme.label,
    )
    return PlannedName(metric.id, value, metric.label(locale))


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
    row, first = canvas.row, FIRST_COLUMN
    text = style
    faint = replace(text, color=canvas.theme.palette.faint, size=9)
    canvas.put(row, first, replace(text, bold=True), name)
    canvas.put(row, first + 1, faint, id_)
    if where is not None:
        canvas.put(row, first + 2, text, where)
    canvas.put(row, first + 3, text, meaning)
    canvas.put(row, first + 4, faint, how)
    canvas.put(row, first + 5, text, source)
    texts = ((name, 0), (id_, 1), (where or "", 2), (meaning, 3), (how, 4), (source, 5))
    lines = max(lines_needed(said, canvas.width(first + offset)) for said, offset in texts)
    canvas.need_height(row, max(22.0, 14.5 * lines + 8))
    canvas.row += 1


def _or_blank(words: Words | None, locale: Locale) -> str:
    return words(locale) if words else ""


def place_about(
    canvas: Canvas,
    blueprint: Blueprint,
    sheets: Sequence[SheetLink],
    parts: TableParts,
    profile: Profile,
    *,
    sample: bool,
) -> None:
    """What the workbook is for, how to use it, what the colours mean, where everything is."""
    locale, theme = parts.locale, canvas.theme
    first = FIRST_COLUMN
    last = first + len(_ABOUT_WIDTHS) - 1
    for offset, width in enumerate(_ABOUT_WIDTHS):
        canvas.need_width(first + offset, width)
    canvas.row = 2
    canvas.gap()
    if blueprint.purpose:
        place_heading(canvas, say("purpose", locale))
        canvas.paragraph(blueprint.purpose(locale), theme.text, first, last)
        canvas.gap()
    verdict_style = replace(theme.heading, bottom=None)
    canvas.put(canvas.row, first, replace(theme.label, bold=True), say("verdict", locale))
    canvas.put(
        canvas.row,
        first + 1,
        verdict_style,
        formula=Name(VERDICT),
        link=f"internal:{_quoted(say('checks', locale))}!A1",
    )
    canvas.fill(canvas.row, first, last, theme.cell)
    box = Box(canvas.row, first + 1, canvas.row, first + 1)
    canvas.conditionals.extend(verdict_formats(canvas, box))
    canvas.need_height(canvas.row, 26)
    canvas.row += 1
    canvas.gap()
    if blueprint.steps:
        place_heading(canvas, say("steps", locale))
        for number, step in enumerate(blueprint.steps, 1):
            canvas.paragraph(f"{number}. {step(locale)}", theme.text, first, last)
        canvas.gap()
    place_heading(canvas, say("sheets", locale))
    for sheet in sheets:
        link = f"internal:{_quoted(sheet.title)}!A1"
        canvas.put(canvas.row, first, theme.hyperlink, sheet.title, link=link)
        canvas.put(canvas.row, first + 1, theme.label, sheet.purpose)
        canvas.fill(canvas.row, first, last, theme.cell)
        canvas.need_height(canvas.row, 22)
        canvas.row += 1
    canvas.gap()
    place_heading(canvas, say("legend", locale))
    kinds = [("input", theme.input), ("formula", theme.cell)]
    if any(column.role == "link" for table in blueprint.tables for column in table.columns):
        kinds.append(("link", theme.link))
    for key, style in kinds:
        canvas.put(canvas.row, first, replace(style, align="center", locked=True), say(key, locale))
        canvas.put(canvas.row, first + 1, theme.base, say(f"{key} help", locale))
        canvas.need_height(canvas.row, 22)
        canvas.row += 1
    canvas.gap()
    place_heading(canvas, say("made by", locale))
    facts = [
        (say("blueprint", locale), blueprint.id),
        (say("version", locale), blueprint.version),
        (say("digest", locale), blueprint.digest[:12]),
        (say("program", locale), f"plansheets {__version__}"),
        (
            say("profile", locale),
            "Excel 2016+ · WPS · LibreOffice" if profile == "excel2016" else "Excel 365",
        ),
    ]
    for name, fact in facts:
        canvas.put(canvas.row, first, replace(theme.label, color=theme.palette.faint), name)
        canvas.put(canvas.row, first + 1, theme.label, fact)
        canvas.fill(canvas.row, first, last, theme.cell)
        canvas.row += 1
    if sample:
        canvas.gap()
        place_note(canvas, say("sample note", locale))
