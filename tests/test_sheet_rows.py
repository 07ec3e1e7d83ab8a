"""Rows kept from the parser are read and judged as the parser does it, or are left to it.

Two readers look at rows without it: the one that reads what cells hold, and the one that judges
them. Each must find the same with the parser and without, or refuse: in sheets that people's
programs wrote, and in sheets in which something was broken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from pathlib import Path
from xml.etree.ElementTree import tostring

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mutated_files import unpack
from plansheets import build
from plansheets.blueprint.catalog import shipped
from plansheets.life import cells
from plansheets.life.book import OpenBook, opened_book
from plansheets.life.cells import (
    HeldCell,
    SheetContents,
    parsed_contents,
    read_contents,
    sifted_contents,
)
from plansheets.package.markup import TreeReader
from plansheets.words import ToldError
from plansheets.workbook.cell_events import CellEvents
from plansheets.workbook.cells import CalculatedColumn, CellFacts, CellScan, CellWishes
from plansheets.workbook.findings import Findings
from plansheets.workbook.rows import sift_rows
from writers import WRITERS, Writer, worked_in

EXCEL_MADE = Path(__file__).parents[1].parent / "shared" / "data" / "excel-made"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView/></sheetViews><sheetData>'
)
TAIL = '</sheetData><autoFilter ref="A1:B2"/></worksheet>'
PLAIN = (
    '<row r="{0}" ht="21.0"><c r="A{0}" s="1" t="s"><v>{1}</v></c><c r="B{0}" s="2"/>'
    '<c r="C{0}"><v>{1}.5</v></c><c r="D{0}" t="str"><f>T[[#This Row],[销量]]&amp;"A7"</f>'
    '<v>卖&amp;{1}</v></c><c r="E{0}" s="1"><f>C{0}*D{2}+\'A9\'!F{0}+$C$7</f><v>{1}</v></c>'
    '<c r="F{0}" t="e"><f aca="false">F{0}/0</f><v>#DIV/0!</v></c>'
    '<c r="G{0}"><f t="shared" si="0"/><v>2</v></c>'
    '<c r="H{0}" t="inlineStr"><is><t>note {1}</t></is></c>'
    '<c r="I{0}" t="b"><f>C{0}&gt;1</f><v>1</v></c>'
)
"""What both keep from the parser."""
ROW = (
    PLAIN
    + '<c r="J{0}"><f>1+1</f><v/></c><c r="K{0}" t="n"><f>K1</f></c><c r="L{0}"><v>2e-3</v></c>'
    '<c r="M{0}" t="str"><f>A1</f><v>卖&amp;{1}_x000a_&gt;</v></c><c r="N{0}"><v>-{1}</v></c>'
    '<c r="O{0}" t="inlineStr"><is><t xml:space="preserve"> odd {1}</t></is></c>'
    '<c r="AA{0}" t="d"><v>2024-05-31</v></c></row>'
)
SHARED = '<f t="shared" ref="G1:G60" si="0">C1+1</f>'
HEIGHT = 60
WISHES = CellWishes(
    3,
    frozenset({(40, 0)}),
    (
        CalculatedColumn(0, 49, 3, 'T[[#This Row],[销量]]&"A7"', 'B\0&"A7"'),
        CalculatedColumn(50, 59, 4, "C53", "C53"),
        CalculatedColumn(0, 59, 8, "T[[#This Row],[数]]>1", "C\0>1"),
    ),
    frozenset({"E5", "G50", "I50", "A3", "E99"}),
)
STRINGS = [f"text {number}" for number in range(9)]


def rows(row: str = ROW) -> list[str]:
    made = [row.format(number, number % 7, max(number - 1, 1)) for number in range(1, HEIGHT + 1)]
    made[0] = made[0].replace('<f t="shared" si="0"/>', SHARED)
    made[3] = made[3].replace("<f>1+1</f>", '<f t="array" ref="J4:J5">1+1</f>')
    made[4] = made[4].replace("<f>1+1</f>", '<f>_xlfngnumeric.ERROR("SUM(T[a])")</f>')
    return made


SHEET = (HEAD + "".join(rows()) + TAIL).encode()
Reader = Callable[[Iterable[bytes], Sequence[str]], SheetContents]


def told(read: Reader, sheet: bytes, size: int = 700) -> tuple[object, ...]:
    """All that *read* finds in a sheet, kinds of numbers and order included, or its refusal."""
    chunks = [sheet[place : place + size] for place in range(0, len(sheet), size)]
    try:
        return _all_of(read(chunks, STRINGS))
    except ToldError as error:
        return (error.message,)


def _all_of(found: SheetContents) -> tuple[object, ...]:
    kinds = [type(held.value) for held in found.cells.values()]
    shared = {number: (one.text, one.at) for number, one in found.shared.items()}
    cells = list(found.cells.items())
    return cells, kinds, shared, found.arrays, found.unread, tostring(found.tree)


def read_at_once(chunks: Iterable[bytes], strings: Sequence[str]) -> SheetContents:
    kept = list(chunks)
    return read_contents(lambda: kept, strings)


def judged(sheet: bytes, size: int, *, by_parser: bool) -> tuple[object, ...]:
    """What is kept of the sheet's cells, what is wrong with them, and with its XML."""
    findings = Findings("x.xlsx")
    scan = CellScan(lambda cell: f"S!{cell}", WISHES, findings)
    chunks = [sheet[place : place + size] for place in range(0, len(sheet), size)]
    reader = TreeReader({"sheetData": lambda reader: CellEvents.take_over(scan, reader)})
    try:
        reader.read(chunks if by_parser else sift_rows(chunks, scan))
    except Exception as error:  # noqa: BLE001  # both must fail alike, whatever it is
        return CellFacts(), (), type(error).__name__
    return scan.facts, findings.problems(), ""


