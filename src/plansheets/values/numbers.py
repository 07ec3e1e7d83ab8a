"""Numbers as people write them: ``1,234``, ``12.5%``, ``8.5万``, ``(99)``, ``2.2:1``, ``¥99``."""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple, Self

from plansheets.lengths import on_one_line
from plansheets.values.characters import simplified
from plansheets.values.currencies import CURRENCIES
from plansheets.values.marks import OTHER, DecimalMark
from plansheets.words import Words

Measure = Literal["money", "count", "percent", "ratio", "days", "plain"]
"""What a number measures; two different measures are not added or compared, ``plain`` fits all."""

QUOTED_TEXT = 40
MOST_DIGITS = 15
"""Excel keeps 15 significant digits of a number."""
LARGEST = 9.99999999999999e307

SCALES = {
    "千": 3,
    "万": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "万亿": 12,
    "k": 3,
    "K": 3,
    "w": 4,
    "W": 4,
    "M": 6,
    "lakh": 5,
    "crore": 7,
}
"""Words that multiply, by the power of ten they stand for."""
_BARE_SCALES = {name for name in SCALES if len(name) > 2 or not name.isascii()} | {"k", "w"}
"""Those that say enough in a header by themselves: ``销售额(万)``; an M may be a size."""

_UNIT_WORDS: dict[Measure, str] = {
    "money": " ".join(CURRENCIES),
    "percent": "% ‰ 百分比 percent pct",
    "count": "个 件 人 次 单 只 台 套 条 张 位 家 款 支 瓶 盒 包 双 名 户 笔 篇 场 人次 人数"
    " sku pc pcs piece pieces unit units item items people persons order orders count",
    "days": "天 日 个工作日 工作日 day days d",
    "ratio": "倍 x × 比",
}
UNITS: dict[str, Measure] = {
    word: measure for measure, words in _UNIT_WORDS.items() for word in words.split()
}
"""What a unit measures, by its folded word."""

_ACCEPTED: dict[Measure, tuple[Measure, ...]] = {
    "money": ("money",),
    "percent": ("percent",),
    "count": ("count",),
    "days": ("days",),
    "ratio": ("ratio", "percent"),
    "plain": ("ratio", "percent"),
}
_IN_WORDS: dict[Measure, Words] = {
    "money": Words("金额", "an amount of money"),
    "percent": Words("百分比", "a percentage"),
    "count": Words("数量", "a count"),
    "days": Words("天数", "a number of days"),
    "ratio": Words("比值", "a ratio"),
    "plain": Words("普通的数", "plain numbers"),
}
_BEFORE = sorted((re.escape(one) for one in CURRENCIES if not "元" <= one[-1] <= "块"), key=len)
_CURRENCY = rf"(?i:{'|'.join(reversed(_BEFORE))})"
"""What stands before an amount: every word for a currency, the longest first."""


@cache
def _written(mark: DecimalMark) -> re.Pattern[str]:
    """How numbers are written whose decimals stand behind *mark*.

    Thousands stand in threes or, as in India, the last three alone and twos before them; a space
    or an apostrophe may part them in every country.
    """
    point, group = re.escape(mark), re.escape(OTHER[mark])
    thousands = "|".join(rf"\d{{1,3}}(?:{sign}\d{{3}})+" for sign in (group, "[ ]", "'"))
    lakhs = rf"\d{{1,2}}(?:{group}\d{{2}})+{group}\d{{3}}"
    digits = rf"(?:{thousands}|{lakhs})(?:{point}\d*)?|\d+(?:{point}\d*)?|{point}\d+"
    return re.compile(
        rf"""(?P<bracket>\()?\s*
        (?P<sign>[+-])?\s*(?P<currency>{_CURRENCY})?\s*(?P<late_sign>[+-])?\s*
        (?P<digits>{digits})(?P<power>[eE][+-]?\d{{1,3}})?(?P<last_sign>-)?\s*
        (?P<scale>万亿|千万|百万|亿|万|千|(?:[kKwWM]|lakh|crore)(?![A-Za-z]))?\s*
        (?P<unit>[^\d\s().,+:'-][^\d()]*?)?\s*
        (?P<end>\))?""",
        re.VERBOSE | re.ASCII,
    )


_LISTED = re.compile(r"\s*[,，、;；]\s*")
_RATIO = re.compile(r"([+-]?\d+(?:[.,]\d*)?)\s*:\s*(\d+(?:[.,]\d*)?)", re.ASCII)
_COMMA_DECIMAL = re.compile(r"[+-]?(\d+,\d{1,2}|\d{1,3}(\.\d{3})+,\d+)", re.ASCII)
_RANGE = re.compile(r"[^-~至到]+[-~至到][^-~至到]+")
_BLANK = Words("留空", "leave it blank")
FRACTIONS = Words(
    "写整数；这一列本来就有小数的话，在蓝图里用 type: number",
    "write a whole number; a column that has fractions is of type: number in its blueprint",
)
_ALONE = Words("只写数字", "write the number alone")
_PLAIN_SIGNS = str.maketrans("−–’`", "--''")
_UNGROUPED = {
    ".": str.maketrans("", "", ",' "),
    ",": str.maketrans(",", ".", ".' "),
}
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


