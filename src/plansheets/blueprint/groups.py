"""The questions that blueprints are grouped by: a blueprint says which it answers (`group:`)."""

from __future__ import annotations

from typing import Final

from plansheets.words import Words

GROUPS: Final = {
    "direction": Words("去哪里，花多少？", "Where do we go, and what may it cost?"),
    "selling": Words("卖什么，什么时候卖？", "What do we sell, and when?"),
    "customers": Words("谁在买，谁会留下？", "Who buys, and who stays?"),
    "figures": Words("做到哪了，数字靠得住吗？", "How far are we, and do the figures hold?"),
    "people": Words("谁来做，做得怎样？", "Who does it, and how well?"),
    "risks": Words("什么会出事？", "What could go wrong?"),
}
"""By the word that a blueprint writes, in the order in which lists show them."""
