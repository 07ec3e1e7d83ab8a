"""Currencies: what people call them, and which one a header, a cell or a number format means."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from plansheets.values.characters import simplified

_CALLED: Final = {
    "CNY": "cny cnh rmb yuan 人民币 元 块 圆 ¥ cn¥",
    "USD": "usd us$ $ 美元 美金 dollar dollars",
    "EUR": "eur € 欧元 euro euros",
    "GBP": "gbp £ 英镑",
    "JPY": "jpy ¥ jp¥ 円 日元 日圆 yen",
    "HKD": "hkd hk$ $ 元 港币 港元 港纸",
    "TWD": "twd ntd nt$ $ 元 台币 新台币",
    "MOP": "mop mop$ $ 元 澳门元 澳门币",
    "SGD": "sgd s$ sg$ $ 新加坡元 新币 坡币",
    "AUD": "aud a$ au$ $ 澳元 澳币",
    "NZD": "nzd nz$ $ 新西兰元 纽币",
    "CAD": "cad ca$ c$ $ 加元 加币",
    "MXN": "mxn mx$ $ 墨西哥比索",
    "CLP": "clp clp$ $ 智利比索",
    "COP": "cop cop$ $ 哥伦比亚比索",
    "BRL": "brl r$ 雷亚尔 巴西雷亚尔",
    "INR": "inr ₹ rs rs. 卢比 印度卢比",
    "IDR": "idr rp rp. 印尼盾 印尼卢比",
    "MYR": "myr rm 林吉特 令吉 马币",
    "PHP": "php ₱ 菲律宾比索",
    "THB": "thb ฿ 泰铢",
    "VND": "vnd ₫ 越南盾",
    "KRW": "krw ₩ 韩元 韩币",
    "CHF": "chf sfr 瑞士法郎 瑞郎",
    "SEK": "sek kr 瑞典克朗",
    "NOK": "nok kr 挪威克朗",
    "DKK": "dkk kr 丹麦克朗",
    "PLN": "pln zł 兹罗提",
    "CZK": "czk kč 捷克克朗",
    "HUF": "huf 福林",
    "RON": "ron lei 罗马尼亚列伊",
    "TRY": "try ₺ 里拉 土耳其里拉",
    "RUB": "rub ₽ 卢布",
    "UAH": "uah ₴ 格里夫纳",
    "ILS": "ils ₪ nis 谢克尔",
    "AED": "aed dhs 迪拉姆",
    "SAR": "sar 里亚尔 沙特里亚尔",
    "EGP": "egp e£ 埃及镑",
    "ZAR": "zar 兰特",
    "NGN": "ngn ₦ 奈拉",
}

CURRENCIES: Final[dict[str, frozenset[str]]] = {
    word: frozenset(code for code, words in _CALLED.items() if word in words.split())
    for words in _CALLED.values()
    for word in words.split()
}
"""The codes that a folded word may stand for: ``¥`` is CNY or JPY, ``$`` that of many countries."""

_SIGNS = r"[A-Za-z]{0,3}\$|[A-Za-z]{0,2}[¥£]|[€₹₩฿₫₱₺₽₴₪₦]"
_SIGN = re.compile(_SIGNS)
_WORD = re.compile(rf"{_SIGNS}|[A-Za-złč]+\.?|[\u4e00-\u9fff]+")
_SCALES = re.compile(r"^[百千万亿]+")
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]?")
_BETWEEN = re.compile(r"[,;、/|:·\s]+|单位")
_CODE = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(_CALLED)})(?![A-Za-z])")
_COMMON = re.compile(r"(?<![A-Za-z])(?:usd|eur|gbp|cny|rmb|hkd|twd|jpy)(?![A-Za-z])", re.IGNORECASE)
_NO_CURRENCY = re.compile(r"[-\d\s.,+()'%]*", re.ASCII)
_IN_FORMAT = re.compile(r"\[\$([^\-\]]*)[^\]]*\]|\"([^\"]*)\"|\\(.)|([$€£¥₹₩])|\[[^\]]*\]")

NO_CURRENCY: Final[frozenset[str]] = frozenset()


def currency_of(word: str) -> frozenset[str]:
    """The codes that *word* may stand for; none where it is no currency.

    >>> currency_of("US$"), sorted(currency_of("￥")), currency_of("万美元"), currency_of("件")
    (frozenset({'USD'}), ['CNY', 'JPY'], frozenset({'USD'}), frozenset())
    """
    folded = simplified(unicodedata.normalize("NFKC", word)).strip().casefold()
    for one in (folded, _SCALES.sub("", folded), folded.rstrip("$¥£")):
        if found := CURRENCIES.get(one):
            return found
    return NO_CURRENCY


@cache
def _in_chinese() -> re.Pattern[str]:
    """Currencies called in Chinese by more than one character, the longest first."""
    words = sorted((one for one in CURRENCIES if one[-1] > "\u4e00" and one[1:]), key=len)
    return re.compile("|".join(reversed(words)))


def currency_in_header(written: str) -> tuple[str, frozenset[str]]:
    """What a header says of the currency below it: the word, and the codes it may stand for.

    >>> currency_in_header("Amount spent (USD)")[0], currency_in_header("销售额（含税，万美元）")[0]
    ('USD', '万美元')
    >>> [currency_in_header(one)[0] for one in ("GMV_HKD", "多元化指数", "Try it")]
    ['HKD', '', '']
    """
    text = simplified(unicodedata.normalize("NFKC", written))
    for inside in _BRACKETS.findall(text):
        for word in _BETWEEN.split(inside):
            if found := currency_of(word):
                return word, found
    for pattern in (_SIGN, _in_chinese(), _CODE, _COMMON):
        if (sign := pattern.search(text)) and (found := currency_of(sign[0])):
            return sign[0], found
    return "", NO_CURRENCY


def currency_in_cell(written: str) -> tuple[str, frozenset[str]]:
    """What a number that people wrote says of its currency.

    >>> [currency_in_cell(one)[0] for one in ("HK$1,204.50", "8.5万美元", "1.2w")]
    ['HK$', '万美元', '']
    """
    if _NO_CURRENCY.fullmatch(written):
        return "", NO_CURRENCY
    for word in _WORD.findall(unicodedata.normalize("NFKC", written)):
        if found := currency_of(word):
            return word, found
    return "", NO_CURRENCY


def currency_in_format(code: str) -> str:
    """The sign of a currency that an Excel number format shows, or nothing.

    >>> currency_in_format('[$$-409]#,##0.00'), currency_in_format('_ "¥"* #,##0.00_ ')
    ('$', '¥')
    >>> currency_in_format('0.0" 件"'), currency_in_format("[Red]0.00")
    ('', '')
    """
    for parts in _IN_FORMAT.findall(code):
        word = next(filter(None, parts), "").strip()
        if word and currency_of(word):
            return str(word)
    return ""


def written_codes(codes: frozenset[str]) -> str:
    """The codes as messages name them.

    >>> written_codes(currency_of("¥"))
    'CNY/JPY'
    """
    return "/".join(code for code in _CALLED if code in codes)
