"""Headings that people typed over those of the blueprint: what they call its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plansheets.blueprint.model import Blueprint, Column, Table
from plansheets.life.book import OpenBook
from plansheets.life.cells import Spot
from plansheets.life.rebuild import headings_of
from plansheets.life.recognise import KnownTable, Recognised
from plansheets.life.typed_in import shown_text
from plansheets.plan.report import Report
from plansheets.plan.write_out.repeats import expand_repeats
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class OwnHeading:
    """A heading that is not the blueprint's."""

    table: KnownTable
    column: str
    before: str
    spot: Spot
    text: str


def own_headings(known: Recognised, book: OpenBook) -> Iterator[OwnHeading]:
    """Every heading of a table that somebody typed over, now or before an upgrade."""
    kept = headings_of(known.manifest.choices)
    for id_, table in known.tables.items() if known.marked else ():
        cells = book.contents(table.sheet).cells
        titles = {one.id: one.header for one in known.manifest.columns_of(id_)}
        for column, place in table.columns.items():
            held = cells.get((table.header_row, place))
            said = shown_text(held.value) if held is not None and held.value is not None else ""
            if said and (said != titles[column] or (id_, column) in kept):
                yield OwnHeading(table, column, titles[column], (table.header_row, place), said)


def with_own_headings(blueprint: Blueprint, known: Recognised, book: OpenBook) -> Blueprint:
    """*blueprint* with other names of its columns: what *book*, which *known* is of, calls them."""
    called = {(one.table.id, one.column): one.text for one in own_headings(known, book)}
    if not called:
        return blueprint

    def column(table: Table, written: Column) -> Column:
        text = called.get((table.id, written.id))
        return replace(written, aliases=(*written.aliases, text)) if text else written

    expanded = expand_repeats(blueprint, Report())
    tables = (
        replace(table, columns=tuple(column(table, one) for one in table.columns))
        for table in expanded.tables
    )
    return replace(expanded, tables=tuple(tables))
