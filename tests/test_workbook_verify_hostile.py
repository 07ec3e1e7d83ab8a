"""``verify`` meets hostile and damaged files with findings, in bounded memory and time."""

from __future__ import annotations

import io
import random
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import NEARLY_LINEAR, growth
from plansheets.errors import Problem, WorkbookError
from plansheets.words import Words
from plansheets.workbook import book as reading
from plansheets.workbook.findings import LISTED_PER_CODE
from plansheets.workbook.rows import sift_rows
from plansheets.workbook.verify import verify, verify_bytes
from workbook_faults import FAULTS, cell
from workbook_samples import (
    BOOK,
    HIDDEN,
    SHEET,
    STRINGS,
    STYLES,
    Change,
    damaged,
    pack,
    put,
    replace,
    sound_workbook,
    stored_zip,
    unpack,
)

MEGABYTE = 1 << 20
XML = b'<?xml version="1.0" encoding="UTF-8"?>'


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in verify_bytes(data, "hostile.xlsx")]


def with_member(name: str, content: bytes, claimed: int | None = None) -> bytes:
    members = [(part, data, len(data)) for part, data in unpack(sound_workbook()).items()]
    claimed = len(content) if claimed is None else claimed
    return stored_zip([*members, (name, content, claimed)])


# -- the archive -----------------------------------------------------------------------------------


def test_the_hand_made_archive_is_sound() -> None:
    assert verify_bytes(with_member("xl/media/image9.png", b"x"), "made.xlsx") == ()


def test_a_part_that_grows_a_thousand_times_is_refused_unread() -> None:
    bomb = with_member("xl/media/image9.png", bytes(64 * MEGABYTE))
    assert len(bomb) < MEGABYTE
    tracemalloc.start()
    found = codes(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == ["PS502"]
    assert peak < 8 * MEGABYTE


def test_parts_are_never_read_past_the_size_they_declare() -> None:
    sheet = unpack(sound_workbook())[SHEET].replace(
        b"</sheetData>", b" " * 64 * MEGABYTE + b"</sheetData>"
    )
    members = [
        (part, data, len(data)) for part, data in unpack(sound_workbook()).items() if part != SHEET
    ]
    lying = stored_zip([*members, (SHEET, sheet, 1_000)])
    tracemalloc.start()
    found = codes(lying)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "PS501" in found or "PS503" in found
    assert peak < 16 * MEGABYTE


def test_parts_that_declare_gigabytes_together_are_refused() -> None:
    members = [(f"xl/media/image{n}.png", b"x", 900 * MEGABYTE) for n in range(3)]
    assert codes(stored_zip(members)) == ["PS502"]


def with_members(count: int) -> bytes:
    return pack(unpack(sound_workbook()) | {f"xl/extra/{n}.bin": b"x" for n in range(count)})


def test_five_thousand_members_are_one_finding_and_quick() -> None:
    few, many = with_members(625), with_members(5_000)
    (problem,) = verify_bytes(many, "many.xlsx")
    assert problem.code == "PS504"
    assert "(and 4,999 more like it)" in problem.message
    assert growth(codes, few, many) < NEARLY_LINEAR


def test_more_members_than_any_workbook_has_are_refused() -> None:
    data = stored_zip([(f"{n}", b"", 0) for n in range(20_001)])
    assert codes(data) == ["PS502"]


def test_a_huge_table_of_contents_is_refused_before_it_is_read() -> None:
    data = stored_zip([(f"{n:0>200}", b"", 0) for n in range(40_000)])
    (problem,) = verify_bytes(data, "many.xlsx")
    assert problem.code == "PS502"
    assert "table of contents" in problem.message


@pytest.mark.parametrize("name", [SHEET, SHEET.upper()])
def test_two_members_with_one_name_are_refused(name: str) -> None:
    assert codes(with_member(name, b"<worksheet/>")) == ["PS502"]


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "xl/../../evil", "..\\evil.xml", "C:/a"]
)
def test_names_that_lead_out_of_the_package_are_refused(name: str) -> None:
    assert codes(with_member(name, b"x")) == ["PS502"]


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(sound_workbook())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.index(mark)
        data[at + offset] |= 1
    assert codes(bytes(data)) == ["PS502"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_excel_cannot_unpack_is_refused(method: int) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in unpack(sound_workbook()).items():
            archive.writestr(name, content)
    assert codes(stream.getvalue()) == ["PS502"]


# -- the markup ------------------------------------------------------------------------------------

LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9)
) + b"]>"  # fmt: skip


