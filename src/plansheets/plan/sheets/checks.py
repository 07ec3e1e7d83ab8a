"""The checks sheet: every check with its count, and the verdict over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansheets.blueprint.model import Check, Meaning
from plansheets.blueprint.types import Align
from plansheets.boxes import Box
from plansheets.formula.ast import Cell, CellRange, Name, Node, Text
from plansheets.formula.template import template
from plansheets.grid import MAX_ROWS
from plansheets.plan.blocks.checklist import result_formats, result_name
from plansheets.plan.blocks.highlights import ruled_where_filled
from plansheets.plan.blocks.simple import place_heading, place_note
from plansheets.plan.canvas.canvas import FIRST_COLUMN, Canvas, internal_link
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.look.measure import INDENT, PADDING, text_width
from plansheets.plan.look.wording import say
from plansheets.plan.model import PlannedConditional, PlannedName
from plansheets.plan.names import FILLED, VERDICT
from plansheets.plan.rules import FormulaFormat
from plansheets.plan.sheets.columns_gone import Leading, PlacedTable, place_columns_gone
from plansheets.plan.write_out.automatic_checks import COLUMNS
from plansheets.words import Locale

NO_TABLE = ""
"""What no table can be called."""
_CHECK_WIDTHS = (44.0, 10.0, 12.0, 10.0, 48.0, 16.0)
LAST = FIRST_COLUMN + 5
"""The last column in sight."""
_ROW, _ORDER, _TARGET, _WORDS, _GONE = (LAST + offset for offset in range(1, 6))
"""Hidden columns: the first row that a check found, its place among those that found something,
where its link leads with which words, and the columns that tables have lost."""
_ALIGNED: dict[str, Align] = {"check": "left", "what to do": "left", "count": "right"}
"""How the cells under some of the heads are aligned; those of the others are centred."""
FOUND_ROWS = 6
"""Checks that found something stand above all others, the first so many."""

_COUNTED = template("IFERROR(count, 1)")
"""A check whose count ends in an error found something that should not be."""
_RESULT = template("IF(count=0, passed, found)")
_FIRST_FOUND = template('IF(count=0, "", IFERROR(first, ""))')
_PLACE = template('place&IF(row="", top, row)')
_PLACE_WORDS = template('IF(row="", sheet, words)')
_LINK = template("HYPERLINK(target, words)")
_ORDERED = template('IF(count=0, "", later+COUNTIFS(levels, level, counts, "<>0"))')
"""Errors first, then warnings, each in the order of the sheet."""
_KTH = template('IFERROR(MATCH(SMALL(orders, k), orders, 0), "")')
_TAKEN = template('IF(at="", "", INDEX(those, at))')
_TAKEN_WORDS = template('IF(at="", "", INDEX(those, at)&"")')
"""The same of a column in which a cell may hold nothing, which would show as 0."""
_FIRST_TAKEN = template('IF(at="", IF(ROWS(those)<planned, gone, nothing), INDEX(those, at))')
_TAKEN_LINK = template(
    'IF(at="", "", IF(INDEX(targets, at)="", "–", HYPERLINK(INDEX(targets, at), INDEX(words, at))))'
)
_FAILING = template("MAX(planned, COUNTIF(levels, level))-COUNTIFS(levels, level, counts, 0)")
"""All that did not pass: those whose count is an error or a text, and those that are gone, too."""
_VERDICT = template(
    'IF(errors>0, failed&errors&IF(warnings>0, " · "&(warned&warnings), ""), otherwise)'
)
_WITHOUT_ERRORS = template('IF(warnings>0, "▲ "&(warned&warnings), good)')
_GOOD = template('good&IF(COUNTIF(filled, 0)=0, "", unfilled&COUNTIF(filled, 0))')
_ONCE_FILLED = template("IF(SUM(filled)=0, empty, otherwise)")
_BEGINS_WITH = template("LEFT(cell, 1)=sign")


def place_checks(
    canvas: Canvas,
    checks: Sequence[Check],
    places: dict[str, tuple[str, int, int]],
    tables: Sequence[PlacedTable],
    around: Surroundings,
) -> list[PlannedName]:
    """Every check with its count and verdict; gives the names of the verdict and its numbers.

    *places* says where each table stands, for the links, and under ``NO_TABLE`` where a check
    leads that is about none.
    """
    locale, theme = around.locale, canvas.theme
    for offset, width in enumerate(_CHECK_WIDTHS):
        canvas.need_width(FIRST_COLUMN + offset, width)
    for sheet, _, _ in places.values():
        canvas.need_width(LAST, text_width(sheet) + PADDING + INDENT)
    canvas.hidden_columns += [_ROW, _ORDER, _TARGET, _WORDS]
    canvas.row = 2
    canvas.gap()
    verdict_row = canvas.row
    canvas.row += 1
    canvas.gap(6)
    place_note(canvas, say("checks note", locale))
    canvas.gap(6)
    shown = range(0)
    if checks:
        place_heading(canvas, say("checks found", locale))
        _heads(canvas, locale)
        shown = range(canvas.row, canvas.row + min(FOUND_ROWS, len(checks)))
        canvas.row = shown.stop
        canvas.gap(10)
        place_heading(canvas, say("all checks", locale))
    _heads(canvas, locale)
    first = canvas.row
    names = []
    leading: dict[str, Leading] = {}
    if tables:
        name, leading[COLUMNS] = place_columns_gone(canvas, tables, first, _GONE)
        names.append(name)
    for title, group in _groups(checks, around):
        if title:
            _group_row(canvas, title)
        for check in group:
            names.append(_check_row(canvas, check, around, first))
            _go(canvas, check, places, leading.get(check.id), locale)
            canvas.row += 1
    last = max(first, canvas.row - 1)  # a blueprint without checks has an empty row to look at
    canvas.printed_rows = last + 1
    canvas.conditionals += result_formats(canvas, _results(first, last), locale)
    for number, row in enumerate(shown):
        _found_row(canvas, row, number, (first, last), locale)
    if shown:
        rows = shown.start, shown.stop - 1
        rules = result_formats(canvas, _results(*rows), locale)
        box = Box(rows[0], FIRST_COLUMN, rows[1], LAST)
        canvas.conditionals += ruled_where_filled(canvas, rules, box, FIRST_COLUMN, slots=True)
    style = replace(theme.lead, size=13, bold=True, wrap=False)
    formula = _verdict(checks, (first, last), around)
    verdict = canvas.put(verdict_row, FIRST_COLUMN, style, formula=formula)
    canvas.merge(verdict_row, FIRST_COLUMN, LAST, style)
    canvas.need_height(verdict_row, 34)
    box = Box(verdict_row, FIRST_COLUMN, verdict_row, FIRST_COLUMN)
    canvas.conditionals.extend(verdict_formats(canvas, box))
    return [PlannedName(VERDICT, verdict, say("verdict", locale)), *names]


def _results(first: int, last: int) -> Box:
    return Box(first, FIRST_COLUMN + 2, last, FIRST_COLUMN + 2)


def _heads(canvas: Canvas, locale: Locale) -> None:
    for offset, key in enumerate(("check", "level", "result", "count", "what to do", "go")):
        style = canvas.theme.header_of(_ALIGNED.get(key, "center"))
        canvas.put(canvas.row, FIRST_COLUMN + offset, style, say(key, locale))
    canvas.need_height(canvas.row, 28)
    canvas.row += 1


def _found_row(
    canvas: Canvas, row: int, number: int, rows: tuple[int, int], locale: Locale
) -> None:
    """The check that comes *number*-th among those that found something, wherever it stands."""
    theme = canvas.theme
    cell = replace(theme.cell, bottom=None)
    label = replace(theme.label, bottom=None)

    def those(column: int) -> CellRange:
        return CellRange(Cell(rows[0], column), Cell(rows[1], column))

    at = canvas.put(row, _ORDER, cell, formula=_KTH(orders=those(_ORDER), k=number + 1))
    middle = replace(cell, align="center")
    faint = replace(label, color=theme.palette.faint)
    counted = replace(cell, align="right", indent=1, number_format="#,##0")
    for column, style in enumerate((label, middle, middle, counted, faint), FIRST_COLUMN):
        taken = (_TAKEN_WORDS if style is faint else _TAKEN)(at=at, those=those(column))
        if column == FIRST_COLUMN and number == 0:
            taken = _FIRST_TAKEN(
                at=at,
                those=those(column),
                planned=rows[1] - rows[0] + 1,
                gone=say("checks gone", locale),
                nothing=say("nothing found", locale),
            )
        canvas.put(row, column, style, formula=taken)
    link = _TAKEN_LINK(at=at, targets=those(_TARGET), words=those(_WORDS))
    style = replace(theme.hyperlink, bottom=None, align="center")
    canvas.put(row, LAST, style, formula=link)
    canvas.need_height(row, 24)


def _groups(checks: Sequence[Check], around: Surroundings) -> list[tuple[str, list[Check]]]:
    """A composite's checks by the blueprint they come from, its own first and without a title."""
    blueprint = around.blueprint
    groups: dict[str, list[Check]] = {"": []}
    groups |= {part.title(around.locale): [] for part in blueprint.parts}
    for check in checks:
        part = blueprint.part(check.part or blueprint.part_of(check.table))
        groups[part.title(around.locale) if part else ""].append(check)
    return [(title, group) for title, group in groups.items() if group]


