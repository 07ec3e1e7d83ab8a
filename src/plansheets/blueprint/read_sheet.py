"""A sheet as found, block by block, into the model."""

from __future__ import annotations

from plansheets.blueprint.block import Block, FoundBlock
from plansheets.blueprint.blocks import BLOCKS
from plansheets.blueprint.found import Found
from plansheets.blueprint.model import Sheet
from plansheets.blueprint.shapes import ShapeReader


def read_sheet(shapes: ShapeReader, found: Found) -> Sheet:
    """A sheet with those of its blocks that could be read."""
    blocks = [_block(shapes, block) for block in found["blocks"]]
    return Sheet(
        id=found["id"],
        title=found["title"],
        span=found.spans["id"],
        blocks=tuple(block for block in blocks if block is not None),
        hidden=found["hidden"],
        landscape=not found["portrait"],
        one_page=found["page"] == "one",
        first_page=found["page"] == "first",
        subtitle=found["subtitle"],
    )


def _block(shapes: ShapeReader, found: Found) -> Block | None:
    written = [name for name in found.grammar.one_of if name in found]
    if len(written) != 1:
        shapes.lost.add("*")
        return None
    [key] = written
    return BLOCKS[key].read(FoundBlock(found[key], found.key_spans[key], shapes))