class BadValueError(ValueError):
    """A value that its column cannot take: the problem's code, a plain reason and what to do."""

    def __init__(self, code: str, reason: Words, hint: Words | None = None) -> None:
        super().__init__(reason.en)
        self.code = code
        self.reason = reason
        self.hint = hint


class Share(float):
    """A number that its workbook shows as a percentage: 0.125 behind ``12.5%``."""

    __slots__ = ()


class ShownMoney(float):
    """A number that its workbook shows with the sign of a currency."""

    __slots__ = ("sign",)
    sign: str

    def __new__(cls, number: float, sign: str) -> Self:
        money = super().__new__(cls, number)
        money.sign = sign
        return money

    def __reduce__(self) -> tuple[type[ShownMoney], tuple[float, str]]:
        return ShownMoney, (float(self), self.sign)


class Powers(NamedTuple):
    """Powers of ten that units give to a column's numbers."""

    bare: int = 0
    """For a bare number, because its header says ``(万元)`` or ``(%)`` and the column does not."""
    own: int = 0
    """Of the column's own unit: ``3万`` is 3 in a column that counts in 万元."""


PLAIN = Powers()


class Quantity(NamedTuple):
    """A number with the unit written beside it; percent and 万 are already counted in."""

    number: float
    unit: str
    measure: Measure | None


def shown(written: object) -> str:
    """*written* as messages show it, cut where it would fill them."""
    text = str(written)
    short = text if len(text) <= QUOTED_TEXT else text[: QUOTED_TEXT - 1] + "…"
    return on_one_line(short)


def said_of(written: object, chinese: str, english: str) -> Words:
    """*written* in quotes, and what there is to say of it.

    >>> said_of("abc", "不是数", "is not a number").zh
    '“abc”不是数'
    """
    short = shown(written)
    return Words(f"“{short}”{chinese}", f"'{short}' {english}")


def unfold(text: str) -> str:
    """*text* with full-width characters made half-width and traditional ones simplified, unseen
    ones removed, ends trimmed.

    >>> unfold("　（１，２３４）% "), unfold("8.5萬")
    ('(1,234)%', '8.5万')
    """
    if text.isascii():
        return text.strip()
    plain = simplified(unicodedata.normalize("NFKC", text)).translate(_PLAIN_SIGNS)
    return _INVISIBLE.sub("", plain).strip()


def read_number(
    text: str, measure: Measure | None, powers: Powers = PLAIN, mark: DecimalMark = "."
) -> float:
    """The number that *text* writes, for a column that measures *measure*; None is whatever.

    >>> [read_number(text, "money") for text in ("8.5万", "(1,234)", "¥-99", "1.2亿元")]
    [85000.0, -1234.0, -99.0, 120000000.0]
    >>> read_number("12.5%", "percent"), read_number("2.2:1", "ratio")
    (0.125, 2.2)
    >>> read_number("1.234,50", "money", mark=","), read_number("₹1,23,456.50-", "money")
    (1234.5, -123456.5)
    """
    quantity = read_quantity(text, powers, mark)
    if quantity.measure is None and quantity.unit:
        raise BadValueError(
            "PS421",
            said_of(
                text,
                f"的单位“{quantity.unit}”不认得",
                f"has the unit '{shown(quantity.unit)}', which is not known here",
            ),
            _ALONE,
        )
    if measure and quantity.measure and quantity.measure not in _ACCEPTED[measure]:
        raise BadValueError(
            "PS421",
            said_of(
                text,
                f"是{_IN_WORDS[quantity.measure].zh}，这一列是{_IN_WORDS[measure].zh}",
                f"is {_IN_WORDS[quantity.measure].en}, and this column holds "
                f"{_IN_WORDS[measure].en}",
            ),
            Words(
                "只写数字，或移到它该在的列",
                "write the number alone, or move it to the column it belongs to",
            ),
        )
    return quantity.number


