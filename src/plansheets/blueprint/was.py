"""Ids of earlier versions, which must not be anything's id today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from plansheets.blueprint.model import Blueprint, Column, Item, Parameter, Table
from plansheets.errors import Problem
from plansheets.words import Words


def check_was(blueprint: Blueprint) -> Iterator[Problem]:
    """Report ids under ``was`` that something of the same kind has, or had."""
    groups: list[Sequence[Table | Column | Parameter | Item]] = [
        blueprint.tables,
        blueprint.parameters,
        *(table.columns for table in blueprint.tables),
        *(list_.items for list_ in blueprint.lists),
        *(grid.rows for grid in blueprint.grids),
    ]
    for group in groups:
        yield from _of(group)


def _of(things: Iterable[Table | Column | Parameter | Item]) -> Iterator[Problem]:
    things = tuple(things)
    owners = {one.id: one for one in things}
    for one in things:
        for was in one.was:
            other = owners.setdefault(was, one)
            if other is one and was != one.id:
                continue
            message = Words(
                f"“{one.id}”的“was”写了“{was}”，它还是“{other.id}”的 id",
                f"'was' of '{one.id}' names '{was}', which is an id of '{other.id}'",
            )
            hint = Words("只写现在没有的 id", "name ids that are gone")
            yield Problem.told("PS114", message, one.span, hint)
