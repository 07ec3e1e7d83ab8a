"""``verify``: everything that makes Excel offer a repair or show ``#NAME?``, found beforehand."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO

from plansheets.errors import Problem, WorkbookError
from plansheets.opened import CannotOpenError, open_file
from plansheets.package.archive import PackageError, open_package
from plansheets.package.markup import read_tree
from plansheets.words import Words, reason
from plansheets.workbook.book import read_book
from plansheets.workbook.findings import Findings
from plansheets.workbook.known import Verified
from plansheets.workbook.rules import RULES


def verify(path: Path | str) -> tuple[Problem, ...]:
    """Every problem of the workbook at *path*, empty for one that opens cleanly in Excel.

    A file that is no workbook at all has a problem too. The file is only read, in pieces, whatever
    it says about itself.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    path
        An ``.xlsx`` or ``.xlsm`` file, whoever wrote it.

    Raises
    ------
    WorkbookError
        If there is no such file or it may not be read.
    """
    path = Path(path)
    try:
        with open_file(path) as stream:
            return _verify_stream(stream, path.name)
    except (CannotOpenError, OSError) as error:
        why = reason(error)
        message = Words(f"读不了：{why.zh}", f"cannot be read: {why.en}")
        problem = Problem.told("PS500", message, where=str(path))
        raise WorkbookError([problem]) from error


def verify_bytes(data: bytes, name: str, known: Verified | None = None) -> tuple[Problem, ...]:
    """Every problem of the workbook in *data*, which findings call *name*.

    What is *known* from other workbooks of the run is not judged again.
    """
    return _verify_stream(io.BytesIO(data), name, known)


def _verify_stream(
    stream: IO[bytes], name: str, known: Verified | None = None
) -> tuple[Problem, ...]:
    findings = Findings(name)
    try:
        package = open_package(stream, known.tree if known is not None else read_tree)
        book = read_book(package, findings, known)
        for rule in RULES:
            rule(book, findings)
    except PackageError as error:
        findings.add(error.code, error.part, error.message, error.hint)
    return findings.problems()
