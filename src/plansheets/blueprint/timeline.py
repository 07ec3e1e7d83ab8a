"""Timelines: a table with a date axis beside it, and on the axis a bar for each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Self

from plansheets.blueprint.block import Block, FoundBlock, Holds
from plansheets.blueprint.fields import ids_of
from plansheets.blueprint.formulas import Context, Rewrite, renewed
from plansheets.blueprint.missing import no_column
from plansheets.blueprint.model import Blueprint, Formula
from plansheets.errors import Problem
from plansheets.formula.ast import Missing, Structured
from plansheets.records import dataclass
from plansheets.words import Words

_CONTROL_COLUMNS = 3
"""A label, what is typed, and what is in use stand above a timeline's columns."""


@dataclass(frozen=True, slots=True)
class Timeline(Block):
    """A table with a date axis beside it, and on the axis a bar for each row."""

    table: str
    start: str
    end: str
    columns: int
    done: str | None = None
    phase: str | None = None
    milestone: str | None = None
    today: Formula | None = None
    begin: Formula | None = None
    step: Formula | None = None
    holidays: Formula | None = None
    make_up_days: Formula | None = None
    controls: tuple[str, ...] = ()
    """Parameters to set beside the axis."""

    @classmethod
    def read(cls, found: FoundBlock) -> Self | None:
        shapes, value = found.shapes, found.value
        table, start, end = value["table"], value["start"], value["end"]
        for key in ("holidays", "make_up_days"):
            formula: Formula | None = value[key]
            if formula is not None and not isinstance(formula.tree, Structured | Missing):
                shapes.report(
                    "PS108",
                    Words(f"“{key}”要写一个日期列", f"'{key}' takes a column of days"),
                    formula.span,
                    Words(
                        "写成 表[列]，如 '=holidays[date]'",
                        "write a table and its column, as in '=holidays[date]'",
                    ),
                )
        if not (table and start and end):
            return None
        return cls(
            table=table.id,
            start=start,
            end=end,
            done=value["done"],
            phase=value["phase"],
            milestone=value["milestone"],
            today=value["today"],
            begin=value["from"],
            step=value["step"],
            holidays=value["holidays"],
            make_up_days=value["make_up_days"],
            columns=value["columns"],
            controls=ids_of(value["controls"]),
            span=table.span,
        )

    @property
    def holds(self) -> Holds:
        return Holds(tables=(self.table,), parameters=self.controls)

    @property
    def named_columns(self) -> tuple[str, ...]:
        """The columns of the table that the bars are drawn from."""
        named = (self.start, self.end, self.done, self.phase, self.milestone)
        return tuple(id_ for id_ in named if id_ is not None)

    def rewritten(self, rewrite: Rewrite) -> Self:
        context = Context(Words(f"“{self.table}”的甘特图", f"the timeline of '{self.table}'"))
        column = replace(context, slot="column")

        def rewritten(formula: Formula | None, place: Context = context) -> Formula | None:
            return rewrite(formula, place) if formula else None

        return renewed(
            self,
            today=rewritten(self.today),
            begin=rewritten(self.begin),
            step=rewritten(self.step),
            holidays=rewritten(self.holidays, column),
            make_up_days=rewritten(self.make_up_days, column),
        )

    def problems(self, blueprint: Blueprint) -> Iterator[Problem]:
        table = blueprint.table(self.table)
        if table is None:
            return
        shown = sum(not column.hidden for column in table.columns)
        if self.controls and shown < _CONTROL_COLUMNS:
            yield Problem.told(
                "PS114",
                Words(
                    f"表“{table.id}”只显示 {shown} 列；“controls”要占 {_CONTROL_COLUMNS} 列",
                    f"table '{table.id}' shows {shown} columns; controls take {_CONTROL_COLUMNS}",
                ),
                self.span,
                Words(
                    "多显示几列，或去掉“controls”",
                    "show more of its columns, or leave out 'controls'",
                ),
            )
        for id_ in self.named_columns:
            if table.column(id_) is None and not blueprint.excuses(id_):
                yield no_column(id_, table.id, table.column_ids, self.span)
