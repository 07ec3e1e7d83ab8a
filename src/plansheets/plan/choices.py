"""What is chosen at build time: language, profile, values, data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from plansheets.blueprint.model import Table
from plansheets.plan.model import Profile, Value
from plansheets.records import dataclass
from plansheets.words import Locale


class GivenRows(Protocol):
    """Rows for a table, by column id: what ``--data`` or a frame brings.

    Choice cells hold the item's id; a missing value is None.
    """

    @property
    def columns(self) -> Mapping[str, tuple[Value, ...]]: ...

    @property
    def height(self) -> int: ...


DEFAULT_THEME = "ink"
READY_ROWS = 30
"""Rows of a blank growing table, unless the user asks for more."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How a blueprint is to be built."""

    locale: Locale = "en"
    profile: Profile = "excel2016"
    lambdas: bool = False
    """Whether the project's functions come along as LAMBDA names, as they do for Excel 365."""
    cell_references: bool = False
    """Whether formulas of tables name the cells of their own row by address."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """Parameters set by the user, by id; choices hold the item's id."""
    data: Mapping[str, GivenRows] = field(default_factory=dict)
    """Rows by table id, in place of the sample."""
    allow_network: bool = False
    """Whether formulas may reach out where the blueprint says that they do."""
    blank: bool = False
    keep_samples: bool = False
    """Whether tables that no data were given for keep their sample rows."""
    rows: int | None = None
    """At least this many ready rows in growing tables."""
    heights: Mapping[str, int] = field(default_factory=dict)
    """The rows of tables in a workbook that exists, by id, whatever they hold."""
    as_of: datetime.date | None = None
    created: datetime.datetime = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - a file's clock is local
    headings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What people call columns instead, by table and column."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What people call sheets instead, by id."""
    theme: str = DEFAULT_THEME
    brand: str | None = None
    """The colour of a brand, ``RRGGBB``."""
    today: datetime.date | None = None
    """What TODAY() gives while values are computed; the day of ``created`` when None."""

    @property
    def samples(self) -> bool:
        """Whether the blueprint's sample is shown: it does not stand beside a team's own data."""
        return not self.blank and (self.keep_samples or not self.data)

    def shows_sample(self, table: Table) -> bool:
        """Whether *table* holds sample rows that are no rules of the team."""
        sample = self.samples and bool(table.sample) and not table.keep
        return sample and table.id not in self.data
