"""Data files and workbooks changed at random: cells, lines, bytes, parts and their XML."""

from __future__ import annotations

import random
import re
import struct
from collections.abc import Callable, Iterator

from workbook_samples import Parts, pack, unpack

TEXTS = [
    "", " ", "0", "-1", "1e400", "nan", "inf", "12.5%", "8.5万", "¥1,234", "(99)", "2.2:1", "--5",
    "1.2.3", "2024-02-30", "2024/2/29 25:61", "9999999", "99999999999999999999", "TRUE", "是",
    "合计", "=1+1", "@x", "#N/A", "#DIV/0!", '"', '""', "a\nb", "a\tb", "\0", "\x1b[31m", "\ufeff",
    "\u202e", "\u2028", "🙂", "é", "Ｑ１", "x" * 40_000, "第5周", "Q3", "1/2", "null", "None",
]  # fmt: skip
"""What cells of a data file may hold where something else is meant."""
NUMBERS = ["-1", "0", "1", "2", "65536", "16384", "1048577", "4294967296", "9" * 30, "1e400", "nan"]
REFERENCES = ["A1", "A0", "XFD1048576", "XFE1", "A1:A1", "B2:A1", "$A$1", "A:A", "1:1", "#REF!", ""]
MARKUP = [
    "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.1'?>",
    "&b;", "&#0;", "&#xD800;", "&#1114112;", "&amp", "<a xmlns='b'>", "</a>", "<x:y/>", "_x0000_",
    "_xD83D_", "<c r='A1' t='s'><v>999</v></c>", "<row r='5'/>", "<f t='shared' si='0'/>",
    "<mergeCell ref='A1:B2'/>", "<a>" * 300, "xml:space='preserve'", "\ufeff", "\ufffe", "\0",
]  # fmt: skip


# -- tables of text --------------------------------------------------------------------------------


def changed_text(content: bytes, chance: random.Random) -> bytes:
    """A CSV file, a web page or any other text after a change, or a few."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        content = chance.choice(_OF_TEXTS)(content, chance)
    return content


def _cell(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "surrogateescape")
    lines = text.split("\n")
    at = chance.choice((0, chance.randrange(len(lines))))
    mark = max(",;\t", key=lines[at].count)
    cells = lines[at].split(mark)
    cells[chance.randrange(len(cells))] = chance.choice(TEXTS)
    lines[at] = mark.join(cells)
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _line(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    line = lines[at]
    other = chance.choice(lines)
    lines[at : at + 1] = chance.choice(
        ([], [line] * 2, [line + b","], [line, line[::-1]], [other], [line, b""], [line + b'"'], [])
    )
    return b"\n".join(lines)


def _column(content: bytes, chance: random.Random) -> bytes:
    """A column goes, comes twice or changes places."""
    rows = [line.split(b",") for line in content.split(b"\n")]
    width = len(rows[0])
    one, other = chance.randrange(width), chance.randrange(width)
    way = chance.randrange(3)
    for row in rows:
        if max(one, other) >= len(row):
            continue
        if way == 0:
            del row[one]
        elif way == 1:
            row.insert(other, row[one])
        else:
            row[one], row[other] = row[other], row[one]
    return b"\n".join(b",".join(row) for row in rows)


def _marks(content: bytes, chance: random.Random) -> bytes:
    old, new = chance.choice(
        ((b",", b";"), (b",", b"\t"), (b"\n", b"\r"), (b"\n", b"\r\n"), (b",", b"|"), (b"\n", b""))
    )
    return content.replace(old, new)


def _encoding(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    names = ("utf-16", "utf-16-le", "gb18030", "utf-8-sig", "shift-jis", "big5", "latin-1", "utf-7")
    return text.encode(chance.choice(names), "replace")


def _bytes(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    end = min(at + chance.choice((0, 1, 1, 4, 64)), len(content))
    put = chance.choice(
        (
            b"",
            bytes([chance.randrange(256)]),
            chance.randbytes(4),
            bytes(8),
            b"\xff\xfe",
            b"\xef\xbb",
        )
    )
    if chance.random() < 0.1:
        return content[:at]
    return content[:at] + put + content[end:]


_OF_TEXTS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cell, _cell, _cell, _line, _column, _marks, _encoding, _bytes,
)  # fmt: skip


# -- zip packages ----------------------------------------------------------------------------------


def changed_workbook(content: bytes, chance: random.Random) -> bytes:
    """An xlsx file after a change to its bytes, its members or their XML."""
    if chance.random() < 0.15:
        return chance.choice((_bytes, _directory))(content, chance)
    parts = unpack(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        chance.choice(_OF_PARTS)(parts, chance)
    return pack(parts)


def _directory(content: bytes, chance: random.Random) -> bytes:
    """A field of the zip's headers says something else."""
    marks = [one.start() for one in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", content)]
    at = chance.choice(marks) + 4 + chance.randrange(40)
    value = struct.pack("<I", chance.choice((0, 1, 0xFFFF, 0xFFFFFFFF, chance.randrange(1 << 32))))
    return content[:at] + value[: chance.choice((1, 2, 4))] + content[at + 4 :]


def _member(parts: Parts, chance: random.Random) -> None:
    name, other = chance.choice(sorted(parts)), chance.choice(sorted(parts))
    match chance.randrange(5):
        case 0:
            del parts[name]
        case 1:
            parts[chance.choice((name.upper(), f"/{name}", f"{name}.bak"))] = parts.pop(name)
        case 2:
            parts[name], parts[other] = parts[other], parts[name]
        case 3:
            parts[name] = chance.choice((b"", b"\0", b"<a/>", b"text", parts[name][:-9]))
        case _:
            parts[name] = _bytes(parts[name], chance)
    if not parts:
        parts["a"] = b""


def _markup_member(parts: Parts, chance: random.Random) -> str:
    """A member of XML; sheets, which are what most is read of, are met more often."""
    names = [name for name in sorted(parts) if name.endswith((".xml", ".rels"))]
    sheets = [name for name in names if "sheet" in name or "sharedStrings" in name]
    return chance.choice(chance.choice((names, sheets)) or names or sorted(parts))


_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb'(\s[\w:.-]+)="([^"]*)"')
_WORDS = re.compile(rb">([^<>]+)<")


