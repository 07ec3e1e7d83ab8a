"""Upgrade: charts and pictures of people's own come along, on whatever sheet they stand."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from edited import edit_in_libreoffice, edit_with_openpyxl
from openxml import validate
from plansheets import (
    upgrade,
    verify,
)
from versions import plans, to_after

__all__ = ["plans"]
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture(scope="module")
def drawn(plans: Path) -> Path:
    """A workbook with charts and pictures on a sheet of one's own, and a chart on another."""

    def edit(book: openpyxl.Workbook) -> None:
        own = book.create_sheet("看图", 1)
        own["A1"] = "花费"
        for spot, column in (("C2", "E"), ("C20", "I")):  # the second column is gone
            chart = BarChart()
            chart.title = f"列 {column}"
            values = Reference(book["活动"], range_string=f"活动!${column}$4:${column}$7")
            chart.add_data(values, titles_from_data=True)
            chart.set_categories(Reference(book["活动"], range_string="活动!$B$5:$B$7"))
            own.add_chart(chart, spot)
        over = BarChart()
        over.add_data(Reference(book["活动"], range_string="活动!$E$5:$E$7"))
        book["活动"].add_chart(over, "N20")
        alone = book.create_chartsheet("整页图")
        alone.add_chart(BarChart())

    bare = edit_with_openpyxl(plans / "plan.xlsx", edit, plans / "bare.xlsx")
    return with_picture_and_shape(bare, plans / "drawn.xlsx")


def with_picture_and_shape(book: Path, path: Path) -> Path:
    """*book* with a red picture, and a shape that shows a cell and leads out, beside its charts."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w") as new:
        drawing = next(name for name in old.namelist() if name.startswith("xl/drawings/drawing")
                       and old.read(name).count(b"oneCellAnchor>") == 4)  # fmt: skip
        rels = drawing.replace("drawings/", "drawings/_rels/") + ".rels"
        for name in old.namelist():
            content = old.read(name)
            if name == drawing:
                content = content.replace(b"</wsDr>", ANCHORS.encode() + b"</wsDr>")
            elif name == rels:
                content = content.replace(b"</Relationships>", LINKS.encode())
            elif name == "[Content_Types].xml":
                png = b'<Default Extension="png" ContentType="image/png"/><Override'
                content = content.replace(b"<Override", png, 1)
            new.writestr(name, content)
        new.writestr("xl/media/image1.png", RED)
    return path


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(
        ">I", zlib.crc32(kind + content))  # fmt: skip


RED = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 6, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress((b"\0" + b"\xc8\x10\x2e" * 8) * 6))
    + _chunk(b"IEND", b"")
)


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


LINKS = (
    f'<Relationship Id="rId98" Type="{_OFFICE}/hyperlink" Target="https://example.com/" '
    f'TargetMode="External"/><Relationship Id="rId99" Type="{_OFFICE}/image" '
    'Target="../media/image1.png"/></Relationships>'
)


_PLACED = (
    '<xdr:oneCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
    'spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{_OFFICE}"><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{{}}'
    '</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="900000" cy="600000"/>'
)


_FRAME = (
    '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="600000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
)


ANCHORS = (
    f'{_PLACED.format(19)}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="98" name="商标"/><xdr:cNvPicPr/>'
    f'</xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId99"/><a:stretch><a:fillRect/></a:stretch>'
    f"</xdr:blipFill>{_FRAME}</xdr:pic><xdr:clientData/></xdr:oneCellAnchor>"
    f'{_PLACED.format(25)}<xdr:sp macro="[0]!go" textlink="活动!$E$6"><xdr:nvSpPr>'
    '<xdr:cNvPr id="99" name="花费框"><a:hlinkClick r:id="rId98"/></xdr:cNvPr><xdr:cNvSpPr/>'
    f'</xdr:nvSpPr>{_FRAME}<xdr:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="zh-CN"/><a:t>120</a:t>'
    "</a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:oneCellAnchor>"
)


def charts(path: Path) -> list[tuple[str, list[str], list[str]]]:
    """The charts of a workbook: the part, what they look at, and the values they remember."""
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()
                 if name.startswith("xl/charts/chart")}  # fmt: skip
    return [
        (name, re.findall("<(?:c:)?f>(.*?)</", text), re.findall("<(?:c:)?v>(.*?)</", text))
        for name, text in found.items()
    ]


def shapes(path: Path) -> tuple[list[str], list[str], bool]:
    """The cells that shapes show, the macros that they call, and whether the picture is there."""
    with zipfile.ZipFile(path) as archive:
        texts = "".join(archive.read(name).decode() for name in archive.namelist()
                        if name.startswith("xl/drawings/drawing"))  # fmt: skip
        media = [archive.read(name) for name in archive.namelist() if "/media/" in name]
    boxes = re.findall("<xdr:sp [^>]*>", texts)
    return (
        [cell for one in boxes for cell in re.findall('textlink="(.*?)"', one)],
        [macro for one in boxes for macro in re.findall('macro="(.*?)"', one)],
        media == [RED],
    )


def test_charts_and_pictures_of_ones_own_come_along(
    plans: Path, drawn: Path, tmp_path: Path
) -> None:
    done = to_after(plans, drawn, tmp_path, locale="en")
    new = tmp_path / "new.xlsx"
    assert verify(new) == ()
    assert not validate(new)
    assert [looks for _, looks, _ in charts(new)] == [
        ["Campaigns!$E$4", "Campaigns!$B$5:$B$7", "Campaigns!$E$5:$E$7"]
    ]
    assert openpyxl.load_workbook(new)["看图"]._charts[0].anchor._from.row == 1
    assert shapes(new) == (["Campaigns!$E$6"], [""], True)
    told = [(one.label, one.why.en, one.cell, one.formula) for one in done.leftovers
            if one.kind == "own sheet"]  # fmt: skip
    assert told == [
        ("看图", "what it looks at has no certain place by now: it did not come along",
         "看图!C20", "='活动'!I4"),
        ("看图", "it came along, without the link on it", "看图!A26", ""),
        ("活动", "1 chart, picture or shape of your own on it did not come along", "", ""),
        ("整页图", "a sheet that is a chart, which did not come along", "", ""),
    ]  # fmt: skip
    again = upgrade(new, tmp_path / "again.xlsx", locale="zh-CN")
    assert again.whole
    assert charts(tmp_path / "again.xlsx")[0][1][0] == "活动!$E$4"
    assert shapes(tmp_path / "again.xlsx") == (["活动!$E$6"], [""], True)


def test_charts_that_libreoffice_has_saved_come_along(
    plans: Path, drawn: Path, tmp_path: Path
) -> None:
    book = edit_in_libreoffice(drawn, tmp_path / "edited", saved=[])["saved"]
    to_after(plans, book, tmp_path, locale="en")
    assert verify(tmp_path / "new.xlsx") == ()
    assert not validate(tmp_path / "new.xlsx")
    (_, looks, remembered), *others = charts(tmp_path / "new.xlsx")
    assert looks[0] == "Campaigns!$E$4"
    assert remembered[:4] == ["Spend", "A", "B", "C"]
    assert [float(one) for one in remembered[4:7]] == [80, 120, 50]
    # it makes a sheet of the one that is a chart, which shows nothing
    assert [looks for _, looks, _ in others] == [[]]
