"""What a file is that is no xlsx, as far as its first bytes and its members say."""

from __future__ import annotations

from collections.abc import Collection
from typing import IO, NamedTuple

from plansheets.words import Words


class NoWorkbook(NamedTuple):
    """What a file is, and what its user can do."""

    message: Words
    hint: Words | None


_COMPOUND = b"\xd0\xcf\x11\xe0"
_DIRECTORY_SECTORS = 8
_SAVE_AGAIN = Words(
    "用 Excel 或 WPS 打开，另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx"
)
_ENCRYPTED = NoWorkbook(
    Words("工作簿有打开密码", "a workbook protected by a password"),
    Words(
        "去掉密码再保存：文件 › 信息 › 保护工作簿 › 用密码进行加密",
        "save it without one: File › Info › Protect Workbook › Encrypt with Password",
    ),
)
_OLD = NoWorkbook(
    Words("2007 以前的 .xls 文件，不是 xlsx", "an .xls file of before 2007, not an xlsx"),
    _SAVE_AGAIN,
)
_ENCRYPTED_OR_OLD = NoWorkbook(
    Words(
        "旧版 .xls 文件或加了密码的工作簿，不是 xlsx",
        "an old .xls file or a workbook encrypted with a password, not an xlsx",
    ),
    Words("另存为不带密码的 .xlsx", "save it as .xlsx without a password"),
)
_STARTS: tuple[tuple[bytes, Words], ...] = (
    (b"%PDF", Words("PDF 文档", "a PDF document")),
    (b"\x89PNG", Words("图片", "a picture")),
    (b"\xff\xd8\xff", Words("图片", "a picture")),
    (b"GIF8", Words("图片", "a picture")),
    (b"Rar!", Words("rar 压缩包", "a rar archive")),
    (b"7z\xbc\xaf", Words("7z 压缩包", "a 7z archive")),
    (b"\x1f\x8b", Words("gzip 压缩包", "a gzip archive")),
)
_FIRST_BYTES = 512


def what_is_no_zip(stream: IO[bytes]) -> NoWorkbook | None:
    """What the file in *stream* is that is no zip archive; None where it may be one."""
    stream.seek(0)
    start = stream.read(_FIRST_BYTES)
    if start.startswith(b"PK"):
        return None
    if not start:
        return NoWorkbook(Words("空文件", "an empty file"), _SAVE_AGAIN)
    if start.startswith(_COMPOUND):
        return _compound(stream, start)
    for mark, kind in _STARTS:
        if start.startswith(mark):
            return _no_xlsx(kind)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        return _no_xlsx(Words("网页", "a web page"))
    if text.startswith(b"<"):
        return _no_xlsx(Words("XML 或网页文件", "an XML file or a web page"))
    if text and b"\0" not in text:
        return _no_xlsx(Words("文本文件（例如 CSV）", "a text file, such as CSV"))
    return _no_xlsx(Words("不是 zip 压缩包", "no zip archive"))


def what_else(members: Collection[str]) -> NoWorkbook | None:
    """What a zip archive of *members* is, where they show another program's document."""
    if "xl/workbook.bin" in members:
        return NoWorkbook(Words("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"), _SAVE_AGAIN)
    if "[Content_Types].xml" in members:
        return None
    if "mimetype" in members and "content.xml" in members:
        kind = Words(
            "OpenDocument 文档（如 .ods），不是 xlsx", "an OpenDocument file (.ods), no xlsx"
        )
        save = Words("用打开它的程序另存为 .xlsx", "save it as .xlsx in the program that opens it")
        return NoWorkbook(kind, save)
    if any(name.endswith(".iwa") for name in members):
        kind = Words("Numbers 文档，不是 xlsx", "a Numbers document, no xlsx")
        return NoWorkbook(kind, Words("在 Numbers 里导出为 Excel", "export it to Excel in Numbers"))
    return None


def _no_xlsx(kind: Words) -> NoWorkbook:
    return NoWorkbook(Words(f"{kind.zh}，所以不是 xlsx", f"{kind.en}, so no xlsx"), _SAVE_AGAIN)


def _compound(stream: IO[bytes], start: bytes) -> NoWorkbook:
    """By the names in the directory of a compound file (MS-CFB, 2.2 and 2.6)."""
    shift = int.from_bytes(start[30:32], "little")
    if shift not in (9, 12):
        return _ENCRYPTED_OR_OLD
    stream.seek((int.from_bytes(start[48:52], "little") + 1) << shift)
    names = stream.read(_DIRECTORY_SECTORS << shift)
    if "EncryptedPackage".encode("utf-16-le") in names:
        return _ENCRYPTED
    if any(name.encode("utf-16-le") + b"\0\0" in names for name in ("Workbook", "Book")):
        return _OLD
    return _ENCRYPTED_OR_OLD
