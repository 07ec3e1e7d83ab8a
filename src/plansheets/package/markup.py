"""XML of workbook parts, read safely: no DTD, no entities, bounded depth and size.

Names are short: elements of SpreadsheetML have no prefix (``cfRule``), those of other known
namespaces the prefix Excel uses (``r|id``, ``x14|sparkline``, ``c|ser``), whatever the file calls
them. The strict variant of the namespaces reads the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element
from xml.parsers import expat

from plansheets.words import ToldError, Words

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

MAX_DEPTH = 200
MAX_ELEMENTS = 2_000_000
UNDECLARED = "mc|undeclared"
"""Our attribute for prefixes that an element names to other readers and no one has declared."""
_PURL = "http://purl.oclc.org/ooxml/"
_OPEN = "http://schemas.openxmlformats.org/"
_MICROSOFT = "http://schemas.microsoft.com/office/"

NAMESPACES = {
    _OPEN + "spreadsheetml/2006/main": "",
    _PURL + "spreadsheetml/main": "",
    _OPEN + "officeDocument/2006/relationships": "r|",
    _PURL + "officeDocument/relationships": "r|",
    _OPEN + "drawingml/2006/main": "a|",
    _PURL + "drawingml/main": "a|",
    _OPEN + "drawingml/2006/chart": "c|",
    _PURL + "drawingml/chart": "c|",
    _OPEN + "drawingml/2006/spreadsheetDrawing": "xdr|",
    _PURL + "drawingml/spreadsheetDrawing": "xdr|",
    _OPEN + "markup-compatibility/2006": "mc|",
    _OPEN + "package/2006/content-types": "ct|",
    _OPEN + "package/2006/relationships": "rel|",
    _MICROSOFT + "spreadsheetml/2009/9/main": "x14|",
    _MICROSOFT + "excel/2006/main": "xm|",
    _MICROSOFT + "spreadsheetml/2010/11/main": "x15|",
    _OPEN + "package/2006/metadata/core-properties": "cp|",
    _OPEN + "officeDocument/2006/extended-properties": "ep|",
    _PURL + "officeDocument/extendedProperties": "ep|",
    _OPEN + "officeDocument/2006/custom-properties": "op|",
    _PURL + "officeDocument/customProperties": "op|",
    "http://purl.org/dc/elements/1.1/": "dc|",
    "http://purl.org/dc/terms/": "dcterms|",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi|",
    "http://www.w3.org/XML/1998/namespace": "xml|",
}


class MarkupError(ToldError):
    """A part whose XML cannot be read, or that we refuse to read."""


def short_name(name: str, known: dict[str, str]) -> str:
    """The short form of expat's ``uri}local`` name, remembered in *known*."""
    short = known.get(name)
    if short is None:
        uri, mark, local = name.rpartition("}")
        prefix = NAMESPACES.get(uri) if mark else ""
        short = known[name] = local if prefix == "" else f"{prefix or '{' + uri + '}'}{local}"
    return short


_DRAWINGS_OF_OLD = "xml"
"""The root of VML drawings, the one element of workbooks that is in no namespace."""


class TreeReader:
    """Builds the element tree of a part; ``watch`` may take over an element's inside as it streams.

    *watch* maps a short element name to a function that is called with the parser when that element
    starts and may put its own handlers in place; it calls ``resume`` when the element ends. What
    another program says (*other*), and is no part of a workbook, may be in no namespace.
    """

    def __init__(
        self,
        watch: dict[str, Callable[[TreeReader], None]] | None = None,
        *,
        other: bool = False,
    ) -> None:
        self._other = other
        self.parser: XMLParserType = safe_parser()
        self.names: dict[str, str] = {}
        self._watch = watch or {}
        self._stack: list[Element] = []
        self._root: Element | None = None
        self._elements = 0
        self._prefixes: set[str] = set()
        self.parser.StartNamespaceDeclHandler = self._declare
        self.resume()

    def resume(self) -> None:
        """Put the tree's own handlers in place again."""
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self._text

    def read(self, chunks: Iterable[bytes]) -> Element:
        """The root of the part that *chunks* make up."""
        feed(self.parser, chunks)
        assert self._root is not None
        bare = next((name for name in self.names if "}" not in name), _DRAWINGS_OF_OLD)
        if not self._other and bare != _DRAWINGS_OF_OLD:
            raise MarkupError(
                Words(
                    f"元素“{bare[:60]}”不在任何命名空间里，Excel 不认它",
                    f"element '{bare[:60]}' is in no namespace, and Excel knows none such",
                )
            )
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise MarkupError(
                Words(f"超过 {MAX_ELEMENTS:,} 个元素", f"more than {MAX_ELEMENTS:,} elements")
            )
        names = self.names
        short = names.get(name) or short_name(name, names)
        if "}" in "".join(attributes):
            attributes = {
                short_name(key, names) if "}" in key else key: value
                for key, value in attributes.items()
            }
        named = attributes.get("Requires" if short == "mc|Choice" else "mc|Ignorable")
        if named is not None and (strange := set(named.split()) - self._prefixes):
            attributes[UNDECLARED] = " ".join(sorted(strange))
        element = Element(short, attributes)
        if self._stack:
            self._stack[-1].append(element)
        else:
            self._root = element
        self._stack.append(element)
        if len(self._stack) > MAX_DEPTH:
            raise MarkupError(
                Words(f"元素嵌套超过 {MAX_DEPTH} 层", f"elements nested more than {MAX_DEPTH} deep")
            )
        if short in self._watch:
            self._watch[short](self)

    def _declare(self, prefix: str | None, _uri: str | None) -> None:
        self._prefixes.add(prefix or "")

    def end(self, _name: str) -> None:
        """Close the element that ends."""
        self._stack.pop()

    def _text(self, data: str) -> None:
        if self._stack:
            element = self._stack[-1]
            if len(element):
                element[-1].tail = (element[-1].tail or "") + data
            else:
                element.text = (element.text or "") + data


def safe_parser() -> XMLParserType:
    """An expat parser that refuses document types, and so entities of any kind."""
    parser = expat.ParserCreate(None, "}")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def feed(parser: XMLParserType, chunks: Iterable[bytes]) -> None:
    """Parse all *chunks*; every way in which that can fail is a MarkupError."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise MarkupError(Words(f"XML 不合规：{error}", f"not well-formed XML: {error}")) from error
    except (ValueError, LookupError) as error:  # an encoding that expat or Python does not know
        raise MarkupError(
            Words(f"不能当 XML 读：{error}", f"not readable as XML: {error}")
        ) from error


def read_tree(chunks: Iterable[bytes], *, other: bool = False) -> Element:
    """The element tree of a whole part, or of what an *other* program says."""
    return TreeReader(other=other).read(chunks)


def check_markup(chunks: Iterable[bytes]) -> None:
    """Raise a MarkupError if the part is not well-formed; nothing is kept."""
    feed(safe_parser(), chunks)


def _refuse_doctype(*_: object) -> None:
    raise MarkupError(
        Words(
            "有文档类型声明：工作簿用不着它，XML 炸弹却用它",
            "a document type declaration, which no workbook needs and bombs are made of",
        )
    )
