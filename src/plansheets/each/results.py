"""What became of a batch: its workbooks, its failures, and what there was to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from plansheets.errors import Problem
from plansheets.flow import Built
from plansheets.frames.read_file import ReadFile
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One name of the list, and the workbook that was made for it, or what kept it from being.

    .. versionadded:: 0.1.0
    """

    name: str
    path: Path
    """Where its workbook is, or would be."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """Rows of its own, by table; 0 where a file has none for it."""
    built: Built | None = None
    """The workbook; None where it failed, and in a dry run."""
    problems: tuple[Problem, ...] = ()
    """Why it failed, or what there is to warn of in this one."""

    @property
    def failed(self) -> bool:
        return any(problem.level == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class BuiltEach:
    """Every workbook of a batch, in the order of the list.

    .. versionadded:: 0.1.0
    """

    items: tuple[BatchItem, ...]
    warnings: tuple[Problem, ...] = ()
    """What there is to say about the blueprint, the list and the files as a whole."""
    data: tuple[ReadFile, ...] = ()
    """What became of the list and of each data file."""

    @property
    def built(self) -> tuple[BatchItem, ...]:
        """Those that have a workbook."""
        return tuple(one for one in self.items if one.built is not None)

    @property
    def failed(self) -> tuple[BatchItem, ...]:
        return tuple(one for one in self.items if one.failed)
