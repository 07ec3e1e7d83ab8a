"""A blueprint without some of its sheets: what only they needed goes with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace

from plansheets.blueprint.block import Block
from plansheets.blueprint.model import Blueprint, Sheet
from plansheets.source import Source, Span
from plansheets.words import Words

_OWN = frozenset(("id", "span", "sample"))
"""What says nothing about which other things a thing needs."""
_FIELDS: dict[type, tuple[str, ...]] = {}
"""Those that may name another, by the kind of thing, as they are found."""


def without(blueprint: Blueprint, ids: frozenset[str]) -> Blueprint:
    """*blueprint* without the sheets *ids*.

    Tables, grids and metrics that stood on them alone go, too, with the checks, parameters and
    lists that served them. What a formula elsewhere needs stays, on a hidden sheet.
    """
    gone = [sheet for sheet in blueprint.sheets if sheet.id in ids]
    if not gone:
        return blueprint
    kept = [sheet for sheet in blueprint.sheets if sheet.id not in ids]
    loose = _standing_on(gone) - _standing_on(kept)
    helpers = {one.id for one in blueprint.parameters} | {one.id for one in blueprint.lists}
    needs = _needs(blueprint)
    checks = {check.id: _words(check) for check in blueprint.checks}
    firm = [words for words in checks.values() if loose.isdisjoint(words)]
    firm += [_words(block) for sheet in kept for block in sheet.blocks]
    firm += [words for id_, words in needs.items() if id_ not in loose | helpers]
    needed = _reached(firm, needs)
    left = {id_ for id_, words in checks.items() if words & loose <= needed}
    needed |= _reached([checks[id_] for id_ in left], needs)
    lost = loose - needed
    blocks = [_words(block) for sheet in gone for block in sheet.blocks]
    unused = helpers & _reached([*checks.values(), *needs.values(), *blocks], needs) - needed
    return replace(
        blueprint,
        tables=tuple(one for one in blueprint.tables if one.id not in lost),
        metrics=tuple(one for one in blueprint.metrics if one.id not in lost),
        parameters=tuple(one for one in blueprint.parameters if one.id not in unused),
        lists=tuple(one for one in blueprint.lists if one.id not in unused),
        checks=tuple(one for one in blueprint.checks if one.id in left),
        sheets=(*kept, *_hidden(gone, needed - _standing_on(kept))),
    )


def needed(blueprint: Blueprint) -> set[str]:
    """The ids of what its blocks, checks, metrics and parameters need."""
    needs = _needs(blueprint)
    firm = [_words(block) for block in blueprint.blocks]
    firm += [_words(check) for check in blueprint.checks]
    firm += [needs[metric.id] for metric in blueprint.metrics]
    firm += [needs[parameter.id] for parameter in blueprint.parameters]
    return _reached(firm, needs)


def _standing_on(sheets: Sequence[Sheet]) -> frozenset[str]:
    """The ids of the tables, grids and metrics on *sheets*."""
    return frozenset(id_ for sheet in sheets for block in sheet.blocks for id_ in _ids(block))


def _ids(block: Block) -> Iterator[str]:
    yield from block.holds.tables
    yield from block.holds.metrics
    yield from (grid.id for grid in block.grids)


def _needs(blueprint: Blueprint) -> dict[str, set[str]]:
    """What each thing that formulas can name needs itself."""
    needs: dict[str, set[str]] = {}
    for things in (
        blueprint.parameters,
        blueprint.lists,
        blueprint.tables,
        blueprint.metrics,
        blueprint.grids,
    ):
        needs |= {thing.id: _words(thing) for thing in things}
    return needs


def _reached(begun: Iterable[set[str]], needs: Mapping[str, set[str]]) -> set[str]:
    """Everything that is named to begin with, and what that needs in turn."""
    waiting = [id_ for words in begun for id_ in words if id_ in needs]
    reached = set(waiting)
    for id_ in waiting:  # which grows under way
        new = {one for one in needs[id_] if one in needs and one not in reached}
        reached |= new
        waiting += new
    return reached


def _hidden(gone: Sequence[Sheet], needed: set[str]) -> Iterator[Sheet]:
    """The sheets that are left out, with what others need of them."""
    for sheet in gone:
        blocks = tuple(
            block
            for block in sheet.blocks
            if not needed.isdisjoint(block.holds.tables)
            or any(grid.id in needed for grid in block.grids)
        )
        if blocks:
            yield replace(sheet, blocks=blocks, hidden=True, joined=None)


def _words(thing: object) -> set[str]:
    """Every word by which *thing* may name another, in its formulas and outside of them."""
    found: set[str] = set()
    waiting = [thing]
    while waiting:
        match waiting.pop():
            case str(word):
                found.add(word.partition(".")[0])
            case Mapping() as held:
                waiting += held.keys()
                waiting += held.values()
            case Sequence() | frozenset() as held:
                waiting += held
            case one:
                waiting += [getattr(one, name) for name in _naming_fields(type(one))]
    return found


def _naming_fields(kind: type) -> tuple[str, ...]:
    """The fields of a *kind* of thing that may name another."""
    if kind not in _FIELDS:
        names = bool(is_dataclass(kind)) and kind not in (Words, Span, Source)
        every = [field.name for field in fields(kind)] if names else []
        _FIELDS[kind] = tuple(name for name in every if name not in _OWN)
    return _FIELDS[kind]
