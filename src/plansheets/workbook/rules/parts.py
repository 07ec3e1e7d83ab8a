"""The package as a whole: every part typed, every link answered, every XML part well-formed."""

from __future__ import annotations

import posixpath
from xml.etree.ElementTree import Element

from plansheets.workbook.book import FoundBook
from plansheets.workbook.findings import Findings
from plansheets.workbook.package import (
    CONTENT_TYPES,
    FoundPackage,
    PackageError,
    relationships_part,
)
from plansheets.workbook.rules.order import check_order

_OPEN = "application/vnd.openxmlformats-officedocument."
_SHEET = _OPEN + "spreadsheetml."
_EXPECTED = {
    "worksheet": _SHEET + "worksheet+xml",
    "chartsheet": _SHEET + "chartsheet+xml",
    "dialogsheet": _SHEET + "dialogsheet+xml",
    "styles": _SHEET + "styles+xml",
    "sharedStrings": _SHEET + "sharedStrings+xml",
    "table": _SHEET + "table+xml",
    "comments": _SHEET + "comments+xml",
    "calcChain": _SHEET + "calcChain+xml",
    "drawing": _OPEN + "drawing+xml",
    "chart": _OPEN + "drawingml.chart+xml",
    "theme": _OPEN + "theme+xml",
}
_MAIN = {
    ".xlsx": _SHEET + "sheet.main+xml",
    ".xltx": _SHEET + "template.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ".xltm": "application/vnd.ms-excel.template.macroEnabled.main+xml",
}


def check_parts(book: FoundBook, findings: Findings) -> None:
    """Check what holds the file together before any part's content."""
    package = book.package
    _check_content_types(book, findings)
    for source in ("", *package.parts):
        if not source.endswith(".rels"):
            _check_links(package, source, findings)
    for part in package.parts:
        kind = package.content_type(part) or ""
        if part != CONTENT_TYPES and kind.endswith(("+xml", "/xml")):
            try:
                package.check_markup(part)
            except PackageError as error:
                findings.add(error.code, error.part, error.message, error.hint)


def check_trees(book: FoundBook, findings: Findings) -> None:
    """Check the links and the order of elements in every part that was read as a tree."""
    sheets = ((sheet.part, sheet.tree) for sheet in book.sheets)
    for part, tree in (*book.package.trees(), *sheets):
        _check_ids(book.package, part, tree, findings)
        check_order(part, tree, findings)


def _check_content_types(book: FoundBook, findings: Findings) -> None:
    package = book.package
    for part in package.parts:
        if part != CONTENT_TYPES and package.content_type(part) is None:
            hint = f"'{CONTENT_TYPES}' must say what every part is"
            findings.add("PS504", part, "a part without a content type", hint)
    for part in package.overrides:
        if part not in package:
            message = f"'{CONTENT_TYPES}' lists a part that is not in the file"
            findings.add("PS504", part, message, level="warning")
    suffix = posixpath.splitext(findings.name.lower())[1]
    main = package.content_type(book.part)
    if suffix in _MAIN and main != _MAIN[suffix]:
        right = next((end for end, kind in _MAIN.items() if kind == main), None)
        message = f"a file that ends in '{suffix}' with the content type '{main}'"
        hint = f"Excel refuses it: name it '{right}'" if right else f"it must be '{_MAIN[suffix]}'"
        findings.add("PS504", book.part, message, hint)


def _check_links(package: FoundPackage, source: str, findings: Findings) -> None:
    try:
        links = package.relationships(source)
    except PackageError as error:
        findings.add(error.code, error.part, error.message, error.hint)
        return
    if not links:
        return
    rels = relationships_part(source)
    seen: set[str] = set()
    for link in links:
        if not link.id or link.id in seen:
            message = f"two links called '{link.id}'" if link.id else "a link without an id"
            findings.add("PS505", rels, message, "every link needs an id of its own")
        seen.add(link.id)
        if link.external or link.target.startswith("#") or link.target.endswith("NULL"):
            continue
        if link.target not in package:
            hint = "take the link away with the part it leads to"
            findings.add("PS505", rels, f"link to '{link.target}', which is not in the file", hint)
        elif link.kind in _EXPECTED:
            kind = package.content_type(link.target)
            if kind is not None and kind != _EXPECTED[link.kind]:
                message = f"{link.kind} with the content type '{kind}'"
                findings.add("PS504", link.target, message, f"it must be '{_EXPECTED[link.kind]}'")


def _check_ids(package: FoundPackage, part: str, tree: Element, findings: Findings) -> None:
    """Every ``r|id``, ``r|embed`` … of a part must name one of the part's links."""
    known: set[str] | None = None
    for element in tree.iter():
        for key, value in element.attrib.items():
            if key.startswith("r|") and value:
                if known is None:
                    known = {link.id for link in package.relationships(part)}
                if value not in known:
                    message = f"'{element.tag}' names link '{value[:40]}', which the part has not"
                    findings.add("PS505", part, message, f"see '{relationships_part(part)}'")
