"""What of today's blueprint is what of the old one: by id, by a given name, or by what it says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from plansheets.blueprint.model import Blueprint, Column, ItemList, Parameter, Table
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.errors import Problem, WorkbookError, nearest
from plansheets.life.manifest import Manifest
from plansheets.records import dataclass
from plansheets.values.written import fold
from plansheets.words import Words

_UNIT = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
"""What a header has behind its label."""


@dataclass(frozen=True, slots=True)
class Matching:
    """The old ids, and what of today's blueprint each of them is."""

    blueprint: Blueprint
    """Today's, with its repetitions written out."""
    tables: Mapping[str, Table]
    columns: Mapping[tuple[str, str], Column]
    """By the old ids of table and column."""
    parameters: Mapping[str, Parameter]
    labels: Mapping[tuple[str, str], str]
    """Of the old items, by list and id."""
    renamed: Mapping[str, str]
    spoken: Mapping[tuple[str, str], str]
    """The same labels in the language of today, where the old blueprint is there to say it."""

    def item(self, old_list: str, id_: str, items: ItemList) -> str | None:
        """What the item *id_* of an old list is in *items*."""
        ids = {one.id: tuple(one.label.by_locale.values()) for one in items.items}
        given = self.renamed.get(f"{old_list}.{id_}", "").rpartition(".")[2]
        if given in ids or id_ in ids:
            return given if given in ids else id_
        return _by_label(self.labels.get((old_list, id_), id_), ids)

    def grid(self, id_: str, title: str) -> PeriodGrid | None:
        """What the grid *id_*, which is called *title*, is today."""
        grids = {one.id: one for one in self.blueprint.grids}
        known = {
            one.id: tuple(one.title.by_locale.values()) if one.title else ()
            for one in self.blueprint.grids
        }
        found = matched({id_: title}, known, self.renamed).get(id_)
        return grids.get(found or "")

    def rows_of_grid(self, old: PeriodGrid, new: PeriodGrid) -> dict[str, Column]:
        """Today's row of each row of an old grid."""
        rows = {one.id: one for one in new.rows}
        said = _said({one.id: one.was for one in new.rows}, {one.id for one in old.rows})
        found = matched(
            {one.id: one.label.en for one in old.rows},
            {one.id: _called(one) for one in new.rows},
            {**said, **_inside(self.renamed, old.id)},
        )
        return {id_: rows[known] for id_, known in found.items()}


def matching_of(
    manifest: Manifest,
    blueprint: Blueprint,
    renamed: Mapping[str, str],
    spoken: Mapping[tuple[str, str], str],
) -> Matching:
    """What of *blueprint* everything that *manifest* names is; *spoken* are labels of old items.

    Raises
    ------
    WorkbookError
        where *renamed* names what neither of them has.
    """
    _check_names(manifest, blueprint, renamed)
    renamed = {**_declared(manifest, blueprint), **renamed}
    every = {one.id: one for one in blueprint.tables}
    found = matched(
        {one.id: one.title for one in manifest.tables},
        {one.id: tuple(one.title.by_locale.values()) for one in blueprint.tables},
        renamed,
    )
    tables = {old: every[new] for old, new in found.items()}
    columns: dict[tuple[str, str], Column] = {}
    for old, table in tables.items():
        written = manifest.columns_of(old)
        known = matched(
            {one.id: one.header for one in written},
            {one.id: _called(one) for one in table.columns},
            _inside(renamed, old),
        )
        for column, new in known.items():
            target = table.column(new)
            assert target is not None
            columns[old, column] = target
    parameters = {one.id: one for one in blueprint.parameters}
    typed = matched(
        {one.id: one.label for one in manifest.parameters},
        {one.id: tuple(one.label.by_locale.values()) for one in blueprint.parameters},
        renamed,
    )
    labels = {(one.list_id, one.id): one.label for one in manifest.items}
    return Matching(
        blueprint,
        tables,
        columns,
        {old: parameters[new] for old, new in typed.items()},
        labels,
        renamed,
        {**labels, **spoken},
    )


