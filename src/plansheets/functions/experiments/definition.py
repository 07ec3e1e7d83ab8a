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
_TOO_FEW_SEEN = "MIN(won_a, size_a-won_a, won_b, size_b-won_b)<5"
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
        source=Words(
            "合并方差的 z 检验；超过 ±1.96 即在 5 % 水平显著。不要提前停。",
            "Pooled z test; beyond ±1.96 is significant at 5 %. Do not stop early.",
        ),
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
        source=Words(
            "低于 5 % 视为显著；先定样本量，不要提前停。",
            "Below 5 % is called significant; plan the size first, and do not stop early.",
        ),
        examples=(
            Example((100, 1000, 120, 1000), 0.1529177818639462),
            Example((50, 500, 50, 500), 1),
            Example((1, 20, 3, 20), "", "#VALUE!", Words("人数太少", "too few")),
            Example((10, 0, 3, 20), "", "#DIV/0!"),
            Example((100, 1000, None, 1000), "", "#N/A"),
        ),
    ),
    Function(
        "two_proportion_interval",
        Words("转化率差的置信区间", "Confidence interval of a difference of two shares"),
        "experiment",
        (
            *_ARGUMENTS,
            Argument(
                "bound",
                Words("low 下限，high 上限", "low or high: which end of it"),
                takes="option",
                default='"low"',
                options=("low", "high"),
            ),
            Argument("confidence", Words("置信度", "how sure it is to be"), default="95%"),
        ),
        gives="percent",
        needs=(*_NEEDS, "confidence"),
        undefined="OR(size_a=0, size_b=0)",
        unusable=f"OR({_TOO_FEW_SEEN}, confidence<=0, confidence>=1)",
        value=(
            "won_b/size_b-won_a/size_a+"
            'NORMSINV(IF(bound="low", 1-confidence, 1+confidence)/2)*SQRT('
            "won_a/size_a*(1-won_a/size_a)/size_a+won_b/size_b*(1-won_b/size_b)/size_b)"
        ),
        words=Words(
            "B 转化率 − A 转化率 ∓ z × 标准误：真实差距有这么大把握落在两端之间",
            "rate of B − rate of A ∓ z × standard error: so sure the true difference lies between "
            "both ends",
        ),
        source=Words(
            "Wald 区间，两组各用自己的方差；区间包含零时，"
            "B 未必更好。每组至少要有 5 个成交、5 个未成交。",
            "Wald's interval, each share with its own variance; where zero lies "
            "within, B may be no better than A. In each group five must have been won, "
            "and five not.",
        ),
        examples=(
            Example((100, 1000, 120, 1000), -0.0074114819980199385),
            Example((100, 1000, 120, 1000, "high"), 0.04741148199801992),
            Example((100, 1000, 120, 1000, "low", 0.8), 0.002076595312181767),
            Example((1, 20, 3, 20), "", "#VALUE!", Words("人数太少", "too few")),
            Example((10, 0, 3, 20), "", "#DIV/0!"),
            Example((None, 1000, 120, 1000), "", "#N/A"),
        ),
    ),
    Function(
        "two_proportion_size",
        Words("A/B测试每组样本量", "A/B test: sample size of each group"),
        "experiment",
        (
            Argument("rate_a", Words("现有转化率", "the share without the change")),
            Argument(
                "rate_b", Words("希望测出的转化率", "the share to be told from it"), like="rate_a"
            ),
            Argument(
                "alpha",
                Words("显著性水平(双侧)", "chance to see a difference that is none, two-sided"),
                default="5%",
            ),
            Argument(
                "detection", Words("检验功效", "chance to see one that is there"), default="80%"
            ),
        ),
        gives="count",
        needs=("rate_a", "rate_b", "alpha", "detection"),
        undefined="ROUND(rate_b-rate_a, 10)=0",
        unusable=(
            "OR(MIN(rate_a, rate_b)<0, MAX(rate_a, rate_b)>1, MIN(alpha, detection)<=0, "
            "MAX(alpha, detection)>=1)"
        ),
        value=(
            "ROUNDUP(ROUND(POWER((NORMSINV(1-alpha/2)*SQRT((rate_a+rate_b)*"
            "(2-rate_a-rate_b)/2)+NORMSINV(detection)*SQRT(rate_a*(1-rate_a)+rate_b*(1-rate_b)))"
            "/(rate_b-rate_a), 2), 6), 0)"
        ),
        words=Words(
            "每组至少这么多人：(z₁ × √(2p̄q̄) + z₂ × √(p₁q₁ + p₂q₂))² ÷ 差距²，进位到整数",
            "at least so many in each group: (z₁ × √(2p̄q̄) + z₂ × √(p₁q₁ + p₂q₂))² ÷ difference², "
            "up to a whole number",
        ),
        source=Words(
            "Fleiss、Levin 和 Paik《率与比例的统计方法》，不做连续性校正；同 R 的 "
            "power.prop.test。先定好，不要提前停。",
            "Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, "
            "without the correction for continuity; R's power.prop.test. Fix it first, "
            "and do not stop early.",
        ),
        examples=(
            Example((0.1, 0.12), 3841),
            Example((0.5, 0.75, 0.05, 0.9), 77),
            Example((0.12, 0.1), 3841),
            Example((0.1, 0.1), "", "#DIV/0!"),
            Example((0.1, 1.2), "", "#VALUE!"),
            Example((0.1, 0.12, 0.05, 1), "", "#VALUE!"),
            Example((0.1, None), "", "#N/A"),
        ),
    ),
)
