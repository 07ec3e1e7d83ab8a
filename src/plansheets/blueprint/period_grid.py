"""Grids: rows across a list of months, quarters, roles …, each computed or typed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Self

from plansheets.blueprint.block import Block, FoundBlock, Holds
from plansheets.blueprint.fields import (
    bound,
    check_list,
    check_numeric,
    check_options,
    check_repeats,
    check_typed_in,
    id_of,
    read_each,
    read_rules,
    total_of,
    type_of,
)
from plansheets.blueprint.formulas import Context, Rewrite, renewed, rewrite_rules
from plansheets.blueprint.found import Found
from plansheets.blueprint.missing import no_row
from plansheets.blueprint.model import Blueprint, Column, Each, SampleRow
from plansheets.errors import Problem, nearest
from plansheets.records import dataclass
from plansheets.source import Span
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.blueprint.shapes import ShapeReader


@dataclass(frozen=True, slots=True)
class PeriodGrid(Block):
    """Rows across a list: months, quarters, channels, roles.

    A grid is a table on its side: a row has all that a column of a table has, and is one for every
    item of the list.
    """

    id: str
    each: Each
    rows: tuple[Column, ...]
    title: Words | None = None
    total_label: Words | None = None
    sample: Mapping[str, SampleRow] = field(default_factory=dict)
    """What is typed into rows, by the row's id: cells by the item's id."""
    keep: bool = False
    """Whether a blank workbook keeps the sample."""

    @classmethod
    def read(cls, found: FoundBlock) -> Self | None:
        shapes, grid = found.shapes, found.value
        each = read_each(grid)
        rows = tuple(_row(shapes, row, grid["id"]) for row in grid["rows"])
        if not rows and not shapes.lost:
            message = Words(f"网格“{grid['id']}”没有行", f"grid '{grid['id']}' has no rows")
            shapes.report(
                "PS107",
                message,
                found.span,
                Words("用“rows:”写出要计算或填写的行", "rows: what it computes or takes"),
            )
        _check_twice(shapes, rows, grid["id"])
        _check_variables(shapes, rows, each)
        if each is None or not rows:
            return None
        sample = {id_: _sample_row(cells, span) for id_, (cells, span) in grid["sample"].items()}
        return cls(
            grid["id"], each, rows, grid["title"], grid["total"], sample, grid["keep"],
            span=found.span,
        )  # fmt: skip

    @property
    def holds(self) -> Holds:
        lists = (row.list_id for row in self.rows)
        repeated = (row.each.list_id for row in self.rows if row.each)
        named = (self.each.list_id, *lists, *repeated)
        return Holds(lists=tuple(dict.fromkeys(id_ for id_ in named if id_)))

    @property
    def grids(self) -> tuple[PeriodGrid, ...]:
        return (self,)

    @property
    def filled(self) -> tuple[Column, ...]:
        """The rows that people and data fill."""
        return tuple(row for row in self.rows if row.role == "input")

    @property
    def row_ids(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.rows)

    def row(self, id_: str) -> Column | None:
        return next((row for row in self.rows if row.id == id_), None)

    def rewritten(self, rewrite: Rewrite) -> Self:
        return renewed(self, rows=tuple(self.rewritten_row(row, rewrite) for row in self.rows))

    def rewritten_row(self, row: Column, rewrite: Rewrite) -> Column:
        """*row* with every formula replaced by what *rewrite* makes of it."""
        what = _named(row.id, self.id)
        context = Context(what, f"{self.id}[{row.id}]", grid=self, row=row, each=self.each)
        total_place = replace(context, owner=f"{context.owner} total", slot="total", each=None)
        return renewed(
            row,
            formula=rewrite(row.formula, context) if row.formula else None,
            total=rewrite(row.total, total_place) if row.total else None,
            rules=rewrite_rules(row.rules, rewrite, context),
        )

    def problems(self, blueprint: Blueprint) -> Iterator[Problem]:
        """Samples of rows and items that there are not, or of rows that are computed."""
        written_out = next((grid for grid in blueprint.grids if grid.id == self.id), self)
        items = blueprint.list(self.each.list_id)
        for id_, sample in self.sample.items():
            row = written_out.row(id_)
            if row is None:
                if not blueprint.excuses(id_):
                    yield no_row(id_, self.id, written_out.row_ids, sample.span)
            elif row.role == "formula":
                yield Problem.told(
                    "PS116",
                    Words(
                        f"网格“{self.id}”的行“{id_}”由公式计算，不能有示例",
                        f"row '{id_}' of grid '{self.id}' is computed and takes no sample",
                    ),
                    sample.span,
                    Words(
                        "去掉示例；要手工填写就删去这一行的公式",
                        "leave it out, or delete the row's formula to have it typed in",
                    ),
                )
            for item, span in sample.spans.items():
                if items is not None and items.item(item) is None and not blueprint.excuses(item):
                    hint = nearest(item, [one.id for one in items.items], listed=14)
                    message = Words(
                        f"列表“{items.id}”没有“{item}”这一项",
                        f"the list '{items.id}' has no item '{item}'",
                    )
                    yield Problem.told("PS116", message, span, hint)


def _named(row: str, grid: str) -> Words:
    return Words(f"网格“{grid}”的行“{row}”", f"row '{row}' of grid '{grid}'")


def _row(shapes: ShapeReader, found: Found, grid: str) -> Column:
    type_ = type_of(found)
    id_ = found["id"]
    check_repeats(shapes, found, "row")
    check_list(shapes, found, type_, id_)
    check_numeric(shapes, found, type_, id_)
    check_options(shapes, found, type_, _named(id_, grid))
    if "formula" in found:
        check_typed_in(shapes, found, _named(id_, grid))
    return Column(
        id=id_,
        label=found["label"],
        type=type_,
        role="formula" if "formula" in found or "formula" in found.spans else "input",
        formula=found["formula"],
        span=found.spans["id"],
        total=total_of(found, id_),
        list_id=id_of(found["list"]),
        options=found["options"],
        unit=found["unit"],
        help=found["help"],
        example=found["example"],
        minimum=bound(found, "min", type_.minimum),
        maximum=bound(found, "max", type_.maximum),
        required=found["required"],
        show=found["show"],
        number_format=found["format"],
        rules=read_rules(found),
        each=read_each(found),
        was=found["was"],
    )


def _check_twice(shapes: ShapeReader, rows: tuple[Column, ...], grid: str) -> None:
    first: dict[str, Span] = {}
    for row in rows:
        if row.id in first:
            shapes.report(
                "PS110",
                Words(
                    f"网格“{grid}”里“{row.id}”这一行写了两次",
                    f"the row '{row.id}' stands in grid '{grid}' twice",
                ),
                row.span,
                Words(
                    f"第一次在第 {first[row.id].line} 行",
                    f"it was first given on line {first[row.id].line}",
                ),
            )
        first.setdefault(row.id, row.span)


def _check_variables(shapes: ShapeReader, rows: tuple[Column, ...], each: Each | None) -> None:
    """Report rows that repeat over what stands across: no formula could tell the two apart."""
    for row in rows:
        if row.each is not None and each is not None and row.each.variable == each.variable:
            shapes.report(
                "PS114",
                Words(
                    f"行“{row.id}”按“{each.variable}”重复，这却是网格各列的变量",
                    f"row '{row.id}' repeats by '{each.variable}', the variable of "
                    "the grid's columns",
                ),
                row.each.span,
                Words(
                    "给它自己的变量，如 each: {channel: channels}",
                    "give it a variable of its own, as in each: {channel: channels}",
                ),
            )


def _sample_row(cells: Mapping[str, tuple[Words, Span]], span: Span) -> SampleRow:
    return SampleRow(
        {id_: words for id_, (words, _) in cells.items()},
        {id_: words.span or where for id_, (words, where) in cells.items()},
        span,
    )