class Look(Enum):
    """What is asked of a sheet: what its cells hold, or what is wrong with them."""

    READ = "read"
    JUDGED = "judged"

    def assert_alike(self, sheet: bytes, size: int = 700) -> None:
        """The same with the parser and without."""
        if self is Look.JUDGED:
            assert judged(sheet, size, by_parser=False) == judged(sheet, size, by_parser=True)
            return
        parsed = told(parsed_contents, sheet, size)
        assert told(read_at_once, sheet, size) == parsed
        # what is refused at first is what is refused in the end
        assert len(told(sifted_contents, sheet, size)) == len(parsed)

    def parsed_rows(self, sheet: bytes) -> int:
        """How many rows the parser gets to see."""
        if self is Look.JUDGED:
            scan = CellScan(lambda cell: f"S!{cell}", WISHES, Findings("x.xlsx"))
            return sum(part.count(b"row>") for part in sift_rows([sheet], scan))
        return parsed_rows(sheet)


in_both_looks = pytest.mark.parametrize("look", Look)


def parsed_rows(sheet: bytes) -> int:
    """How many rows the reader of cells leaves to the parser."""
    events = cells._Events(STRINGS)
    fed = 0

    def count(chunks: Iterable[bytes]) -> Iterable[bytes]:
        nonlocal fed
        for chunk in chunks:
            fed += chunk.count(b"row>")
            yield chunk

    events.read(count(cells.sift_rows([sheet], events.rows_are)))
    return fed


@in_both_looks
def test_a_plain_sheet_is_as_the_parser_finds_it(look: Look) -> None:
    look.assert_alike(SHEET)


def test_a_plain_sheet_is_read() -> None:
    assert parsed_rows(SHEET) == 0
    found = sifted_contents([SHEET], STRINGS)
    assert found.cells[1, 3] == HeldCell("卖&2", 'T[[#This Row],[销量]]&"A7"')
    assert found.cells[1, 12] == HeldCell("卖&2\n>", "A1")
    assert found.cells[1, 2] == HeldCell(2.5)
    assert found.cells[1, 9] == HeldCell(None, "1+1", calculated=False)
    assert found.cells[4, 9].formula == "SUM(T[a])"
    assert found.cells[5, 6] == HeldCell(2.0, None, shared=0)
    assert found.cells[5, 11] == HeldCell(0.002)
    assert (1, 1) not in found.cells


PREFIXED = HEAD.replace("<worksheet xmlns=", "<x:worksheet xmlns:x=").replace("<sheet", "<x:sheet")
PREFIXED = PREFIXED.replace("</sheet", "</x:sheet")


