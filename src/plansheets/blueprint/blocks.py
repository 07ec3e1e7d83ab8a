"""Every kind of block under its key of the grammar, and the kinds that are a few lines each."""

from __future__ import annotations

from typing import ClassVar, Self

from plansheets.blueprint.block import Block, FoundBlock, Holds
from plansheets.blueprint.chart import Chart
from plansheets.blueprint.fields import ids_of
from plansheets.blueprint.found import Found, Reference
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.timeline import Timeline
from plansheets.records import dataclass
from plansheets.words import Words


@dataclass(frozen=True, slots=True)
class Heading(Block):
    words: Words

    @classmethod
    def read(cls, found: FoundBlock) -> Self:
        return cls(found.value, span=found.span)

    @property
    def holds(self) -> Holds:
        return Holds()


@dataclass(frozen=True, slots=True)
class Note(Block):
    words: Words

    @classmethod
    def read(cls, found: FoundBlock) -> Self:
        return cls(found.value, span=found.span)

    @property
    def holds(self) -> Holds:
        return Holds()


@dataclass(frozen=True, slots=True)
class Form(Block):
    """Parameters to fill in, one a row."""

    parameters: tuple[str, ...]
    title: Words | None = None

    @classmethod
    def read(cls, found: FoundBlock) -> Self:
        form: Found = found.value
        return cls(ids_of(form["parameters"]), form["title"], span=found.span)

    @property
    def holds(self) -> Holds:
        return Holds(parameters=self.parameters)


@dataclass(frozen=True, slots=True)
class Place(Block):
    """The place of a table; it may grow downwards, so nothing comes below it."""

    table: str

    grows: ClassVar[bool] = True

    @classmethod
    def read(cls, found: FoundBlock) -> Self:
        table: Reference = found.value
        return cls(table.id, span=table.span)

    @property
    def holds(self) -> Holds:
        return Holds(tables=(self.table,))


@dataclass(frozen=True, slots=True)
class Cards(Block):
    """Metrics as cards, side by side."""

    metrics: tuple[str, ...]

    @classmethod
    def read(cls, found: FoundBlock) -> Self:
        return cls(ids_of(found.value), span=found.span)

    @property
    def holds(self) -> Holds:
        return Holds(metrics=self.metrics)


@dataclass(frozen=True, slots=True)
class Checklist(Block):
    """The checks of the blueprint with their results."""

    @classmethod
    def read(cls, found: FoundBlock) -> Self | None:
        return cls(span=found.span) if found.value else None

    @property
    def holds(self) -> Holds:
        return Holds()


BLOCKS: dict[str, type[Block]] = {
    "heading": Heading,
    "note": Note,
    "form": Form,
    "table": Place,
    "grid": PeriodGrid,
    "cards": Cards,
    "chart": Chart,
    "timeline": Timeline,
    "checklist": Checklist,
}
"""How each key of the grammar's `block` is read, and what it then is."""
