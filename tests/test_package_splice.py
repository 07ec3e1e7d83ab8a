"""Parts of a package that change, and parts that do not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from plansheets.package.archive import PackageError
from plansheets.package.markup import MarkupError
from plansheets.package.sheet_splice import CellPatch, SheetPatch, patched_sheet
from plansheets.package.splice import splice


def package(**parts: bytes) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def packed(stream: io.BytesIO, name: str) -> bytes:
    """A member as it is packed."""
    with zipfile.ZipFile(stream) as archive:
        info = archive.getinfo(name)
    stream.seek(info.header_offset + 26)
    lengths = stream.read(4)
    skipped = int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
    stream.seek(skipped, 1)
    return stream.read(info.compress_size)


def upper(pieces: Iterator[bytes]) -> Iterator[bytes]:
    return (piece.upper() for piece in pieces)


def test_parts_that_do_not_change_are_copied_as_they_are_packed() -> None:
    source, target = package(a=b"one" * 999, b=b"two" * 999, c=b"three"), io.BytesIO()
    splice(source, target, {"B": upper}, frozenset({"c"}))
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["a", "b"]
        assert archive.testzip() is None
        assert archive.read("b") == b"TWO" * 999
    assert packed(target, "a") == packed(source, "a")


def test_members_whose_sizes_stood_behind_them_get_them_before() -> None:
    class Pipe(io.RawIOBase):
        """What zipfile cannot go back in, as when a workbook is streamed to a browser."""

        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.written += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    pipe, target = Pipe(), io.BytesIO()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("a", b"one" * 999)
        archive.writestr("b", b"two")
    splice(io.BytesIO(bytes(pipe.written)), target, {"b": upper})
    with zipfile.ZipFile(target) as archive:
        assert archive.read("a") == b"one" * 999
        assert archive.read("b") == b"TWO"
        assert not any(one.flag_bits & 8 for one in archive.infolist() if one.filename == "a")


def test_a_part_that_is_not_there_cannot_change() -> None:
    with pytest.raises(PackageError):
        splice(package(a=b""), io.BytesIO(), {"b": upper})


SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="m"><dimension ref="A1:C3"/><sheetData>'
    '<row r="1" spans="1:3" ht="20"><c r="A1" s="4" t="s"><v>0</v></c>'
    '<c r="C1" s="5"><f>A1*2</f><v>1</v></c></row>'
    '<row r="3" hidden="1" ht="18" customHeight="1"><c r="A3" s="7"/><c r="B3"><v>2</v></c></row>'
    "</sheetData><mergeCells/></worksheet>"
)


def patched(
    sheet: str, cells: dict[int, dict[int, CellPatch]], size: int = 7, **more: object
) -> str:
    pieces = (sheet.encode()[at : at + size] for at in range(0, len(sheet.encode()), size))
    return b"".join(patched_sheet(pieces, SheetPatch(cells, **more))).decode()  # type: ignore[arg-type]


def test_nothing_to_change_changes_nothing() -> None:
    assert patched(SHEET, {}) == SHEET


@pytest.mark.parametrize("size", [7, 10_000])
def test_cells_change_in_their_places_and_keep_their_looks(size: int) -> None:
    cells = {
        0: {
            0: CellPatch("inlineStr", "a &lt; b"),
            1: CellPatch(value="5", like=(0, 2)),
            2: CellPatch("str", "x", keeps_formula=True),
        },
        1: {0: CellPatch("b", "1", "TRUE()", like=(0, 0))},
        2: {0: CellPatch(value="8"), 1: CellPatch(removed=True)},
        3: {1: CellPatch(value="9", like=(2, 0))},
    }
    assert patched(SHEET, cells, size, rows_like={3: 2}) == (
        SHEET.replace(
            '<row r="1" spans="1:3" ht="20"><c r="A1" s="4" t="s"><v>0</v></c>'
            '<c r="C1" s="5"><f>A1*2</f><v>1</v></c></row>',
            '<row r="1" ht="20"><c r="A1" s="4" t="inlineStr"><is><t>a &lt; b</t></is></c>'
            '<c r="B1" s="5"><v>5</v></c><c r="C1" s="5" t="str"><f>A1*2</f><v>x</v></c></row>'
            '<row r="2"><c r="A2" s="4" t="b"><f>TRUE()</f><v>1</v></c></row>',
        )
        .replace('<c r="A3" s="7"/><c r="B3"><v>2</v></c>', '<c r="A3" s="7"><v>8</v></c>')
        .replace(
            "</sheetData>",
            '<row r="4" ht="18" customHeight="1"><c r="B4" s="7"><v>9</v></c></row></sheetData>',
        )
    )


def test_prefixes_and_cells_without_names_are_read() -> None:
    sheet = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v>'
        "</x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert patched(sheet, {0: {1: CellPatch(value="3")}}) == (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c>'
        '<x:c r="B1"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )


def test_an_empty_sheet_gets_its_first_row() -> None:
    sheet = '<worksheet xmlns="m"><sheetData/></worksheet>'
    assert patched(sheet, {4: {0: CellPatch("inlineStr", " a ")}}) == (
        '<worksheet xmlns="m"><sheetData><row r="5"><c r="A5" t="inlineStr">'
        '<is><t xml:space="preserve"> a </t></is></c></row></sheetData></worksheet>'
    )


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet></worksheet>",
        "<worksheet><sheetData><row r='1'/>",
        "<worksheet><sheetData><row r='1'/><!-- <row> --></sheetData></worksheet>",
        '<?xml version="1.0" encoding="gb18030"?><worksheet><sheetData></sheetData></worksheet>',
    ],
)
def test_what_cannot_be_changed_in_place_is_refused(sheet: str) -> None:
    with pytest.raises(MarkupError):
        patched(sheet, {0: {0: CellPatch(value="1")}})