def _on_markup(change: Callable[[bytes, random.Random], bytes]) -> Callable[..., None]:
    def changed(parts: Parts, chance: random.Random) -> None:
        name = _markup_member(parts, chance)
        parts[name] = change(parts[name], chance)

    return changed


def _tag(content: bytes, chance: random.Random) -> bytes:
    """A tag goes, comes twice, or stands elsewhere."""
    tags = list(_TAG.finditer(content))
    if not tags:
        return content
    one, other = chance.choice(tags), chance.choice(tags)
    put = chance.choice(
        (b"", one[0] * 2, other[0], one[0].replace(b"/>", b">"), _said(MARKUP, chance))
    )
    return content[: one.start()] + put + content[one.end() :]


def _element(content: bytes, chance: random.Random) -> bytes:
    """An element goes with all that it holds, or comes twice."""
    tags = [one for one in _TAG.finditer(content) if one[0][1:2] not in b"/?!"]
    if not tags:
        return content
    one = chance.choice(tags)
    if one[0].endswith(b"/>"):
        end = one.end()
    else:
        name = re.match(rb"<([\w:.-]*)", one[0])
        assert name is not None
        closing = content.find(b"</" + name[1] + b">", one.end())
        end = closing + len(name[1]) + 3 if closing >= 0 else one.end()
    element = content[one.start() : end]
    return content[: one.start()] + chance.choice((b"", element * 2)) + content[end:]


def _attribute(content: bytes, chance: random.Random) -> bytes:
    found = list(_ATTRIBUTE.finditer(content))
    if not found:
        return content
    one, other = chance.choice(found), chance.choice(found)
    value = chance.choice(
        (_said(NUMBERS, chance), _said(REFERENCES, chance), other[2], _said(TEXTS, chance)[:99])
    )
    put = chance.choice((b"", one[0] * 2, other[0], *[one[1] + b'="' + value + b'"'] * 5))
    return content[: one.start()] + put + content[one.end() :]


def _words(content: bytes, chance: random.Random) -> bytes:
    found = list(_WORDS.finditer(content))
    if not found:
        return content
    one = chance.choice(found)
    put = chance.choice((_said(TEXTS, chance), _said(NUMBERS, chance), _said(MARKUP, chance)))
    return content[: one.start(1)] + put + content[one.end(1) :]


def _said(texts: list[str], chance: random.Random) -> bytes:
    return chance.choice(texts).encode("utf-8", "surrogatepass")


_OF_PARTS: tuple[Callable[[Parts, random.Random], None], ...] = (
    _member, _on_markup(_tag), _on_markup(_element), _on_markup(_attribute), _on_markup(_attribute),
    _on_markup(_words), _on_markup(_words),
)  # fmt: skip


# -- smaller ones that may fail alike --------------------------------------------------------------


def smaller_text(content: bytes) -> Iterator[bytes]:
    """*content* without a run of lines, then of bytes, long runs first."""
    for mark in (b"\n", b""):
        parts = content.split(mark) if mark else [bytes([one]) for one in content]
        size = len(parts) // 2
        while size:
            for at in range(0, len(parts), size):
                yield mark.join(parts[:at] + parts[at + size :])
            size //= 2


def smaller_workbook(content: bytes) -> Iterator[bytes]:
    """*content* without a member, then without a part of one."""
    try:
        parts = unpack(content)
    except Exception:  # noqa: BLE001  # no zip any more: shrunk as bytes
        yield from smaller_text(content)
        return
    for name in sorted(parts, key=lambda one: -len(parts[one])):
        yield pack({one: data for one, data in parts.items() if one != name})
    for name in sorted(parts, key=lambda one: -len(parts[one])):
        pieces = re.split(rb"(?=<)", parts[name])
        size = len(pieces) // 2
        while size:
            for at in range(0, len(pieces), size):
                yield pack(parts | {name: b"".join(pieces[:at] + pieces[at + size :])})
            size //= 2
