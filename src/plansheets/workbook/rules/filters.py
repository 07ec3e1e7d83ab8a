"""Filters of sheets and tables."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from plansheets.boxes import parse_box
from plansheets.package.digits import whole_within
from plansheets.words import Words
from plansheets.workbook.findings import Findings

_OPERATORS = frozenset(
    ["equal", "lessThan", "lessThanOrEqual", "notEqual", "greaterThanOrEqual", "greaterThan"]
)


def check_filter(element: Element, place: str, findings: Findings) -> None:
    """Check an ``autoFilter``: its range and that filtered columns lie inside it."""
    box = parse_box(element.get("ref"))
    if box is None:
        findings.add(
            "PS531",
            place,
            Words(
                f"筛选的范围“{element.get('ref', '')[:40]}”不是单元格区域",
                f"filter range '{element.get('ref', '')[:40]}' is no range",
            ),
        )
        return
    width = box.last_column - box.first_column + 1
    seen: set[str] = set()
    for column in element.iterfind("filterColumn"):
        number = column.get("colId", "")
        if not whole_within(number, 0, width - 1):
            message = Words(
                f"筛选第 {number[:20]} 列，而筛选只有 {width} 列宽",
                f"filtered column {number[:20]} of a filter {width} columns wide",
            )
            findings.add("PS531", place, message, Words("列从 0 数起", "columns count from 0"))
        elif number in seen:
            findings.add(
                "PS531",
                place,
                Words(f"第 {number} 列筛选了两次", f"column {number} is filtered twice"),
            )
        seen.add(number)
        for custom in column.iterfind("customFilters/customFilter"):
            if custom.get("operator", "equal") not in _OPERATORS:
                message = Words(
                    f"筛选的比较符“{custom.get('operator', '')[:40]}”无效",
                    f"filter operator '{custom.get('operator', '')[:40]}'",
                )
                findings.add("PS531", place, message)
