"""The rows a table holds: the user's data, the sample, or blank rows ready to be filled."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import field
from typing import Literal

from plansheets.blueprint.kinds import KINDS
from plansheets.blueprint.missing import item_meant
from plansheets.blueprint.model import Blueprint, Column, SampleRow, Table
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.rows import Count, EachItem, From, Groups, Growing, Top
from plansheets.blueprint.values import ValueFaultError, holds_months, read_value
from plansheets.grid import MAX_ROWS, serial
from plansheets.plan.canvas.sample_keys import report_repeated_keys
from plansheets.plan.canvas.sample_places import at_their_items
from plansheets.plan.choices import READY_ROWS, Choices
from plansheets.plan.model import ErrorValue, Value
from plansheets.plan.report import Report
from plansheets.records import dataclass
from plansheets.words import LOCALES, Words

_MEND = Words("改示例的数，或改这个界限", "mend the number of the sample, or the bound")


@dataclass(frozen=True, slots=True)
class TableRows:
    """Values by column id, every column as long as the table is high; choices hold labels."""

    height: int
    columns: dict[str, tuple[Value, ...]]
    used: int
    """Rows that hold something."""


def check_samples(blueprint: Blueprint, report: Report) -> None:
    """Report what a sample cell cannot hold, in any language, and rows that have no place."""
    for locale in LOCALES:
        rows = table_rows(blueprint, Choices(locale=locale), report)
    for table in blueprint.tables:
        height = rows[table.id].height
        unknown = table.row_list is not None and blueprint.list(table.row_list) is None
        if len(table.sample) > height and not blueprint.lost and not unknown:
            report.add(
                "PS116",
                Words(
                    f"示例的第 {height + 1} 行放不下：表“{table.id}”只有 {height} 行",
                    f"row {height + 1} of the sample; table '{table.id}' has {height}",
                ),
                table.sample[height].span,
                Words("去掉这一行，或给表更多行", "leave it out, or give the table more rows"),
            )
        _refuse_computed(table, report)
        report_repeated_keys(table, report)


def _refuse_computed(table: Table, report: Report) -> None:
    """Report the first sample cell of each column that is computed: it would show nowhere."""
    for column in table.columns:
        if column.role != "formula" or column.linked:
            continue
        row = next((one for one in table.sample if column.id in one.cells), None)
        if row is not None:
            report.add(
                "PS116",
                Words(
                    f"表“{table.id}”的列“{column.id}”由公式计算，不能有示例",
                    f"column '{column.id}' of table '{table.id}' is computed and takes no sample",
                ),
                row.spans.get(column.id, row.span),
                Words(
                    "去掉示例；要手工填写就删去这一列的公式",
                    "leave it out, or delete the column's formula to have it typed in",
                ),
            )


def table_rows(blueprint: Blueprint, choices: Choices, report: Report) -> dict[str, TableRows]:
    """The rows of every table; of a grid, what is typed into each of its rows, by the row's id."""
    rows: dict[str, TableRows] = {}
    # a table cannot take its rows from one that takes them from a third
    for table in sorted(blueprint.tables, key=lambda one: isinstance(one.rows, From | Groups)):
        rows[table.id] = _rows(table, blueprint, choices, rows, report)
    return rows | {grid.id: _in_grid(grid, blueprint, choices, report) for grid in blueprint.grids}


def _in_grid(grid: PeriodGrid, blueprint: Blueprint, choices: Choices, report: Report) -> TableRows:
    """What is typed into the rows of *grid*: a value for each item of its list."""
    items = blueprint.list(grid.each.list_id)
    ids = [item.id for item in items.items] if items else []
    columns: dict[str, tuple[Value, ...]] = {}
    data = choices.data.get(grid.id)
    shown = grid.keep or (choices.samples and data is None)
    for row in grid.rows:
        if data is not None and row.id in data.columns and row.role == "input":
            columns[row.id] = _labels(data.columns[row.id], row, blueprint, choices)
            continue
        sample = grid.sample.get(row.id)
        if sample is None or row.role != "input" or not shown:
            continue
        judge = _SampleJudge(row, "row", blueprint, choices, report)
        columns[row.id] = tuple([judge.value(sample, id_) for id_ in ids])
    return TableRows(len(ids), columns, len(ids) if columns else 0)


def _rows(
    table: Table,
    blueprint: Blueprint,
    choices: Choices,
    known: dict[str, TableRows],
    report: Report,
) -> TableRows:
    columns: dict[str, tuple[Value, ...]] = {}
    items = blueprint.list(table.row_list) if table.row_list and table.columns else None
    data = choices.data.get(table.id)
    if data is not None:
        columns = {
            column.id: _labels(data.columns[column.id], column, blueprint, choices)
            for column in table.columns
            if column.id in data.columns
        }
        used = data.height
    elif table.sample and (choices.samples or table.keep):
        sample = at_their_items(table, items, report) if items else table.sample
        used = len(sample)
        columns = {
            column.id: _sample_values(sample, column, blueprint, choices, report)
            for column in table.columns
            # what is linked is no rule of the team: a kept table starts without it
            if column.role == "input" or (column.role == "link" and choices.samples)
        }
    else:
        used = 0
    if table.sorted_by:
        columns = in_order(columns, table)
    height = choices.heights.get(table.id) or _height(table, blueprint, choices, known, used)
    if items is not None:
        labels = tuple(item.label(choices.locale) for item in items.items)
        columns[table.columns[0].id] = labels
    return TableRows(
        height,
        {
            id_: (*values[:height], *(None,) * (height - len(values)))
            for id_, values in columns.items()
        },
        min(used, height),  # a sample made for more rows than the user's own data now give
    )


