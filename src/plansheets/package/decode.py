"""What texts of a file stand for: escaped characters, line ends, names of parts."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import unquote

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def unescape(text: str) -> str:
    r"""Text with ``_x000a_`` read as the character it stands for.

    >>> unescape("a_x000a_b"), unescape("_x005F_x000a_"), unescape("_xD83D__xDE00_")
    ('a\nb', '_x000a_', '😀')
    """
    if "_x" not in text:
        return text
    found = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if _SURROGATE.search(found):  # a pair is one character, half a pair is none
        return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return found


def with_line_feeds(text: str) -> str:
    r"""Text whose lines end as XML makes them end, however the file wrote them.

    >>> with_line_feeds("Units\r\nsold")
    'Units\nsold'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


@lru_cache(maxsize=256)
def without_entities(text: str) -> str:
    """*text* with the five entities of XML resolved; rows repeat what they hold.

    >>> without_entities("A1&lt;&amp;gt;")
    'A1<&gt;'
    """
    if "&" in text:
        for entity, sign in _ENTITIES:
            text = text.replace(entity, sign)
    return text


def part_name(written: str) -> str:
    r"""A part's name as links use it: no percent signs, no ``\``, nothing above the root.

    >>> part_name("xl\\worksheets/sheet%31.xml"), part_name("../customXml/item1.xml")
    ('xl/worksheets/sheet1.xml', 'customXml/item1.xml')
    """
    path = posixpath.normpath("/" + unquote(written).replace("\\", "/"))
    return path.lstrip("/")
