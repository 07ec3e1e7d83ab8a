"""Files that others name, looked at before they are read: what they are and how big they are."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

MAX_FILE_BYTES = 1 << 30

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class CannotOpenError(Exception):
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
            raise CannotOpenError("it is a folder") from None
        raise CannotOpenError((error.strerror or str(error)).lower()) from None
    except ValueError:  # a zero byte, or half a character, which no file's name holds
        raise CannotOpenError("no file can have such a name") from None
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
            raise CannotOpenError(f"it has {size:,} bytes, at most {most:,} are read")
    return data


def _refusal(found: os.stat_result) -> str | None:
    for is_kind, what in _KINDS:
        if is_kind(found.st_mode):
            return f"it is {what}"
    if found.st_size > MAX_FILE_BYTES:
        return f"it has {found.st_size:,} bytes, at most {MAX_FILE_BYTES:,} are read"
    return None