def _height(
    table: Table, blueprint: Blueprint, choices: Choices, known: dict[str, TableRows], used: int
) -> int:
    match table.rows:
        case Growing():
            ready = choices.rows if choices.rows is not None else 0 if used else READY_ROWS
            return max(used, min(ready, MAX_ROWS), 1)
        case EachItem(list_id):
            items = blueprint.list(list_id)
            return len(items.items) if items else 1
        case Count(count) | Top(count=count):
            return count
        case From(source_id, spare):
            source = known.get(source_id)
            if source is None:
                return _at_least_one(1 + spare)
            return _at_least_one(max(source.used + spare, source.height))
        case Groups(source_id, by, spare, expected):
            source = known.get(source_id)
            if source is None:
                return _at_least_one(1 + spare)
            waiting = min(source.height - source.used, expected or MAX_ROWS)
            return _at_least_one(_groups(source, by) + max(spare, waiting))


def _groups(source: TableRows, by: str) -> int:
    """How many groups there are."""
    values = source.columns.get(by, ())
    return len({order_of(value) for value in values} - {order_of(None)})


def _at_least_one(rows: int) -> int:
    return max(1, min(rows, MAX_ROWS))


def in_order(columns: dict[str, tuple[Value, ...]], table: Table) -> dict[str, tuple[Value, ...]]:
    """The rows in the order of ``sorted``; those that are equal by it stay as they came."""
    by = [values for id_ in table.sorted_by if (values := columns.get(id_)) is not None]
    if not by:
        return columns
    keys = [tuple(map(order_of, row)) for row in zip(*by, strict=True)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return {id_: tuple([values[row] for row in order]) for id_, values in columns.items()}


def order_of(value: Value) -> tuple[int, float | str]:
    """What puts *value* in its place as Excel does: numbers and days, texts in any case, blanks.

    >>> sorted(["b", None, 10, "A", "B", 9], key=order_of)
    [9, 10, 'A', 'b', 'B', None]
    """
    match value:
        case None | "" | ErrorValue():
            return (3, 0)
        case bool():
            return (2, value)
        case datetime.date():
            return (0, serial(value))
        case str():
            return (1, value.casefold())
        case int() | float():
            return (0, value)


def _labels(
    values: tuple[Value, ...], column: Column, blueprint: Blueprint, choices: Choices
) -> tuple[Value, ...]:
    """Item ids as the labels that cells show."""
    items = blueprint.list(column.list_id) if column.list_id else None
    if items is None:
        return values
    labels = {item.id: item.label(choices.locale) for item in items.items}
    return tuple(labels.get(value, value) if isinstance(value, str) else value for value in values)


def _sample_values(
    sample: Sequence[SampleRow],
    column: Column,
    blueprint: Blueprint,
    choices: Choices,
    report: Report,
) -> tuple[Value, ...]:
    judge = _SampleJudge(column, "column", blueprint, choices, report)
    return tuple([judge.value(row, column.id) for row in sample])


_SampleFault = tuple[Words, Words | None]
"""What is wrong with a text, and what may have been meant."""


@dataclass(frozen=True, slots=True)
class _SampleJudge:
    """Reads the sample cells of one column, each different text once."""

    column: Column
    """The column, or a row of a grid."""
    kind: Literal["column", "row"]
    blueprint: Blueprint
    choices: Choices
    report: Report
    known: dict[str, tuple[Value, tuple[_SampleFault, ...]]] = field(default_factory=dict)

    def value(self, row: SampleRow, id_: str) -> Value:
        """What the cell *id_* of a sample *row* holds."""
        words = row.cells.get(id_)
        if words is None:
            return None
        text = words(self.choices.locale)
        if text not in self.known:
            self.known[text] = self._read(text)
        value, faults = self.known[text]
        for message, hint in faults:
            self.report.add("PS116", message, row.spans.get(id_, row.span), hint)
        return value

    def _read(self, text: str) -> tuple[Value, tuple[_SampleFault, ...]]:
        column, kind = self.column, self.kind
        if column.list_id is not None and text:
            return self._item(text, column.list_id)
        try:
            months = holds_months(column.number_format)
            value = read_value(text, column.type, months=months)
        except ValueFaultError as fault:
            said = Words(
                f"{KINDS[kind].zh}“{column.id}”的类型是 {column.type.id}：{fault.message.zh}",
                f"{kind} '{column.id}' is {column.type.id}: {fault}",
            )
            return None, ((said, fault.hint),)
        faults = []
        low, high = column.minimum, column.maximum
        possible = low is None or high is None or low <= high  # else that has been told
        if isinstance(value, int | float) and not isinstance(value, bool) and possible:
            if column.minimum is not None and value < column.minimum:
                below = Words(
                    f"“{text}”小于这一{KINDS[kind].zh}的最小值 {column.minimum:g}",
                    f"'{text}' is below the {kind}'s minimum {column.minimum:g}",
                )
                faults.append((below, _MEND))
            if column.maximum is not None and value > column.maximum:
                above = Words(
                    f"“{text}”大于这一{KINDS[kind].zh}的最大值 {column.maximum:g}",
                    f"'{text}' is above the {kind}'s maximum {column.maximum:g}",
                )
                faults.append((above, _MEND))
        return value, tuple(faults)

    def _item(self, text: str, list_id: str) -> tuple[Value, tuple[_SampleFault, ...]]:
        items = self.blueprint.list(list_id)
        item = items.item(text) if items else None
        if item is None and text in self.blueprint.lost:
            return None, ()  # told where the list has it
        if items is not None and item is None:
            said = Words(
                f"列表“{items.id}”没有“{text}”这一项",
                f"the list '{items.id}' has no item '{text}'",
            )
            return None, ((said, item_meant(items, text)),)
        return item.label(self.choices.locale) if item else None, ()
