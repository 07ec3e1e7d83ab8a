"""A package written again with some parts changed; all others are copied as they are packed.

What a file holds that we know nothing of stays as it is, byte for byte: nothing is unpacked that
nobody asked to change, and of those parts only the places that change are written anew.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import IO

from plansheets.package.archive import CHUNK, PackageError
from plansheets.package.decode import part_name
from plansheets.words import Words

PartChange = Callable[[Iterator[bytes]], Iterable[bytes]]
"""From the pieces of a part to those that take their place."""
_LOCAL_HEADER = 30
_LOCAL_SIGNATURE = b"PK\x03\x04"
_STREAMED = 0x08
"""The flag of a member whose sizes stand behind it; ours stand before."""
_LARGE = 16 << 20
_FAST, _SMALL = 4, 6
"""zlib levels: for a large part, half the time is worth a fifth more bytes."""


def splice(
    source: IO[bytes],
    target: IO[bytes],
    changes: Mapping[str, PartChange],
    removed: frozenset[str] = frozenset(),
    added: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Write the package in *source* to *target* with *changes* by part name.

    The parts *removed* are left out, and those *added* come behind all others.

    Raises
    ------
    PackageError
        where *source* is damaged, or has no part that is to change.
    """
    wanted = {part.lower(): change for part, change in changes.items()}
    left_out = {part.lower() for part in removed}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            part = part_name(info.filename).lower()
            if part in left_out:
                continue
            change = wanted.pop(part, None)
            if change is None:
                _copy(source, info, new, target)
            else:
                _change(old, info, new, change)
        for part, content in added.items():
            entry = zipfile.ZipInfo(part)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
        new.comment = old.comment
    if wanted:
        raise PackageError(
            "PS501",
            Words("要改的部件不在", "a part that is to change is not there"),
            part=min(wanted),
        )


def _change(
    old: zipfile.ZipFile, info: zipfile.ZipInfo, new: zipfile.ZipFile, change: PartChange
) -> None:
    entry = zipfile.ZipInfo(info.filename, info.date_time)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = info.create_system, info.external_attr
    entry._compresslevel = (  # type: ignore[attr-defined]  # noqa: SLF001  # public only in 3.13
        _FAST if info.file_size >= _LARGE else _SMALL
    )
    with (
        old.open(info) as stream,
        new.open(entry, "w", force_zip64=info.file_size >= 1 << 30) as member,
    ):
        for piece in change(iter(lambda: stream.read(CHUNK), b"")):
            member.write(piece)


def _copy(
    source: IO[bytes], info: zipfile.ZipInfo, new: zipfile.ZipFile, target: IO[bytes]
) -> None:
    """Take a member over as it is packed, with its sizes before it."""
    source.seek(info.header_offset)
    header = source.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(_LOCAL_SIGNATURE):
        raise PackageError(
            "PS501", Words("成员缺少头部", "a member without its header"), part=info.filename
        )
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    source.seek(names, 1)
    entry = zipfile.ZipInfo(info.filename, info.date_time)
    for fact in ("compress_type", "create_system", "create_version", "extract_version",
                 "external_attr", "internal_attr", "CRC", "compress_size", "file_size",
                 "comment"):  # fmt: skip
        setattr(entry, fact, getattr(info, fact))
    entry.flag_bits = info.flag_bits & ~_STREAMED
    entry.header_offset = target.tell()
    target.write(entry.FileHeader())
    left = info.compress_size
    while left:
        piece = source.read(min(left, 1 << 20))
        if not piece:
            raise PackageError(
                "PS501",
                Words("文件在一个成员中间就结束了", "the file ends inside a member"),
                part=info.filename,
            )
        target.write(piece)
        left -= len(piece)
    new.filelist.append(entry)
    new.NameToInfo[entry.filename] = entry
    new.start_dir = target.tell()
    new._didModify = True  # type: ignore[attr-defined]  # noqa: SLF001  # nothing was open for it