def read_quantity(text: str, powers: Powers = PLAIN, mark: DecimalMark = ".") -> Quantity:
    """The number that *text* writes, and the unit beside it; decimals stand behind *mark*.

    >>> read_quantity("2000万元"), read_quantity("3:1").measure
    (Quantity(number=20000000.0, unit='元', measure='money'), 'ratio')
    """
    body = unfold(text)
    if not text.isascii() and any(unicodedata.category(sign) == "No" for sign in text):
        # 1049¹ has a footnote and 10² a power: neither is one more digit
        reason = said_of(text, "带着上标或带圈的数字", "has a raised or circled digit")
        raise BadValueError("PS420", reason, _ALONE)
    if ":" in body and OTHER[mark] not in body and (ratio := _RATIO.fullmatch(body)):
        parts, base = (float(part.replace(mark, ".")) for part in ratio.groups())
        if not base:
            raise BadValueError(
                "PS420",
                said_of(text, "比的后项是零", "is a ratio to zero"),
                Words("写“3:1”或 3", "write '3:1' or 3"),
            )
        return Quantity(finite(parts / base, text), ":1", "ratio")
    found = _written(mark).fullmatch(body)
    if not found:
        if body.lower().lstrip("+-") in ("nan", "inf", "infinity"):
            raise BadValueError(
                "PS435", said_of(text, "不是有限的数", "is not a finite number"), _BLANK
            )
        raise BadValueError("PS420", said_of(text, "不是数", "is not a number"), _number_hint(body))
    bracket, sign, currency, late_sign, digits, power, last_sign, scale, unit, end = found.groups()
    signs = (bracket, sign, late_sign, last_sign)
    if (bracket is None) != (end is None) or sum(map(bool, signs)) > 1:
        raise BadValueError("PS420", said_of(text, "不是数", "is not a number"), _number_hint(body))
    measure: Measure | None = None
    if unit:
        unit = unit.rstrip()
        measure = UNITS.get(unit.split("/", maxsplit=1)[0].casefold())
    if currency:
        if unit and measure != "money":
            raise BadValueError("PS420", said_of(text, "有两个单位", "has two units"), _ALONE)
        unit, measure = unit or currency, "money"
    shift = SCALES[scale] if scale else 0
    if unit == "‰":
        shift -= 3
    elif measure == "percent":
        shift -= 2
    elif unit or scale:
        shift -= powers.own
    else:
        shift = powers.bare
    digits = digits.translate(_UNGROUPED[mark])
    exponent = int(power[1:]) + shift if power else shift
    # read as decimal digits, rounded once: 1.15万 is 11500, never 11499.999999999998
    number = finite(float(f"{digits}e{exponent}" if exponent else digits), text)
    if number >= 1e15 and len(digits.strip("0.")) > MOST_DIGITS:
        raise BadValueError(
            "PS432",
            said_of(
                text,
                f"超过 {MOST_DIGITS} 位，而 Excel 只保留 {MOST_DIGITS} 位",
                f"has more than {MOST_DIGITS} digits, and Excel keeps {MOST_DIGITS}",
            ),
            Words("编号应放在文本或键列", "an id belongs in a column of type text or key"),
        )
    negative = bracket or "-" in signs
    return Quantity(-number if negative else number, unit or "", measure)


def finite(stored: float | Decimal, written: object) -> float:
    """*stored* as a float, unless it is no number, infinite, or more than Excel can hold."""
    try:
        number = float(stored)
    except OverflowError:
        number = math.inf
    except ValueError:  # a signalling NaN
        number = math.nan
    if not math.isfinite(number):
        raise BadValueError(
            "PS435", said_of(written, "不是有限的数", "is not a finite number"), _BLANK
        )
    if abs(number) > LARGEST:
        raise BadValueError("PS435", said_of(written, "太大", "is too large a number"))
    return number


def settle(number: float) -> int | float:
    """*number* as an int where it is one, so that ``50`` and ``50.0`` are the same value."""
    return int(number) if -1e15 < number < 1e15 and number == int(number) else number


def header_scale(unit: str) -> tuple[int, Measure] | None:
    """The power of ten and the measure of a unit in a header: ``万元``, ``%``, ``元``, ``元/件``.

    >>> header_scale("万元"), header_scale("%"), header_scale("元/件"), header_scale("含税")
    ((4, 'money'), (-2, 'percent'), (0, 'money'), None)
    >>> header_scale("人民币，万元"), header_scale("USD, %"), header_scale("万")
    ((4, 'money'), None, (4, 'plain'))
    """
    parts = [_unit_scale(word) for word in _LISTED.split(unit)]
    known = [part for part in parts if part]
    if len(known) < len(parts) or len({measure for _, measure in known}) > 1:
        return None
    return max(known)


def _unit_scale(unit: str) -> tuple[int, Measure] | None:
    word = unit.split("/", maxsplit=1)[0].casefold()
    if word == "%":
        return -2, "percent"
    if word == "‰":
        return -3, "percent"
    if word in UNITS:
        return 0, UNITS[word]
    if word in _BARE_SCALES:
        return SCALES[word], "plain"
    for name in sorted(SCALES, key=len, reverse=True):
        rest = word.removeprefix(name)
        if rest != word and (measure := UNITS.get(rest)) and measure != "percent":
            return SCALES[name], measure
    return None


def _number_hint(body: str) -> Words:
    if _COMMA_DECIMAL.fullmatch(body):
        return Words(
            "小数点写“.”：这里逗号只分千位；或用 --decimal ,",
            "write a decimal point: a comma only groups thousands here; or say --decimal ,",
        )
    if _RANGE.fullmatch(body) and any(c.isdigit() for c in body):
        return Words("写一个数，不要写范围", "write one number, not a range")
    return Words("写数字，如 1234.5、12.5%、8.5万", "write digits, as in 1234.5, 12.5% or 8.5万")