@pytest.mark.parametrize(
    ("head", "changes", "kept"),
    [
        (PREFIXED, [("</", "</x:"), ("<", "<x:"), ("<x:/", "</")], Look),
        (HEAD, [("><c ", ">\r\n\t<c "), ("</row>", "\n</row>"), ("<f>", "\n<f>")], [Look.READ]),
        (HEAD, [("text", "te\r\nxt"), ("note", "no\rte")], [Look.READ]),
        (HEAD.partition("\n")[2], [], Look),
        ("\ufeff" + HEAD, [], Look),
        (HEAD, [(' ht="21.0"', ' spans="1:9" customFormat="false" ')], Look),
        (
            HEAD.replace("<worksheet", '<worksheet xmlns:x14ac="u"'),
            [(" ht", " x14ac:dyDescent")],
            [Look.READ],
        ),
        (HEAD, [('s="1"', 's="1" cm="1"'), ("<v>", '<v xml:space="preserve">')], [Look.READ]),
    ],
    ids=["a prefix", "laid out", "returns", "no declaration", "a mark", "spans", "descent", "more"],
)
@in_both_looks
def test_rows_are_kept_from_the_parser_however_they_are_written(
    look: Look, head: str, changes: list[tuple[str, str]], kept: Iterable[Look]
) -> None:
    """The reader that judges keeps those of one kind, but for the first, from which it learns."""
    inside = "".join(rows(ROW if look is Look.READ else f"{PLAIN}</row>")) + TAIL
    for change in changes:
        inside = inside.replace(*change)
    sheet = (head + inside).encode()
    if look in kept:
        assert look.parsed_rows(sheet) <= (look is Look.JUDGED)
    look.assert_alike(sheet)


