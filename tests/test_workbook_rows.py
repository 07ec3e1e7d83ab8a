"""Rows that resemble those above them are judged as the parser would judge each by itself."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plansheets.errors import Problem
from plansheets.package.markup import TreeReader
from plansheets.workbook.cell_events import CellEvents
from plansheets.workbook.cells import CalculatedColumn, CellFacts, CellScan, CellWishes
from plansheets.workbook.findings import Findings
from plansheets.workbook.rows import sift_rows

HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
TAIL = "</sheetData></worksheet>"
SHARED = '<f t="shared" ref="G1:G60" si="0">C1+1</f>'
ROW = (
    '<row r="{0}" ht="21.0"><c r="A{0}" s="1" t="s"><v>{1}</v></c><c r="B{0}" s="2"/>'
    '<c r="C{0}"><v>{1}.5</v></c><c r="D{0}" t="str"><f>T[[#This Row],[销量]]&amp;"A7"</f>'
    '<v>卖&amp;{1}</v></c><c r="E{0}" s="1"><f>C{0}*D{2}+\'A9\'!F{0}+$C$7</f><v>{1}</v></c>'
    '<c r="F{0}" t="e"><f aca="false">F{0}/0</f><v>#DIV/0!</v></c>'
    '<c r="G{0}"><f t="shared" si="0"/><v>2</v></c>'
    '<c r="H{0}" t="inlineStr"><is><t>note {1}</t></is></c>'
    '<c r="I{0}" t="b"><f>C{0}&gt;1</f><v>1</v></c></row>'
)
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


def rows() -> list[str]:
    made = [ROW.format(number, number % 7, max(number - 1, 1)) for number in range(1, HEIGHT + 1)]
    made[0] = made[0].replace('<f t="shared" si="0"/>', SHARED)
    return made


def judged(sheet: bytes, *, by_parser: bool) -> tuple[CellFacts, tuple[Problem, ...], str]:
    """What is kept of the sheet's cells, what is wrong with them, and with its XML."""
    findings = Findings("x.xlsx")
    scan = CellScan(lambda cell: f"S!{cell}", WISHES, findings)
    chunks = [sheet[place : place + 700] for place in range(0, len(sheet), 700)]
    reader = TreeReader({"sheetData": lambda reader: CellEvents.take_over(scan, reader)})
    try:
        reader.read(chunks if by_parser else sift_rows(chunks, scan))
    except Exception as error:  # noqa: BLE001  # both must fail alike, whatever it is
        return CellFacts(), (), type(error).__name__
    return scan.facts, findings.problems(), ""


def assert_judged_alike(sheet: bytes) -> None:
    assert judged(sheet, by_parser=False) == judged(sheet, by_parser=True)


def parsed_rows(sheet: bytes) -> int:
    """How many rows the parser gets to see."""
    scan = CellScan(lambda cell: f"S!{cell}", WISHES, Findings("x.xlsx"))
    return sum(part.count(b"row>") for part in sift_rows([sheet], scan))


def test_a_sheet_of_like_rows_is_judged_as_the_parser_does() -> None:
    sheet = (HEAD + "".join(rows()) + TAIL).encode()
    assert_judged_alike(sheet)
    assert judged(sheet, by_parser=False)[1:] == ((), "")


PREFIXED = HEAD.replace("<worksheet xmlns=", "<x:worksheet xmlns:x=").replace("<sheet", "<x:sheet")


@pytest.mark.parametrize(
    ("head", "changes"),
    [
        (PREFIXED, [("</", "</x:"), ("<", "<x:"), ("<x:/", "</")]),
        (HEAD, [("><c ", ">\r\n\t<c "), ("</row>", "\n</row>")]),
        (HEAD.partition("\n")[2], []),
        ("\ufeff" + HEAD, []),
        (HEAD, [('ht="21.0"', 'spans="1:9" customFormat="false"')]),
    ],
    ids=["with a prefix", "laid out", "without a declaration", "with a mark", "with spans"],
)
def test_rows_are_kept_from_the_parser_however_they_are_written(
    head: str, changes: list[tuple[str, str]]
) -> None:
    inside = "".join(rows()) + TAIL
    for change in changes:
        inside = inside.replace(*change)
    sheet = (head + inside).encode()
    assert parsed_rows(sheet) <= 1  # the header's
    assert_judged_alike(sheet)


