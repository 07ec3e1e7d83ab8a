"""The plan of a workbook once it holds other rows: as high as they need, laid out as it is now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from plansheets.blueprint.rows import From, Groups, Growing
from plansheets.formula.ast import CellRange
from plansheets.life.changes import Comparison
from plansheets.life.in_book import GoneError, InBook
from plansheets.life.manifest import Manifest
from plansheets.life.marks import manifest_of, widest_of
from plansheets.life.new_rows import MergedRows
from plansheets.life.plan_moves import goes_on
from plansheets.life.ranges import Growth, reference
from plansheets.life.rebuild import BlankRows, choices_of
from plansheets.life.remarked import remark
from plansheets.life.standing import StandingBook, values_of
from plansheets.life.write_back import Rewriting
from plansheets.plan.choices import Choices, GivenRows
from plansheets.plan.draw import draw
from plansheets.plan.model import Plan, PlannedSheet, PlannedTable, Value


def next_manifest(
    standing: StandingBook,
    merged: Mapping[str, MergedRows],
    grids: Mapping[str, Mapping[str, object]],
) -> Manifest:
    """What the workbook is to say of itself: how many rows there are, how it was drawn.

    *grids* is what marks say of the grids that are filled, by id.
    """
    manifest = standing.known.manifest
    choices: dict[str, Any] = dict(manifest.choices)
    told: dict[str, Any] = dict(choices["data"]) if isinstance(choices.get("data"), dict) else {}
    if (merged or grids) and standing.made.choices.samples:
        choices["keep_samples"] = True
    fresh = {id_: BlankRows(one.height) for id_, one in merged.items() if id_ not in told}
    drawn: Mapping[str, GivenRows] = fresh
    told |= widest_of(standing.plan, replace(standing.made.choices, data=drawn))
    for id_, one in merged.items():
        told[id_] = {**told[id_], "used": one.height}
    if told:
        choices["data"] = told
    if grids:
        choices["grids"] = {**grids, **(choices.get("grids") or {})}
    heights = _heights(standing, merged, choices_of(choices, {}))
    return replace(
        manifest,
        choices=choices,
        tables=tuple(
            replace(one, height=str(heights.get(one.id, one.rows))) for one in manifest.tables
        ),
    )


def restated(standing: StandingBook, manifest: Manifest, drawn: Plan) -> Manifest:
    """*manifest* with the fingerprints of *drawn*, which it tells of."""
    made = manifest_of(drawn, standing.made.blueprint, standing.made.choices, {}, manifest.source)
    return replace(manifest, sheets=made.sheets, tables=made.tables, columns=made.columns)


def plan_of(standing: StandingBook, manifest: Manifest) -> Plan:
    """The plan that *manifest* tells of."""
    heights = {one.id: one.rows for one in manifest.tables}
    ready, _ = draw(standing.made.understood, choices_of(manifest.choices, heights))
    return ready


def _heights(
    standing: StandingBook, merged: Mapping[str, MergedRows], choices: Choices
) -> dict[str, int]:
    """How high each table is to be: those that people fill as they need, others as those are."""
    blueprint = standing.made.understood.blueprint
    now = {id_: table.height for id_, table in standing.known.tables.items()}
    entered = {
        table.id: [column.id for column in table.columns if column.formula is None]
        for _, table in tables_of(standing.plan)
    }
    ends = {table.id for sheet, table in tables_of(standing.plan) if not goes_on(sheet, table)}
    """Those that may become lower: below others something would have to move up."""
    pinned: dict[str, int] = {}
    data: dict[str, GivenRows] = {}
    shrinks = False
    asked = standing.known.manifest.choices.get("rows")
    for table in blueprint.tables:
        known = standing.known.tables.get(table.id)
        if known is None:
            continue
        new = merged.get(table.id)
        columns: Mapping[str, tuple[Value, ...]]
        if new is not None:
            columns, used = new.columns, new.height
        else:
            typed = [one for one in entered[table.id] if one in known.columns]
            columns = {id_: values_of(standing, known, id_) for id_ in typed}
            used = max(map(_filled, columns.values()), default=0)
        data[table.id] = BlankRows(used, columns)
        if isinstance(table.rows, Growing):
            if new is not None and new.removed and table.id in ends:
                pinned[table.id] = max(used, asked if isinstance(asked, int) else 1, 1)
                shrinks |= pinned[table.id] < now[table.id]
            else:
                pinned[table.id] = max(used, now[table.id])
    drawn, _ = draw(standing.made.understood, replace(choices, data=data, heights=pinned))
    found = {table.id: table.height for sheet in drawn.sheets for table in sheet.tables}
    follow = ends & {one.id for one in blueprint.tables if isinstance(one.rows, From | Groups)}
    return {
        id_: height if id_ in pinned or (shrinks and id_ in follow) else max(height, now[id_])
        for id_, height in found.items()
        if id_ in now
    }


def _filled(values: Sequence[Value]) -> int:
    """How many *values* there are to the last that is not blank: rows wait below those in use."""
    blanks = sum(1 for _ in takewhile(lambda value: value in (None, ""), reversed(values)))
    return len(values) - blanks


def rewriting(
    standing: StandingBook, plan: Plan, comparison: Comparison, manifest: Manifest
) -> Rewriting:
    """What is to be written so that the workbook follows *plan*."""
    changes = comparison.compare()
    placed = comparison.placed
    growths = tuple(growths_of(standing, plan))
    remark(standing, changes, manifest)
    return Rewriting(
        changes,
        growths,
        dict(_names(standing, plan, placed)),
        {part: dict(columns) for part, columns in _columns(standing, plan, placed)},
        dict(_charts(standing, plan, comparison)),
        paper=dict(_paper(standing, plan, comparison)),
    )


def tables_of(plan: Plan) -> Iterator[tuple[PlannedSheet, PlannedTable]]:
    for sheet in plan.sheets:
        for table in sheet.tables:
            yield sheet, table


def growths_of(standing: StandingBook, plan: Plan) -> Iterator[Growth]:
    for _, table in tables_of(plan):
        known = standing.known.tables[table.id]
        found = standing.book_table(known)
        if found is not None and table.height != known.height:
            last = known.header_row + table.height
            yield Growth(known.sheet.title, found.box, last)


def _names(standing: StandingBook, plan: Plan, placed: InBook) -> Iterator[tuple[str, str]]:
    before = {name.name: name.target for name in standing.plan.names}
    for name in plan.names:
        if name.name in before and before[name.name] != name.target:
            try:
                yield name.name.casefold(), placed.text(name.target, plan.sheets[0])
            except GoneError:
                continue


def _columns(
    standing: StandingBook, plan: Plan, placed: InBook
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The formulas of calculated columns that another height changes."""
    before = {
        (table.id, column.id): column.formula
        for _, table in tables_of(standing.plan)
        for column in table.columns
    }
    for sheet, table in tables_of(plan):
        known = standing.known.tables[table.id]
        found = standing.book_table(known)
        made = [
            (found.headers[known.columns[one.id] - found.box.first_column],
             placed.text(one.formula, sheet))
            for one in table.columns
            if found is not None and one.formula is not None
            and one.formula != before[table.id, one.id]
        ]  # fmt: skip
        part = next(
            (
                part
                for part in standing.book.package.related(known.sheet.part, "table")
                if found is not None
                and standing.book.package.tree(part).get("displayName") == found.name
            ),
            None,
        )
        if made and part is not None:
            yield part, made


