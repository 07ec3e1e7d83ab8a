"""The package as a whole: every part typed, every link answered, every XML part well-formed."""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress
from xml.etree.ElementTree import Element

from plansheets.package.archive import (
    CONTENT_TYPES,
    FoundPackage,
    PackageError,
    Relationship,
    relationships_part,
)
from plansheets.package.markup import MarkupError, check_markup
from plansheets.words import Words
from plansheets.workbook.book import FoundBook
from plansheets.workbook.findings import Findings
from plansheets.workbook.rules.schema import check_schema

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
_FOLLOWED = frozenset(
    ["officeDocument", "styles", "sharedStrings", "theme", "comments", "sheetMetadata",
     "pivotTable", "pivotCacheDefinition", "pivotCacheRecords", "vbaProject"]
)  # fmt: skip
"""Links that no element names, and Excel follows all the same."""
_ONCE = frozenset(
    ["officeDocument", "core-properties", "extended-properties", "styles", "sharedStrings", "theme",
     "calcChain", "sheetMetadata", "vbaProject", "comments"]
)  # fmt: skip
"""Kinds of which a part has one link at most."""
_ROOTS = {
    "worksheet": "worksheet",
    "styles": "styleSheet",
    "table": "table",
    "comments": "comments",
    "drawing": "xdr|wsDr",
    "chart": "c|chartSpace",
    "theme": "a|theme",
}
"""What parts hold, by the kind of the links that lead to them."""
_VML = _OPEN + "vmlDrawing"
_OPEN_BREAK = re.compile(rb"<br\s*>", re.IGNORECASE)
"""Excel never closes the line breaks in its VML."""
_BAD_HOST = re.compile(r"(?!file:)[A-Za-z][\w+.-]*://[^/?#]*[\s<>\"{}|^`\\]", re.ASCII)
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
            _check_links(book, source, findings)
    for part in package.parts:
        kind = package.content_type(part) or ""
        if kind == _VML:
            _check_vml(package, part, findings)
        if part != CONTENT_TYPES and kind.endswith(("+xml", "/xml")):
            try:
                package.check_markup(part)
            except PackageError as error:
                findings.add(error.code, error.part, error.message, error.hint)


def _check_vml(package: FoundPackage, part: str, findings: Findings) -> None:
    try:
        content = b"".join(package.chunks(part))
        check_markup([_OPEN_BREAK.sub(b"<br/>", content)])
    except PackageError as error:
        findings.add(error.code, error.part, error.message, error.hint)
    except MarkupError as error:
        if "entity" not in error.message.en:  # those of HTML, which Excel knows
            findings.add("PS503", part, error.message)


def check_trees(book: FoundBook, findings: Findings) -> None:
    """Check links and schema of the properties and of every part that was read as a tree."""
    for kind in ("core-properties", "extended-properties", "custom-properties"):
        for part in book.package.related("", kind):
            try:
                book.package.tree(part)
            except PackageError as error:
                findings.add(error.code, error.part, error.message, error.hint)
    for part in book.package.related(book.part, "theme"):
        with suppress(PackageError):  # not well-formed, which check_parts has said
            book.package.tree(part)
    kinds = {
        link.target: link.kind
        for source in book.package.parts
        if not source.endswith(".rels") and relationships_part(source) in book.package
        for link in _links(book.package, source)
        if not link.external
    }
    sheets = ((sheet.part, sheet.tree) for sheet in book.sheets if sheet.was_read)
    for part, tree in (*book.package.trees(), *sheets):
        _check_ids(book.package, part, tree, findings)
        if tree.tag == "op|Properties":
            _check_custom(part, tree, findings)
        wanted = _ROOTS.get(kinds.get(part, ""))
        if wanted is not None and tree.tag != wanted:
            message = Words(f"部件里是“{tree.tag[:60]}”", f"a part that holds '{tree.tag[:60]}'")
            root = wanted.rpartition("|")[2]
            hint = Words(f"应为“{root}”", f"it must be '{root}'")
            findings.add("PS508", part, message, hint)
        _check_schema(book, part, tree, findings)


def _check_schema(book: FoundBook, part: str, tree: Element, findings: Findings) -> None:
    """Check a tree against the schema, unless it was found sound in another workbook."""
    known = book.known
    if known is not None and known.keeps_to_schema(tree):
        return
    met = findings.met
    check_schema(part, tree, findings)
    if known is not None and findings.met == met:
        known.note_sound(tree)


def _check_custom(part: str, tree: Element, findings: Findings) -> None:
    """Properties of the user's own have a number and a name each."""
    for key in ("pid", "name"):
        given = [one.get(key, "").lower() for one in tree if one.get(key)]
        for one in sorted({one for one in given if given.count(one) > 1}):
            message = Words(
                f"两个自定义属性的 {key} 都是“{one[:40]}”",
                f"two custom properties with the {key} '{one[:40]}'",
            )
            findings.add("PS508", part, message)


def _links(package: FoundPackage, source: str) -> tuple[Relationship, ...]:
    try:
        return package.relationships(source)
    except PackageError:
        return ()  # said by check_parts