CHANGES = [
    ("<v>1</v>", "<v>NaN</v>"),
    ("<v>", "<v> "),
    ("</v>", ""),
    ("<v>2</v>", "<v></v>"),
    ('s="1"', 's="9"'),
    ('s="1"', 's="01"'),
    ('t="s"', 't="str"'),
    ('t="str"', 't="x"'),
    ('<c r="A{0}" s="1" t="s"><v>', '<c r="A{0}" s="1" t="s"><v>99'),
    ('<c r="A{0}" s="1" t="s"><v>', '<c r="A{0}" s="1" t="s"><v>-'),
    ('r="C{0}"', 'r="C7"'),
    ('r="C{0}"', 'r="B{0}"'),
    ('r="C{0}"', 'r="c{0}"'),
    ('<row r="{0}"', '<row r="7"'),
    ('<row r="{0}"', '<row r="1048577"'),
    ('<row r="{0}"', '<row r="99" r="{0}"'),
    ('ht="21.0"', 'ht="999"'),
    ("note", "&bad;"),
    ("note", "a & b"),
    ("note", "a ]]> b"),
    ("note", "\x01"),
    ("note", "\ufffe"),
    ("note", "\n" * 260),
    ("note", "x" * 33_000),
    ("note", "<!-- </row> -->"),
    ("note", "<![CDATA[</row>]]>"),
    ("note", "</t><t>"),
    ("note", "<?pi </sheetData> ?>"),
    ("卖", "\ud83d"),
    ("#DIV/0!", "#NO!"),
    ("C{0}*D", "C{0}*X"),
    ("C{0}*D", "C8*D"),
    ("'A9'", "'A8'"),
    ("$C$7", "$C$8"),
    ('"A7"', '"A8"'),
    ('"A7"', '"' + "A" * 300 + '"'),
    ("[销量]", "[销售]"),
    ("F{0}/0", "F{0}/0)"),
    ('si="0"', 'si="5"'),
    (' si="0"', ""),
    ("<c ", '<c cm="1" '),
    ("</c>", "</c><c/>"),
    ("</row>", "</row></row>"),
    ("</row>", "</row>text"),
    ("</row>", ""),
]


@given(st.sampled_from(CHANGES), st.integers(18, HEIGHT - 1), st.integers(0, 8))
@example(("note", "<!-- </row> -->"), 30, 0)
def test_a_fault_in_one_of_many_like_rows_is_found(
    change: tuple[str, str], place: int, which: int
) -> None:
    made = rows()
    old, new = (text.format(place + 1) if "{0}" in text else text for text in change)
    pieces = made[place].split(old)
    at = 1 + which % max(len(pieces) - 1, 1)
    made[place] = old.join(pieces[:at]) + (new + old.join(pieces[at:]) if pieces[at:] else "")
    assert_judged_alike((HEAD + "".join(made) + TAIL).encode("utf-8", "surrogatepass"))


@given(st.integers(0, 10**9), st.integers(0, 255), st.booleans())
def test_a_wrong_byte_in_like_rows_is_judged_as_the_parser_does(
    place: int, byte: int, repeated: bool
) -> None:
    sheet = bytearray((HEAD + "".join(rows()) + TAIL).encode())
    start = len(HEAD)
    sheet[start + place % (len(sheet) - start)] = byte
    if repeated:
        sheet[start + place * 7 % (len(sheet) - start)] = byte
    assert_judged_alike(bytes(sheet))


@pytest.mark.parametrize("change", CHANGES, ids=repr)
def test_a_fault_in_every_row_is_counted(change: tuple[str, str]) -> None:
    made = [
        row.replace(*(text.format(number) if "{0}" in text else text for text in change))
        for number, row in enumerate(rows(), 1)
    ]
    assert_judged_alike((HEAD + "".join(made) + TAIL).encode("utf-8", "surrogatepass"))
