"""Preview: every page of a workbook as a picture, as it would be printed."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path

from plansheets.errors import Problem, WorkbookError, nearest
from plansheets.paper.programs import draw_pages, first_pages, print_pdf
from plansheets.paper.still import write_still
from plansheets.whole import refuse_existing, scratch_folder, write_all
from plansheets.words import Words

DOTS_PER_INCH = 96
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')


def preview(
    book: str | PathLike[str],
    folder: str | PathLike[str],
    *,
    sheets: Sequence[str] = (),
    pdf: bool = False,
    dots_per_inch: int = DOTS_PER_INCH,
    force: bool = False,
    progress: Callable[[str], None] | None = None,
) -> tuple[Path, ...]:
    """Print the workbook *book* with LibreOffice into *folder*, a PNG a page.

    What is printed are the values that the file holds; nothing is calculated anew but formulas
    that have none. The names of the pictures are the number of the page and the sheet's title:
    ``02-公告板.png``.

    Parameters
    ----------
    book
        An .xlsx or .xlsm file; it is only read, and macros do not run.
    folder
        Where the pages go; it is made where it is not there.
    sheets
        Titles of sheets to keep; all pages where none is named.
    pdf
        Write one PDF, called after the workbook, in place of pictures; *sheets* must be empty.
    dots_per_inch
        The size of the pictures: at 96 a page is about as large as Excel shows it at 100 %.
    force
        Whether files that exist are replaced.
    progress
        Called with what is being done.

    Raises
    ------
    WorkbookError
        If the workbook cannot be read, a program is missing or fails, or a file is there already;
        nothing is written then.

    .. versionadded:: 0.1.0
    """
    book, folder = Path(book), Path(folder)
    if pdf and sheets:
        raise ValueError("a PDF holds every sheet: no 'sheets' beside 'pdf'")
    progress = progress or (lambda _: None)
    with scratch_folder() as scratch:
        still = scratch / "workbook.xlsx"
        progress("reading")
        write_still(book, still)
        progress("printing")
        printed = print_pdf(still)
        if pdf:
            pages = {f"{book.stem}.pdf": printed}
        else:
            starts = first_pages(printed)
            _check_titles(sheets, [title for title, _ in starts])
            progress("drawing")
            pages = _named(draw_pages(printed, dots_per_inch), starts, sheets)
        if not force:
            refuse_existing(pages, folder)
        written = write_all(
            {name: page.read_bytes() for name, page in pages.items()}, folder, force=force
        )
    return written.files


def _named(
    pages: Sequence[Path], starts: Sequence[tuple[str, int]], sheets: Sequence[str]
) -> dict[str, Path]:
    """The pages of *sheets* by the names of their files."""
    firsts = [first for _, first in starts]
    digits = max(len(str(len(pages))), 2)
    named: dict[str, Path] = {}
    for number, page in enumerate(pages, 1):
        at = bisect.bisect_right(firsts, number) - 1
        title = starts[at][0] if at >= 0 else ""
        if not sheets or title in sheets:
            said = _NOT_IN_FILE_NAMES.sub("-", title).strip("-.")
            named[f"{number:0{digits}}-{said}.png" if said else f"{number:0{digits}}.png"] = page
    return named


def _check_titles(wanted: Sequence[str], there: Sequence[str]) -> None:
    problems = []
    for title in wanted:
        if title not in there:
            near = nearest(title, there)
            listed = ", ".join(there)
            message = Words(f"没有要打印的工作表“{title}”", f"no sheet '{title}' is printed")
            hint = near or Words(f"有这些：{listed}", f"there are: {listed}")
            problems.append(Problem.told("PS593", message, hint=hint))
    if problems:
        raise WorkbookError(problems)
