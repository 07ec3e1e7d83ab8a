"""Where a changed workbook goes: beside the old one, or in its place with a dated copy kept."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from plansheets.errors import Problem, WorkbookError
from plansheets.life.check import check
from plansheets.life.deviation import Checked
from plansheets.target import WITH_MACROS, WORKBOOK, check_target
from plansheets.whole import appearing, is_there, require_closed, scratch_folder
from plansheets.words import Words


def target_of(
    book: Path, output: str | Path | None, *, in_place: bool, force: bool, dry_run: bool = False
) -> Path:
    """The file to write; refuses one that would take the place of something else.

    Raises
    ------
    WorkbookError
        where it cannot be written, or is somebody's file.
    """
    if (output is None) is not in_place and not (output is None and dry_run):
        raise WorkbookError([Problem.told("PS308", _WHERE, hint=_ONE_OF_BOTH)])
    if output is None:
        if in_place:
            require_closed(book)
        return book
    target = Path(output)
    if is_there(target) and target.is_dir():
        target /= book.name
    check_target(target, force=force, inputs=[book], suffix=_suffix_of(book))
    return target


_WHERE = Words("没有说清写到哪里", "it is not said where to write")
_ONE_OF_BOTH = Words(
    "给出 output，或 in_place=True，只给一个", "give either output or in_place=True"
)


def _suffix_of(book: Path) -> str:
    """The ending that *book* has and keeps; where it is no workbook, reading it says so."""
    ending = book.suffix.lower()
    return ending if ending in _WORKBOOKS else WORKBOOK


_WORKBOOKS = (WORKBOOK, WITH_MACROS, ".xltx", ".xltm")


def written(
    target: Path,
    write: Callable[[IO[bytes]], None],
    *,
    book: Path,
    force: bool,
    judge: Callable[[Path], Checked] = check,
) -> tuple[Path | None, Checked]:
    """Write *target* whole and look it over before it appears; the copy kept of *book*, if any.

    The file gets its name last of all: until then the old one stands there as it was.
    """
    replaces = target.exists() and target.samefile(book)
    with _beside(target) as place:
        with place.open("wb") as file:
            write(file)
        checked = judge(place)
        kept = _dated_copy(book) if replaces else None
        with appearing(target, force=force or replaces) as file, place.open("rb") as whole:
            shutil.copyfileobj(whole, file, 1 << 20)
    return kept, checked


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A file of the same name in a folder of its own, which is gone afterwards."""
    with scratch_folder() as folder:
        yield folder / target.name


def _changed_meanwhile(book: Path) -> WorkbookError:
    message = Words(f"另一个程序刚刚也在改“{book}”", f"another run has just changed '{book}', too")
    hint = Words("再运行一次", "run this once more")
    return WorkbookError([Problem.told("PS309", message, hint=hint)])


def _dated_copy(book: Path) -> Path:
    """A copy of *book* with today's date in its name; an earlier one of today is kept, too."""
    day = datetime.date.today().isoformat()  # noqa: DTZ011  # the user's own calendar
    for number in range(1, 1000):
        again = f"-{number}" if number > 1 else ""
        copy = book.with_name(f"{book.stem}.{day}{again}{book.suffix}")
        if copy.exists():
            continue
        try:
            with appearing(copy, force=False, like=book) as file, book.open("rb") as whole:
                shutil.copyfileobj(whole, file, 1 << 20)
        except WorkbookError as error:
            if not copy.exists():
                raise
            raise _changed_meanwhile(book) from error  # this run has read what stood before
        return copy
    message = Words(f"“{book}”今天已有 999 份副本", f"there are 999 copies of '{book}' of today")
    raise WorkbookError([Problem.told("PS309", message)])
