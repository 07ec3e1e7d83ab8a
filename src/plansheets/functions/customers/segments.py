"""Names in the RFM table, by language; the extension for LibreOffice holds a copy of this file."""

from __future__ import annotations

HEADERS = {
    "zh-CN": ["客户", "最近一次(天)", "次数", "金额", "R分", "F分", "M分", "客户分类", "网格分类"],
    "en": ["customer", "recency", "frequency", "monetary", "r", "f", "m", "segment", "cell"],
}
"""The first row of an RFM table, by its language."""

ONCE = {"zh-CN": "客户分类(次数≥{}为高)", "en": "segment (frequent from {})"}
"""What the segment's column is called where most bought once, so that a fixed line parts them."""

EIGHT = {
    "zh-CN": [
        "一般挽留客户",
        "一般发展客户",
        "一般保持客户",
        "一般价值客户",
        "重要挽留客户",
        "重要发展客户",
        "重要保持客户",
        "重要价值客户",
    ],
    "en": [
        "Lapsed, low value",
        "New, low value",
        "Frequent but lapsing, low value",
        "Active, low value",
        "High value, lapsed",
        "High value, to develop",
        "High value, to win back",
        "High value, active",
    ],
}
"""The eight segments by 4 × high M + 2 × high F + high R."""

GRID = {
    "zh-CN": [
        ["沉睡客户", "沉睡客户", "有流失风险", "有流失风险", "不能流失"],
        ["沉睡客户", "沉睡客户", "有流失风险", "有流失风险", "不能流失"],
        ["即将沉睡", "即将沉睡", "需要关注", "忠诚客户", "忠诚客户"],
        ["有潜力新客", "潜在忠诚", "潜在忠诚", "忠诚客户", "忠诚客户"],
        ["新客户", "潜在忠诚", "潜在忠诚", "冠军客户", "冠军客户"],
    ],
    "en": [
        ["Hibernating", "Hibernating", "At risk", "At risk", "Can't lose"],
        ["Hibernating", "Hibernating", "At risk", "At risk", "Can't lose"],
        ["About to sleep", "About to sleep", "Need attention", "Loyal", "Loyal"],
        ["Promising", "Potential loyalist", "Potential loyalist", "Loyal", "Loyal"],
        ["New", "Potential loyalist", "Potential loyalist", "Champions", "Champions"],
    ],
}
"""Segments by recency score (rows, from 1) and frequency score (columns, from 1)."""
