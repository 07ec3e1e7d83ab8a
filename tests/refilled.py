"""A blueprint that is read and understood once, and filled as often as there are data for it.

Of a build these are two thirds, and they are the same for all rows and parameters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from filled import Shown, as_shown
from plansheets.calc.calculate import calculate
from plansheets.flow import Ready, prepare
from plansheets.given import creation_time, read_given
from plansheets.plan.choices import GivenRows
from plansheets.plan.draw import Understood, draw
from plansheets.plan.model import Plan, Value, Values
from plansheets.render.xlsx import write_xlsx
from plansheets.words import Locale


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook that stands in memory."""

    plan: Plan
    values: Values

    @property
    def shown(self) -> Shown:
        return as_shown(self.plan, self.values)

    def write(self, path: Path) -> None:
        """Write the file, without the marks by which it would be filled and renewed later.

        Nor does it repeat a header on paper: half the time in which LibreOffice opens a file goes
        into where its pages break then.
        """
        sheets = tuple(
            replace(one, printing=replace(one.printing, repeat_first=None, repeat_last=None))
            for one in self.plan.sheets
        )
        with path.open("wb") as file:
            write_xlsx(replace(self.plan, sheets=sheets), self.values, file)


@dataclass(frozen=True, slots=True)
class _Rows:
    columns: Mapping[str, tuple[Value, ...]]
    height: int


def fill(
    blueprint: str,
    data: Mapping[str, pd.DataFrame],
    as_of: date,
    values: Mapping[str, str],
    *,
    typed: bool = False,
    deleted: Collection[tuple[str, int, str]] = (),
) -> Filled:
    """The English workbook of *data*, as ``build`` makes it.

    With *typed* the as-of day stands in its parameter, where there is one, and not TODAY().
    *deleted* cells, by table, row from 0 and column, are empty as somebody leaves them in Excel:
    what every row needs, no file may lack.
    """
    ready, understood = _understood(blueprint)
    own = ready.blueprint
    if typed and own.parameter("as_of") is not None:
        values = {**values, "as_of": str(as_of)}
    parameters, loaded = read_given(own, values, data, "en")
    created = creation_time(as_of)
    choices = replace(
        ready.choices,
        values=parameters,
        data={id_: _without(rows, id_, deleted) for id_, rows in loaded.rows.items()},
        as_of=as_of,
        created=created,
        today=as_of,
    )
    planned, _ = draw(understood, choices)
    return Filled(planned, calculate(planned))


def _without(rows: GivenRows, table: str, deleted: Collection[tuple[str, int, str]]) -> GivenRows:
    columns = {id_: list(column) for id_, column in rows.columns.items()}
    for _, row, id_ in (one for one in deleted if one[0] == table):
        columns[id_][row] = None
    return _Rows({id_: tuple(column) for id_, column in columns.items()}, rows.height)


def prepared(blueprint: str, locale: Locale, as_of: date | None) -> Ready:
    """A shipped blueprint with its usual parts and looks."""
    return prepare(
        blueprint,
        {},
        locale=locale,
        blank=False,
        rows=None,
        as_of=as_of,
        profile="excel2016",
        allow_network=False,
        theme="ink",
        brand=None,
        cell_references=False,
        lambdas=False,
        udf=False,
        vba=False,
    )


@cache
def _understood(blueprint: str) -> tuple[Ready, Understood]:
    ready = prepared(blueprint, "en", None)
    return ready, ready.understand()
