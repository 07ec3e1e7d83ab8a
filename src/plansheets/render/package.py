"""The zip a workbook is stored in; its parts go in one after another, as they are written.

XlsxWriter keeps every part whole, in memory or in a temporary file, before it zips the first one.
A sheet of a million cells is seventy megabytes of text, three times over; here it passes through.
"""

from __future__ import annotations

import re
from io import BytesIO, StringIO
from itertools import islice
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter.chart import Chart
from xlsxwriter.packager import Packager
from xlsxwriter.workbook import Workbook

from plansheets.render.again import Imprint, WrittenPart
from plansheets.render.markup import escape
from plansheets.render.rows import SharedTexts

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS = "xl/sharedStrings.xml"
_SHEETS, _CHARTS = "xl/worksheets/sheet", "xl/charts/chart"
_CHUNK = 1_000
"""Texts that are in memory as XML at one time."""
_EDGE_SPACE = re.compile(r"\A\s|\s\Z")


class PackagePart(StringIO):
    """One part's text on its way into the zip; ``flush`` hands over what has gathered."""

    def __init__(self, member: IO[bytes]) -> None:
        super().__init__()
        self._member = member
        self.pieces = [""]
        """What gathered, parted where it was told to be."""

    def part(self) -> None:
        """Begin another piece."""
        self.flush()
        self.pieces.append("")

    def write_through(self, text: str) -> None:
        """Hand over *text* after what has gathered, not gathered itself."""
        self.flush()
        self._member.write(text.encode())

    def flush(self) -> None:
        if self.tell():
            text = self.getvalue()
            self.pieces[-1] += text
            self._member.write(text.encode())
            self.seek(0)
            self.truncate()

    def close(self) -> None:
        if not self.closed:
            try:
                self.flush()
            finally:
                self._member.close()
                super().close()


class Package(Packager):  # type: ignore[misc]  # XlsxWriter carries no types
    """Writes the parts of a workbook into *archive*."""

    def __init__(self, archive: ZipFile, texts: SharedTexts, level: int) -> None:
        super().__init__()
        self._archive = archive
        self._texts = texts
        self._level = level
        self._part: PackagePart | None = None
        self._name = ""
        self.written: list[WrittenPart] = []
        self.before: Imprint | None = None
        """A workbook that differs from this one in its values alone."""

    def _create_package(self) -> list[tuple[StringIO, str, bool]]:
        try:
            if self.before is None:
                super()._create_package()
            else:
                self._write_again(self.before)
        finally:
            # A zip with an open part cannot be closed, and would hide what went wrong.
            self._finish()
        return []

    def _write_again(self, before: Imprint) -> None:
        """Write a workbook that has the parts of the one *before*, but for its values."""
        sheets = iter(self.workbook.worksheets())
        charts = iter(self.workbook.charts)
        for known in before.parts:
            if known.name == _STRINGS:
                self._write_shared_strings_file()
            elif known.name.startswith(_SHEETS):
                sheet = next(sheets)
                sheet._set_xml_writer(self._filename(known.name))  # noqa: SLF001
                sheet.write_again(known.pieces)
            elif known.pieces is None:
                chart = next(charts)
                chart._set_xml_writer(self._filename(known.name))  # noqa: SLF001
                chart._assemble_xml_file()  # noqa: SLF001
            else:
                self._filename(known.name).write("".join(known.pieces))

    def _filename(self, xml_filename: str) -> PackagePart:
        """Where XlsxWriter writes the next part; the one before is complete by then."""
        self._finish()
        self._name = xml_filename
        self._part = PackagePart(self._archive.open(self._entry(xml_filename), "w"))
        return self._part

    def _entry(self, name: str) -> ZipInfo:
        # The same bytes on every machine: no clock, no operating system, no umask.
        info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type = ZIP_DEFLATED
        info.create_system = 0
        info.external_attr = 0o600 << 16
        info._compresslevel = self._level  # type: ignore[attr-defined]  # noqa: SLF001  # public only in 3.13
        return info

    def _finish(self) -> None:
        part, self._part = self._part, None
        if part is not None:
            part.close()
            depends = self._name == _STRINGS or self._name.startswith(_CHARTS)
            self.written.append(WrittenPart(self._name, None if depends else tuple(part.pieces)))

    def _add_vba_project(self) -> None:
        if self.workbook.vba_project:
            self._finish()
            project = self.workbook.vba_project.getvalue()
            self._archive.writestr(self._entry("xl/vbaProject.bin"), project)

    def _write_shared_strings_file(self) -> None:
        if not self._texts:
            return
        part = self._filename(_STRINGS)
        part.write('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
        part.write(f'<sst xmlns="{_SPREADSHEET}" uniqueCount="{len(self._texts)}">')
        texts = iter(self._texts)
        while some := list(islice(texts, _CHUNK)):
            part.write_through("".join(map(_string_item, some)))
        part.write("</sst>")


def _string_item(text: str) -> str:
    space = ' xml:space="preserve"' if _EDGE_SPACE.search(text) else ""
    return f"<si><t{space}>{escape(text)}</t></si>"


class PlanWorkbook(Workbook):  # type: ignore[misc]  # XlsxWriter carries no types
    """A workbook that stores itself through a Package."""

    def __init__(self, archive: ZipFile, level: int, before: Imprint | None = None) -> None:
        # XlsxWriter opens a zip of its own before it asks for the packager. It gets an empty one.
        super().__init__(
            BytesIO(),
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "nan_inf_to_errors": False,
            },
        )
        self.str_table = SharedTexts()
        self.name_comments: dict[str, str] = {}
        self._package = Package(archive, self.str_table, level)
        self._package.before = before

    @property
    def written(self) -> tuple[WrittenPart, ...]:
        """All parts, once they are written."""
        return tuple(self._package.written)

    def take_chart(self, chart: Chart) -> Chart:
        """Take a chart of our own making, as ``add_chart`` does one of XlsxWriter's."""
        chart.embedded = True
        self.charts.append(chart)
        return chart

    def _get_packager(self) -> Package:
        return self._package

    def _prepare_sst_string_data(self) -> None:
        """Nothing to prepare: texts keep their order, and rows add more while they are written."""

    def _write_defined_name(self, defined_name: list[str | int]) -> None:
        """``<definedName>`` with its comment, which XlsxWriter does not know."""
        name, sheet, target, hidden = defined_name
        attributes: list[tuple[str, str | int]] = [("name", name)]
        if comment := self.name_comments.get(str(name)):
            attributes.append(("comment", comment))
        if sheet != -1:
            attributes.append(("localSheetId", sheet))
        if hidden:
            attributes.append(("hidden", 1))
        self._xml_data_element("definedName", target, attributes)
