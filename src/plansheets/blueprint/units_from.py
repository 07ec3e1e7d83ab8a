"""Columns that other columns of a table take their units and comparators from."""

from __future__ import annotations

from collections.abc import Sequence

from plansheets.blueprint.found import Found
from plansheets.blueprint.model import Column
from plansheets.blueprint.read_files import own_column
from plansheets.blueprint.shapes import ShapeReader
from plansheets.words import Words


def check_units(
    shapes: ShapeReader,
    columns: Sequence[Column],
    found: Sequence[Found],
    ids: tuple[str, ...],
    table: str,
) -> None:
    """Report units and comparators from columns that are not there, or hold no words."""
    by_id = {column.id: column for column in columns}
    for as_found in found:
        for key in ("unit_from", "comparator_from"):
            ref = as_found[key]
            if ref is None:
                continue
            held = by_id.get(own_column(shapes, ref, ids, table))
            if held is not None and held.each is None and held.type.kind != "text":
                shapes.report(
                    "PS114",
                    Words(
                        f"“{key}”要写放文字的列，“{held.id}”的类型是“{held.type.id}”",
                        f"'{key}' names a column of words, and '{held.id}' is of type "
                        f"'{held.type.id}'",
                    ),
                    ref.span,
                    Words("写一个文字列或选择列", "name a column that is a text or a choice"),
                )
