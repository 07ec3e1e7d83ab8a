"""A plain ODF spreadsheet, written without LibreOffice: sheets of values and formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from plansheets.addin.libreoffice.package import packed
from plansheets.records import dataclass

OdsValue = str | float | bool | date | None


@dataclass(frozen=True, slots=True)
class OdsFormula:
    """A formula in ODF's spelling, ``of:=SUM([.A1:.A3])``; a matrix where it fills several cells.

    ``value`` is shown until it is calculated.
    """

    text: str
    value: OdsValue = None
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class OdsSheet:
    """Cells by row and column, counted from 0; the first row is the header."""

    title: str
    cells: Mapping[tuple[int, int], OdsValue | OdsFormula]
    widths: Sequence[float] = field(default=())
    """Widths of the first columns, in centimetres."""


_MIMETYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES: Final = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.{minor}"'
    for prefix, name, minor in (
        ("office", "office", 0),
        ("style", "style", 0),
        ("table", "table", 0),
        ("text", "text", 0),
        ("fo", "xsl-fo-compatible", 0),
        ("number", "datastyle", 0),
        ("of", "of", 2),
    )
)
_CELL_STYLES: Final = """\
<number:date-style style:name="iso"><number:year number:style="long"/><number:text>-</number:text>\
<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>\
</number:date-style>
<style:style style:name="plain" style:family="table-cell">\
<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="iso">\
<style:table-cell-properties style:vertical-align="top"/></style:style>
<style:style style:name="header" style:family="table-cell">\
<style:table-cell-properties fo:background-color="#E4ECF5"/>\
<style:text-properties fo:font-weight="bold" fo:color="#1F3A5F"/></style:style>
"""


def ods(sheets: Sequence[OdsSheet]) -> bytes:
    """The file of *sheets*; the same bytes each time."""
    tables = "".join(line for number, sheet in enumerate(sheets) for line in _table(sheet, number))
    widths = "".join(
        f'<style:style style:name="{_column_style(number, column)}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}cm"/></style:style>\n'
        for number, sheet in enumerate(sheets)
        for column, width in enumerate(sheet.widths)
    )
    content = (
        f'{_HEAD}<office:document-content{_NAMES} office:version="1.2">\n'
        f"<office:automatic-styles>\n{widths}{_CELL_STYLES}</office:automatic-styles>\n"
        f"<office:body><office:spreadsheet>\n{tables}"
        "</office:spreadsheet></office:body>\n</office:document-content>\n"
    )
    listed = (("/", _MIMETYPE), ("content.xml", "text/xml"))
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>\n'
        for path, kind in listed
    )
    manifest = (
        f'{_HEAD}<manifest:manifest manifest:version="1.2" '
        f'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">\n{entries}'
        "</manifest:manifest>\n"
    )
    return packed(
        {"mimetype": _MIMETYPE, "content.xml": content, "META-INF/manifest.xml": manifest}
    )


def _column_style(sheet: int, column: int) -> str:
    return f"sheet{sheet}-column{column}"


def _table(sheet: OdsSheet, number: int) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(sheet.title)}>\n"
    for column in range(len(sheet.widths)):
        yield f'<table:table-column table:style-name="{_column_style(number, column)}"/>\n'
    rows: dict[int, dict[int, OdsValue | OdsFormula]] = {}
    for (row, column), content in sheet.cells.items():
        rows.setdefault(row, {})[column] = content
    after = 0
    for row in sorted(rows):
        yield _gap("row", row - after, "<table:table-cell/>")
        yield "<table:table-row>"
        yield from _row(rows[row], header=row == 0)
        yield "</table:table-row>\n"
        after = row + 1
    yield "</table:table>\n"


def _row(cells: Mapping[int, OdsValue | OdsFormula], *, header: bool) -> Iterator[str]:
    after = 0
    for column in sorted(cells):
        yield _gap("cell", column - after)
        yield _cell(cells[column], header=header)
        after = column + 1


def _gap(kind: str, count: int, inside: str = "") -> str:
    if not count:
        return ""
    repeated = f'table:number-{kind}s-repeated="{count}"'.replace("cells", "columns")
    return f"<table:table-{kind} {repeated}>{inside}</table:table-{kind}>"


def _cell(content: OdsValue | OdsFormula, *, header: bool) -> str:
    value = content.value if isinstance(content, OdsFormula) else content
    style = "header" if header else "day" if isinstance(value, date) else "plain"
    words = [f'table:style-name="{style}"']
    if isinstance(content, OdsFormula):
        words.append(f"table:formula={quoteattr(content.text)}")
        if content.rows * content.columns > 1:
            words.append(f'table:number-matrix-rows-spanned="{content.rows}"')
            words.append(f'table:number-matrix-columns-spanned="{content.columns}"')
    shown = ""
    match value:
        case bool():
            words.append(f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"')
        case int() | float():
            words.append(f'office:value-type="float" office:value="{value!r}"')
        case date():
            words.append(f'office:value-type="date" office:date-value="{value.isoformat()}"')
        case str():
            words.append(f'office:value-type="string" office:string-value={quoteattr(value)}')
            shown = f"<text:p>{escape(value)}</text:p>"
        case None:
            pass
    return f"<table:table-cell {' '.join(words)}>{shown}</table:table-cell>"
