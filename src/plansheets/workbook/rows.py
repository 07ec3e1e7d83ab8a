"""Rows of a sheet on their way to the parser: those that are plain are judged before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plansheets.package import sheet_rows
from plansheets.package.sheet_rows import TakeRow
from plansheets.workbook.cells import CellScan
from plansheets.workbook.known_rows import KnownRows
from plansheets.workbook.plain_rows import PlainRows


def sift_rows(
    chunks: Iterable[bytes], scan: CellScan, known: KnownRows | None = None
) -> Iterator[bytes]:
    """The parts of a sheet's XML that the parser must see; *scan* has checked the rows left out.

    The parser must get each part before the next is asked for: rows are met in their order. Those
    that are *known* are judged by their values alone.
    """

    def rows_are(prefix: bytes, stretched: bool) -> TakeRow:
        return PlainRows(scan, prefix, known, stretched=stretched).take

    return sheet_rows.sift_rows(chunks, rows_are)
