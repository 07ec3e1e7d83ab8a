"""How messages call the things of a blueprint."""

from __future__ import annotations

from typing import Final

from plansheets.words import Words

KINDS: Final = {
    "blueprint": Words("蓝图", "blueprint"),
    "the blueprint": Words("这份蓝图", "the blueprint"),
    "parameter": Words("参数", "parameter"),
    "variant": Words("变体", "variant"),
    "list": Words("列表", "list"),
    "item": Words("选项", "item"),
    "table": Words("表", "table"),
    "column": Words("列", "column"),
    "rows": Words("行的来源", "rows"),
    "metric": Words("指标", "metric"),
    "check": Words("检查", "check"),
    "sheet": Words("工作表", "sheet"),
    "block": Words("内容块", "block"),
    "form": Words("表单", "form"),
    "grid": Words("网格", "grid"),
    "row": Words("行", "row"),
    "grid_row": Words("网格的行", "grid row"),
    "chart": Words("图表", "chart"),
    "series": Words("系列", "series"),
    "timeline": Words("甘特图", "timeline"),
}
"""By the name that the grammar and the model have for them."""


def kind_named(name: str) -> Words:
    """How messages call what the grammar calls *name*; by that where it has no word of its own.

    >>> kind_named("sample_change")
    Words(zh='sample change', en='sample change', span=None)
    """
    plain = name.replace("_", " ")
    return KINDS.get(name, Words(plain, plain))
