"""Where sample rows stand in a table with a row for each item of a list: at the item they name."""

from __future__ import annotations

from plansheets.blueprint.model import Item, ItemList, SampleRow, Table
from plansheets.plan.report import Report
from plansheets.words import Words


def at_their_items(table: Table, items: ItemList, report: Report) -> tuple[SampleRow, ...]:
    """The sample of *table*, a row for each of *items*; what names none stands where it is free."""
    first = table.columns[0].id
    named: dict[str, SampleRow] = {}
    others: list[tuple[int, SampleRow]] = []
    for place, row in enumerate(table.sample):
        item = _meant(row.cells.get(first), items)
        if item is None:
            others.append((place, row))
        elif item.id in named:
            report.add(
                "PS116",
                Words(
                    f"“{item.id}”在表“{table.id}”的示例里有两行",
                    f"'{item.id}' has two rows in the sample of table '{table.id}'",
                ),
                row.spans.get(first, row.span),
                Words("每项只写一行", "write one row for each item"),
            )
        else:
            named[item.id] = row
    rows = [named.get(item.id) for item in items.items]
    for place, row in others:
        free = place if place < len(rows) and rows[place] is None else None
        if free is None and None in rows:
            free = rows.index(None)
        if free is not None:
            rows[free] = row
    blank = SampleRow({}, {}, table.span)
    return tuple(blank if row is None else row for row in rows)


def _meant(words: Words | None, items: ItemList) -> Item | None:
    """The item that a cell names by its id, or by its label where the column holds texts."""
    if words is None:
        return None
    texts = set(words.by_locale.values())
    for item in items.items:
        if item.id in texts or texts & set(item.label.by_locale.values()):
            return item
    return None