def matched(
    old: Mapping[str, str], new: Mapping[str, Sequence[str]], renamed: Mapping[str, str]
) -> dict[str, str]:
    """Today's id of each of the *old*, which have labels; what is surest goes first.

    >>> matched({"a": "Cost", "b": "Price"}, {"b": ("Price",), "cost": ("Cost", "成本")}, {})
    {'b': 'b', 'a': 'cost'}
    """
    found = {id_: renamed[id_] for id_ in old if renamed.get(id_) in new}
    found |= {id_: id_ for id_ in old if id_ in new and id_ not in {*found, *found.values()}}
    for id_, label in old.items():
        if id_ not in found:
            left = {one: labels for one, labels in new.items() if one not in found.values()}
            by_label = _by_label(label, left)
            if by_label is not None:
                found[id_] = by_label
    return found


def _by_label(label: str, labels: Mapping[str, Sequence[str]]) -> str | None:
    """The one id that is called *label*; none where several are."""
    for wanted in dict.fromkeys((fold(label), fold(_UNIT.sub("", label)))):
        ids = [id_ for id_, known in labels.items() if wanted in map(fold, known)]
        if wanted and len(ids) == 1:
            return ids[0]
    return None


def _called(column: Column) -> tuple[str, ...]:
    return (*column.label.by_locale.values(), *column.aliases)


def _inside(renamed: Mapping[str, str], table: str) -> dict[str, str]:
    """The names of columns of an old table."""
    return {
        old.partition(".")[2]: new.rpartition(".")[2]
        for old, new in renamed.items()
        if old.partition(".")[0] == table and "." in old
    }


def _declared(manifest: Manifest, blueprint: Blueprint) -> dict[str, str]:
    """What *blueprint* says that its things were called, as ``--map`` would say it."""
    tables = {one.id for one in manifest.tables}
    found = _said({one.id: one.was for one in blueprint.tables}, tables)
    old_of = {new: old for old, new in found.items()}
    for table in blueprint.tables:
        old = old_of.get(table.id, table.id)
        columns = {one.id for one in manifest.columns_of(old)}
        said = _said({one.id: one.was for one in table.columns}, columns)
        found |= {f"{old}.{was}": f"{table.id}.{new}" for was, new in said.items()}
    for list_ in blueprint.lists:
        items = {one.id for one in manifest.items if one.list_id == list_.id}
        said = _said({one.id: one.was for one in list_.items}, items)
        found |= {f"{list_.id}.{was}": f"{list_.id}.{new}" for was, new in said.items()}
    parameters = {one.id for one in manifest.parameters}
    return found | _said({one.id: one.was for one in blueprint.parameters}, parameters)


def _said(today: Mapping[str, Sequence[str]], old: Collection[str]) -> dict[str, str]:
    """The new ids of old ones that are gone; what was there under its own id stays that."""
    return {
        was: new
        for new, every in today.items()
        if new not in old
        for was in every
        if was in old and was not in today
    }


def _check_names(manifest: Manifest, blueprint: Blueprint, renamed: Mapping[str, str]) -> None:
    problems: list[Problem] = []
    before = {
        *(one.id for one in manifest.tables),
        *(f"{one.table}.{one.id}" for one in manifest.columns),
        *(one.id for one in manifest.parameters),
        *(f"{one.list_id}.{one.id}" for one in manifest.items),
    }
    today = {
        *(one.id for one in blueprint.tables),
        *(f"{one.id}.{column.id}" for one in blueprint.tables for column in one.columns),
        *(one.id for one in blueprint.parameters),
        *(f"{one.id}.{item.id}" for one in blueprint.lists for item in one.items),
    }
    of_grids = {*(one.id for one in blueprint.grids)}
    of_grids |= {f"{one.id}.{row.id}" for one in blueprint.grids for row in one.rows}
    today |= of_grids
    for old, new in renamed.items():
        known: Iterable[str]
        for name, known, where in (
            (old, before, Words("旧工作簿", "the old workbook")),
            (new, today, Words(f"蓝图 {blueprint.id} ", f"blueprint {blueprint.id}")),
        ):
            if name not in known and not (name is old and new in of_grids):
                message = Words(f"{where.zh}里没有“{name}”", f"there is no '{name}' in {where.en}")
                hint = nearest(name, sorted(known), listed=0)
                problems.append(Problem.told("PS754", message, hint=hint, where="--map"))
    if problems:
        raise WorkbookError(problems)
