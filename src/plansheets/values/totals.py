"""Lines that stand among rows and are none: what adds them up, and what is said about them."""

from __future__ import annotations

import re

from plansheets.values.written import fold

_LONGEST_TOTAL = 40
_TOTAL_SIGN = re.compile("计|汇总|得分|全部|整体|total|sum|gesamt", re.IGNORECASE)
_TOTALS = frozenset(
    (
        "合计",
        "总计",
        "小计",
        "汇总",
        "综合得分",
        "全部",
        "整体",
        "本页合计",
        "gesamt",
        "total",
        "totals",
    )
) | {"grandtotal", "subtotal", "sum"}
_TOTAL_OF = re.compile(r"(?:total|总计|合计|grand total)\s*[:：\-–—(（].*", re.IGNORECASE)
"""``Total: Campaigns``, ``总计-12``."""
_NOTE = re.compile(
    r"[*※（(]?\s*(?:备注|附注|注|说明|注意|提示|数据来源|来源|notes?|remarks?|sources?)\s*\d*\s*[:：].*",
    re.IGNORECASE | re.DOTALL,
)
"""``备注：含税``, ``Note 1: before tax``."""


def is_total(text: str) -> bool:
    """Whether *text* names a total.

    >>> is_total("合计"), is_total("Total: Campaigns"), is_total("统计日期")
    (True, True, False)
    """
    if len(text) >= _LONGEST_TOTAL or not _TOTAL_SIGN.search(text):
        return False
    return fold(text).rstrip(":") in _TOTALS or bool(_TOTAL_OF.fullmatch(text.strip()))


def is_note(text: str) -> bool:
    """Whether *text* says of itself that it is a note.

    >>> is_note("备注：价格都含税"), is_note("Note 1: before tax"), is_note("Notebook")
    (True, True, False)
    """
    return bool(_NOTE.fullmatch(text.strip()))
