"""Sample rows, from the blueprint itself or from a CSV file beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from plansheets.blueprint.folders import Folder
from plansheets.blueprint.missing import no_column
from plansheets.blueprint.model import SampleRow
from plansheets.errors import Problem, nearest
from plansheets.opened import CannotOpenError
from plansheets.records import dataclass
from plansheets.source import Source, Span
from plansheets.words import LOCALES, Locale, Words, reason

MAX_BYTES = 64_000_000

IsLeftOut = Callable[[str], bool]
"""Whether a column is not in the variant that is read; its samples are passed over."""


def read_sample_file(
    folder: Folder,
    path: Path,
    columns: tuple[str, ...],
    is_left_out: IsLeftOut,
    problems: list[Problem],
    asked: Span,
) -> tuple[tuple[SampleRow, ...], Source | None]:
    """The rows of the CSV file at *path*; ``name@en`` is the column ``name`` in one language."""
    try:
        text = folder.read(path, MAX_BYTES).decode("utf-8-sig")
    except (CannotOpenError, OSError, ValueError) as error:
        problems.append(_unreadable(path, error, asked))
        return (), None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(path.name, text)
    reader = csv.reader(io.StringIO(text, newline=""))
    rows = []
    try:
        places = _header(next(reader, []), columns, is_left_out, source, problems)
        lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as error:
        problems.append(_unreadable(path, error, asked))
        return (), None
    written = text.split("\n")  # once: asking the source for each line would split it again
    layout_of = cache(lambda count: _layout(places[:count]))  # most rows have as many cells
    for number, line in lines:
        span = Span(source, number, 1, len(written[number - 1].rstrip("\r")) or 1)
        if len(line) > len(places):
            problems.append(
                Problem.told(
                    "PS116",
                    Words(
                        f"这一行有 {len(line)} 格，表头只有 {len(places)} 格",
                        f"this row has {len(line)} cells; the header names {len(places)}",
                    ),
                    span,
                    Words(
                        "含逗号的文字要用双引号括起来",
                        "put a text that holds a comma in double quotes",
                    ),
                )
            )
        layout = layout_of(min(len(line), len(places)))
        cells = {
            column: Words(_cell(line, chinese), _cell(line, english), span)
            for column, (chinese, english) in layout.texts.items()
        }
        rows.append(SampleRow(cells, _CellSpans(span, layout.first, len(line)), span))
    return tuple(rows), source


_HeaderPlace = tuple[str, tuple[Locale, ...]] | None
"""The column of a header and the languages it stands for; None for one that is passed over."""


@dataclass(frozen=True, slots=True)
class _SampleLayout:
    """Where the cells of a row stand that has so many."""

    texts: dict[str, tuple[int | None, int | None]]
    """The place of a column's text in Chinese, and in English."""
    first: dict[str, int]
    """The first place of a column."""


def _layout(places: Sequence[_HeaderPlace]) -> _SampleLayout:
    texts: dict[str, dict[Locale, int]] = {}
    first: dict[str, int] = {}
    for at, place in enumerate(places):
        if place is not None:
            column, locales = place
            texts.setdefault(column, {}).update(dict.fromkeys(locales, at))
            first.setdefault(column, at)
    return _SampleLayout({id_: (by.get("zh-CN"), by.get("en")) for id_, by in texts.items()}, first)


def _cell(line: Sequence[str], at: int | None) -> str:
    return "" if at is None else line[at]


class _CellSpans(Mapping[str, Span]):
    """Where the cells of a row stand, by column; found when one is asked for, which few are."""

    def __init__(self, row: Span, places: Mapping[str, int], count: int) -> None:
        self._row, self._places, self._count = row, places, count

    def __getitem__(self, column: str) -> Span:
        at = self._places[column]
        cells = _stretches(self._row.text)
        if len(cells) != self._count:  # a text that goes on in the next line
            return self._row
        start, end = cells[at]
        return replace(self._row, column=start + 1, length=max(end - start, 1))

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _stretches(line: str) -> list[tuple[int, int]]:
    """Where each cell of a line begins and ends; commas between quotes are part of a cell.

    >>> _stretches('a,"b, c",,d')
    [(0, 1), (2, 8), (9, 9), (10, 11)]
    """
    cells, start, quoted = [], 0, False
    for at, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == "," and not quoted:
            cells.append((start, at))
            start = at + 1
    return [*cells, (start, len(line))]


def _unreadable(path: Path, error: Exception, asked: Span) -> Problem:
    why = reason(error)
    if isinstance(error, UnicodeDecodeError):
        why = Words("它不是 UTF-8", "it is not UTF-8")
    return Problem.told(
        "PS115",
        Words(
            f"示例文件“{path.name}”打不开：{why.zh}",
            f"the sample file '{path.name}' cannot be read: {why.en}",
        ),
        asked,
        Words("放到蓝图旁边，存成 UTF-8", "put it beside the blueprint, saved as UTF-8"),
    )


def _header(
    header: list[str],
    columns: tuple[str, ...],
    is_left_out: IsLeftOut,
    source: Source,
    problems: list[Problem],
) -> list[_HeaderPlace]:
    places: list[_HeaderPlace] = []
    for word in header:
        column, _, locale = word.strip().partition("@")
        start = source.line(1).find(word) + 1
        span = Span(source, 1, max(start, 1), max(len(word), 1))
        if is_left_out(column):
            places.append(None)
        elif column not in columns:
            hint = nearest(column, columns, listed=20)
            problems.append(
                Problem.told(
                    "PS220",
                    Words(f"这张表没有“{column}”这一列", f"no column '{column}' in this table"),
                    span,
                    hint,
                )
            )
            places.append(None)
        elif locale and locale not in LOCALES:
            hint = nearest(locale, LOCALES)
            problems.append(
                Problem.told(
                    "PS105", Words(f"“{locale}”不是语言", f"'{locale}' is no language"), span, hint
                )
            )
            places.append(None)
        else:
            place = (column, tuple(one for one in LOCALES if locale in ("", one)))
            if place in places:
                hint = Words(
                    "每列写一次，或每种语言写一次",
                    "a column stands once, or once for each language",
                )
                problems.append(
                    Problem.told(
                        "PS110", Words(f"“{word}”写了两次", f"'{word}' is taken twice"), span, hint
                    )
                )
            places.append(place)
    return places


def read_sample_rows(
    rows: tuple[dict[str, tuple[Words, Span]], ...],
    columns: tuple[str, ...],
    is_left_out: IsLeftOut,
    table: str,
    report: Callable[[Problem], None],
) -> tuple[SampleRow, ...]:
    """Rows written in the blueprint, by column id."""
    read = []
    for row in rows:
        cells: dict[str, Words] = {}
        spans: dict[str, Span] = {}
        for column, (words, span) in row.items():
            if is_left_out(column):
                continue
            if column not in columns:
                report(no_column(column, table, columns, span))
                continue
            cells[column] = words
            spans[column] = words.span or span
        if cells:
            read.append(SampleRow(cells, spans, next(iter(spans.values()))))
    return tuple(read)