def _check_content_types(book: FoundBook, findings: Findings) -> None:
    package = book.package
    for part in package.parts:
        left_behind = part.startswith("[trash]/")  # Excel leaves such members itself
        if part != CONTENT_TYPES and package.content_type(part) is None and not left_behind:
            hint = Words(
                f"“{CONTENT_TYPES}”要说明每个部件是什么",
                f"'{CONTENT_TYPES}' must say what every part is",
            )
            findings.add(
                "PS504", part, Words("部件没有内容类型", "a part without a content type"), hint
            )
    for element in package.tree(CONTENT_TYPES):
        named = element.get("PartName", "/")
        if not named.startswith("/"):
            message = Words(
                f"部件名“{named[:60]}”不以 / 开头",
                f"the part name '{named[:60]}' without a / before it",
            )
            findings.add("PS504", CONTENT_TYPES, message)
    for what in package.typed_twice:
        message = Words(f"“{what[:60]}”声明了两次", f"'{what[:60]}' is declared twice")
        findings.add(
            "PS504",
            CONTENT_TYPES,
            message,
            Words("Excel 会拒绝打开：只声明一次", "Excel refuses the file: declare it once"),
        )
    for part, kind in package.overrides.items():
        if part not in package and kind != _EXPECTED["calcChain"]:
            message = Words(
                f"“{CONTENT_TYPES}”列了一个文件里没有的部件",
                f"'{CONTENT_TYPES}' lists a part that is not in the file",
            )
            findings.add("PS504", part, message, level="warning")
    suffix = posixpath.splitext(findings.name.lower())[1]
    main = package.content_type(book.part)
    if suffix in _MAIN and main != _MAIN[suffix]:
        right = next((end for end, kind in _MAIN.items() if kind == main), None)
        message = Words(
            f"文件以“{suffix}”结尾，内容类型却是“{main}”",
            f"a file that ends in '{suffix}' with the content type '{main}'",
        )
        hint = Words(f"应为“{_MAIN[suffix]}”", f"it must be '{_MAIN[suffix]}'")
        if right:
            hint = Words(
                f"Excel 会拒绝打开：把名字改成以“{right}”结尾",
                f"Excel refuses it: name it '{right}'",
            )
        findings.add("PS504", book.part, message, hint)


def _check_links(book: FoundBook, source: str, findings: Findings) -> None:
    package = book.package
    try:
        links = package.relationships(source)
    except PackageError as error:
        findings.add(error.code, error.part, error.message, error.hint)
        return
    if not links:
        return
    rels = relationships_part(source)
    seen: set[str] = set()
    kinds: set[str] = set()
    for link in links:
        if not link.id:  # old module sheets have such links, saved by Excel
            findings.add(
                "PS505", rels, Words("链接没有 id", "a link without an id"), level="warning"
            )
        elif link.id in seen:
            message = Words(f"两个链接都叫“{link.id}”", f"two links called '{link.id}'")
            findings.add(
                "PS505",
                rels,
                message,
                Words("每个链接要有自己的 id", "every link needs an id of its own"),
            )
        seen.add(link.id)
        if link.kind in _ONCE and link.kind in kinds:
            message = Words(f"两个 {link.kind} 链接", f"two links of the kind {link.kind}")
            findings.add("PS505", rels, message, Words("只留一个", "keep one of them"))
        kinds.add(link.kind)
        if link.external and _BAD_HOST.match(link.target):
            message = Words(
                f"地址“{link.target[:60]}”里的主机名无效",
                f"the address '{link.target[:60]}', whose host no address can have",
            )
            findings.add(
                "PS530",
                rels,
                message,
                Words("去掉空格，或写成 %20", "take the space out, or write it as %20"),
            )
        if link.external or link.target.startswith("#") or link.target.endswith("NULL"):
            continue
        if link.target not in package:
            if link.kind == "calcChain":
                continue  # Excel makes a new one without a word
            hint = Words(
                "把链接和它指向的部件一起去掉", "take the link away with the part it leads to"
            )
            findings.add(
                "PS505",
                rels,
                Words(
                    f"链接指向“{link.target}”，文件里没有它",
                    f"link to '{link.target}', which is not in the file",
                ),
                hint,
                level="error" if _is_used(book, source, link) else "warning",
            )
        elif link.kind in _EXPECTED:
            kind = package.content_type(link.target)
            if kind is not None and kind != _EXPECTED[link.kind]:
                message = Words(
                    f"{link.kind} 的内容类型是“{kind}”",
                    f"{link.kind} with the content type '{kind}'",
                )
                findings.add(
                    "PS504",
                    link.target,
                    message,
                    Words(f"应为“{_EXPECTED[link.kind]}”", f"it must be '{_EXPECTED[link.kind]}'"),
                )


def _is_used(book: FoundBook, source: str, link: Relationship) -> bool:
    """Whether Excel follows the link: for its kind, or because an element names it."""
    if link.kind in _FOLLOWED:
        return True
    if source not in book.package:
        return False
    tree = next((sheet.tree for sheet in book.sheets if sheet.part == source), None)
    if tree is None:
        try:
            tree = book.package.tree(source)
        except PackageError:
            return True  # no XML that could name it, or unreadable, which is a finding of its own
    return any(
        value == link.id
        for element in tree.iter()
        for key, value in element.attrib.items()
        if key.startswith("r|")
    )


def _check_ids(package: FoundPackage, part: str, tree: Element, findings: Findings) -> None:
    """Every ``r|id``, ``r|embed`` … of a part must name one of the part's links."""
    known: set[str] | None = None
    for element in tree.iter():
        for key, value in element.attrib.items():
            if key.startswith("r|") and value:
                if known is None:
                    known = {link.id for link in package.relationships(part)}
                if value not in known:
                    message = Words(
                        f"“{element.tag}”用到链接“{value[:40]}”，而这个部件没有它",
                        f"'{element.tag}' names link '{value[:40]}', which the part has not",
                    )
                    findings.add(
                        "PS505",
                        part,
                        message,
                        Words(
                            f"见“{relationships_part(part)}”", f"see '{relationships_part(part)}'"
                        ),
                    )