@pytest.mark.parametrize(
    "part", [SHEET, STRINGS, STYLES, BOOK, "docProps/core.xml", "xl/calcChain.xml"]
)
@pytest.mark.parametrize(
    "declaration",
    [b"<!DOCTYPE x>", LAUGHS, b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'],
    ids=["empty", "billion laughs", "external"],
)
def test_document_types_are_refused(part: str, declaration: bytes) -> None:
    content = unpack(sound_workbook())[part]
    head, _, body = content.partition(b"?>")
    assert "PS503" in codes(damaged(put(part, head + b"?>" + declaration + body)))


@pytest.mark.parametrize(
    "part", [SHEET, STYLES, BOOK, "xl/tables/table1.xml", "xl/charts/chart1.xml"]
)
def test_very_deep_xml_is_refused(part: str) -> None:
    root = unpack(sound_workbook())[part].partition(b"?>")[2].lstrip()
    opened = root[: root.index(b">") + 1]
    name = opened[1:].split()[0].rstrip(b">")
    deep = XML + opened + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</" + name + b">"
    assert "PS503" in codes(damaged(put(part, deep)))


def test_very_deep_cells_end_in_no_recursion() -> None:
    deep = "<c>" * 100_000 + "</c>" * 100_000
    assert "PS521" in codes(
        damaged(replace(SHEET, "</sheetData>", f'<row r="9">{deep}</row></sheetData>'))
    )


def test_a_sheet_in_utf_16_is_sound() -> None:
    text = unpack(sound_workbook())[SHEET].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert verify_bytes(damaged(put(SHEET, text.encode("utf-16"))), "sound.xlsx") == ()


@pytest.mark.parametrize("encoding", ["EBCDIC-CP-US", "no-such-code", "UTF-7"])
def test_an_encoding_that_cannot_be_read_is_a_finding(encoding: str) -> None:
    change = replace(SHEET, 'encoding="UTF-8"', f'encoding="{encoding}"')
    assert "PS503" in codes(damaged(change))


def test_prefixed_elements_are_read_like_any_others() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="1"><x:c r="A1"><x:f>IFNA(1,2)</x:f>'
        "</x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert codes(damaged(put(HIDDEN, sheet))) == ["PS560"]


def test_the_strict_variant_of_the_format_is_read_like_the_other() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = replace(HIDDEN, main, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    late = replace(HIDDEN, 'r="A2"', 'r="A1"')
    assert codes(damaged(strict)) == []
    assert codes(damaged(strict, late)) == ["PS521"]


# -- cells -----------------------------------------------------------------------------------------


def test_a_lying_dimension_costs_nothing() -> None:
    data = damaged(replace(SHEET, 'dimension ref="A1:G7"', 'dimension ref="A1:XFD1048576"'))
    assert verify_bytes(data, "lying.xlsx") == ()
    assert growth(codes, sound_workbook(), data) < 2


def test_a_cell_in_the_last_corner_of_the_grid_is_sound() -> None:
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert verify_bytes(damaged(replace(SHEET, "</sheetData>", last)), "corner.xlsx") == ()


def test_a_cell_of_ten_megabytes_is_a_finding() -> None:
    text = "x" * 10 * MEGABYTE
    cell = f'<row r="9"><c r="A9" t="inlineStr"><is><t>{text}</t></is></c></row></sheetData>'
    assert codes(damaged(replace(SHEET, "</sheetData>", cell))) == ["PS523"]


def with_formula(formula: str) -> bytes:
    cell = f'<row r="9"><c r="A9"><f>{formula}</f></c></row></sheetData>'
    return damaged(replace(SHEET, "</sheetData>", cell))


def test_a_formula_of_a_megabyte_is_a_finding_and_quick() -> None:
    long, longer = (with_formula("1+" * (size // 2) + "1") for size in (MEGABYTE // 8, MEGABYTE))
    assert codes(longer) == ["PS569"]
    assert growth(codes, long, longer) < NEARLY_LINEAR


SLOW = ["(", "'", "A", "[", "T[[", "{", "1:", "\\", "A!", "'a'", "#REF!"]


@pytest.mark.parametrize("piece", SLOW)
def test_formulas_made_to_be_slow_are_not(piece: str) -> None:
    short, long = (with_formula(piece * (size // len(piece))) for size in (1_000, 8_000))
    assert growth(codes, short, long) < NEARLY_LINEAR


def test_one_fault_in_fifty_thousand_rows_is_one_finding() -> None:
    row = '<row r="{0}"><c r="A{0}"><f>IFNA(B{0},0)</f><v>1</v></c></row>'
    rows = "".join(row.format(number) for number in range(9, 50_009))
    (problem,) = verify_bytes(
        damaged(replace(SHEET, "</sheetData>", f"{rows}</sheetData>")), "big.xlsx"
    )
    assert problem == Problem.told(
        "PS560",
        Words(
            "IFNA 缺少前缀，Excel 会显示 #NAME?（另有 49,999 处）",
            "IFNA without its prefix: Excel shows #NAME? (and 49,999 more like it)",
        ),
        where="big.xlsx: 'SKU table'!A9",
        hint=Words("文件里写作 _xlfn.IFNA", "files spell it _xlfn.IFNA"),
    )


def test_many_different_faults_of_one_kind_are_listed_up_to_a_limit() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f>name_{n}+1</f></c></row>' for n in range(9, 1_009))
    found = verify_bytes(damaged(replace(SHEET, "</sheetData>", f"{rows}</sheetData>")), "big.xlsx")
    assert len(found) == LISTED_PER_CODE + 1
    assert found[-1].message == "980 more findings of this kind are not listed"


def test_thousands_of_sheets_of_one_part_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    monkeypatch.setattr(
        reading,
        "sift_rows",
        lambda chunks, scan, known: read.append(1) or sift_rows(chunks, scan, known),
    )
    sheets = "".join(
        f'<sheet name="S{number}" sheetId="{number}" r:id="rId1"/>' for number in range(9, 2_009)
    )
    found = verify_bytes(damaged(replace(BOOK, "</sheets>", f"{sheets}</sheets>")), "many.xlsx")
    assert "PS512" in {problem.code for problem in found}
    assert len(read) <= 3


@pytest.mark.parametrize("part", [SHEET, STYLES, BOOK])
def test_elements_in_no_namespace_are_a_finding(part: str) -> None:
    main = ' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    found = verify_bytes(damaged(replace(part, main, "")), "bare.xlsx")
    assert any(
        problem.code == "PS503" and "in no namespace" in problem.message for problem in found
    )


# -- no workbook at all ----------------------------------------------------------------------------


def test_a_word_document_is_a_finding() -> None:
    data = pack(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "word/document.xml": b"<document/>",
        }
    )
    assert codes(data) == ["PS501"]


NO_WORKBOOKS = {
    "empty": b"",
    "two bytes": b"PK",
    "old xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "html": b"<html><table/></html>",
    "csv": "编号,名称\n1,a\n".encode("gb18030"),
    "noise": bytes(range(256)) * 40,
    "head of a zip": b"PK\3\4" + bytes(100),
    "empty zip": pack({}),
    "another zip": pack({"a.txt": b"hello"}),
}


@pytest.mark.parametrize("data", NO_WORKBOOKS.values(), ids=NO_WORKBOOKS)
def test_a_file_that_is_no_workbook_is_one_finding(data: bytes) -> None:
    assert codes(data) == ["PS501"]


def test_a_binary_workbook_is_a_finding() -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    binary = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    assert codes(damaged(replace("[Content_Types].xml", kind, binary))) == ["PS501"]


@pytest.mark.parametrize("kept", [10, 100, 1_000, 5_000, 10_000, -1, -22, -100])
def test_a_cut_off_file_is_a_finding(kept: int) -> None:
    assert codes(sound_workbook()[:kept]) == ["PS501"]


def test_a_file_that_is_not_there_is_an_error_with_a_plain_message(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="PS500 cannot be read: no such file or directory"):
        verify(tmp_path / "gone.xlsx")
    with pytest.raises(WorkbookError, match="PS500 cannot be read: it is a folder"):
        verify(tmp_path)


def test_random_damage_never_ends_in_a_traceback() -> None:
    sound = sound_workbook()
    choose = random.Random(20240531)
    for _ in range(150):
        data = bytearray(sound)
        for _ in range(choose.randint(1, 8)):
            data[choose.randrange(len(data))] = choose.randrange(256)
        verify_bytes(bytes(data), "noise.xlsx")


PARTS = sorted(name for name in unpack(sound_workbook()) if name.endswith((".xml", ".rels")))
ATTRIBUTE_VALUES = st.sampled_from(
    ["", "-1", "x", "99999999999999999999", "A1:", "½", "²", "\u0661"]
)


@given(st.sampled_from(PARTS), st.integers(0, 10_000), ATTRIBUTE_VALUES)
def test_strange_attributes_never_end_in_a_traceback(part: str, place: int, value: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        pieces = parts[part].decode().split('"')
        if len(pieces) > 2:
            pieces[(place % (len(pieces) // 2)) * 2 + 1] = value
        parts[part] = '"'.join(pieces).encode()

    verify_bytes(damaged(change), "strange.xlsx")


@given(st.sampled_from(PARTS), st.integers(0, 10_000))
def test_missing_elements_never_end_in_a_traceback(part: str, place: int) -> None:
    def change(parts: dict[str, bytes]) -> None:
        pieces = parts[part].decode().split("<")
        empty = [number for number, piece in enumerate(pieces) if piece.rstrip().endswith("/>")]
        if empty:
            del pieces[empty[place % len(empty)]]
        parts[part] = "<".join(pieces).encode()

    verify_bytes(damaged(change), "strange.xlsx")


# -- two ways to read a row ------------------------------------------------------------------------


@pytest.mark.slow
def test_rows_kept_from_the_parser_are_judged_as_the_parser_would(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changes: list[tuple[Change, ...]] = [(), *(fault[2] for fault in FAULTS)]
    files = [damaged(*change) for change in changes]
    sifted = [set(verify_bytes(data, "damaged.xlsx")) for data in files]
    monkeypatch.setattr(reading, "sift_rows", lambda chunks, *_: chunks)
    assert sifted == [set(verify_bytes(data, "damaged.xlsx")) for data in files]


def test_a_header_cell_whose_string_number_is_none_gets_messages() -> None:
    found = verify_bytes(damaged(cell('<c r="A3" t="s"><v>', '<c r="A3" t="s"><v>R1C1')), "x.xlsx")
    assert {"PS522", "PS542"} <= {problem.code for problem in found}


def test_half_a_million_cell_formats_are_one_problem_said_soon() -> None:
    many = replace(STYLES, "</cellXfs>", "<xf/>" * 500_000 + "</cellXfs>")
    (problem,) = verify_bytes(damaged(many), "many.xlsx")
    assert (problem.code, problem.message[:21]) == ("PS579", "500,003 cell formats,")