def _charts(
    standing: StandingBook, plan: Plan, comparison: Comparison
) -> Iterator[tuple[tuple[str, Any], str]]:
    for old, new in zip(standing.plan.sheets, plan.sheets, strict=True):
        for one, other in zip(old.charts, new.charts, strict=False):
            for before, after in zip(one.series, other.series, strict=False):
                for was, now in (
                    (before.categories, after.categories),
                    (before.values, after.values),
                ):
                    if was == now or not isinstance(was, CellRange):
                        continue
                    target = reference(comparison.before.text(was, old))
                    if target is not None:
                        yield target, comparison.placed.text(now, new)


def _paper(
    standing: StandingBook, plan: Plan, comparison: Comparison
) -> Iterator[tuple[str, dict[int, int]]]:
    """By sheet: the last rows of what is printed of it, before and after."""
    for old, new in zip(standing.plan.sheets, plan.sheets, strict=True):
        home = standing.homes[old.id]
        changed: dict[int, int] = {}
        for was, now in zip(old.printing.areas, new.printing.areas, strict=True):
            if was.last_row != now.last_row:
                last = comparison.before.spot(old, was.last_row, was.first_column)[0]
                down = comparison.placed.moves.new_row(old.id, was.last_row) - was.last_row
                new_last = last + now.last_row - was.last_row - down
                changed[last] = max(new_last, changed.get(last, new_last))
        if changed:
            yield home.sheet.title, changed
