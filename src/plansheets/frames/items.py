"""Which item of a list a text of a file names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from plansheets.blueprint.model import ItemList
from plansheets.values.numbers import unfold
from plansheets.values.written import EDGES, fold, unwrap

_MONTH = re.compile(r"(?:\d{4}\s*[-/.年]\s*)?0?([1-9]|1[0-2])\s*月?(?:份)?", re.ASCII)


def item_reader(items: ItemList) -> Callable[[str], str | None]:
    """The id of the item that a text names, if it names one: by id, label or alias."""
    ids = _item_ids(items)

    def read(text: str) -> str | None:
        return ids.get(text) or ids.get(fold(text)) or _month_in(text, ids)

    return read


def _month_in(text: str, ids: Mapping[str, str]) -> str | None:
    """The item of a list of months that *text* means: ``2026年1月``, ``2026-01``, ``01``."""
    found = _MONTH.fullmatch(unfold(unwrap(text.strip(EDGES))))
    return ids.get(f"{int(found[1])}月") if found else None


def folded_ids(items: ItemList) -> dict[str, str]:
    """The ids of items by their folded labels in every language, and by their folded ids."""
    ids: dict[str, str] = {}
    for item in items.items:
        for label in item.label.by_locale.values():
            ids.setdefault(fold(label), item.id)
    for item in items.items:
        ids.setdefault(fold(item.id), item.id)
    return ids


def _item_ids(items: ItemList) -> dict[str, str]:
    ids = folded_ids(items)
    for item in items.items:
        for label in item.label.by_locale.values():
            ids[label] = item.id
    for item in items.items:
        ids[item.id] = item.id
    for item in items.items:
        for alias in item.aliases:
            ids.setdefault(fold(alias), item.id)
    return ids


def item_labels(items: ItemList) -> list[str]:
    """The labels of a list's items in every language."""
    return [label for item in items.items for label in item.label.by_locale.values()]
