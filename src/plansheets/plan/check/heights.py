"""Rows that long words would make higher than Excel allows, told where the words were written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

from plansheets.blueprint.model import Blueprint, Formula
from plansheets.formula.ast import Text
from plansheets.formula.rewrite import walk
from plansheets.grid import MAX_ROW_HEIGHT
from plansheets.plan.model import PlannedSheet
from plansheets.plan.report import Report
from plansheets.source import Source
from plansheets.words import Words


def check_heights(sheets: Sequence[PlannedSheet], blueprint: Blueprint, report: Report) -> None:
    """Report every row of *sheets* that is higher than Excel's highest."""
    too_high = [
        (sheet, row, points)
        for sheet in sheets
        for row, points in sheet.heights
        if points > MAX_ROW_HEIGHT
    ]
    if not too_high:
        return
    locale = report.choices.locale
    spelled = sorted(
        {words(locale): words for words in _words(blueprint) if words.span}.items(),
        key=lambda pair: -len(pair[0]),
    )
    for sheet, row, points in too_high:
        texts = list(_texts(sheet, row))
        longest = next(
            ((text, words) for text, words in spelled if any(text in one for one in texts)), None
        )
        message = Words(
            f"工作表“{sheet.title[:40]}”上这段文字的行高会到 {points:,.0f} 磅"
            f"；Excel 最多 {MAX_ROW_HEIGHT} 磅",
            f"the row of these words on sheet '{sheet.title[:40]}' would be "
            f"{points:,.0f} points high; Excel allows {MAX_ROW_HEIGHT}",
        )
        if longest is None:
            report.add(
                "PS348",
                message,
                hint=Words("缩短那一行里最长的文字", "shorten the longest text of that row"),
            )
            continue
        text, words = longest
        fitting = int(len(text) * MAX_ROW_HEIGHT / points * 0.95)
        hint = Words(
            f"从 {len(text):,} 个字缩到约 {fitting:,} 个字",
            f"shorten them from {len(text):,} to about {fitting:,} characters",
        )
        report.add("PS348", message, words.span, hint)


def _texts(sheet: PlannedSheet, row: int) -> Iterator[str]:
    """The texts that stand in a row, and those of its formulas."""
    for table in sheet.tables:
        if table.row == row:
            yield from (column.header for column in table.columns)
    for cell in sheet.cells:
        if cell.row != row:
            continue
        if isinstance(cell.value, str):
            yield cell.value
        if cell.formula is not None:
            yield from (node.value for node in walk(cell.formula) if isinstance(node, Text))


def _words(thing: object) -> Iterator[Words]:
    """All words of a blueprint, however deep they stand."""
    match thing:
        case Words():
            yield thing
        case Formula() | Source() | str():
            return
        case Mapping():
            for value in thing.values():
                yield from _words(value)
        case Sequence():
            for value in thing:
                yield from _words(value)
        case _ if is_dataclass(thing):
            for field in fields(thing):
                yield from _words(getattr(thing, field.name))
        case _:
            return
