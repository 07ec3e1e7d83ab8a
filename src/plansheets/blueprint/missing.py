"""What to say of a name that names nothing."""

from __future__ import annotations

from collections.abc import Iterable

from plansheets.blueprint.kinds import KINDS
from plansheets.blueprint.model import ItemList
from plansheets.errors import Problem, nearest
from plansheets.source import Span
from plansheets.words import Words

_LISTED = 20
"""So many names are listed where none is near to what was written."""


def no_such(kind: str, id_: str, known: Iterable[str], span: Span) -> Problem:
    """There is no *kind* of thing, such as a list, with this id."""
    message = Words(f"没有“{id_}”这个{KINDS[kind].zh}", f"no {kind} '{id_}'")
    return Problem.told("PS113", message, span, _several(id_) or nearest(id_, known))


def _several(id_: str) -> Words | None:
    """What to say of ids between which a full-width sign stands, which separates nothing."""
    sign = next((one for one in "，；、" if one in id_), None)
    if sign is None:
        return None
    return Words(f"全角的“{sign}”不分隔：写半角的“,”", f"'{sign}' separates nothing: write ','")


def no_table(id_: str, tables: Iterable[str], span: Span) -> Problem:
    return no_such("table", id_, tables, span)


def no_row(id_: str, grid: str, rows: Iterable[str], span: Span) -> Problem:
    return Problem.told(
        "PS220",
        Words(f"网格“{grid}”没有“{id_}”这一行", f"no row '{id_}' in grid '{grid}'"),
        span,
        nearest(id_, rows, listed=_LISTED),
    )


def no_column(id_: str, table: str, columns: Iterable[str], span: Span) -> Problem:
    """*table*, which may be a period grid, has no column *id_* among its *columns*."""
    named = [column for column in columns if "{" not in column]  # those that repeat have no cells
    hint = nearest(id_, named, listed=_LISTED)
    return Problem.told(
        "PS220", Words(f"“{table}”没有“{id_}”这一列", f"no column '{id_}' in '{table}'"), span, hint
    )


def item_meant(items: ItemList, text: str) -> Words | None:
    """The item of a list that *text* names by its label, or is near to."""
    for item in items.items:
        if text in item.label.by_locale.values():
            return Words(
                f"写它的 id：{item.id}", f"write its id, {item.id}, which serves every language"
            )
    return nearest(text, [one.id for one in items.items], listed=12)
