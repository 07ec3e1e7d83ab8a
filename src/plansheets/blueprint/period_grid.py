"""Period grids: rows of formulas across a list of months, quarters or weeks."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

from plansheets.blueprint.block import Block, FoundBlock, Holds
from plansheets.blueprint.fields import read_each, read_rules, type_of
from plansheets.blueprint.formulas import Context, Rewrite, renewed, rewrite_rules
from plansheets.blueprint.found import Found
from plansheets.blueprint.model import Each, Formula, Rule
from plansheets.blueprint.types import Type
from plansheets.records import dataclass
from plansheets.source import Span
from plansheets.words import Words


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a period grid: a formula for every period, and one over all of them."""

    id: str
    label: Words
    type: Type
    formula: Formula
    span: Span
    total: Formula | None = None
    number_format: Words | None = None
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodGrid(Block):
    """Rows of formulas across a list of periods: months, quarters, weeks."""

    id: str
    each: Each
    rows: tuple[GridRow, ...]
    title: Words | None = None
    total_label: Words | None = None

    @classmethod
    def read(cls, found: FoundBlock) -> Self | None:
        shapes, grid = found.shapes, found.value
        each = read_each(grid)
        rows = tuple(_row(row) for row in grid["rows"])
        if not rows and not shapes.lost:
            message = f"grid '{grid['id']}' has no rows"
            shapes.report("PS107", message, found.span, "rows: its formulas")
        if each is None or not rows:
            return None
        return cls(grid["id"], each, rows, grid["title"], grid["total"], span=found.span)

    @property
    def holds(self) -> Holds:
        return Holds(lists=(self.each.list_id,))

    @property
    def grids(self) -> tuple[PeriodGrid, ...]:
        return (self,)

    def rewritten(self, rewrite: Rewrite) -> Self:
        return renewed(self, rows=tuple(self._rewritten(row, rewrite) for row in self.rows))

    def _rewritten(self, row: GridRow, rewrite: Rewrite) -> GridRow:
        what = f"row '{row.id}' of grid '{self.id}'"
        context = Context(what, f"{self.id}[{row.id}]", grid=self, row=row, each=self.each)
        total_place = replace(context, owner=f"{context.owner} total", slot="total", each=None)
        return renewed(
            row,
            formula=rewrite(row.formula, context),
            total=rewrite(row.total, total_place) if row.total else None,
            rules=rewrite_rules(row.rules, rewrite, context),
        )


def _row(found: Found) -> GridRow:
    return GridRow(
        id=found["id"],
        label=found["label"],
        type=type_of(found),
        formula=found["formula"],
        span=found.spans["id"],
        total=found["total"],
        number_format=found["format"],
        rules=read_rules(found),
    )