CHANGES = [
    ("<v>1</v>", "<v>NaN</v>"),
    ("<v>1</v>", "<v>1_0</v>"),
    ("<v>1</v>", "<v>\x1f1</v>"),
    ("<v>1</v>", "<v>&#49;</v>"),
    ("<v>1</v>", "<v><!-- -->1</v>"),
    ("<v>1</v>", "<v><![CDATA[1]]></v>"),
    ("<v>1</v>", "<v>1</v><v>2</v>"),
    ("<v>1</v>", "<v>1</v><f>A1</f>"),
    ("<v>1</v>", "<v>1<v/>2</v>"),
    ("<v>1</v>", "<v>١</v>"),
    ("<v>", "<v> "),
    ("</v>", ""),
    ("<v>2e-3</v>", "<v></v>"),
    (" odd {1}", "  "),
    ("<v>2e-3</v>", "<v>999999999999999999999</v>"),
    ("<v>2e-3</v>", "<v>1e999</v>"),
    ('s="1"', 's="1" s="1"'),
    ('s="1"', "s='1'"),
    ('s="1"', 's="&#49;"'),
    ('s="1"', 's="1" y:z="1"'),
    ('s="1"', 's="1" xmlns="urn:other"'),
    ('s="1"', 's="1" r="B9"'),
    (' s="1"', ""),
    ('t="s"', 't="str"'),
    ('t="s"', 't=" s"'),
    ('t="str"', 't="x"'),
    ('t="s"><v>', 't="s"><v>99'),
    ('t="s"><v>', 't="s"><v>-'),
    ('r="C{0}"', 'r="C7"'),
    ('r="C{0}"', 'r="C"'),
    ('r="C{0}"', 'r="B{0}"'),
    ('r="C{0}"', 'r="c{0}"'),
    ('r="C{0}"', 'r="$C{0}"'),
    ('r="C{0}"', 'r="XFE{0}"'),
    ('r="C{0}"', 'r="C0{0}"'),
    ('r="C{0}"', 'r="C&#49;"'),
    (' r="C{0}"', ""),
    ('<row r="{0}"', '<row r="7"'),
    ('<row r="{0}"', '<row r="0{0}"'),
    ('<row r="{0}"', '<row r="1048577"'),
    ('<row r="{0}"', '<row r="99" r="{0}"'),
    ('<row r="{0}"', "<row"),
    ('<row r="{0}"', '<row xmlns="urn:other" r="{0}"'),
    ('<row r="{0}"', '<row r="{0}" x14ac:dyDescent="1"'),
    ("note", "&bad;"),
    ("note", "a & b"),
    ("note", "a ]]> b"),
    ("note", "\x01"),
    ("note", "\ufffe"),
    ("note", "\x85 "),
    ("note", "&#10;&#x4e00;"),
    ("note", "&amp;lt;&lt;"),
    ("note", "_x005F_x000a__xD83D__xDE00_"),
    ("note", "<!-- </row> -->"),
    ("note", "<![CDATA[</row>]]>"),
    ("note", "</t><t>"),
    ("note", "</t><rPh><t>x</t></rPh><t>"),
    ("note", "</t></is></c></row><rPh><row>"),
    ("note", "<?pi </sheetData> ?>"),
    ("note", "</sheetData>"),
    ("note", ""),
    ("<is>", "<is><r>"),
    ("<is>", "<v>1</v><is>"),
    ("卖", "\ud83d"),
    ("C{0}*D", "C{0}&#10;*D"),
    ("C{0}*D", "C{0}]]>*D"),
    ("C{0}*D", "C{0}\x02*D"),
    ("C{0}*D", "C{0}\r\n*D"),
    ("<f>", "<x/><f>"),
    ("<f>", "<f ca='1'>"),
    ("<f>", '<f t="shared">'),
    ("<f>", '<f t="shared" si="3">'),
    ("<f>", '<f t="array" ref="A1:B9">'),
    ("<f>", "<foo>"),
    ("<f>", "<f/><f>"),
    ("<f>", '<f>_xlfngnumeric.ERROR("'),
    ('si="0"', 'si="5"'),
    (' si="0"', ""),
    ("<c ", '<c cm="1" '),
    ("<c ", "<c  "),
    ("</c>", "</c><c/>"),
    ("</c>", "</c><c>"),
    ("</c>", "</c>text"),
    ("</c>", "</c><t>text</t>"),
    ("</c>", ""),
    ("</row>", "</row></row>"),
    ("</row>", "</row>text"),
    ("</row>", "</row><t>text</t>"),
    ("</row>", "</row><c><v>5</v></c>"),
    ("</row>", '</row><row r="999"/>'),
    ("</row>", "</row></c>"),
    ("</row>", "<c></row>"),
    ("</row>", "</row><sheetData>"),
    ("</row>", "</row><sheetData></sheetData>"),
    ("</row>", ""),
    ("</row>", "</row><x>"),
    ("</row>", "</row ><rPh>"),
    ("</row>", "</row><mc:AlternateContent>"),
    ("<v>2</v>", "<v></v>"),
    ('s="1"', 's="9"'),
    ('s="1"', 's="01"'),
    ('ht="21.0"', 'ht="999"'),
    ("note", "\n" * 260),
    ("note", "x" * 33_000),
    ("#DIV/0!", "#NO!"),
    ("C{0}*D", "C{0}*X"),
    ("C{0}*D", "C8*D"),
    ("'A9'", "'A8'"),
    ("$C$7", "$C$8"),
    ('"A7"', '"A8"'),
    ('"A7"', '"' + "A" * 300 + '"'),
    ("[销量]", "[销售]"),
    ("F{0}/0", "F{0}/0)"),
]


@in_both_looks
@given(
    change=st.sampled_from(CHANGES),
    place=st.integers(0, HEIGHT - 1),
    which=st.integers(0, 8),
    closed=st.booleans(),
)
@example(change=("note", "<!-- </row> -->"), place=20, which=0, closed=False)
def test_a_row_that_is_otherwise_is_as_the_parser_finds_it(
    look: Look, change: tuple[str, str], place: int, which: int, closed: bool
) -> None:
    made = rows()
    old, new = (text.format(place + 1, (place + 1) % 7) for text in change)
    pieces = made[place].split(old)
    at = 1 + which % max(len(pieces) - 1, 1)
    made[place] = old.join(pieces[:at]) + (new + old.join(pieces[at:]) if pieces[at:] else "")
    if closed and (opened := re.search(r"<(\w+)>$", new)):  # around the rows that follow
        made[-1] += f"</{opened[1]}>"
    look.assert_alike((HEAD + "".join(made) + TAIL).encode("utf-8", "surrogatepass"))


