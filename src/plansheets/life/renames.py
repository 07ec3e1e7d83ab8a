"""What things of an earlier version are called by now, as a later one says with ``was:``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from plansheets.life.extracted import Extracted, ExtractedCell, ExtractedRow, ExtractedTable
from plansheets.life.manifest import Manifest
from plansheets.life.recognise import KnownTable
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class Renames:
    """Ids of today by those of before; what kept its own is left out."""

    tables: Mapping[str, str]
    columns: Mapping[tuple[str, str], str]
    """By the table and column of before."""
    parameters: Mapping[str, str]
    items: Mapping[tuple[str, str], str]
    """By the list and item of before."""

    def table(self, id_: str) -> str:
        return self.tables.get(id_, id_)

    def column(self, table: str, id_: str) -> str:
        """The column *id_* of the table that was called *table*."""
        return self.columns.get((table, id_), id_)

    def manifest(self, old: Manifest) -> Manifest:
        """*old* in the ids of today."""
        return replace(
            old,
            tables=tuple(replace(one, id=self.table(one.id)) for one in old.tables),
            columns=tuple(
                replace(one, table=self.table(one.table), id=self.column(one.table, one.id))
                for one in old.columns
            ),
            parameters=tuple(
                replace(one, id=self.parameters.get(one.id, one.id)) for one in old.parameters
            ),
        )

    def known_tables(self, old: Mapping[str, KnownTable]) -> dict[str, KnownTable]:
        """Where tables and columns stand, by the ids of today."""
        return {
            self.table(id_): replace(
                one,
                id=self.table(id_),
                columns={self.column(id_, name): place for name, place in one.columns.items()},
            )
            for id_, one in old.items()
        }

    def extracted(self, read: Extracted, old: Manifest) -> Extracted:
        """What was typed in, by the ids of today."""
        lists = {(one.table, one.id): one.list_id for one in old.columns}
        return replace(
            read,
            tables={
                self.table(id_): self._table(table, lists) for id_, table in read.tables.items()
            },
            parameters={
                today: replace(one, id=today)
                for id_, one in read.parameters.items()
                for today in [self.parameters.get(id_, id_)]
            },
        )

    def _table(self, table: ExtractedTable, lists: Mapping[tuple[str, str], str]) -> ExtractedTable:
        def cell(id_: str, held: ExtractedCell) -> ExtractedCell:
            value = held.value
            if isinstance(value, str) and (list_id := lists.get((table.id, id_))):
                return replace(held, value=self.items.get((list_id, value), value))
            return held

        return replace(
            table,
            id=self.table(table.id),
            columns=tuple(self.column(table.id, one) for one in table.columns),
            inputs=tuple(self.column(table.id, one) for one in table.inputs),
            rows=tuple(
                ExtractedRow(
                    row.row,
                    row.inside,
                    {self.column(table.id, id_): cell(id_, one) for id_, one in row.cells.items()},
                )
                for row in table.rows
            ),
        )


def renames_of(old: Manifest, new: Manifest) -> Renames:
    """What *new* calls otherwise than *old*: ids that it says were its own, and that are gone."""
    tables = _renamed((one.id for one in old.tables), ((one.id, one.was) for one in new.tables))
    was = {today: before for before, today in tables.items()}
    columns = {
        (was.get(table.id, table.id), before): today
        for table in new.tables
        for before, today in _renamed(
            (one.id for one in old.columns_of(was.get(table.id, table.id))),
            ((one.id, one.was) for one in new.columns_of(table.id)),
        ).items()
    }
    lists = dict.fromkeys(one.list_id for one in new.items)
    items = {
        (list_id, before): today
        for list_id in lists
        for before, today in _renamed(
            (one.id for one in old.items if one.list_id == list_id),
            ((one.id, one.was) for one in new.items if one.list_id == list_id),
        ).items()
    }
    parameters = _renamed(
        (one.id for one in old.parameters), ((one.id, one.was) for one in new.parameters)
    )
    return Renames(tables, columns, parameters, items)


def _renamed(old: Iterable[str], new: Iterable[tuple[str, str]]) -> dict[str, str]:
    before, today = set(old), list(new)
    kept = {id_ for id_, _ in today}
    return {
        was: id_
        for id_, told in today
        if id_ not in before
        for was in told.split()
        if was in before and was not in kept
    }
