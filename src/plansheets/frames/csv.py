"""CSV and other separated text, in the encodings that exports come in."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from plansheets.errors import DataError
from plansheets.frames.encodings import HEAD_BYTES, decode, require_text
from plansheets.frames.raw import HEAD_ROWS, RawRows, refuse
from plansheets.grid import MAX_CELL_TEXT, MAX_COLUMNS, MAX_ROWS
from plansheets.words import Words

MAX_BYTES = 512 * 1024 * 1024
SEPARATORS = (",", "\t", ";")
_END = "\x1e"
_SIGNS = r"[=+\-@\t\r\n＝＋－＠]"
"""What a spreadsheet takes for the beginning of a formula when it opens a CSV file; the full-width
ones in Chinese and Japanese."""
_FORMULA = re.compile(f"'*{_SIGNS}")
_ESCAPED = re.compile(f"'+{_SIGNS}")

Fields = list[str]


def escaped(text: str) -> str:
    """*text* as a field that no spreadsheet takes for a formula; numbers stay as they are.

    >>> escaped("=1+1"), escaped("'=1+1"), escaped("-5"), escaped("a=1")
    ("'=1+1", "''=1+1", '-5', 'a=1')
    """
    number = text[:1] in ("+", "-") and text[1:].replace(".", "", 1).isdecimal()
    return f"'{text}" if _FORMULA.match(text) and not number else text


def _unescaped(field: str) -> str:
    return field[1:] if _ESCAPED.match(field) else field


def read_csv(
    file: Path, likeness: Callable[[Sequence[Fields]], int], encoding: str | None = None
) -> RawRows:
    """The rows of *file*; *likeness* says how much the first rows look like the table's header.

    The separator is the one under which the header shows best: counting commas would take
    the decimal commas and thousands of a file that is separated otherwise.
    """
    if file.stat().st_size > MAX_BYTES:
        raise refuse(
            "PS401",
            Words(
                f"文件有 {file.stat().st_size:,} 字节，最多读 {MAX_BYTES:,}",
                f"the file has {file.stat().st_size:,} bytes; at most {MAX_BYTES:,} are read",
            ),
            file.name,
            Words(
                "拆开，或只留表需要的行和列",
                "split it, or keep only the rows and columns the table needs",
            ),
        )
    with file.open("rb") as stream:
        require_text(stream.read(HEAD_BYTES), file.name, encoding)
        stream.seek(0)
        data = stream.read()
    text, found = decode(
        data,
        file.name,
        encoding,
        lambda text: max(likeness(_head(text, one)) for one in SEPARATORS),
    )
    separator, start = _declared_separator(text)
    if not separator:
        # every candidate reads the head only; `max` keeps the first of equals
        separator = max(SEPARATORS, key=lambda mark: likeness(_head(text, mark)))
    rows = _records(text[start:], separator, file.name)
    if _ESCAPED.search(text):
        rows = [[*map(_unescaped, row)] for row in rows]
    return RawRows(file.name, rows, encoding=found, separator=separator)


def _declared_separator(text: str) -> tuple[str, int]:
    """The separator of a first line ``sep=;``, which spreadsheets read and do not show."""
    first, _, _ = text[:16].partition("\n")
    line = first.rstrip("\r")
    if line.startswith("sep=") and len(line) == 5 and len(first) < len(text):
        return line[4], len(first) + 1
    return "", 0


def _head(text: str, separator: str) -> list[Fields]:
    lines = io.StringIO(text[: 256 * 1024], newline="")
    try:
        rows = islice(csv.reader(lines, delimiter=separator), HEAD_ROWS)
        return [row[:_MOST_FIELDS] for row in rows]
    except csv.Error:
        return []


_MOST_RECORDS = MAX_ROWS + HEAD_ROWS
"""What a sheet holds, and what may stand above a table's header."""
_MOST_FIELDS = 2 * MAX_COLUMNS
"""More columns than any sheet has: exports of wide tables pass, what would fill the memory not."""
_QUOTED = re.compile('"[^"]*"')
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def _lines(text: str) -> Iterator[str]:
    """The lines of *text*, one at a time: a StringIO would hold all of it again."""
    return (line[0] for line in _LINE.finditer(text))


def _narrow(text: str, separator: str, name: str) -> Iterator[str]:
    """The lines of *text*; one of far too many fields is refused before it is taken apart."""
    for number, line in enumerate(_lines(text), 1):
        if len(line) > _MOST_FIELDS:
            fields = 1 + _QUOTED.sub("", line).count(separator)
            if fields > _MOST_FIELDS:
                raise _too_wide(number, fields, name)
        yield line


def _records(text: str, separator: str, name: str) -> list[Fields]:
    """Every record; a last line of our own shows whether a quote was left open."""
    reader = csv.reader(chain(_narrow(text, separator, name), [_END]), delimiter=separator)
    rows: list[Fields] = []
    try:
        if text.count("\n") + text.count("\r") > _MOST_RECORDS:
            _check_count(text, separator, name)
        rows.extend(islice(reader, _MOST_RECORDS + 2))
    except csv.Error:
        line = next(islice(_lines(text), reader.line_num - 1, None), "")
        # A quote left open swallows lines until the field is too long, too.
        long = '"' not in line and max(map(len, line.split(separator)))
        if long and long > csv.field_size_limit():
            raise _long_field(len(rows) + 1, long, name) from None
        raise _open_quote(len(rows) + 1, name) from None
    if rows and rows[-1] == [_END]:
        rows.pop()
    elif len(rows) <= _MOST_RECORDS:
        raise _open_quote(len(rows), name)
    return rows


def _check_count(text: str, separator: str, name: str) -> None:
    """Refuse more records than a sheet holds before any of them is kept."""
    records = islice(csv.reader(_lines(text), delimiter=separator), _MOST_RECORDS, None)
    too_many = False
    with contextlib.suppress(csv.Error):  # who keeps the records says where it is
        too_many = any(map(any, records))
    if too_many:
        raise refuse(
            "PS412",
            Words(
                f"超过 {MAX_ROWS:,} 行，一张工作表放不下",
                f"more than {MAX_ROWS:,} rows, which no sheet holds",
            ),
            name,
            Words("拆开，或只留需要的时间段", "split it, or keep only the period that is needed"),
        )


def _too_wide(line: int, fields: int, name: str) -> DataError:
    return refuse(
        "PS412",
        Words(
            f"一行有 {fields:,} 列，一张工作表最多 {MAX_COLUMNS:,} 列",
            f"a line of {fields:,} columns; a sheet has {MAX_COLUMNS:,}",
        ),
        Words(f"{name} 第 {line} 行", f"{name} line {line}"),
        Words("只留表需要的列", "keep only the columns that the table needs"),
    )


def _long_field(row: int, length: int, name: str) -> DataError:
    return refuse(
        "PS429",
        Words(
            f"文本有 {length:,} 个字符，单元格最多 {MAX_CELL_TEXT:,} 个",
            f"a text of {length:,} characters; a cell holds {MAX_CELL_TEXT:,}",
        ),
        Words(f"{name} 第 {row} 行", f"{name} row {row}"),
        Words("缩短", "shorten it"),
    )


def _open_quote(row: int, name: str) -> DataError:
    return refuse(
        "PS413",
        Words(
            f'第 {row} 行开始的引号（"）没有结束',
            f'a quote (") opened in row {row} is never closed',
        ),
        Words(f"{name} 第 {row} 行", f"{name} row {row}"),
        Words(
            "属于文本的引号写两个，或删掉",
            "double a quote that belongs to the text, or remove it",
        ),
    )
