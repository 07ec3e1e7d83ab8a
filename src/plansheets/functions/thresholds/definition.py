"""Comparisons that a blank cell and the 15th digit cannot fool."""

from __future__ import annotations

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

VALUE = Argument("value", Words("数值", "the number"))
BOUND = Argument("bound", Words("界限", "the bound"), like="value")

_WHY = Words(
    'Excel 中文本大于任何数字，所以 "">=1.5 为 TRUE；而 1-0.9 并不正好等于 0.1。',
    'In Excel a text is greater than every number, so "">=1.5 is TRUE; and 1-0.9 is not quite 0.1.',
)


def _comparison(
    name: str, title: Words, operator: str, words: Words, examples: tuple[Example, ...]
) -> Function:
    return Function(
        name,
        title,
        "threshold",
        (VALUE, BOUND),
        gives="boolean",
        needs=("value", "bound"),
        blank="FALSE",
        value=f"ROUND(value-bound, 10){operator}0",
        words=words,
        source=_WHY,
        examples=examples,
    )


THRESHOLDS: tuple[Function, ...] = (
    _comparison(
        "at_least",
        Words("不低于", "At least"),
        ">=",
        Words("数值 ≥ 界限；缺数时 FALSE", "value ≥ bound; FALSE where one is missing"),
        (
            Example((1.5, 1.5), True),
            Example((500 / 350, 1.5), False),
            Example((1 - 0.9, 0.1), True),
            Example(("", 1.5), False, "#N/A"),
            Example((None, 0), False, "#N/A"),
        ),
    ),
    _comparison(
        "at_most",
        Words("不高于", "At most"),
        "<=",
        Words("数值 ≤ 界限；缺数时 FALSE", "value ≤ bound; FALSE where one is missing"),
        (
            Example((0.03, 0.05), True),
            Example((0.1 + 0.2, 0.3), True),
            Example((0.06, 0.05), False),
            Example((None, 5), False, "#N/A"),
        ),
    ),
    _comparison(
        "above",
        Words("高于", "Above"),
        ">",
        Words("数值 > 界限；缺数时 FALSE", "value > bound; FALSE where one is missing"),
        (
            Example((160, 90), True),
            Example((0.1 + 0.2, 0.3), False),
            Example(("", 90), False, "#N/A"),
        ),
    ),
    _comparison(
        "below",
        Words("低于", "Below"),
        "<",
        Words("数值 < 界限；缺数时 FALSE", "value < bound; FALSE where one is missing"),
        (
            Example((0.1875, 0.2), True),
            Example((1 - 0.9, 0.1), False),
            Example((None, 5), False, "#N/A"),
        ),
    ),
    Function(
        "below_twice",
        Words("连续两期低于", "Below twice running"),
        "threshold",
        (
            Argument("previous", Words("上期值", "the period before")),
            Argument("current", Words("本期值", "this period"), like="previous"),
            Argument("bound", Words("界限", "the bound"), like="previous"),
        ),
        gives="boolean",
        needs=("previous", "current", "bound"),
        blank="FALSE",
        value="ROUND(MAX(previous, current)-bound, 10)<0",
        words=Words(
            "上期与本期都低于界限；缺数时 FALSE",
            "both periods lie below the bound; FALSE where one is missing",
        ),
        source=Words(
            "回报连续两周低于计划，就该复盘。",
            "A return below plan two weeks running calls for a review.",
        ),
        examples=(
            Example((1.2, 1.4, 1.5), True),
            Example((1.2, 1.5, 1.5), False),
            Example((None, 1.4, 1.5), False, "#N/A"),
        ),
    ),
)
