"""Every kind of block is read, answers for all that stands in it, and is drawn."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from plansheets import outlines
from plansheets.blueprint.block import Block, FoundBlock
from plansheets.blueprint.blocks import BLOCKS
from plansheets.blueprint.grammar.objects import OBJECTS
from plansheets.blueprint.model import Blueprint, Formula
from plansheets.blueprint.read import read_text
from plansheets.blueprint.shapes import ShapeReader
from plansheets.blueprint.tree import Mapping, Sequence, read_tree
from plansheets.plan.blocks.drawings import DRAWINGS
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices
from plansheets.source import Source

EVERYTHING = Path(__file__).with_name("every-key.yaml").read_text("utf-8")


def blocks() -> Iterator[tuple[str, Block, list[tuple[str, str]]]]:
    """The blocks of a blueprint with every key: key, block, and what its keys refer to."""
    tree = read_tree(Source("every-key.yaml", EVERYTHING), [])
    assert isinstance(tree, Mapping)
    sheets = tree.get("sheets")
    assert isinstance(sheets, Sequence)
    for sheet in sheets.items:
        assert isinstance(sheet, Mapping)
        written = sheet.get("blocks")
        assert isinstance(written, Sequence)
        for one in written.items:
            shapes = ShapeReader([])
            found = shapes.object(one, OBJECTS["block"], "a block")
            [key] = set(found.values) & set(BLOCKS)
            value = found[key]
            block = BLOCKS[key].read(FoundBlock(value, found.key_spans[key], shapes))
            assert block is not None
            yield key, block, [(kind, named.id) for kind, named in shapes.references]


def formulas_in(thing: object) -> Iterator[Formula]:
    if isinstance(thing, Formula):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from formulas_in(one)
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from formulas_in(getattr(thing, field.name))


def test_every_key_of_a_block_has_its_kind() -> None:
    assert set(OBJECTS["block"].one_of) - set(BLOCKS) == set(), (
        "a line in BLOCKS, blueprint/blocks.py"
    )


def test_every_kind_of_block_has_its_key() -> None:
    # by their names: a class with slots is made twice, and the first one is a subclass, too
    kinds = {
        kind.__name__ for kind in Block.__subclasses__() if kind.__module__.startswith("plans")
    }
    assert kinds - {kind.__name__ for kind in BLOCKS.values()} == set(), (
        "a line in BLOCKS, blueprint/blocks.py"
    )
    assert set(BLOCKS) - {key.name for key in OBJECTS["block"].keys} == set(), (
        "a key in the object `block`, blueprint/grammar/sheets.py"
    )


def test_every_kind_of_block_is_drawn() -> None:
    assert {kind.__name__ for kind in BLOCKS.values() if kind not in DRAWINGS} == set(), (
        "a line in DRAWINGS, plan/blocks/drawings.py"
    )


def test_every_kind_of_block_is_tried_here() -> None:
    assert set(BLOCKS) - {key for key, _, _ in blocks()} == set(), (
        "an example in tests/every-key.yaml"
    )


def test_a_block_answers_for_all_that_its_keys_name() -> None:
    for key, block, named in blocks():
        held = {
            (kind.removesuffix("s"), id_)
            for kind, ids in dataclasses.asdict(block.holds).items()
            for id_ in ids
        }
        assert held == set(named), key


def test_a_block_gives_every_formula_in_it_to_who_rewrites() -> None:
    for key, block, _ in blocks():
        assert sorted(one.text for one in block.formulas) == sorted(
            one.text for one in formulas_in(block)
        ), key


CHECKED = """\
blueprint: checked
version: 1.0.0
title: Checked
tables:
  things: {title: Things, rows: {count: 2}, columns: [{id: name, type: text, label: Name}]}
checks:
  - {id: none, level: error, count: '=COUNTBLANK(things[name])', message: A name is missing}
sheets:
  - {id: main, title: Main, blocks: [{checklist: true}, {table: things}]}
"""


def checked(said: str) -> Blueprint:
    return read_text(
        CHECKED.replace("checklist: true", f"checklist: {said}"), "checked.yaml", Path()
    )


@pytest.mark.parametrize(("said", "shown"), [("true", True), ("yes", True), ("false", False)])
def test_a_checklist_is_drawn_where_it_is_asked_for(said: str, *, shown: bool) -> None:
    drawn, _ = plan(checked(said), Choices(locale="en"))
    [sheet] = (one for one in drawn.sheets if one.id == "main")
    assert ("A name is missing" in {cell.value for cell in sheet.cells}) is shown


def test_the_table_of_a_timeline_stands_on_its_sheet() -> None:
    told = outlines.outline("activity-progress")
    tables = {one["id"]: one["sheet"] for one in told["tables"]}
    assert tables["task_gantt"] == "gantt_sheet"
    sheets = {one["id"]: one["tables"] for one in told["sheets"]}
    assert sheets["gantt_sheet"] == ["task_gantt"]
