"""Files that appear under their name only when they are complete."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plansheets.errors import Problem, WorkbookError


def write_whole(content: bytes, target: Path) -> None:
    """Write *content* under *target*'s name at once: beside it first, then in its place."""
    try:
        descriptor, name = tempfile.mkstemp(".tmp", f".{target.stem}-", target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritten(target, error) from None


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and those that were there already and are as they were."""

    files: tuple[Path, ...]
    kept: tuple[Path, ...] = ()


def write_all(contents: Mapping[str, bytes], folder: Path, *, force: bool) -> Written:
    """Write files by name into *folder*, which is made where it is not there; each is whole.

    Files of the same names are kept, which may hold somebody's work, unless *force* replaces them.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritten(folder, error) from None
    kept = [name for name in contents if not force and (folder / name).exists()]
    written = [name for name in contents if name not in kept]
    for name in written:
        write_whole(contents[name], folder / name)
    return Written(tuple(folder / name for name in written), tuple(folder / name for name in kept))


def _unwritten(target: Path, error: OSError) -> WorkbookError:
    reason = (error.strerror or str(error)).lower()
    hint = (
        "close it in Excel first, or choose another name"
        if isinstance(error, PermissionError)
        else "choose another place with -o"
    )
    return WorkbookError([Problem("PS307", f"'{target}' cannot be written: {reason}", hint=hint)])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