@in_both_looks
@pytest.mark.parametrize(
    ("before", "after"),
    [("<rPh>", "</rPh>"), ("<t>", "</t>"), ("<x>", "</x>"), ('<c r="A10">', "</c>"),
     ("<t>left</t>", ""), ("<sheetData>", "</sheetData>")],
)  # fmt: skip
@pytest.mark.parametrize("at", [9, 0], ids=["between rows", "before the first"])
def test_rows_inside_of_something_are_as_the_parser_finds_them(
    look: Look, before: str, after: str, at: int
) -> None:
    made = rows()
    for row in (made[at][:-6] + before + "</row>", made[at] + before):  # closed below, or not
        some = [*made[:at], row, *made[at + 1 : 20], after, *made[20:]]
        look.assert_alike((HEAD + "".join(some) + TAIL).encode())
    some = [*made[:at], before, "<row></row>" if at else "", *made[at:20], after, *made[20:]]
    look.assert_alike((HEAD + "".join(some) + TAIL).encode())


@in_both_looks
def test_rows_out_of_order_are_refused(look: Look) -> None:
    made = rows()
    for some in ([*made[:9], made[8], *made[9:]], [*made[:5], made[7], made[6], *made[8:]]):
        sheet = (HEAD + "".join(some) + TAIL).encode()
        assert len(told(parsed_contents, sheet)) == 1
        look.assert_alike(sheet)


@in_both_looks
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: repr(change)[:60])
def test_rows_that_all_are_otherwise_are_as_the_parser_finds_them(
    look: Look, change: tuple[str, str]
) -> None:
    made = [
        row.replace(*(text.format(number, number % 7) for text in change))
        for number, row in enumerate(rows(), 1)
    ]
    look.assert_alike((HEAD + "".join(made) + TAIL).encode("utf-8", "surrogatepass"))


@in_both_looks
@given(
    place=st.integers(0, 10**9),
    byte=st.integers(0, 255),
    repeated=st.booleans(),
    size=st.integers(1, 9_000),
)
def test_a_wrong_byte_is_as_the_parser_finds_it(
    look: Look, place: int, byte: int, repeated: bool, size: int
) -> None:
    sheet = bytearray(SHEET)
    sheet[place % len(sheet)] = byte
    if repeated:
        sheet[place * 7 % len(sheet)] = byte
    look.assert_alike(bytes(sheet), size)


PIECES = [piece.encode() for piece in re.split(r"(?=<)", "".join(rows()[:9]) + TAIL)]
ODD = [b"<!-- x -->", b"<![CDATA[1]]>", b"<?pi x?>", b"&#65;", b"&lt;", b"<x>", b"</x>", b"<rPh>",
       b"</rPh>", b"<sheetData>", b"<t>t</t>", b"]]>", b"<!DOCTYPE a>"]  # fmt: skip


@in_both_looks
@given(
    moved=st.lists(
        st.tuples(st.integers(0, len(PIECES)), st.integers(0, 40), st.integers(0, len(PIECES))),
        min_size=1,
        max_size=3,
    ),
    put=st.lists(st.tuples(st.integers(0, len(PIECES)), st.sampled_from(ODD)), max_size=3),
)
def test_a_sheet_of_shuffled_pieces_is_as_the_parser_finds_it(
    look: Look, moved: list[tuple[int, int, int]], put: list[tuple[int, bytes]]
) -> None:
    made = list(PIECES)
    for start, count, to in moved:
        made[to:to] = made[start : start + count]
    for place, odd in put:
        made.insert(place, odd)
    look.assert_alike(HEAD.encode() + b"".join(made))


