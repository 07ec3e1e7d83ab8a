"""Files that others name, looked at before they are read: what they are and how big they are."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from plansheets.words import ToldError, Words, reason

MAX_FILE_BYTES = 1 << 30

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_FOLDER, _DEVICE = Words("它是文件夹", "it is a folder"), Words("它是设备", "it is a device")
_KINDS = (
    (stat.S_ISDIR, _FOLDER),
    (stat.S_ISFIFO, Words("它是管道", "it is a pipe")),
    (stat.S_ISSOCK, Words("它是套接字", "it is a socket")),
    (stat.S_ISCHR, _DEVICE),
    (stat.S_ISBLK, _DEVICE),
)


class CannotOpenError(ToldError):
    """A file that cannot be read, or that we refuse to read; its text says why in few words."""


def open_file(path: Path) -> BinaryIO:
    """The file at *path*, opened for reading, or a CannotOpenError.

    Nothing blocks and nothing is read yet: a pipe without a writer, a device without an end and a
    sparse file of a terabyte are refused like a folder.

    Raises
    ------
    CannotOpenError
        If the file is not there, is no ordinary file, or is beyond measure.
    """
    try:
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except OSError as error:
        if path.is_dir():  # Windows says "permission denied"
            raise CannotOpenError(_FOLDER) from None
        raise CannotOpenError(reason(error)) from None
    except ValueError:  # a zero byte, or half a character, which no file's name holds
        raise CannotOpenError(
            Words("文件不能叫这样的名字", "no file can have such a name")
        ) from None
    if refusal := _refusal(os.fstat(handle)):
        os.close(handle)
        raise CannotOpenError(refusal)
    return os.fdopen(handle, "rb")


def read_file(path: Path, most: int) -> bytes:
    """What the file at *path* holds, at most *most* bytes, or a CannotOpenError."""
    with open_file(path) as stream:
        data = stream.read(most + 1)
        if len(data) > most:
            size = os.fstat(stream.fileno()).st_size
            raise CannotOpenError(too_big(size, most))
    return data


def too_big(size: int, most: int) -> Words:
    """What is said of a file of so many bytes, where fewer are read."""
    return Words(
        f"它有 {size:,} 字节，最多读 {most:,}", f"it has {size:,} bytes, at most {most:,} are read"
    )


def is_lock(name: str) -> bool:
    """Whether a file of that *name* is what Excel or WPS leaves beside one that somebody has open.

    >>> is_lock("~$plan.xlsx"), is_lock(".~plan.xlsx"), is_lock("plan.xlsx")
    (True, True, False)
    """
    return name.startswith(_LOCKS)


_LOCKS = ("~$", ".~")


def lock_of(path: Path) -> Path | None:
    """The lock that tells that somebody has the file at *path* open, where there is one.

    Excel, WPS and LibreOffice leave it beside the file, and take it away when they close that.
    """
    names = (*(f"{lock}{path.name}" for lock in _LOCKS), f".~lock.{path.name}#")
    return next((one for name in names if (one := path.with_name(name)).exists()), None)


def no_file(mode: int) -> Words | None:
    """What a path of this *mode* leads to, where it is no ordinary file."""
    return next((what for is_kind, what in _KINDS if is_kind(mode)), None)


def _refusal(found: os.stat_result) -> Words | None:
    if what := no_file(found.st_mode):
        return what
    if found.st_size > MAX_FILE_BYTES:
        return too_big(found.st_size, MAX_FILE_BYTES)
    return None