def _group_row(canvas: Canvas, title: str) -> None:
    first = FIRST_COLUMN
    theme = canvas.theme
    canvas.put(canvas.row, first, replace(theme.total, align="left", indent=1), title)
    canvas.fill(canvas.row, first, first + len(_CHECK_WIDTHS) - 1, theme.total)
    canvas.need_height(canvas.row, 26)
    canvas.row += 1


def verdict_formats(canvas: Canvas, box: Box) -> list[PlannedConditional]:
    """Good, warn or bad by the sign that the verdict begins with."""
    cell = Cell(box.first_row, box.first_column)
    meanings: tuple[tuple[str, Meaning], ...] = (
        ("✓", "good"),
        ("▲", "warn"),
        ("▼", "bad"),
        ("○", "muted"),
    )
    return [
        PlannedConditional(
            box,
            FormulaFormat(
                _BEGINS_WITH(cell=cell, sign=sign), replace(canvas.theme.highlight(mean), fill=None)
            ),
        )
        for sign, mean in meanings
    ]


def _check_row(canvas: Canvas, check: Check, around: Surroundings, top: int) -> PlannedName:
    locale, theme, row = around.locale, canvas.theme, canvas.row
    first = FIRST_COLUMN
    text = theme.label
    middle = replace(theme.cell, align="center")
    canvas.put(row, first, text, check.message(locale))
    canvas.put(row, first + 1, middle, say(check.level, locale))
    count = Cell(row, first + 3)
    bad = say("failed" if check.level == "error" else "noticed", locale)
    result = _RESULT(count=count, passed=say("passed", locale), found=bad)
    shown = canvas.put(row, first + 2, middle, formula=result)
    assert check.count is not None
    number = replace(theme.cell, align="right", indent=1, number_format="#,##0")
    canvas.put(row, first + 3, number, formula=_COUNTED(count=check.count.tree))
    order = _ORDERED(
        count=count,
        later=0 if check.level == "error" else MAX_ROWS,
        levels=CellRange(Cell(top, first + 1), Cell(row, first + 1)),
        level=say(check.level, locale),
        counts=CellRange(Cell(top, first + 3), count),
    )
    canvas.put(row, _ORDER, theme.cell, formula=order)
    hint = check.hint(locale) if check.hint else ""
    canvas.put(row, first + 4, replace(text, color=theme.palette.faint), hint)
    texts = ((check.message(locale), first), (hint, first + 4))
    points = canvas.row_points((said, canvas.width(column)) for said, column in texts)
    canvas.need_height(row, points + 2)
    return PlannedName(result_name(check).name, shown, hidden=True)


