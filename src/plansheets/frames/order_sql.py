"""The SQL that reads an order list: which files, which cells are a customer, a day, an amount."""

from __future__ import annotations

import codecs
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from plansheets.frames.csv import BYTE_ORDER_MARKS
from plansheets.frames.files import read_start
from plansheets.frames.raw import refuse

_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
"""How gzip and zstd begin, which DuckDB unpacks by the file's name."""
_PIECE = 1 << 20

_DAY = r"^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d\d)(\d\d))(?:[ T].*)?$"
_THOUSANDS = r"^[-+]?[¥￥$]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
MONEY = "DECIMAL(18, 4)"
"""Exact, so that a sum does not depend on which thread comes first."""
_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL")


@dataclass(frozen=True, slots=True)
class OrderColumns:
    """What the columns of an order list are called; ``status`` where orders are left out by it."""

    customer: str
    date: str
    amount: str
    status: str | None = None


def insert_orders(
    number: int,
    source: str,
    columns: OrderColumns,
    types: dict[str, str],
    leave_out: Collection[str],
) -> str:
    customer, date, amount = map(_name, (columns.customer, columns.date, columns.amount))
    status = f"trim(CAST({_name(columns.status)} AS VARCHAR))" if columns.status else "NULL"
    words = ", ".join(_text(word.strip()) for word in leave_out)
    left_out = f"coalesce({status} IN ({words}), false)" if words and columns.status else "false"
    return f"""
        INSERT INTO orders
        SELECT {number}, status, left_out, customer, day, amount,
            CASE WHEN day IS NULL AND NOT left_out THEN {_shown("given_day")} END,
            CASE WHEN amount IS NULL AND NOT left_out THEN {_shown("given_amount")} END
        FROM (
            SELECT * EXCLUDE (day),
                CASE WHEN day BETWEEN DATE '1900-03-01' AND DATE '9999-12-31' THEN day END AS day
            FROM (
                SELECT {status} AS status, {left_out} AS left_out,
                    {_customer(customer, types[columns.customer])} AS customer,
                    {date} AS given_day, {_day(date, types[columns.date])} AS day,
                    {amount} AS given_amount, {_amount(amount, types[columns.amount])} AS amount
                FROM ({source})
            )
        )"""


def _customer(column: str, type_: str) -> str:
    if type_ in ("DOUBLE", "FLOAT"):  # what pandas makes of whole numbers with a blank among them
        column = f"CASE WHEN {column} = trunc({column}) THEN CAST({column} AS HUGEINT) END"
    return f"nullif(trim(CAST({column} AS VARCHAR)), '')"


def _day(column: str, type_: str) -> str:
    """A day: a date or time as it is, a text such as 2024-06-30, a number as Excel counts days."""
    if type_ == "DATE" or type_.startswith("TIMESTAMP"):
        return f"TRY_CAST({column} AS DATE)"
    text = f"trim(CAST({column} AS VARCHAR))"
    respelled = rf"regexp_replace({text}, '{_DAY}', '\1-\2\4-\3\5')"
    day = f"coalesce(TRY_CAST({text} AS DATE), TRY_CAST({respelled} AS DATE))"
    if any(word in type_ for word in _NUMBERS):
        serial = f"DATE '1899-12-30' + CAST(floor({column}) AS INTEGER)"
        return f"CASE WHEN {column} BETWEEN 61 AND 2958465 THEN {serial} ELSE {day} END"
    return day


def _amount(column: str, type_: str) -> str:
    """Money: a number, or a text of one, with ¥ or $ before it and commas between thousands."""
    if any(word in type_ for word in _NUMBERS):
        return f"TRY_CAST({column} AS {MONEY})"
    text = f"trim(CAST({column} AS VARCHAR))"
    plain = f"CASE WHEN regexp_matches({text}, '{_THOUSANDS}') THEN replace({text}, ',', '')"
    stripped = f"regexp_replace({plain} ELSE {text} END, '[¥￥$]', '')"
    return f"coalesce(TRY_CAST({text} AS {MONEY}), TRY_CAST({stripped} AS {MONEY}))"


def _shown(column: str) -> str:
    """A cell as messages show it; NULL where it is blank, or a number that is none."""
    return f"nullif(nullif(trim(CAST({column} AS VARCHAR)), ''), 'nan')"


def select_rows(path: Path, copy: Path) -> str:
    """How DuckDB selects from *path*, by what the file is; texts of other encodings are copied."""
    start = read_start(path)
    if start.startswith(b"PAR1"):
        return f"SELECT * FROM read_parquet({_exactly(path)})"
    if start.startswith(b"PK\x03\x04"):
        hint = "save its sheet as 'CSV UTF-8'; a workbook holds no more rows than Excel anyway"
        raise refuse("PS451", "the file is a workbook, not CSV or Parquet", path.name, hint)
    if not start:
        raise refuse("PS451", "the file is empty", path.name)
    if not start.startswith(_PACKED):
        path = _as_utf8(path, start, copy)
    return f"SELECT * FROM read_csv({_exactly(path)}, header = true, all_varchar = true)"


def _exactly(path: Path) -> str:
    """*path* for DuckDB, which would take ``*``, ``?`` and ``[`` for a pattern."""
    plain = str(path.resolve())
    return _text("".join(f"[{letter}]" if letter in "*?[" else letter for letter in plain))


def _as_utf8(path: Path, start: bytes, copy: Path) -> Path:
    """*path*, or *copy* with the same text in UTF-8."""
    marks = (name for mark, name in BYTE_ORDER_MARKS if start.startswith(mark))
    encoding = next(marks, "utf-8" if _decodes(path, "utf-8") else "gb18030")
    if encoding.startswith("utf-8"):
        return path
    try:
        with (
            path.open(encoding=encoding, newline="") as old,
            copy.open("w", encoding="utf-8", newline="") as new,
        ):
            while piece := old.read(_PIECE):
                new.write(piece)
    except UnicodeError:
        message = "the text is neither UTF-8 nor GB18030"
        raise refuse("PS402", message, path.name, "save it again as 'CSV UTF-8'") from None
    return copy


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
