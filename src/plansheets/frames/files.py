"""The rows of a file, by what the file is, not by what its name says."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path

from plansheets.blueprint.model import Blueprint, Table
from plansheets.errors import nearest
from plansheets.frames.headers import HeaderIndex, likeness
from plansheets.frames.raw import NO_HINTS, FileHints, RawRows, refuse
from plansheets.opened import CannotOpenError, open_file
from plansheets.package.kinds import what_is_no_zip
from plansheets.values.written import fold
from plansheets.words import Words, reason

MAX_TEXT_BYTES = 128 << 20
_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:html|!doctype html|head|meta|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\x00")
_SPREADSHEET_ML = b"urn:schemas-microsoft-com:office:spreadsheet"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def read_rows(
    written: str, table: Table, hints: FileHints = NO_HINTS, blueprint: Blueprint | None = None
) -> RawRows:
    path, sheet = _split_sheet(written)
    start = read_start(path)
    if start.startswith(b"PK\x03\x04"):
        from plansheets.frames.xlsx import read_xlsx  # noqa: PLC0415  # zipfile and XML

        also = other_names(sheet, blueprint) if sheet and blueprint else ()
        return read_xlsx(path, sheet, table.id, also)
    save_as = Words(
        "用 Excel 或 WPS 打开，另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx"
    )
    if start.startswith(_OLD_WORKBOOK):
        with open_file(path) as stream:
            kind = what_is_no_zip(stream)
        if kind is not None:
            raise refuse("PS403", kind.message, path.name, kind.hint or save_as)
    if _WEB_PAGE.match(_MARKS.sub(b"", start)):
        from plansheets.frames.web_page import read_web_page  # noqa: PLC0415

        return read_web_page(_whole(path), path.name, hints.encoding)
    if _SPREADSHEET_ML in start:
        from plansheets.frames.spreadsheet_ml import read_spreadsheet_ml  # noqa: PLC0415

        return read_spreadsheet_ml(_whole(path), path.name, sheet)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        with open_file(path) as stream:
            kind = what_is_no_zip(stream)
        said = kind.message if kind else Words("文件开头坏了", "its beginning is damaged")
        message = Words(
            f"文件名像工作簿，内容不是：{said.zh}",
            f"the file is no workbook, whatever its name says: {said.en}",
        )
        raise refuse("PS403", message, path.name, save_as)
    if sheet is not None:
        message = Words(f"文本文件没有工作表“{sheet}”", f"a text file has no sheet '{sheet}'")
        raise refuse("PS404", message, path.name, Words("去掉“#…”", "leave '#…' out"))
    from plansheets.frames.csv import read_csv  # noqa: PLC0415

    index = HeaderIndex.of(table, hints.names)
    return read_csv(path, lambda rows: likeness(rows, index), hints.encoding)


def each_sheet(written: str) -> list[str]:
    """``FILE.xlsx#*`` as a source for each visible sheet; any other source alone."""
    file, star, rest = written.rpartition("#*")
    path = Path(file)
    if not star or rest or not path.is_file() or not read_start(path).startswith(b"PK\x03\x04"):
        return [written]
    from plansheets.frames.xlsx import visible_sheets  # noqa: PLC0415

    return [f"{file}#{title}" for title in visible_sheets(path)] or [written]


def _whole(path: Path) -> bytes:
    with open_file(path) as stream:
        data = stream.read(MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        message = Words(
            f"文件超过 {MAX_TEXT_BYTES:,} 字节", f"the file has more than {MAX_TEXT_BYTES:,} bytes"
        )
        raise refuse("PS401", message, path.name, Words("另存为 .xlsx", "save it as .xlsx"))
    return data


def read_start(path: Path) -> bytes:
    """The first bytes of a file, which say what it is."""
    try:
        with open_file(path) as stream:
            return stream.read(512)
    except (CannotOpenError, OSError) as error:
        if path.is_dir():
            message = Words(f"“{path}”是文件夹", f"'{path}' is a folder")
            hint = Words("写明其中的文件", "name a file in it")
            raise refuse("PS401", message, path.name, hint) from None
        if not os.path.lexists(path):
            message = Words(f"没有文件“{path}”", f"no file '{path}'")
            raise refuse("PS401", message, path.name, _nearby(path)) from None
        why = reason(error)
        message = Words(f"打不开“{path}”：{why.zh}", f"'{path}' cannot be opened: {why.en}")
        raise refuse("PS401", message, path.name) from None


def _split_sheet(written: str) -> tuple[Path, str | None]:
    """The file and the sheet of ``FILE#Sheet``; either name may hold a ``#`` itself."""
    parts = written.split("#")
    for count in range(len(parts), 0, -1):
        path = Path("#".join(parts[:count]))
        if path.is_file():
            return path, "#".join(parts[count:]) or None
    return Path(parts[0] or written), None


def other_names(wanted: str, blueprint: Blueprint) -> tuple[str, ...]:
    """What a workbook of *blueprint*, built in any language, calls the sheet or table *wanted*."""
    found: list[str] = []
    for sheet in blueprint.sheets:
        titles = (sheet.joined or sheet).title.by_locale.values()
        if fold(wanted) in map(fold, (sheet.id, *titles, *sheet.title.by_locale.values())):
            found += titles
    for table in blueprint.tables:
        if fold(wanted) in map(fold, (table.id, *table.title.by_locale.values())):
            found.append(table.id)
    return tuple(found)


def _nearby(path: Path) -> Words | None:
    try:
        names = [other.name for other in islice(path.parent.iterdir(), 1_000) if other.is_file()]
    except OSError:
        return None
    return nearest(path.name, names, listed=0)
