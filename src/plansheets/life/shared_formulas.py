"""Formulas that a block of cells has in common, as each of its cells has them."""

from __future__ import annotations

from plansheets.formula.rewrite import moved_along
from plansheets.formula.spell import BAR, spell
from plansheets.life.cells import HeldCell, SheetContents, Spot
from plansheets.life.compare import tree_as_written


def cell_at(contents: SheetContents, spot: Spot) -> HeldCell | None:
    """What stands at *spot*, with the formula that it shares; None where nothing does.

    A shared formula that cannot be read is left out.
    """
    held = contents.cells.get(spot)
    if held is None or held.formula or held.shared is None:
        return held
    shared = contents.shared.get(held.shared)
    tree = tree_as_written(shared.text) if shared is not None else None
    if shared is None or tree is None:
        return held
    moved = moved_along(tree, spot[0] - shared.at[0], spot[1] - shared.at[1])
    return held._replace(formula=spell(moved, BAR).removeprefix("="))
