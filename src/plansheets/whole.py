"""Files that appear under their name only when they are complete."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from plansheets.errors import Problem, WorkbookError
from plansheets.opened import CannotOpenError, lock_of, no_file
from plansheets.records import dataclass
from plansheets.words import Words, reason


def write_whole(content: bytes, target: Path, *, force: bool) -> None:
    """Write *content* under *target*'s name at once: beside it first, then in its place.

    A file that stands there by then is somebody's work and kept, unless *force* replaces it; the
    new one has its mode, and a link stays a link to it.
    """
    with appearing(target, force=force) as file:
        file.write(content)


_STEM = 40
"""Characters of a name that the file written beside it has, too: a name may be as long as any."""


@contextmanager
def appearing(target: Path, *, force: bool, like: Path | None = None) -> Iterator[IO[bytes]]:
    """A file to write that gets *target*'s name when all of it is written, as `write_whole` does.

    Where the writing ends in an exception, whatever stood under that name stands there still. The
    file gets the rights of the one that it replaces, or of *like*. A device or a pipe is no file
    to replace: whoever may do so would take it away from everybody. With *force*, a file that
    somebody has open is none either.
    """
    if force:
        require_closed(target)
    try:
        place = _to_replace(target)
        descriptor, name = tempfile.mkstemp(".tmp", f".{place.stem[:_STEM]}-", place.parent)
    except (CannotOpenError, OSError, RuntimeError) as error:
        raise _unwritten(target, error) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(like or place))
        if force:
            Path(name).replace(place)
        else:
            _appear(Path(name), place)
    except FileExistsError:
        Path(name).unlink(missing_ok=True)
        message = Words(f"这期间出现了文件“{target}”", f"'{target}' has appeared meanwhile")
        hint = Words(
            "--force 覆盖它，-o 另取文件名", "--force overwrites it; -o names another file"
        )
        raise WorkbookError([Problem.told("PS309", message, hint=hint)]) from None
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise _unwritten(target, error) from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for what is written before it may appear; it is gone afterwards.

    Raises
    ------
    WorkbookError
        where there is no room in it, which no file that is being read is to blame for.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="plansheets-") as folder:
            yield Path(folder)
    except OSError as error:
        hint = Words(
            "腾出空间，或用 TMPDIR 指定别的文件夹",
            "make room there, or let TMPDIR name another folder",
        )
        raise _unwritten(_scratch(), error, hint) from None


def _scratch() -> Path:
    """Where scratch folders are made; the working folder where there is nowhere."""
    try:
        return Path(tempfile.gettempdir())
    except OSError:
        return Path()


def require_closed(target: Path) -> None:
    """Refuse to replace a file that a spreadsheet has open: who saves there next undoes it.

    Raises
    ------
    WorkbookError
        where a lock stands beside *target*, or beside what it is a link to.
    """
    try:
        lock = next(filter(None, map(lock_of, (target, target.resolve()))), None)
    except (OSError, RuntimeError, ValueError):  # what no name may be is told when it is written
        return
    if lock is None:
        return
    message = Words(
        f"写不了“{target}”：有人正开着它", f"'{target}' cannot be written: somebody has it open"
    )
    hint = Words(
        f"先在 Excel、WPS 或 LibreOffice 里保存并关掉它；没有人开着的话，删掉“{lock}”",
        f"save and close it in Excel, WPS or LibreOffice first; where nobody has it open, delete "
        f"'{lock}'",
    )
    raise WorkbookError([Problem.told("PS307", message, hint=hint)])


def _to_replace(target: Path) -> Path:
    """Where *target* leads to: to a file, or to where there is nothing yet."""
    place = target.resolve()
    if place.exists() and (what := no_file(place.stat().st_mode)):
        raise CannotOpenError(what)
    return place


def _appear(written: Path, place: Path) -> None:
    """Give *written* the name *place*; raises FileExistsError where another file has it."""
    try:
        os.link(written, place)
    except FileExistsError:
        raise
    except OSError:  # a disk without links: the name is taken first, then filled
        place.open("xb").close()
        written.replace(place)
    else:
        written.unlink()


def _mode(place: Path) -> int:
    """The rights of the file that is replaced, or those that new files get."""
    try:
        return stat.S_IMODE(place.stat().st_mode)
    except FileNotFoundError:
        return 0o666 & ~_umask()


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and those that were there already and are as they were."""

    files: tuple[Path, ...]
    kept: tuple[Path, ...] = ()


def write_all(contents: Mapping[str, bytes], folder: Path, *, force: bool) -> Written:
    """Write files by name into *folder*, which is made where it is not there; each is whole.

    Files of the same names are kept, which may hold somebody's work, unless *force* replaces them.
    Where one of them cannot be written, those that are new are taken away again.
    """
    new_folders = [one for one in (folder, *folder.parents) if not is_there(one)]
    make_folder(folder)
    kept = [name for name in contents if not force and is_there(folder / name)]
    written = [name for name in contents if name not in kept]
    new: list[Path] = []
    try:
        for name in written:
            is_new = not is_there(folder / name)
            write_whole(contents[name], folder / name, force=force)
            if is_new:
                new.append(folder / name)
    except BaseException:
        for one in new:
            one.unlink(missing_ok=True)
        with suppress(OSError):  # somebody else's file is in it by now
            for one in new_folders:
                one.rmdir()
        raise
    return Written(tuple(folder / name for name in written), tuple(folder / name for name in kept))


def refuse_existing(names: Iterable[str], folder: Path) -> None:
    """Raise a WorkbookError that names each of *names* which is in *folder* already."""
    hint = Words("--force 覆盖它，-o 另选文件夹", "--force overwrites it; -o names another folder")
    problems = [
        Problem.told("PS309", Words(f"已有文件“{there}”", f"'{there}' exists already"), hint=hint)
        for there in (folder / name for name in names)
        if is_there(there)
    ]
    if problems:
        raise WorkbookError(problems)


def is_there(path: Path) -> bool:
    """Whether something stands there; what no name may be is told when it is written."""
    try:
        return path.exists()
    except OSError:
        return False


def make_folder(folder: Path) -> None:
    """Make *folder*, and those above it, where they are not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritten(folder, error) from None


def _unwritten(
    target: Path, error: CannotOpenError | OSError | RuntimeError, hint: Words | None = None
) -> WorkbookError:
    why = reason(error)
    hint = hint or (
        Words(
            "先在 Excel 里关掉它，或换个文件名", "close it in Excel first, or choose another name"
        )
        if isinstance(error, PermissionError)
        else Words("用 -o 换个位置", "choose another place with -o")
    )
    message = Words(f"写不了“{target}”：{why.zh}", f"'{target}' cannot be written: {why.en}")
    return WorkbookError([Problem.told("PS307", message, hint=hint)])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
