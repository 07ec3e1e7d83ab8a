"""What no sheet can hold: blocks under growing tables, a table twice, titles or labels refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plansheets.blueprint.compose import place_of
from plansheets.blueprint.model import Blueprint, Sheet, Table
from plansheets.grid import MAX_FORMULA_TEXT, MAX_NAME, MAX_SHEET_TITLE
from plansheets.lengths import excel_length
from plansheets.plan.look.wording import say
from plansheets.plan.report import Report
from plansheets.source import Span
from plansheets.words import LOCALES

STANDARD = ("about", "parameters", "checks", "dictionary", "lists", "marks")
"""Sheets that every workbook may get, by what their titles are kept under."""

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


def check_places(blueprint: Blueprint, report: Report) -> None:
    """Report what no sheet can hold as it is asked for, in any language."""
    placed: set[tuple[str, str]] = set()
    for sheet in blueprint.sheets:
        if sheet.id in STANDARD:
            report.add(
                "PS304",
                f"the sheet id '{sheet.id}' is that of a sheet every workbook gets",
                sheet.span,
                "give the sheet another id; its title is free",
            )
        _check_blocks(sheet, blueprint, placed, report)
    for locale in LOCALES:
        _check_titles(blueprint, locale, report)
        _check_items(blueprint, locale, report)
        for table in blueprint.tables:
            _check_headers(table, locale, report)


def _check_blocks(
    sheet: Sheet, blueprint: Blueprint, placed: set[tuple[str, str]], report: Report
) -> None:
    growing: str | None = None
    for block in sheet.blocks:
        if growing is not None:
            report.add(
                "PS301",
                f"table '{growing}' grows, and another block stands below it on sheet '{sheet.id}'",
                block.span,
                f"move '- table: {growing}' to the end of the sheet's blocks, or to its own sheet",
            )
            growing = None
        for id_ in block.holds.parameters:
            if ("parameter", id_) in placed:
                report.add(
                    "PS303",
                    f"the parameter '{id_}' is placed twice",
                    block.span,
                    "it is filled in at one place; take it out of one of the forms",
                )
            placed.add(("parameter", id_))
        for id_ in block.holds.tables:
            if ("table", id_) in placed:
                report.add(
                    "PS303",
                    f"the table '{id_}' is placed twice",
                    block.span,
                    "a table stands on one sheet; show single values of it on cards",
                )
            placed.add(("table", id_))
            table = blueprint.table(id_)
            if table is None or not table.growing:
                continue
            if block.grows:
                growing = id_
                continue
            report.add(
                "PS301",
                f"table '{id_}' grows, and the {type(block).__name__.lower()} beside it would not",
                block.span,
                f"draw it over a view of it: a table with 'rows: {{from: {id_}}}'",
            )


def _check_titles(blueprint: Blueprint, locale: str, report: Report) -> None:
    standard = (say(name, locale).casefold() for name in STANDARD)
    taken: dict[str, Span | None] = dict.fromkeys(standard)
    for sheet in blueprint.sheets:
        title = sheet.title(locale)
        span = sheet.title.span or sheet.span
        for message, hint in _title_faults(title):
            report.add("PS304", message, span, hint)
        folded = title.casefold()
        if folded in taken:
            other = taken[folded]
            where = place_of(other, span) if other else "that the program adds"
            message = f"the sheet title '{title}' is also the one of a sheet {where}"
            report.add("PS304", message, span, "titles differ by more than case; choose another")
        taken.setdefault(folded, span)


def _title_faults(title: str) -> Iterator[tuple[str, str]]:
    length = excel_length(title)
    if length > MAX_SHEET_TITLE:
        said = f"the sheet title '{title}' has {length} characters"
        yield f"{said}; Excel allows {MAX_SHEET_TITLE}", "shorten it"
    if _NOT_IN_TITLES.search(title) or title.startswith("'") or title.endswith("'"):
        yield (
            f"the sheet title '{title}' holds a character Excel refuses",
            "leave out [ ] : * ? / \\ and quotes at its ends",
        )
    if title.casefold() == "history" or not title.strip():
        yield f"a sheet cannot be called '{title}'", "Excel keeps that title for itself"


def _check_items(blueprint: Blueprint, locale: str, report: Report) -> None:
    """Formulas and conditional formats compare cells with the label of an item."""
    for list_ in blueprint.lists:
        for item in list_.items:
            length = excel_length(item.label(locale))
            if length > MAX_FORMULA_TEXT:
                message = f"the label of item '{list_.id}.{item.id}' has {length} characters"
                where = item.label.span or list_.span
                hint = "shorten it: formulas compare cells with it"
                report.add("PS237", f"{message}; Excel allows {MAX_FORMULA_TEXT}", where, hint)


def _check_headers(table: Table, locale: str, report: Report) -> None:
    seen: dict[str, str] = {}
    for column in table.columns:
        header = column.label(locale).casefold()
        span = column.label.span or column.span
        if not header.strip():
            message, hint = f"column '{column.id}' has no label", "a header cannot be blank"
            report.add("PS302", message, span, hint)
        elif (length := excel_length(header)) > MAX_NAME:
            message = f"the header of column '{column.id}' has {length} characters"
            report.add("PS302", f"{message}; Excel allows {MAX_NAME}", span, "shorten it")
        elif seen.get(header, column.id) != column.id:
            report.add(
                "PS302",
                f"the columns '{seen[header]}' and '{column.id}' of table '{table.id}' "
                f"have the same header '{column.label(locale)}'",
                span,
                "Excel names columns by their headers; give each its own words",
            )
        seen.setdefault(header, column.id)
