"""Charts, pictures and shapes on sheets of people's own, as they are carried into a new workbook.

A drawing is taken apart into what stands on the sheet, each with the parts that it needs. What
names cells names them where they stand today; what cannot be carried is left out and told.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import field, replace
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr, unescape

from plansheets.anew.changing import relationship, relationships
from plansheets.anew.places import NewPlaces, NoPlaceError
from plansheets.anew.results import Leftover
from plansheets.formula.ast import Cell, CellRange, Name, Node, Structured
from plansheets.formula.rewrite import walk, with_leaves
from plansheets.formula.spell import FILE, spell
from plansheets.grid import cell_name
from plansheets.life.book import BookSheet, OpenBook
from plansheets.life.redrawn import Look, redrawn
from plansheets.package.archive import FoundPackage, relationships_part
from plansheets.package.digits import whole_number
from plansheets.package.markup import feed, safe_parser
from plansheets.records import dataclass
from plansheets.words import Words

DRAWINGS = Words("它的图表和图片没有带过去", "its charts and pictures did not come along")
_NO_PLACE = Words(
    "它看的地方在新工作簿里不确定，没有带过去",
    "what it looks at has no certain place by now: it did not come along",
)
_STRANGE = Words(
    "里面有带不过去的东西（控件、切片器、外部文件等），没有带过去",
    "it holds what cannot come along, such as a control, a slicer or a file outside",
)
_LINK = Words("它带过去了，上面的链接没有", "it came along, without the link on it")

_TYPE = "application/vnd."
_DRAWN = f"{_TYPE}openxmlformats-officedocument.drawing"
DRAWING_TYPE = f"{_DRAWN}+xml"
_KINDS = {
    "chart": ("xl/charts/chart", f"{_DRAWN}ml.chart+xml"),
    "chartStyle": ("xl/charts/style", f"{_TYPE}ms-office.chartstyle+xml"),
    "chartColorStyle": ("xl/charts/colors", f"{_TYPE}ms-office.chartcolorstyle+xml"),
    "chartUserShapes": ("xl/drawings/drawing", f"{_DRAWN}ml.chartshapes+xml"),
    "themeOverride": (
        "xl/theme/themeOverride", f"{_TYPE}openxmlformats-officedocument.themeOverride+xml"
    ),
    "image": ("xl/media/image", ""),
}  # fmt: skip
"""The links that are followed: how the parts are called, and what they are."""
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ENCODED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8)", re.IGNORECASE)
_FORMULA = re.compile(r"(<(?:[\w.-]+:)?(?:f|sqref)>)([^<]*)(</)")
_TEXT_LINK = re.compile(r"(\stextlink\s*=\s*)(\"[^\"]*\"|'[^']*')")
_MACRO = re.compile(r"(\smacro\s*=\s*)(?:\"[^\"]*\"|'[^']*')")
_HYPERLINK = re.compile(
    r"<((?:[\w.-]+:)?hlink(?:Click|Hover|MouseOver))\b[^>]*?(?:/>|>.*?</\1\s*>)", re.DOTALL
)
_ENTITIES = {"&quot;": '"', "&apos;": "'"}


class _CannotComeError(Exception):
    """Why something stays behind, and the formula that it is for."""

    def __init__(self, why: Words, formula: str = "") -> None:
        super().__init__(why.en)
        self.why, self.formula = why, formula


class DrawnPart(NamedTuple):
    """A part of the new workbook; one without a type is known by how its name ends."""

    content: bytes
    type: str


@dataclass(slots=True)
class _Anchor:
    """Something that stands on a sheet, and the bytes of the drawing that say so."""

    start: int
    end: int = 0
    label: str = ""
    spot: dict[str, int] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    """The links that it needs."""
    strange: bool = False


class Shapes:
    """Takes over what stands on sheets, into parts whose names the new workbook does not have."""

    def __init__(self, book: OpenBook, taken: FoundPackage, places: NewPlaces, look: Look) -> None:
        self._book, self._places, self._look = book, places, look
        self._taken = {part.lower() for part in taken.parts}
        self._named: dict[str, str] = {}
        """The parts that were taken over: what they are called now."""
        self.parts: dict[str, DrawnPart] = {}
        self.leftovers: list[Leftover] = []

    def drawing(self, sheet: BookSheet) -> str | None:
        """The new part of what stands on *sheet*; None where nothing does that can be carried."""
        package = self._book.package
        found = package.related(sheet.part, "drawing")
        if not found:
            return None
        part = found[0]
        package.check_markup(part)
        content = b"".join(package.chunks(part))
        anchors = _anchors(content) if _readable(content) else None
        if len(found) > 1 or anchors is None:
            self.leftovers.append(Leftover("own sheet", sheet.title, DRAWINGS))
            return None
        kept = []
        ids: set[str] = set()
        for one in anchors:
            try:
                kept.append(self._carried(one, content, part, sheet).encode())
            except _CannotComeError as fault:
                self._leave(one, sheet, fault.why, fault.formula)
            else:
                ids |= one.ids
        if not kept:
            return None
        start, end = anchors[0].start, anchors[-1].end
        return self._put(
            "xl/drawings/drawing", ".xml",
            DrawnPart(content[:start] + b"".join(kept) + content[end:], DRAWING_TYPE),
            self._links(part, ids), self.parts,
        )  # fmt: skip

    def _carried(self, one: _Anchor, content: bytes, part: str, sheet: BookSheet) -> str:
        """What the drawing says of *one*; the parts that it needs are taken over."""
        if one.strange:
            raise _CannotComeError(_STRANGE)
        text = content[one.start : one.end].decode()
        kept, cut = _HYPERLINK.subn("", text)
        trial: dict[str, DrawnPart] = {}
        named = dict(self._named)
        try:
            made = self._linked_texts(_MACRO.sub(r'\1""', kept), sheet.title)
            cut += self._follow(part, one.ids, sheet.title, trial)
        except _CannotComeError:
            self._named = named
            raise
        self.parts |= trial
        if cut:
            self._leave(one, sheet, _LINK)
        return made

    def _follow(self, part: str, ids: set[str], title: str, trial: dict[str, DrawnPart]) -> int:
        """Take over the parts that *part* names by *ids*; how many links on them were cut."""
        package = self._book.package
        cut = 0
        for id_ in ids:
            link = package.target(part, id_)
            if link is None or link.external or link.kind not in _KINDS:
                raise _CannotComeError(_STRANGE)
            if link.target not in package:
                raise _CannotComeError(_STRANGE)
            if link.target not in self._named:
                cut += self._take(link.target, link.kind, title, trial)
        return cut

    def _take(self, part: str, kind: str, title: str, trial: dict[str, DrawnPart]) -> int:
        package = self._book.package
        stem, type_ = _KINDS[kind]
        content = b"".join(package.chunks(part))
        ending = posixpath.splitext(part)[1].lower()
        if kind == "image":
            type_ = package.content_type(part) or ""
            if not type_.startswith("image/") or not ending[1:].isalnum():
                raise _CannotComeError(_STRANGE)
            self._named[part] = self._put(stem, ending, DrawnPart(content, type_), "", trial)
            return 0
        package.check_markup(part)
        if not _readable(content):
            raise _CannotComeError(_STRANGE)
        text, cut = _HYPERLINK.subn("", content.decode("utf-8-sig"))
        if kind == "chart":
            text = self._chart(text, title)
        elif kind == "chartUserShapes":
            text = self._linked_texts(_MACRO.sub(r'\1""', text), title)
        ids = {one.id for one in package.relationships(part) if one.kind != "hyperlink"}
        cut += self._follow(part, ids, title, trial)
        links = self._links(part, ids)
        self._named[part] = self._put(stem, ".xml", DrawnPart(text.encode(), type_), links, trial)
        return cut

    # -- formulas --------------------------------------------------------------------------------

    def _chart(self, text: str, title: str) -> str:
        if "pivotSource>" in text or "externalData" in text:
            raise _CannotComeError(_STRANGE)
        renamed = _FORMULA.sub(
            lambda one: f"{one[1]}{escape(self._today(one[2], title))}{one[3]}", text
        )
        return redrawn(renamed, self._look, [], {})

    def _linked_texts(self, text: str, title: str) -> str:
        """Shapes that show a cell's text, showing that cell still."""

        def today(one: re.Match[str]) -> str:
            written = one[2][1:-1]
            return one[1] + quoteattr(self._today(written, title) if written else "")

        return _TEXT_LINK.sub(today, text)

    def _today(self, written: str, title: str) -> str:
        """The cells that a chart or shape names, where they stand today."""
        plain = unescape(written, _ENTITIES)
        with suppress(NoPlaceError, ValueError):
            tree = self._places.formula(plain.removeprefix("="), title)
            nodes = list(walk(tree))
            cells = any(isinstance(one, Cell | CellRange) for one in nodes)
            if cells and not any(isinstance(one, Name | Structured) for one in nodes):
                return spell(with_leaves(tree, _fixed), FILE).removeprefix("=")
        raise _CannotComeError(_NO_PLACE, plain if plain.startswith("=") else f"={plain}")

    # -- parts -----------------------------------------------------------------------------------

    def _put(
        self, stem: str, ending: str, part: DrawnPart, links: str, into: dict[str, DrawnPart]
    ) -> str:
        number = 1
        while f"{stem}{number}{ending}".lower() in self._taken:
            number += 1
        name = f"{stem}{number}{ending}"
        self._taken.add(name.lower())
        into[name] = part
        if links:
            into[relationships_part(name)] = DrawnPart(relationships(links), "")
        return name

    def _links(self, part: str, ids: set[str]) -> str:
        """The links of *part* with *ids*, to where their parts are now."""
        rels = relationships_part(part)
        package = self._book.package
        if not ids or rels not in package:
            return ""
        made = []
        for element in package.tree(rels):
            id_ = element.get("Id", "")
            link = package.target(part, id_)
            if id_ in ids and link is not None:
                made.append(relationship(id_, element.get("Type", ""), self._named[link.target]))
        return "".join(made)

    def _leave(self, one: _Anchor, sheet: BookSheet, why: Words, formula: str = "") -> None:
        spot = one.spot.get("row"), one.spot.get("col")
        place = "" if None in spot else sheet.place(cell_name(*spot))  # type: ignore[arg-type]
        self.leftovers.append(Leftover("own sheet", sheet.title, why, place, one.label, formula))


