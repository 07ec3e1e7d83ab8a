"""The tables of this folder, read: what an element may hold and which attributes it takes.

A line of a table is an element: its children behind ``=`` in their order, its attributes behind
``@``. A line that begins with spaces goes on with the line above.

- ``child`` stands there once, ``child?`` at most once, ``child*`` as often as it likes, ``child+``
  at least once; ``(a b)`` is one of both, ``(a b)&`` each at most once in any order; ``...``
  leaves the inside to others, and ``#kind`` is a text and no children.
- A line without ``=`` is an element without children; one without ``@`` has attributes unjudged.
- ``name!`` must be given. ``name:kind`` is one of ``KINDS``, a range ``0..500``, ``0..500%`` with
  or without a sign of percent, ``0..180|255`` with one number more, or one of ``left|right``;
  without a kind it is any text. Attributes of other namespaces are free.
- ``parent/child`` describes a child where its name means something else under that parent.

Elements that no line describes are not judged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from plansheets.package.digits import real_within
from plansheets.records import dataclass
from plansheets.words import Words
from plansheets.workbook.schema import (
    chart,
    comments,
    content_types,
    drawing,
    pivot,
    properties,
    shapes,
    strings,
    styles,
    table,
    workbook,
    worksheet,
)

_TABLES = {
    "worksheet": ("", worksheet.ELEMENTS),
    "workbook": ("", workbook.ELEMENTS),
    "styleSheet": ("", styles.ELEMENTS),
    "xdr|wsDr": ("xdr|", drawing.ELEMENTS),
    "c|chartSpace": ("c|", chart.ELEMENTS),
    "table": ("", table.ELEMENTS),
    "comments": ("", comments.ELEMENTS),
    "si": ("", strings.ELEMENTS),
    "a|theme": ("", shapes.THEME),
    "pivotTableDefinition": ("", pivot.ELEMENTS),
    "pivotCacheDefinition": ("", pivot.ELEMENTS),
    "cp|coreProperties": ("", properties.CORE),
    "ep|Properties": ("", properties.APPLICATION),
    "op|Properties": ("", properties.CUSTOM),
    "ct|Types": ("ct|", content_types.TYPES),
    "rel|Relationships": ("rel|", content_types.LINKS),
}
"""By the root of a part: the prefix of the elements described, and the table."""

NOTHING = Words("", "")
KINDS = {
    "uint": (re.compile(r"\s*\+?[0-9]+\s*"), Words("从 0 起的整数", "a whole number from 0")),
    "int": (re.compile(r"\s*[+-]?[0-9]+\s*"), Words("整数", "a whole number")),
    "num": (
        re.compile(r"\s*(?:[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN)\s*"),
        Words("数", "a number"),
    ),
    "bool": (re.compile(r"\s*(?:0|1|true|false)\s*"), Words(" 0 或 1", "0 or 1")),
    "rgb": (
        re.compile(r"\s*(?:[0-9A-Fa-f]{2}){3,4}\s*"),
        Words(" FFC00000 这样的颜色", "a colour such as FFC00000"),
    ),
    "rgb6": (
        re.compile(r"[0-9A-Fa-f]{6}"),
        Words(" C00000 这样的颜色", "a colour such as C00000"),
    ),
    "guid": (
        re.compile(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}"),
        Words("花括号里的 GUID", "a GUID in braces"),
    ),
    "percent": (re.compile(r"\s*-?[0-9]+%?\s*"), Words(" 150 这样的比例", "a share such as 150")),
    "never": (re.compile("(?!)"), Words("省去", "left out")),
    "type": (re.compile(r"\s*(?:\w+:)?W3CDTF\s*"), Words("dcterms:W3CDTF", "dcterms:W3CDTF")),
}
_CLOCK = r"T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
TEXTS = {
    "guid": KINDS["guid"],
    "coordinate": (
        re.compile(r"\s*-?\d+(?:(?:\.\d+)?(?:mm|cm|in|pt|pc|pi))?\s*"),
        Words("以 EMU 计的整数", "a whole number of EMU"),
    ),
    "moment": (
        re.compile(
            rf"\s*(?:\d{{4}}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:{_CLOCK})?)?)?)?\s*"
        ),
        Words(" 2024-05-20T08:30:00Z 这样的时间", "a time such as 2024-05-20T08:30:00Z"),
    ),
}
"""What may stand between an element's tags, none included."""
_MANY = 7
_GOES_ON = re.compile(r"\|\n +")
_TOKEN = re.compile(r"\(([^)]*)\)([?*+&]?)|([^\s?*+()]+)([?*+]?)")


