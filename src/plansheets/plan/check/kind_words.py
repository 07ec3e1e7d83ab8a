"""What to say of kinds and units that do not go together, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from plansheets.formula.ast import Node
from plansheets.functions.function import Argument
from plansheets.plan.check.kinds import BLANK, PERCENT
from plansheets.plan.check.operands import Operand, shown
from plansheets.words import Words

Said = tuple[Words, Words | None]
"""A message and its hint."""

ADDED: Final = Words("相加", "added")
SUBTRACTED: Final = Words("相减", "subtracted")
COMPARED: Final = Words("比较", "compared")
DONE: Final = {
    "+": ADDED,
    "-": SUBTRACTED,
    "*": Words("相乘", "multiplied"),
    "/": Words("相除", "divided"),
    "^": Words("乘方", "raised to a power"),
}
"""What operators do."""
_CALCULATED_WITH: Final = Words("参与计算", "calculated with")

DIFFERENCE_IS_DAYS: Final = Words(
    "两个日期相减得天数", "the difference of two dates is a number of days"
)
WRITE_A_DAY: Final = Words("日期写成 DATE(2024, 6, 18)", "write DATE(2024, 6, 18) for a day")
TEXTS_ARE_GREATER: Final = Words(
    "在 Excel 里，文字永远不等于数字，也大于任何数字；两边换成同一类",
    "in Excel a text is never equal to a number, and greater than every number; "
    "compare like with like",
)


def clash(done: Words, parts: Sequence[Operand], hint: Words | None = None) -> Said:
    """Two things that do not go together: ``money and percent cannot be added: …``."""
    kinds, each = [part.kind for part in parts], [part.said for part in parts]
    message = Words(
        f"{'和'.join(kind.zh for kind in kinds)}不能{done.zh}：{'，'.join(one.zh for one in each)}",
        f"{' and '.join(kind.word for kind in kinds)} cannot be {done.en}: "
        f"{', '.join(one.en for one in each)}",
    )
    return message, hint or _to_one_unit(done, parts)


def _to_one_unit(done: Words, parts: Sequence[Operand]) -> Words | None:
    left, right = parts
    if left.kind.what != "number" or right.kind.what != "number":
        return None
    if done in (ADDED, SUBTRACTED) and "percent" in (left.kind.unit, right.kind.unit):
        amount, rate = (left, right) if right.kind == PERCENT else (right, left)
        sign = "+" if done == ADDED else "-"
        example = f"{shown(amount.node)} * (1 {sign} {shown(rate.node)})"
        return Words(f"改用相乘，如 {example}", f"multiply instead, as in {example}")
    return Words(
        "先换成同一单位；没有单位的列声明为“number”",
        "bring both to one unit first; declare a column without a unit as 'number'",
    )


def no_text_in(operator: str, part: Operand) -> Said:
    """A text stands where *operator* needs a number."""
    done = DONE.get(operator, _CALCULATED_WITH)
    message = Words(
        f"文字不能{done.zh}：{part.said.zh}", f"text cannot be {done.en}: {part.said.en}"
    )
    if part.kind == BLANK:
        test = 'IF([@x]="", "", …)'
        return message, Words(f"先判断空白：{test}", f"test for a blank first: {test}")
    if operator == "+":
        return message, Words("文字用 & 连接", "join texts with &")
    return message, Words("换成数字列", "use a column that holds numbers")


def two_dates_added(left: Operand, right: Operand) -> Said:
    return (
        Words(
            f"两个日期不能相加：{left.said.zh}，{right.said.zh}",
            f"two dates cannot be added: {left.said.en}, {right.said.en}",
        ),
        Words("日期加的是天数：[@start] + 5", "a date takes days: [@start] + 5"),
    )


def a_condition_already(node: Node) -> Words:
    return Words(
        f"只写 {shown(node)}；它本身就是条件",
        f"write {shown(node)} alone; it is a condition already",
    )


def items_of_two_lists(left: Operand, right: Operand) -> Said:
    ours, theirs = left.kind.list_id, right.kind.list_id
    return (
        Words(
            f"两个列表的选项永远不会相等：{shown(left.node)} 属于“{ours}”，"
            f"{shown(right.node)} 属于“{theirs}”",
            f"items of two lists are never equal: {shown(left.node)} is of '{ours}', "
            f"{shown(right.node)} of '{theirs}'",
        ),
        Words(f"与“{ours}”的选项比较", f"compare with an item of '{ours}'"),
    )


def written_out(text: str, list_id: str, hint: Words) -> Said:
    """An item stands in a formula by its words, which differ by language."""
    message = Words(
        f"“{text}”直接写了文字，而“{list_id}”的选项每种语言写法不同",
        f"'{text}' is written out, but each language has its own word for an item of '{list_id}'",
    )
    return message, hint


def quoted_name(sign: str, name: str) -> Said:
    """A criterion names something inside its quotes, where it is so many letters."""
    written = f'"{sign}"&{name}' if sign else name
    return (
        Words(
            f"引号里的“{name}”只是几个字母，不是它的值",
            f"'{name}' inside quotes is so many letters, not what it stands for",
        ),
        Words(f"写成 {written}", f"write {written}"),
    )


def no_item(part: Operand) -> Said:
    """What is asked for its place is in no list."""
    return (
        Words(
            f"{shown(part.node)} 不是列表里的一项，没有位次",
            f"{shown(part.node)} is no item of a list, so it has no place in one",
        ),
        Words(
            "写 type: choice 的一格，如 [@platform].index",
            "name a cell of type: choice, as in [@platform].index",
        ),
    )


def many_items(part: Operand) -> Said:
    """A whole column is asked for one place."""
    return (
        Words(
            f"{shown(part.node)} 是一整列，位次只有一格才有",
            f"{shown(part.node)} is a whole column, and a place is that of one cell",
        ),
        Words(
            "在表里加一列，公式写 =[@…].index，再用那一列",
            "give the table a column with =[@…].index, and use that",
        ),
    )


def in_no_order(list_id: str, whole: Node) -> Said:
    example = f"{list_id}: {{ordered: true, items: {{…}}}}"
    return (
        Words(
            f"“{list_id}”的选项没有先后：{shown(whole)}",
            f"the items of '{list_id}' stand in no order: {shown(whole)}",
        ),
        Words(f"有先后就在列表里写明：{example}", f"say it in the list: {example}"),
    )


def compares_letters(list_id: str | None, criterion: Node, sign: str, item: Node) -> Said:
    example = f"SUMPRODUCT(--(…{sign}{shown(item)}))"
    return (
        Words(
            f"这样的条件比较文字，而不是“{list_id}”里的先后：{shown(criterion)}",
            f"a criterion compares letters, not places in '{list_id}': {shown(criterion)}",
        ),
        Words(f"对整列计数，如 {example}", f"count whole columns, as in {example}"),
    )


def function_takes_numbers(name: str, part: Operand) -> Said:
    hint = Words("写数字列", "name a column of numbers")
    if name == "COUNT":
        hint = Words("数文字用 COUNTA", "COUNTA counts texts")
    return Words(f"{name} 要数字：{part.said.zh}", f"{name} takes numbers: {part.said.en}"), hint


def no_condition(part: Operand) -> Said:
    example = f'{shown(part.node)}<>""'
    return (
        Words(
            f"条件要是 TRUE 或 FALSE：{part.said.zh}",
            f"a condition is TRUE or FALSE: {part.said.en}",
        ),
        Words(f"写成比较，如 {example}", f"compare it, as in {example}"),
    )


def takes_a_date(where: Words, part: Operand) -> Said:
    return (
        Words(f"{where.zh}要日期：{part.said.zh}", f"{where.en} takes a date: {part.said.en}"),
        Words("写类型为 date 的列", "name a column of type date"),
    )


def takes_a_number(where: Words, part: Operand, argument: Argument) -> Said:
    held = argument.help
    return (
        Words(f"{where.zh}要数字：{part.said.zh}", f"{where.en} takes a number: {part.said.en}"),
        Words(f"它是：{held.zh}", f"it holds {held.en}"),
    )


def takes_a_condition(where: Words, part: Operand, argument: Argument) -> Said:
    meant = argument.help
    return (
        Words(
            f"{where.zh}要是 TRUE 或 FALSE：{part.said.zh}",
            f"{where.en} is TRUE or FALSE: {part.said.en}",
        ),
        Words(f"它的含义：{meant.zh}", f"it means: {meant.en}"),
    )
