"""Shares, averages, and a total split so that its parts add up to the cent."""

from __future__ import annotations

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

TOTAL = Argument("total", Words("总数", "what is split"))
DIGITS = Argument("digits", Words("小数位", "decimals of a part"), default="2")

_WEIGHTS = (4.30, 3.33, 3.67, 5.00, 5.33, 5.67, 6.67, 8.00, 9.33, 10.00, 22.03, 16.67)
_QUARTERS = tuple(sum(_WEIGHTS[: 3 * quarter]) / 100 for quarter in range(5))

_WEIGHED = 'SUMIF(values, "<9E+99", weights)'
"""The weights of the rows that hold a number, which is less than 9E+99 and no text is."""

SPLITS: tuple[Function, ...] = (
    Function(
        "share",
        Words("占比", "Share"),
        "split",
        (
            Argument("part", Words("部分", "the part")),
            Argument("whole", Words("总体", "the whole"), like="part"),
        ),
        gives="percent",
        needs=("part", "whole"),
        undefined="whole=0",
        value="part/whole",
        words=Words("部分 ÷ 总体；总体为零时留空", "part ÷ whole; blank where the whole is zero"),
        source=Words("直接相除。", "Plain share."),
        examples=(
            Example((8000000, 20000000), 0.4),
            Example((0, 5), 0),
            Example((3, 0), "", "#DIV/0!"),
            Example((None, 5), "", "#N/A"),
        ),
    ),
    Function(
        "weighted_average",
        Words("加权平均", "Weighted average"),
        "split",
        (
            Argument("values", Words("数值列", "a column of numbers"), many=True),
            Argument("weights", Words("权重列", "a column of weights"), many=True),
        ),
        gives="plain",
        like="values",
        undefined=f"{_WEIGHED}=0",
        alike=("values", "weights"),
        value=f"SUMPRODUCT(values, weights)/{_WEIGHED}",
        words=Words(
            "Σ(数值 × 权重) ÷ Σ权重，只算有数值的行",
            "Σ(value × weight) ÷ Σ weight over the rows that have a value",
        ),
        source=Words(
            "没有数值的行不占权重，所以填了一半的表也能看出现状。",
            "Rows without a value do not weigh, so a half-filled sheet shows where it stands.",
        ),
        examples=(
            Example(((1, 10 / 15, 0, 0), (10, 15, 24, 12)), 20 / 61),
            Example(((1, 1, 7 / 24, 0), (10, 15, 24, 12)), 32 / 61),
            Example(((1, 1, 1, 0), (10, 15, 24, 12)), 49 / 61),
            Example(((0.5, None, ""), (2, 3, "")), 0.5),
            Example(((None, ""), (2, 3)), "", "#DIV/0!"),
        ),
    ),
    Function(
        "split_part",
        Words("精确拆分", "Exact part"),
        "split",
        (
            TOTAL,
            Argument("upto", Words("累计占比(含本份)", "shares up to and with this part")),
            Argument("before", Words("累计占比(不含本份)", "shares before this part"), like="upto"),
            DIGITS,
        ),
        gives="money",
        like="total",
        needs=("total", "upto", "before", "digits"),
        value=(
            "ROUND(ROUND(ROUND(total*upto, MAX(6, digits)), digits)"
            "-ROUND(ROUND(total*before, MAX(6, digits)), digits), digits)"
        ),
        words=Words(
            "总数 × 累计占比四舍五入后，减上一份的同一数",
            "total × shares so far, rounded, less the same for the part before",
        ),
        source=Words(
            "对累计数取整再相减，一分不丢：占比合计为 1 时，各部分加起来正好是总数。",
            "A rounded running total loses nothing: the parts add up when shares end at 1.",
        ),
        examples=(
            *(
                Example((20000000, upto, before), part)
                for before, upto, part in zip(
                    _QUARTERS,
                    _QUARTERS[1:],
                    (2260000, 3200000, 4800000, 9740000),
                    strict=False,
                )
            ),
            Example((100, 1 / 3, 0), 33.33),
            Example((100, 2 / 3, 1 / 3), 33.34),
            Example((100, 1, 2 / 3), 33.33),
            Example((10, 1 / 3, 0, 0), 3),
            Example((None, 1, 0.5), "", "#N/A"),
        ),
    ),
    Function(
        "split_cell",
        Words("两维精确拆分", "Exact cell of two splits"),
        "split",
        (
            TOTAL,
            Argument("row_upto", Words("行累计占比(含本行)", "row shares up to this row")),
            Argument("row_before", Words("行累计占比(不含本行)", "row shares before it")),
            Argument("column_upto", Words("列累计占比(含本列)", "column shares up to this column")),
            Argument("column_before", Words("列累计占比(不含本列)", "column shares before it")),
            DIGITS,
        ),
        gives="money",
        like="total",
        needs=("total", "row_upto", "row_before", "column_upto", "column_before", "digits"),
        value=(
            "ROUND(ROUND(ROUND(total*row_upto*column_upto, MAX(6, digits)), digits)"
            "-ROUND(ROUND(total*row_before*column_upto, MAX(6, digits)), digits)"
            "-ROUND(ROUND(total*row_upto*column_before, MAX(6, digits)), digits)"
            "+ROUND(ROUND(total*row_before*column_before, MAX(6, digits)), digits), digits)"
        ),
        words=Words(
            "D(行，列) = 总数 × 行累计 × 列累计(四舍五入)；格子是 D 的二阶差",
            "D(row, column) = total × row shares × column shares, rounded; a cell is the second "
            "difference of D",
        ),
        source=Words(
            "行和列都正好加得上，逐格取整做不到。",
            "Rows and columns both add up exactly, which rounding each cell cannot do.",
        ),
        examples=(
            Example((100, 1 / 3, 0, 1 / 3, 0), 11.11),
            Example((100, 2 / 3, 1 / 3, 1 / 3, 0), 11.11),
            Example((100, 1, 2 / 3, 1 / 3, 0), 11.11),
            Example((100, 1, 2 / 3, 2 / 3, 1 / 3), 11.12),
            Example((100, 1, 2 / 3, 1, 2 / 3), 11.1),
            Example((100, 1, 0, 1, 0, 0), 100),
            Example((100, "", 0, 1, 0), "", "#N/A"),
        ),
    ),
    Function(
        "rolling_target",
        Words("滚动剩余目标", "Rolling target"),
        "split",
        (
            TOTAL,
            Argument("reached", Words("累计实际", "what was reached so far"), like="total"),
            Argument("weight", Words("本期权重", "the weight of this period")),
            Argument(
                "remaining",
                Words("剩余各期权重之和", "the weights of all periods left"),
                like="weight",
            ),
        ),
        gives="money",
        like="total",
        needs=("total", "reached", "weight", "remaining"),
        undefined="remaining=0",
        value="(total-reached)*weight/remaining",
        words=Words(
            "(全年目标 − 累计实际) × 本期权重 ÷ 剩余权重",
            "(year − reached so far) × weight ÷ weights left",
        ),
        source=Words(
            "没完成的部分，按权重摊到剩下的各期。",
            "What was missed is spread over what is left, by weight.",
        ),
        examples=(
            Example((2000, 500, 0.1, 0.5), 300),
            Example((2000, 2100, 0.1, 0.5), -20),
            Example((2000, 500, 0.1, 0), "", "#DIV/0!"),
            Example((2000, None, 0.1, 0.5), "", "#N/A"),
        ),
    ),
)
