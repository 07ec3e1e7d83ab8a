"""Charts over columns of a table, or over rows of a period grid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from plansheets.blueprint.block import Block, FoundBlock, Holds
from plansheets.blueprint.formulas import Context, Rewrite, renewed
from plansheets.blueprint.found import Found
from plansheets.blueprint.missing import no_column
from plansheets.blueprint.model import (
    Along,
    Blueprint,
    ChartKind,
    Formula,
    Meaning,
    Scenario,
    Stack,
)
from plansheets.blueprint.types import UNREAD
from plansheets.errors import Problem, nearest
from plansheets.records import dataclass
from plansheets.source import Span
from plansheets.words import Words

SCENARIOS: tuple[Scenario, ...] = ("last_year", "forecast", "limit")
"""What a series may be beside what was and what is to be reached."""
_OVER_TIME = frozenset({"line", "area"})
_TOGETHER = frozenset({"column", "line", "area"})
"""Kinds of series that one chart may mix: their axes lie alike."""


@dataclass(frozen=True, slots=True)
class ChartSeries:
    column: str
    span: Span
    label: Words | None = None
    kind: ChartKind | None = None
    secondary: bool = False
    mean: Meaning | None = None
    labels: bool = False
    target: bool = False
    """Whether it is what the others are to reach."""
    ceiling: bool = False
    """Of a target, whether it is rather what they are not to pass."""
    due: str | None = None
    """Of a target, the column with the part of it that is due by now."""
    dots: bool = False
    scenario: Scenario = "actual"
    """What its numbers are, which is how it looks; a target is one of them."""

    @property
    def as_line(self) -> bool:
        """Whether it is a line, or points, whatever the chart is."""
        return self.target or self.dots or self.scenario == "limit"

    @property
    def compared(self) -> bool:
        """Whether it is there to hold the others against."""
        return self.target or self.dots or self.mean == "muted" or self.scenario != "actual"


@dataclass(frozen=True, slots=True)
class Chart(Block):
    """A chart over columns of a table, or over rows of a period grid."""

    kind: ChartKind
    title: Words
    over: str
    series: tuple[ChartSeries, ...]
    height: int
    category: str | None = None
    x_title: Words | None = None
    y_title: Words | None = None
    y_minimum: float | None = None
    y_maximum: float | None = None
    y2_title: Words | None = None
    y2_minimum: float | None = None
    y2_maximum: float | None = None
    stack: Stack | None = None
    along: Along = "things"
    """What the axis of the categories goes along."""
    fact: Formula | None = None
    """What the chart shows, as a text; worked out from its numbers where there is none."""
    period: Formula | None = None
    """The days or the period that it speaks of, as a text."""

    @classmethod
    def read(cls, found: FoundBlock) -> Self | None:
        value: Found = found.value
        shapes = found.shapes
        series = tuple(_series(one) for one in value["series"] if one["column"])
        if not value["series"] and not shapes.lost:
            shapes.report(
                "PS107",
                Words("图表没有画任何系列", "a chart draws no series"),
                found.span,
                Words("用“series:”写出要画的列", "series: what is drawn"),
            )
        if not value["over"] or not series:
            return None
        return cls(
            kind=value["type"],
            title=value["title"],
            over=value["over"],
            series=series,
            category=value["category"],
            x_title=value["x_title"],
            y_title=value["y_title"],
            y_minimum=value["y_min"],
            y_maximum=value["y_max"],
            y2_title=value["y2_title"],
            y2_minimum=value["y2_min"],
            y2_maximum=value["y2_max"],
            height=value["height"],
            stack=value["stack"],
            along=value["along"] or ("time" if value["type"] in _OVER_TIME else "things"),
            fact=value["fact"],
            period=value["period"],
            span=value.spans["over"],
        )

    @property
    def holds(self) -> Holds:
        return Holds()  # it draws what stands elsewhere

    def rewritten(self, rewrite: Rewrite) -> Self:
        return renewed(
            self,
            fact=self._renewed(rewrite, self.fact, "fact"),
            period=self._renewed(rewrite, self.period, "period"),
        )

    def _renewed(self, rewrite: Rewrite, formula: Formula | None, key: str) -> Formula | None:
        if formula is None:
            return None
        where = Words(f"“{self.over}”图表的“{key}”", f"the {key} of the chart over '{self.over}'")
        return rewrite(formula, Context(where, slot="note"))

    def problems(self, blueprint: Blueprint) -> Iterator[Problem]:
        table = blueprint.table(self.over)
        grids = {grid.id: grid for grid in blueprint.grids}
        wanted = [(shown.column, shown.span) for shown in self.series]
        wanted += [(shown.due, shown.span) for shown in self.series if shown.due is not None]
        if table is not None:
            known = set(table.column_ids)
            if self.category is not None:
                wanted.append((self.category, self.span))
            else:
                yield Problem.told(
                    "PS106",
                    Words("画表的图表缺少“category”", "a chart over a table lacks 'category'"),
                    self.span,
                    Words("用“category:”写出横轴上的列", "category: the column along the axis"),
                )
        elif self.over in grids:
            known = {row.id for row in grids[self.over].rows}
            if self.category is not None:
                yield Problem.told(
                    "PS114",
                    Words(
                        f"网格“{self.over}”的横轴是它的列表，“category”不起作用",
                        f"the list of grid '{self.over}' goes along the axis, so 'category' has no "
                        "effect",
                    ),
                    self.span,
                    Words("删去“category”", "delete 'category'"),
                )
        elif blueprint.excuses(self.over):
            return
        else:
            hint = nearest(self.over, (*blueprint.table_ids, *grids))
            yield Problem.told(
                "PS113",
                Words(f"没有“{self.over}”这个表或网格", f"no table or grid '{self.over}'"),
                self.span,
                hint,
            )
            return
        for shown in self.series:
            held = table.column(shown.column) if table else grids[self.over].row(shown.column)
            if held is None or held.type is UNREAD:  # a view has the type of what it shows
                continue
            if held.type.kind != "number":
                yield _no_numbers(shown, held.type.id)
        for id_, span in wanted:
            if id_ not in known and not blueprint.excuses(id_):
                yield no_column(id_, self.over, known, span)
        yield from self._kinds()
        yield from self._axes()

    def _axes(self) -> Iterator[Problem]:
        """Axes that end before they begin."""
        for which, least, most in (
            ("y", self.y_minimum, self.y_maximum),
            ("y2", self.y2_minimum, self.y2_maximum),
        ):
            if least is not None and most is not None and least >= most:
                yield Problem.told(
                    "PS114",
                    Words(
                        f"轴从 {least:g} 到 {most:g}：中间什么也没有",
                        f"the axis goes from {least:g} to {most:g}: nothing lies between",
                    ),
                    self.span,
                    Words(
                        f"让“{which}_min”小于“{which}_max”",
                        f"make '{which}_min' less than '{which}_max'",
                    ),
                )

    def _kinds(self) -> Iterator[Problem]:
        """Series that cannot be drawn as they are asked to in a chart of this kind."""
        for shown in self.series:
            kind = "line" if shown.as_line else shown.kind or self.kind
            if self.kind and kind != self.kind and not {kind, self.kind} <= _TOGETHER:
                words = {"target": shown.target, "limit": shown.scenario == "limit"}
                word = next((word for word, true in words.items() if true), kind)
                said = Words(f"“{word}”", f"a {word}")
                said = Words("散点（dots）", "dots") if shown.dots else said
                yield Problem.told(
                    "PS114",
                    Words(
                        f"{said.zh}不能画在 {self.kind} 图里",
                        f"{said.en} cannot be drawn in a {self.kind} chart",
                    ),
                    shown.span,
                    Words(
                        f"只有 {', '.join(sorted(_TOGETHER))} 能画在一起；请另画一张图",
                        f"only {', '.join(sorted(_TOGETHER))} go together; make it a "
                        "chart of its own",
                    ),
                )
        if self.stack is not None and self.kind not in ("column", "bar", "area"):
            yield Problem.told(
                "PS114",
                Words(f"{self.kind} 图不能堆积", f"a {self.kind} chart cannot be stacked"),
                self.span,
                Words(
                    "改为“type: column”、“bar”或“area”，或删去“stack”",
                    "make it 'type: column', 'bar' or 'area', or delete 'stack'",
                ),
            )


def _no_numbers(shown: ChartSeries, type_: str) -> Problem:
    return Problem.told(
        "PS114",
        Words(
            f"图表画数字，“{shown.column}”的类型却是 {type_}",
            f"a chart draws numbers, and '{shown.column}' is {type_}",
        ),
        shown.span,
        Words(
            "换成数字列；要数各项有多少，就做一张 rows: {each: 列表} 的表，用 COUNTIFS 数",
            "name a column of numbers; how many there are of each item is counted with COUNTIFS "
            "in a table with rows: {each: LIST}",
        ),
    )


def _series(found: Found) -> ChartSeries:
    return ChartSeries(
        column=found["column"],
        span=found.spans["column"],
        label=found["label"],
        kind=found["type"],
        secondary=found["second_axis"],
        mean=found["mean"],
        labels=found["labels"],
        target=found["target"] or found["ceiling"],
        ceiling=found["ceiling"],
        due=found["due"],
        dots=found["dots"],
        scenario=next((one for one in SCENARIOS if found[one]), "actual"),
    )