def _go(
    canvas: Canvas,
    check: Check,
    places: dict[str, tuple[str, int, int]],
    leading: Leading | None,
    locale: Locale,
) -> None:
    """Where a check leads: what was found out about it, its table, or where parameters are."""
    if leading is not None:
        _put_link(canvas, leading)
    elif (place := places.get(check.table or NO_TABLE)) is not None:
        _link(canvas, check, place, locale)
    else:
        canvas.put(canvas.row, LAST, replace(canvas.theme.cell, align="center"), "–")


def _link(canvas: Canvas, check: Check, place: tuple[str, int, int], locale: Locale) -> None:
    """A link to the first row that should not be there; to the table where that is not known."""
    sheet, row, column = place
    style = replace(canvas.theme.hyperlink, align="center")
    count = Cell(canvas.row, FIRST_COLUMN + 3)
    link = internal_link(sheet, row, column)
    whole = "#" + link.removeprefix("internal:")
    if check.first is None:
        canvas.put(canvas.row, LAST, style, sheet, link=link)
        canvas.put(canvas.row, _TARGET, style, whole)
        canvas.put(canvas.row, _WORDS, style, sheet)
        return
    found = _FIRST_FOUND(count=count, first=check.first.tree)
    first = canvas.put(canvas.row, _ROW, style, formula=found)
    target = _PLACE(place=whole.removesuffix(str(row + 1)), row=first, top=row + 1)
    said = template(say("row link", locale))(row=first)
    words = _PLACE_WORDS(row=first, sheet=sheet, words=said)
    _put_link(canvas, Leading(target, words))


