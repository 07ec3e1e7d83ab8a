"""A file that XlsxWriter made, with the same bytes each time, and an add-in made of a workbook."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Final

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""When a file says that it was made."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_BOOK_TYPE: Final = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN_TYPE: Final = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"


def dated(content: bytes) -> bytes:
    """The same package with one date for all its parts."""
    return _packed(content, b"", b"")


def as_addin(content: bytes) -> bytes:
    """A workbook with macros as an add-in, with one date for all its parts."""
    return _packed(content, _BOOK_TYPE, _ADDIN_TYPE)


def _packed(content: bytes, kind: bytes, instead: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "[Content_Types].xml":
                data = data.replace(kind, instead)
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return buffer.getvalue()
