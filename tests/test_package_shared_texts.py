"""Shared texts are read at once where all are plain, and as the parser reads them in any case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansheets.package import shared_texts as reading
from plansheets.package.shared_texts import parsed_texts, plain_texts, shared_texts
from plansheets.words import ToldError, Words

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<sst xmlns="{MAIN}" count="9" uniqueCount="6">'
)
ITEMS = (
    "<si><t>商品</t></si>",
    "<si><t>a &amp; b &lt;c&gt;</t></si>",
    '<si><t xml:space="preserve"> two\nlines </t></si>',
    '<si><t>字</t><phoneticPr fontId="1" type="noConversion"/></si>',
    "<si><t/></si>",
    "<si><t></t></si>",
)
SST = HEAD + "".join(ITEMS) + "</sst>"


def told(read: object, part: bytes) -> list[str] | Words:
    try:
        return read([part[place : place + 50] for place in range(0, len(part), 50)])  # type: ignore[operator,no-any-return]
    except ToldError as error:
        return error.message


def assert_read_alike(part: bytes) -> None:
    parsed = told(parsed_texts, part)
    assert told(shared_texts, part) == parsed
    plain = plain_texts(part)
    assert plain is None or plain == parsed


@pytest.mark.parametrize(
    "part",
    [
        SST,
        "\ufeff" + SST,
        SST.partition("\n")[2],
        SST.replace("\n", "\r\n").replace("><si", ">\n  <si"),
        SST.replace(' count="9"', ""),
        HEAD + "</sst>\n",
    ],
    ids=["as written", "with a mark", "undeclared", "laid out", "uncounted", "none"],
)
def test_plain_texts_need_no_parser(part: str) -> None:
    plain = plain_texts(part.encode())
    assert plain == parsed_texts([part.encode()])
    assert len(plain or ()) in (0, len(ITEMS))


CHANGES = [
    ("商品", "商&#21697;"),
    ("商品", "&bad;"),
    ("商品", "a & b"),
    ("商品", "a]]>"),
    ("商品", "\x01"),
    ("商品", "\ufffe"),
    ("商品", "\ud83d"),
    ("商品", "a\rb\r\nc"),
    ("商品", "<!-- x -->"),
    ("商品", "<![CDATA[<t>]]>"),
    ("商品", "<?pi </si>?>"),
    ("商品", "</t><t>"),
    ("商品", "<t>"),
    ("商品", "</t><rPh><t>x</t></rPh><t>"),
    ("<si>", "<si><r>"),
    ("<si>", "<si >"),
    ("<si>", "<si/>"),
    ("<si>", "text<si>"),
    ("<t>", '<t xml:lang="x">'),
    ("<t>", "<t xmlns='u'>"),
    ("<t>", "<x:t>"),
    ("</si>", ""),
    ("</si>", "</si></si>"),
    ("</si>", "</si ><si>"),
    ("</sst>", ""),
    ("</sst>", "</sst><sst/>"),
    ("</sst>", "</sst>x"),
    ("<t/>", "<t /> "),
    ("<t/>", "<t/><t>z</t>"),
    (' fontId="1"', ' fontId="1" fontId="1"'),
    (' fontId="1"', ' fontId="&lt;"'),
    (' count="9"', ' count="9" count="9"'),
    (' count="9"', " count='9'"),
    ("<sst", "<!DOCTYPE a><sst"),
    (' count="9"', ' xmlns:x="u"'),
    (MAIN, "urn:other"),
    ("<sst", "<!-- --><sst"),
    ("UTF-8", "ascii"),
    (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (f' xmlns="{MAIN}"', ""),
    ("1.0", "1.1"),
]


@pytest.mark.parametrize("change", CHANGES, ids=repr)
@pytest.mark.parametrize("times", [1, -1], ids=["once", "always"])
def test_texts_that_are_otherwise_are_read_as_the_parser_does(
    change: tuple[str, str], times: int
) -> None:
    assert change[0] in SST
    assert_read_alike(SST.replace(*change, times).encode("utf-8", "surrogatepass"))


@given(st.integers(0, 10**9), st.integers(0, 255))
def test_a_wrong_byte_is_read_as_the_parser_does(place: int, byte: int) -> None:
    part = bytearray(SST.encode())
    part[place % len(part)] = byte
    assert_read_alike(bytes(part))


@given(st.lists(st.sampled_from(re.split(r"(?=<)", SST)), max_size=20))
def test_shuffled_texts_are_read_as_the_parser_does(pieces: list[str]) -> None:
    assert_read_alike((HEAD + "".join(pieces)).encode())
    assert_read_alike((HEAD + "".join(pieces) + "</sst>").encode())


def test_many_texts_and_broken_parts_are_told_as_the_parser_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*pieces: bytes) -> Iterator[bytes]:
        yield from pieces
        raise ToldError(Words("断了", "it is cut off"))

    def said(read: object, chunks: Iterable[bytes]) -> str:
        with pytest.raises(ToldError) as caught:
            read(chunks)  # type: ignore[operator]
        return caught.value.message.en

    part = SST.encode()
    for pieces in ((part,), (part[:40],), (part, b"<x>"), ()):
        assert said(shared_texts, broken(*pieces)) == said(parsed_texts, broken(*pieces))
    monkeypatch.setattr(reading, "_MOST_BYTES", 60)
    assert shared_texts(iter([part[:50], part[50:]])) == parsed_texts([part])
