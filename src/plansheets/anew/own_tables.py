"""Excel tables of people's own sheets: what formulas see of them, and their parts in the new file.

A plan knows them as cells: formulas that name them are drawn and calculated over their cells, and
spelled as they were once the workbook is written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from plansheets.anew.carry import Carrying
from plansheets.anew.changing import attributes, in_front_of, in_turn, link, with_changes
from plansheets.anew.own_rules import plain
from plansheets.anew.places import NewPlaces, NoPlaceError, OwnTable
from plansheets.anew.results import Leftover
from plansheets.anew.sheets import OwnSheets
from plansheets.formula.spell import FILE, spell
from plansheets.grid import cell_name, range_name
from plansheets.life.book import OpenBook, book_in
from plansheets.life.cells import Spot
from plansheets.package.archive import CONTENT_TYPES
from plansheets.package.digits import whole_number
from plansheets.package.splice import PartChange
from plansheets.words import Words

_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BEHIND = re.compile(rb"<extLst\b|</worksheet>")
"""What follows the tables of a worksheet (ECMA-376, 18.3.1.99)."""
_FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>)([^<]*)(</f>)')
_TABLE = Words(
    "它的表格（单元格带过去了）没有带过去", "its table, but for the cells, did not come along"
)
_TOTALS = ("totalsRowFunction", "totalsRowLabel")
_STYLE = ("name", "showFirstColumn", "showLastColumn", "showRowStripes", "showColumnStripes")


def with_own_tables(
    content: bytes, name: str, carrying: Carrying, own: OwnSheets
) -> tuple[bytes, list[Leftover]]:
    """The workbook *content* with the tables of people's own sheets, and what is left over.

    Where the workbook would not be sound with them, it stays without.
    """
    places, old = own.places, carrying.old.book
    found = [
        (sheet, part) for sheet in own.sheets for part in old.package.related(sheet.part, "table")
    ]
    if places is None or not found:
        return content, []
    known = {one.part: one for one in places.tables.values()}
    left = [
        Leftover("own sheet", sheet.title, _TABLE) for sheet, part in found if part not in known
    ]
    if not known:
        return content, left
    with io.BytesIO(content) as stream:
        new = book_in(stream, name)
        made = _grafted(stream, name, new, old, places, own)
    if made is None:
        return content, [Leftover("own sheet", sheet.title, _TABLE) for sheet, _ in found]
    return made, left


def _grafted(
    stream: io.BytesIO, name: str, new: OpenBook, old: OpenBook, places: NewPlaces, own: OwnSheets
) -> bytes | None:
    changes: dict[str, PartChange] = {}
    added: dict[str, bytes] = {}
    numbers = [
        whole_number(new.package.tree(part).get("id", "")) or 0
        for sheet in new.sheets
        for part in new.package.related(sheet.part, "table")
    ]
    number = max(numbers, default=0)
    types = ""
    for sheet in own.sheets:
        target = new.sheet(sheet.title)
        tables = [one for one in places.tables.values() if one.sheet is sheet]
        if target is None:
            continue
        written = own.structured.get(sheet.title, {})
        listed: list[PartChange] = []
        if tables:
            parts: list[str] = []
            for table in tables:
                number += 1
                parts.append(f"xl/tables/own{number}.xml")
                added[parts[-1]] = _table(old.package.tree(table.part), table, number, places)
                types += f'<Override PartName="/{parts[-1]}" ContentType="{_TYPE}"/>'
            ids = link(new, target.part, _LINK, parts, changes, added)
            named = "".join(f'<tablePart r:id="{id_}"/>' for id_ in ids)
            element = f'<tableParts count="{len(ids)}">{named}</tableParts>'
            listed.append(in_front_of(_BEHIND, element))
        if written:
            listed.append(_spelled(written))
        if listed:
            changes[target.part] = in_turn(listed)
    changes[CONTENT_TYPES] = in_front_of(re.compile(rb"</Types>"), types)
    return with_changes(stream, name, changes, added)


def _spelled(written: Mapping[Spot, str]) -> PartChange:
    """A sheet whose formulas name tables again."""
    texts = {cell_name(*spot).encode(): escape(text).encode() for spot, text in written.items()}

    def change(chunks: Iterator[bytes]) -> Iterable[bytes]:
        def named(found: re.Match[bytes]) -> bytes:
            text = texts.get(found[2])
            return found[0] if text is None else found[1] + text + found[4]

        return [_FORMULA.sub(named, b"".join(chunks))]

    return change


def _table(tree: Element, table: OwnTable, number: int, places: NewPlaces) -> bytes:
    """The part of a table as the new workbook has it."""
    box = table.box
    name = quoteattr(table.name)
    totals = f' totalsRowCount="{table.totals}"' if table.totals else ' totalsRowShown="0"'
    columns = "".join(
        _column(column, at, header, table, places)
        for at, (column, header) in enumerate(
            zip(tree.iterfind("tableColumns/tableColumn"), table.headers, strict=True), 1
        )
    )
    filtered = tree.find("autoFilter")
    shown = ""
    if filtered is not None:
        end = box.last_row - table.totals
        kept = "".join(
            plain(one) for one in filtered.iterfind("filterColumn")
            if not any("dxfId" in each.attrib or each.tag == "extLst" for each in one.iter())
        )  # fmt: skip
        shown = f'<autoFilter ref="{range_name(*box[:2], end, box[3])}">{kept}</autoFilter>'
    look = tree.find("tableStyleInfo")
    style = ""
    if look is not None:
        told = {key: look.attrib[key] for key in _STYLE if key in look.attrib}
        style = f"<tableStyleInfo{attributes(told)}/>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<table xmlns="{_MAIN}" id="{number}" name={name} displayName={name} '
        f'ref="{range_name(*box)}"{totals}>{shown}<tableColumns count="{len(table.headers)}">'
        f"{columns}</tableColumns>{style}</table>"
    ).encode()


def _column(column: Element, number: int, header: str, table: OwnTable, places: NewPlaces) -> str:
    told = attributes({key: column.attrib[key] for key in _TOTALS if key in column.attrib})
    name = quoteattr(header.replace("\n", "_x000a_"))
    inside = ""
    for kind, row in (
        ("calculatedColumnFormula", table.box.first_row + 1),
        ("totalsRowFormula", table.box.last_row),
    ):
        text = (column.findtext(kind) or "").strip()
        with suppress(NoPlaceError):
            if text:
                tree = places.formula(text, table.sheet.title, row, keep=True)
                inside += f"<{kind}>{escape(spell(tree, FILE).removeprefix('='))}</{kind}>"
    return f'<tableColumn id="{number}" name={name}{told}>{inside}</tableColumn>'
