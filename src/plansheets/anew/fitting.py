"""Whether today's column, row of a grid or parameter takes what was typed into the old one."""

from __future__ import annotations

import datetime

from plansheets.anew.matching import Matching
from plansheets.blueprint.model import Blueprint, Column
from plansheets.blueprint.types import TYPES, UNREAD
from plansheets.life.extracted import ExtractedCell
from plansheets.life.typed_in import shown_text
from plansheets.plan.model import Value
from plansheets.render.markup import fault
from plansheets.words import Words

NO_TABLE = Words("今天的蓝图没有这张表", "today's blueprint has no such table")
NO_COLUMN = Words("今天的蓝图没有这一列", "today's blueprint has no such column")
NO_ROW_OF_GRID = Words("今天的蓝图没有这一行", "today's blueprint has no such row")
NO_PARAMETER = Words("今天的蓝图没有这个参数", "today's blueprint has no such parameter")
NO_PLACE = Words("新表没有这么多行", "the new table does not have that many rows")
NO_ITEM_ROW = Words("今天的列表没有这一项", "today's list does not have this item")
COMPUTED = Words("这一列现在由公式计算", "this column is calculated by now")
NOT_TYPED = Words("这里要填的不是字", "text does not belong here")
FORMULA = Words("这里原来是公式", "a formula stood here")
ERROR = Words("单元格是错误值", "the cell holds an error")
NO_VALUE = Words("公式还没有算出值", "a formula without a value: no spreadsheet has calculated it")
CALCULATED_VALUE = Words(
    "填的是公式，带过去的是它的值", "a formula was typed: its value was carried over"
)


class MisfitError(Exception):
    """What was typed has no place where it belongs; ``why`` says it."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.en)
        self.why = why


def fitted(
    cell: ExtractedCell,
    old_type: str,
    old_list: str,
    new: Column,
    matching: Matching,
    blueprint: Blueprint,
) -> Value:
    """The value of *cell* as today's column or row of a grid takes it.

    A text that was no value of its column stays where it was: people look for it there.

    Raises
    ------
    MisfitError
        where it takes none of it.
    """
    if cell.state == "error":
        raise MisfitError(ERROR)
    if cell.state == "unknown":
        raise MisfitError(NO_VALUE)
    value = cell.text if cell.value is None else cell.value
    kinds = TYPES.get(old_type, UNREAD).kind, new.type.kind
    items = blueprint.list(new.list_id) if new.list_id else None
    if items is not None:
        if cell.value is not None and old_list:
            id_ = matching.item(old_list, str(value), items)
        else:
            id_ = matching.item("", shown_text(value), items)
        if id_ is not None:
            return id_
        if cell.state == "unlisted":
            return value  # which it was before, and is said to be
        label = matching.labels.get((old_list, str(value)), shown_text(value))
        raise MisfitError(
            Words(f"今天的列表里没有“{label}”", f"today's list does not have '{label}'")
        )
    if old_list and cell.value is not None:
        value = matching.spoken.get((old_list, str(value)), shown_text(value))
    if kinds[1] == "text":
        return value.isoformat() if isinstance(value, datetime.date) else shown_text(value)
    if kinds[0] != kinds[1]:
        message = Words(
            f"这里现在要填的是{_KINDS[kinds[1]].zh}", f"{_KINDS[kinds[1]].en} belongs here by now"
        )
        raise MisfitError(message)
    return value


def require_holdable(value: Value) -> None:
    """Refuse a value that no cell holds; raises MisfitError."""
    if wrong := fault(value):
        raise MisfitError(wrong[1])


_KINDS = {
    "number": Words("数字", "a number"),
    "date": Words("日期", "a day"),
    "boolean": Words("是否", "TRUE or FALSE"),
    "text": Words("文字", "a text"),
}