def _readable(content: bytes) -> bool:
    """Whether a part can be changed in place: UTF-8, of the namespaces that Excel writes."""
    if _ENCODED.match(content) or b"http://purl.oclc.org/ooxml/" in content:
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _fixed(node: Node) -> Node:
    """*node* as charts name cells, which LibreOffice does not always do."""
    match node:
        case Cell():
            return replace(node, row_absolute=True, column_absolute=True)
        case CellRange(first, last):
            first, last = (
                replace(one, row_absolute=True, column_absolute=True) for one in (first, last)
            )
            return CellRange(first, last)
        case _:
            return node


def _anchors(content: bytes) -> list[_Anchor]:
    """What stands on the sheet, in the order of the drawing."""
    found: list[_Anchor] = []
    path: list[str] = []
    parser = safe_parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if len(path) == 1:
            found.append(_Anchor(parser.CurrentByteIndex))
        path.append(local)
        if len(path) == 1:
            return
        one = found[-1]
        if local == "cNvPr" and not one.label:
            one.label = attributes.get("name", "")
        elif local == "graphicData":
            one.strange |= attributes.get("uri") != _CHART
        elif local in ("compatExt", "contentPart"):
            one.strange = True
        if not local.startswith("hlink"):
            one.ids |= set(_link_ids(attributes))

    def end(_name: str) -> None:
        path.pop()
        if len(path) == 1:
            found[-1].end = content.index(b">", parser.CurrentByteIndex) + 1

    def text(data: str) -> None:
        if len(path) > 2 and path[-2] == "from" and path[-1] in ("row", "col"):
            number = whole_number(data.strip())
            if number is not None:
                found[-1].spot.setdefault(path[-1], number)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    feed(parser, [content])
    return found


def _link_ids(attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        if name.rpartition("}")[0] == _RELATIONS and value:
            yield value