def _put_link(canvas: Canvas, leading: Leading) -> None:
    style = replace(canvas.theme.hyperlink, align="center")
    canvas.put(canvas.row, _TARGET, style, formula=leading.target)
    canvas.put(canvas.row, _WORDS, style, formula=leading.words)
    beside = {"target": Cell(canvas.row, _TARGET), "words": Cell(canvas.row, _WORDS)}
    canvas.put(canvas.row, LAST, style, formula=_LINK(**beside))


def _verdict(checks: Sequence[Check], rows: tuple[int, int], around: Surroundings) -> Node:
    """How many errors and warnings there are, or that there are none: once something is filled."""
    locale = around.locale
    errors, warnings = (
        _failing(level, sum(check.level == level for check in checks), rows, locale)
        for level in ("error", "warning")
    )
    warned = say("warnings found", locale)
    good: Node = Text(say("all good", locale))
    if around.inputs.tables:  # an empty table is no fault, and nothing in it was checked
        good = _GOOD(good=good, filled=Name(FILLED), unfilled=say("tables not filled", locale))
    otherwise = _WITHOUT_ERRORS(warnings=warnings, warned=warned, good=good)
    if around.inputs.tables:
        empty = say("not filled", locale)
        otherwise = _ONCE_FILLED(filled=Name(FILLED), empty=empty, otherwise=otherwise)
    return _VERDICT(
        errors=errors,
        warnings=warnings,
        failed="▼ " + say("errors found", locale),
        warned=warned,
        otherwise=otherwise,
    )


def _failing(level: str, planned: int, rows: tuple[int, int], locale: Locale) -> Node:
    """How many checks of a level found something, of those that were *planned* and any more."""
    first, last = rows
    levels = CellRange(Cell(first, FIRST_COLUMN + 1), Cell(last, FIRST_COLUMN + 1))
    counts = CellRange(Cell(first, FIRST_COLUMN + 3), Cell(last, FIRST_COLUMN + 3))
    return _FAILING(planned=planned, levels=levels, level=say(level, locale), counts=counts)
