"""Who should have sent a workbook, and which of them have not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plansheets.errors import DataError, Problem, nearest
from plansheets.records import dataclass
from plansheets.source import Source, Span
from plansheets.values.written import fold
from plansheets.words import Words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ExpectedNames:
    """Names by some of the keys, in the order of the list."""

    file: str
    keys: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]

    def missing(
        self, by: Sequence[str], sent: Iterable[Mapping[str, Any]]
    ) -> Iterator[dict[str, str]]:
        """Those that no workbook is called by."""
        there = {
            tuple(fold(_said(one[key])) for key in self.keys)
            for one in sent
            if all(key in one for key in self.keys)
        }
        for name in self.names:
            if tuple(map(fold, name)) not in there:
                yield {key: name[self.keys.index(key)] for key in by if key in self.keys}


def read_expected(source: str | Path | pd.DataFrame, by: Sequence[str]) -> ExpectedNames:
    """The names that a file or frame lists under headers that are called as keys are.

    Raises
    ------
    DataError
        where it cannot be read, or has no such header.
    """
    from plansheets.blueprint.model import Table  # noqa: PLC0415  # much, and few have a list
    from plansheets.blueprint.rows import Growing  # noqa: PLC0415
    from plansheets.frames.load import raw_rows_of  # noqa: PLC0415
    from plansheets.frames.raw import HEAD_ROWS, NO_HINTS  # noqa: PLC0415

    span = Span(Source("", ""), 1, 1)
    table = Table("expected", Words("应交名单", "who is expected"), (), span, Growing(1))
    raw = raw_rows_of(source, table, NO_HINTS)
    wanted = {fold(key): key for key in by}
    for number, row in enumerate(raw.rows[:HEAD_ROWS]):
        places = {
            wanted[fold(str(cell))]: place
            for place, cell in enumerate(row)
            if fold(str(cell)) in wanted
        }
        if places:
            keys = tuple(key for key in by if key in places)
            names = (
                tuple(_cell(one, places[key]) for key in keys) for one in raw.rows[number + 1 :]
            )
            return ExpectedNames(raw.name, keys, tuple(dict.fromkeys(filter(any, names))))
    raise _no_header(raw.name, raw.rows[0] if raw.rows else (), by)


def problem_of_missing(name: Mapping[str, str], expected: str) -> Problem:
    """That nobody has sent the workbook called *name*."""
    told = " / ".join(one for one in name.values() if one)
    message = Words(f"“{told}”没有交工作簿", f"no workbook of '{told}' was sent")
    hint = Words("催一下，或者看看它的文件名", "ask for it, or look at how its file is called")
    return Problem.told("PS730", message, hint=hint, where=expected)


def _cell(row: Sequence[object], place: int) -> str:
    return _said(row[place]) if place < len(row) else ""


def _said(value: object) -> str:
    """A key as text: 7.0 of a spreadsheet is the store 7 of a file's name."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _no_header(name: str, row: Collection[object], by: Sequence[str]) -> DataError:
    message = Words(f"没有一列叫“{by[0]}”", f"no column is called '{by[0]}'")
    written = [str(cell) for cell in row if cell not in (None, "")]
    hint = nearest(by[0], written) or Words("标题写 --by 里的名字", "head it with a name of --by")
    return DataError([Problem.told("PS460", message, hint=hint, where=name)])