@in_both_looks
@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("<sheetViews>", "<!DOCTYPE a><sheetViews>"),
        HEAD.replace("\n", "<!DOCTYPE a [<!ENTITY b 'c'>]>"),
        HEAD.replace("<sheetViews>", "<!-- <sheetData> --><sheetViews>"),
        HEAD.replace("<sheetViews>", "<?pi <sheetData> ?><sheetViews>"),
        HEAD.replace("<sheetData>", '<sheetData a="1"><?pi <sheetData>'),
        HEAD.replace("<sheetData>", '<sheetData a="1"/><sheetData>'),
        HEAD.replace("<sheetData>", '<sheetData a="1"><sheetData>'),
        HEAD.replace("<sheetData>", "<x><sheetData>"),
        HEAD.replace("<sheetData>", "<sheetData >"),
        HEAD.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        HEAD.replace(MAIN, "urn:other"),
        HEAD.replace(f' xmlns="{MAIN}"', f' xmlns="urn:a" xmlns:b="{MAIN}"'),
        HEAD.replace("<sheetViews>", f'<sheetViews xmlns="{MAIN}">').replace(MAIN, "urn:a", 1),
        HEAD.replace(f' xmlns="{MAIN}"', ""),
        HEAD.replace("UTF-8", "ISO-8859-1"),
        HEAD.replace("UTF-8", "nonsense"),
        HEAD.replace("1.0", "1.1"),
    ],
)
def test_a_sheet_that_begins_otherwise_is_as_the_parser_finds_it(look: Look, head: str) -> None:
    for tail in (TAIL, TAIL.replace("</worksheet>", "</x></worksheet>"), f"?></sheetData>{TAIL}"):
        for inside in ("".join(rows()), "".join(rows()).replace("</row>", "</row> ?>", 1)):
            look.assert_alike((head + inside + tail).encode())
    look.assert_alike((head + "".join(rows()) + TAIL).encode("utf-16"))


def test_cells_count_for_the_limit_however_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    held = len(parsed_contents([SHEET], STRINGS).cells)
    for most in (held, held - 1, 3):
        monkeypatch.setattr(cells, "MAX_CELLS", most)
        Look.READ.assert_alike(SHEET)
        assert (len(told(read_at_once, SHEET)) == 1) == (most < held)


# -- workbooks -------------------------------------------------------------------------------------


def assert_books_read_alike(book: OpenBook) -> int:
    """How many cells there are; a sheet that cannot be read is refused by both readers."""
    count = 0
    for sheet in book.sheets:
        part = sheet.part
        strings = _strings_of(book)
        try:
            parsed = parsed_contents(book.package.chunks(part), strings)
        except ToldError as error:
            with pytest.raises(type(error), match=re.escape(str(error))):
                read_contents(lambda part=part: book.package.chunks(part), strings)  # type: ignore[misc]
            continue
        assert _all_of(sifted_contents(book.package.chunks(part), strings)) == _all_of(parsed), part
        count += len(parsed.cells)
    return count


def _strings_of(book: OpenBook) -> list[str]:
    from plansheets.life.book import _shared_strings  # as the book itself reads them

    return _shared_strings(book.package, book.part)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(shipped()))
def test_shipped_workbooks_are_read_as_the_parser_does(name: str, tmp_path: Path) -> None:
    build(name, tmp_path / "made.xlsx", locale="zh-CN")
    with opened_book(tmp_path / "made.xlsx") as book:
        assert assert_books_read_alike(book)
    for part, content in unpack((tmp_path / "made.xlsx").read_bytes()).items():
        if part.startswith("xl/worksheets/sheet"):
            assert b"<row" not in _left_of(content), part


def _left_of(sheet: bytes) -> bytes:
    """What the parser gets to see of a sheet."""
    events = cells._Events([""] * 10_000)
    seen = []

    def note(chunks: Iterable[bytes]) -> Iterable[bytes]:
        for chunk in chunks:
            seen.append(chunk)
            yield chunk

    events.read(note(cells.sift_rows([sheet], events.rows_are)))
    return b"".join(seen)


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.node
@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.parametrize("writer", WRITERS)
def test_workbooks_of_other_programs_are_read_as_the_parser_does(
    writer: Writer, tmp_path: Path
) -> None:
    source = tmp_path / "made.xlsx"
    build("sku-management", source, locale="zh-CN")
    saved = worked_in(writer, {"saved": (source, ())}, tmp_path / "out")["saved"]
    with opened_book(saved) as book:
        assert assert_books_read_alike(book)


@pytest.mark.data
def test_workbooks_that_excel_saved_are_read_as_the_parser_does() -> None:
    if not EXCEL_MADE.is_dir():
        pytest.skip(f"the workbooks saved by Excel are not at {EXCEL_MADE}")
    for path in sorted(EXCEL_MADE.glob("*.xls[xm]"))[::9]:
        with opened_book(path) as book:
            assert_books_read_alike(book)
