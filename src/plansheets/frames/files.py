"""The rows of a file, by what the file is, not by what its name says."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path

from plansheets.blueprint.model import Table
from plansheets.errors import did_you_mean
from plansheets.frames.headers import HeaderIndex, likeness
from plansheets.frames.raw import NO_HINTS, FileHints, RawRows, refuse
from plansheets.opened import CannotOpenError, open_file

MAX_TEXT_BYTES = 128 << 20
_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:html|!doctype html|head|meta|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\x00")
_SPREADSHEET_ML = b"urn:schemas-microsoft-com:office:spreadsheet"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def read_rows(written: str, table: Table, hints: FileHints = NO_HINTS) -> RawRows:
    path, sheet = _split_sheet(written)
    start = read_start(path)
    if start.startswith(b"PK\x03\x04"):
        from plansheets.frames.xlsx import read_xlsx  # noqa: PLC0415  # zipfile and XML

        return read_xlsx(path, sheet)
    save_as = "open it in Excel or WPS and save it as .xlsx"
    if start.startswith(_OLD_WORKBOOK):
        message = "the file is an .xls of before 2007, or a workbook with a password"
        raise refuse("PS403", message, path.name, save_as)
    if _WEB_PAGE.match(_MARKS.sub(b"", start)):
        from plansheets.frames.web_page import read_web_page  # noqa: PLC0415

        return read_web_page(_whole(path), path.name, hints.encoding)
    if _SPREADSHEET_ML in start:
        from plansheets.frames.spreadsheet_ml import read_spreadsheet_ml  # noqa: PLC0415

        return read_spreadsheet_ml(_whole(path), path.name, sheet)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        raise refuse("PS403", "the file is no workbook, whatever its name says", path.name, save_as)
    if sheet is not None:
        raise refuse("PS404", f"a text file has no sheet '{sheet}'", path.name, "leave '#…' out")
    from plansheets.frames.csv import read_csv  # noqa: PLC0415

    index = HeaderIndex.of(table, hints.names)
    return read_csv(path, lambda rows: likeness(rows, index), hints.encoding)


def _whole(path: Path) -> bytes:
    with open_file(path) as stream:
        data = stream.read(MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        message = f"the file has more than {MAX_TEXT_BYTES:,} bytes"
        raise refuse("PS401", message, path.name, "save it as .xlsx")
    return data


def read_start(path: Path) -> bytes:
    """The first bytes of a file, which say what it is."""
    try:
        with open_file(path) as stream:
            return stream.read(512)
    except (CannotOpenError, OSError) as error:
        if path.is_dir():
            raise refuse("PS401", f"'{path}' is a folder", path.name, "name a file in it") from None
        if not os.path.lexists(path):
            raise refuse("PS401", f"no file '{path}'", path.name, _nearby(path)) from None
        raise refuse("PS401", f"'{path}' cannot be opened: {error}", path.name) from None


def _split_sheet(written: str) -> tuple[Path, str | None]:
    """The file and the sheet of ``FILE#Sheet``; either name may hold a ``#`` itself."""
    parts = written.split("#")
    for count in range(len(parts), 0, -1):
        path = Path("#".join(parts[:count]))
        if path.is_file():
            return path, "#".join(parts[count:]) or None
    return Path(parts[0] or written), None


def _nearby(path: Path) -> str | None:
    try:
        names = [other.name for other in islice(path.parent.iterdir(), 1_000) if other.is_file()]
    except OSError:
        return None
    return did_you_mean(path.name, names, listed=0)
