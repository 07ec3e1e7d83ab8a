"""Pieces of XML that are read without the parser: what they may hold, so that it would agree."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE_AMPERSAND = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
_ATTRIBUTES = re.compile(
    r"""(?: (?:[A-Za-z][A-Za-z0-9]*|x14ac:dyDescent)="[^"<&\x00-\x1f\ufffe\uffff]*")* ?"""
)
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
DESCENT = "x14ac:dyDescent"
"""What Excel writes into every row: the one attribute of another namespace that is known."""


def is_odd(piece: bytes) -> bool:
    """Whether *piece* holds what only the parser can judge: comments, control characters …"""
    return (
        b"<!" in piece
        or b"<?" in piece
        or len(piece.translate(None, _CONTROLS)) != len(piece)
        or any(sign in piece for sign in _NO_CHARACTERS)
    )


def without_prefix(piece: bytes, prefix: bytes) -> bytes | None:
    """*piece* with elements that have no prefix; None where some have another one.

    >>> without_prefix(b"<x:v>1</x:v>", b"x:"), without_prefix(b"<x:v><y/></x:v>", b"x:")
    (b'<v>1</v>', None)
    """
    if not prefix:
        return piece
    opening, closing = b"<" + prefix, b"</" + prefix
    if piece.count(b"<") != piece.count(opening) + piece.count(closing):
        return None
    return piece.replace(opening, b"<").replace(closing, b"</")


def is_sound(text: str) -> bool:
    """Whether *text*, whose tags are, is XML as it is, and has no entities but the common five.

    >>> is_sound("a &lt; b"), is_sound("a & b"), is_sound("&#65;"), is_sound("a]]>")
    (True, False, False, False)
    """
    return "]]>" not in text and not ("&" in text and _BARE_AMPERSAND.search(text))


def is_written(text: str) -> bool:
    r"""Whether *text* has no character that XML cannot hold.

    >>> is_written("卖\t1"), is_written("\x1f1"), is_written("\ufffe")
    (True, False, False)
    """
    return text.isprintable() or not _NO_CHARACTER.search(text)


def plain_attributes(written: str) -> Mapping[str, str] | None:
    """The attributes of an element, as *written* in its tag; None where only the parser can tell.

    >>> plain_attributes(' s="1" t="s"'), plain_attributes(' s="1" s="2"')
    ({'s': '1', 't': 's'}, None)
    """
    pairs = _ATTRIBUTE.findall(written)
    attributes = dict(pairs)
    if "xmlns" in attributes or len(attributes) != len(pairs) or not _ATTRIBUTES.fullmatch(written):
        return None
    return attributes
