"""Tests of one page, price or message against another."""

from __future__ import annotations

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

_ARGUMENTS = (
    Argument("won_a", Words("A 组转化人数", "how many of A were won")),
    Argument("size_a", Words("A 组人数", "how many saw A")),
    Argument("won_b", Words("B 组转化人数", "how many of B were won")),
    Argument("size_b", Words("B 组人数", "how many saw B")),
)
_NEEDS = ("won_a", "size_a", "won_b", "size_b")

_WON = "(won_a+won_b)"
_ALL = "(size_a+size_b)"
_TOO_FEW = (
    "OR(MIN(won_a, won_b)<0, won_a>size_a, won_b>size_b, "
    f"MIN(size_a, size_b)*MIN({_WON}, {_ALL}-{_WON})<5*{_ALL})"
)
"""Less than five expected in a group, won or not, is too few for a normal approximation."""
_Z = f"(won_b/size_b-won_a/size_a)/SQRT({_WON}*({_ALL}-{_WON})/({_ALL}*size_a*size_b))"
"""The pooled variance p (1 − p) (1/a + 1/b), with one division."""

EXPERIMENTS: tuple[Function, ...] = (
    Function(
        "two_proportion_z",
        Words("两组转化率检验 z", "Two-proportion test: z"),
        "experiment",
        _ARGUMENTS,
        gives="plain",
        needs=_NEEDS,
        undefined="OR(size_a=0, size_b=0)",
        unusable=_TOO_FEW,
        value=_Z,
        words=Words(
            "(B 转化率 − A 转化率) ÷ 合并标准误；人数太少(预期不足 5)时留空",
            "(rate of B − rate of A) ÷ pooled standard error; blank with too few (less than 5 "
            "expected in a group)",
        ),
        source="Pooled z test; beyond ±1.96 is significant at 5 %. Do not stop early.",
        examples=(
            Example((100, 1000, 120, 1000), 1.4293008498232314),
            Example((120, 1000, 100, 1000), -1.4293008498232314),
            Example((50, 500, 50, 500), 0),
            Example((1, 20, 3, 20), "", "#VALUE!", Words("人数太少", "too few")),
            Example((30, 20, 3, 20), "", "#VALUE!"),
            Example((0, 0, 3, 20), "", "#DIV/0!"),
            Example((None, 1000, 120, 1000), "", "#N/A"),
        ),
    ),
    Function(
        "two_proportion_p",
        Words("两组转化率检验 p 值", "Two-proportion test: p-value"),
        "experiment",
        _ARGUMENTS,
        gives="percent",
        needs=_NEEDS,
        undefined="OR(size_a=0, size_b=0)",
        unusable=_TOO_FEW,
        value=f"2*NORMSDIST(-ABS({_Z}))",
        words=Words(
            "双侧 p 值：两组其实相同时，差距至少这么大的概率",
            "two-sided: how likely so great a difference is where both are in truth the same",
        ),
        source="Below 5 % is called significant; plan the size first, and do not stop early.",
        examples=(
            Example((100, 1000, 120, 1000), 0.1529177818639462),
            Example((50, 500, 50, 500), 1),
            Example((1, 20, 3, 20), "", "#VALUE!", Words("人数太少", "too few")),
            Example((10, 0, 3, 20), "", "#DIV/0!"),
            Example((100, 1000, None, 1000), "", "#N/A"),
        ),
    ),
)
