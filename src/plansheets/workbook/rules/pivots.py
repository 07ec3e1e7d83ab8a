"""Pivot tables: a cache that is there, items that the cache holds."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from plansheets.package.archive import PackageError
from plansheets.package.digits import whole_number, whole_within
from plansheets.words import Words
from plansheets.workbook.book import FoundBook
from plansheets.workbook.findings import Findings


def check_pivots(book: FoundBook, findings: Findings) -> None:
    """Check every pivot cache of the workbook and every pivot table of its sheets."""
    caches = {
        element.get("cacheId", "")
        for element in book.tree.iter()
        if element.tag in ("pivotCache", "x14|pivotCache", "x15|pivotCache")
    }
    for part in book.package.related(book.part, "pivotCacheDefinition"):
        if tree := _tree(book, part, findings):
            _check_cache(part, tree, findings)
    for sheet in book.sheets:
        for part in book.package.related(sheet.part, "pivotTable"):
            tree = _tree(book, part, findings)
            if tree is None:
                continue
            number = tree.get("cacheId", "")
            if number not in caches:
                message = Words(
                    f"透视表“{tree.get('name', '')[:60]}”用的缓存是“{number[:20]}”",
                    f"pivot table '{tree.get('name', '')[:60]}' with cache '{number[:20]}'",
                )
                hint = Words(
                    f"工作簿里的缓存：{'、'.join(sorted(caches)) or '没有'}",
                    f"the workbook lists {', '.join(sorted(caches)) or 'none'}",
                )
                findings.add("PS534", part, message, hint)
            for source in book.package.related(part, "pivotCacheDefinition"):
                if cache := _tree(book, source, findings):
                    _check_items(part, tree, cache, findings)


def _tree(book: FoundBook, part: str, findings: Findings) -> Element | None:
    try:
        return book.package.tree(part)
    except PackageError as error:
        findings.add(error.code, error.part, error.message, error.hint)
        return None


def _check_cache(part: str, tree: Element, findings: Findings) -> None:
    for field in tree.iterfind("cacheFields/cacheField"):
        items = field.find("sharedItems")
        count = whole_number(items.get("count")) if items is not None else None
        if items is not None and count is not None and count != len(items):
            message = Words(
                f"字段“{field.get('name', '')[:60]}”写着 {count} 项，实有 {len(items)} 项",
                f"field '{field.get('name', '')[:60]}' says {count} items, holds {len(items)}",
            )
            findings.add(
                "PS534", part, message, Words("项数与实有的要一致", "count and items must agree")
            )


def _check_items(part: str, tree: Element, cache: Element, findings: Findings) -> None:
    """A pivot field shows items by their place among the shared items of its cache field."""
    fields = cache.findall("cacheFields/cacheField")
    shown = tree.findall("pivotFields/pivotField")
    if len(fields) != len(shown):
        message = Words(
            f"有 {len(shown)} 个字段，缓存里有 {len(fields)} 个",
            f"{len(shown)} fields, and {len(fields)} in the cache",
        )
        findings.add(
            "PS534",
            part,
            message,
            Words(
                "缓存的每个字段，透视表都要有一个",
                "a pivot table has a field for each of its cache",
            ),
        )
    for field, cached in zip(shown, fields, strict=False):
        groups = cached.find("fieldGroup/groupItems")
        held = groups if groups is not None else cached.find("sharedItems")
        count = len(held) if held is not None else 0
        for item in field.iterfind("items/item"):
            place = item.get("x")
            if place is not None and not whole_within(place, 0, count - 1):
                message = Words(
                    f"字段“{cached.get('name', '')[:60]}”的第 {place[:20]} 项",
                    f"item {place[:20]} of field '{cached.get('name', '')[:60]}'",
                )
                hint = Words(
                    f"缓存里有 {count} 项，从 0 数起", f"the cache holds {count}, counted from 0"
                )
                findings.add("PS534", part, message, hint)
