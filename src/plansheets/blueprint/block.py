"""What every block of a sheet answers: how it is read, what it holds, which formulas are in it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Any, ClassVar, Self

from plansheets.blueprint.formulas import Context, Rewrite
from plansheets.blueprint.model import Blueprint, Formula
from plansheets.errors import Problem
from plansheets.records import dataclass
from plansheets.source import Span

if TYPE_CHECKING:
    from plansheets.blueprint.period_grid import PeriodGrid
    from plansheets.blueprint.shapes import ShapeReader


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """A block as found: what its key holds, where the key stands, and who is told of problems."""

    value: Any
    span: Span
    shapes: ShapeReader


@dataclass(frozen=True, slots=True)
class Holds:
    """The ids of what stands in a block."""

    tables: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block(ABC):
    """Something that stands on a sheet."""

    span: Span = field(kw_only=True)

    grows: ClassVar[bool] = False
    """Whether it becomes longer with a table that grows."""

    @classmethod
    @abstractmethod
    def read(cls, found: FoundBlock) -> Self | None:
        """The block; None where too little of it could be read, or it says that there is none."""

    @property
    @abstractmethod
    def holds(self) -> Holds:
        """What stands in it."""

    def rewritten(self, rewrite: Rewrite) -> Self:
        """The block with every formula replaced by what *rewrite* makes of it."""
        del rewrite
        return self

    def problems(self, blueprint: Blueprint) -> Iterator[Problem]:
        """What in it names nothing in *blueprint*, or does not go together."""
        del blueprint
        return iter(())

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """Every formula in it."""
        found: list[Formula] = []

        def note(formula: Formula, context: Context) -> Formula:
            del context
            found.append(formula)
            return formula

        self.rewritten(note)
        return tuple(found)

    @property
    def grids(self) -> tuple[PeriodGrid, ...]:
        """The period grids that formulas can name by it."""
        return ()