@dataclass(frozen=True, slots=True)
class Child:
    """A place among the children: one of *names*, there or not, once or often."""

    names: tuple[str, ...]
    required: bool
    repeated: bool
    each_once: bool = False
    """Whether it is there often, but each of *names* once."""


_BITS = {"uint": (0, 2**32 - 1), "int": (-(2**31), 2**32 - 1)}
"""What 32 bits hold; Excel for Mac writes some of the numbers without a sign with one."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """What an attribute takes: what *pattern* matches, or *choices*, and how messages say so."""

    required: bool
    pattern: re.Pattern[str] | None = None
    wanted: Words = NOTHING
    limits: tuple[int, int] | None = None
    choices: frozenset[str] | None = None

    def takes(self, value: str) -> bool:
        if self.choices is not None and (value in self.choices or value.strip() in self.choices):
            return True
        if self.choices is not None and self.limits is None:
            return False
        if self.pattern is not None and not self.pattern.fullmatch(value):
            return False
        return self.limits is None or real_within(value.strip().rstrip("%"), *self.limits)


@dataclass(frozen=True, slots=True)
class Described:
    """An element as its line describes it; None stands for anything."""

    children: tuple[Child, ...] | None
    attributes: Mapping[str, Attribute] | None
    places: Mapping[str, int]
    """Where each child belongs among the children."""
    text: Attribute | None = None
    """What stands between its tags, where that is judged."""


@cache
def elements_of(root: str) -> Mapping[str, Described] | None:
    """The elements of a part whose root is *root*, by name or ``parent/name``; None if unknown."""
    found = _TABLES.get(root)
    if found is None:
        return None
    prefix, text = found
    whole_lines = _GOES_ON.sub("|", text.strip()).replace("\n  ", " ").splitlines()
    return dict(_element(line, prefix) for line in whole_lines if line)


def _element(line: str, prefix: str) -> tuple[str, Described]:
    left, at, attributes = line.partition("@")
    key, _, inside = left.partition("=")
    name = "/".join(_full(each, prefix) for each in key.strip().split("/"))
    text = None
    if inside.strip().startswith("#"):
        text, inside = Attribute(False, *TEXTS[inside.strip()[1:]]), ""
    children = None if inside.strip() == "..." else _children(inside, prefix)
    return name, Described(
        children,
        dict(map(_attribute, attributes.split())) if at else None,
        {name: place for place, child in enumerate(children or ()) for name in child.names},
        text,
    )


def _full(name: str, prefix: str) -> str:
    return name if "|" in name else prefix + name


def _children(text: str, prefix: str) -> tuple[Child, ...]:
    return tuple(
        Child(
            tuple(_full(name, prefix) for name in (choice or single).split()),
            required=(mark := first_mark + second_mark) in ("", "+"),
            repeated=mark in ("*", "+", "&"),
            each_once=mark == "&",
        )
        for choice, first_mark, single, second_mark in _TOKEN.findall(text)
    )


def _attribute(text: str) -> tuple[str, Attribute]:
    name, _, kind = text.partition(":")
    required = name.endswith("!")
    name = name.removesuffix("!")
    if not kind:
        return name, Attribute(required)
    if kind in KINDS:
        return name, Attribute(required, *KINDS[kind], limits=_BITS.get(kind))
    low, mark, high = kind.partition("..")
    if mark:
        high, _, besides = high.partition("|")
        pattern = KINDS["percent" if high.endswith("%") else "int"][0]
        high = high.removesuffix("%")
        wanted = Words(f" {low} 到 {high} 之间的整数", f"a whole number from {low} to {high}")
        limits = (int(low), int(high))
        return name, Attribute(
            required, pattern, wanted, limits, frozenset([besides]) if besides else None
        )
    words = kind.split("|")
    wanted = Words(f" {'、'.join(words)} 之一", f"one of {', '.join(words)}")
    if len(words) < _MANY:
        wanted = Words(f" {' 或 '.join(words)}", " or ".join(words))
    return name, Attribute(required, wanted=wanted, choices=frozenset(words))
