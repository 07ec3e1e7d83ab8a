"""The SQL that reads an order list: which files, which cells are a customer, a day, an amount."""

from __future__ import annotations

import codecs
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.frames.encodings import BYTE_ORDER_MARKS, NAMES, encoding_of
from plansheets.frames.files import read_start
from plansheets.frames.header_units import money_power
from plansheets.frames.order_ways import PLAIN_WAYS, OrderWays
from plansheets.frames.raw import refuse
from plansheets.grid import DAY_ZERO, FIRST_DAY, LAST_DAY
from plansheets.records import dataclass
from plansheets.values.days import DAY_ORDERS, DayStyle
from plansheets.values.marks import DecimalMark
from plansheets.values.numbers import BadValueError, Powers
from plansheets.values.written import EDGES, MISSING, day_of, number_of
from plansheets.words import Words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
"""How gzip and zstd begin, which DuckDB unpacks by the file's name."""
_PIECE = 1 << 20

_TIME = r"(?:[ T](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?"
_DAY = (
    rf"^(\d{{4}})(?:[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}|年(\d{{1,2}})月(\d{{1,2}})日{_TIME}"
    r"|(\d\d)(\d\d))$"
)
_PLAIN = r"^[-+]?\d+(?:\.\d+)?$"
_MONTHS = ", ".join(map(str, range(1, 13)))
_WHOLE = r"^[-+]?\d+$"
_THOUSANDS = r"^[-+]?[¥￥$]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
"""What SQL reads itself, because nearly every cell is written so; all else goes to Python."""

MONEY = "DECIMAL(38, 10)"
"""Exact, so that a sum does not depend on which thread comes first."""
_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL")
_FRACTIONS = ("DOUBLE", "FLOAT")


@dataclass(frozen=True, slots=True)
class OrderColumns:
    """What the columns of an order list are called, those that it need not have among them."""

    customer: str
    date: str
    amount: str
    status: str | None = None
    order: str | None = None
    refund: str | None = None


@dataclass(frozen=True, slots=True)
class _SqlReading:
    """How a column is read: an expression over its cells, then one over what that gave."""

    first: str
    then: str = "{0}"
    missing: str = "false"
    """Over what the first gave: whether the cell says that there is no value."""

    def value(self, name: str) -> str:
        return self.then.format(name)

    def bad(self, name: str, given: str) -> str:
        """The cell as messages show it, where it is neither a value nor says that it has none."""
        shown = f"nullif(nullif(trim(CAST({given} AS VARCHAR)), ''), 'nan')"
        absent = f"{self.value(name)} IS NULL AND NOT coalesce({self.missing.format(name)}, false)"
        return f"CASE WHEN {absent} AND NOT left_out THEN {shown} END"


_NOTHING = _SqlReading("NULL", f"CAST({{0}} AS {MONEY})")


def add_readers(base: DuckDBPyConnection) -> None:
    """Teach *base* to read texts as the rest of the program does."""
    base.create_function("written_number", _number, ["VARCHAR", "INTEGER", "VARCHAR"], "VARCHAR")
    base.create_function("written_day", _day, ["VARCHAR", "INTEGER", "VARCHAR"], "VARCHAR")


def _number(text: str, power: int, mark: str) -> str:
    """The digits of a number, nothing for none, and a word for what is no number."""
    try:
        number = number_of(text, None, Powers(power), "," if mark == "," else ".")
    except BadValueError:
        return "no number"
    return "" if number is None else f"{Decimal(repr(number)):f}"


def _day(text: str, year: int, order: str) -> str:
    """The day, nothing for none, and a word where it is no day: SQL reads some that we do not."""
    try:
        style = DayStyle(year or None, next((one for one in DAY_ORDERS if one == order), None))
        day = day_of(text, None, style)
    except BadValueError:
        return "no day"
    return "" if day is None else date(day.year, day.month, day.day).isoformat()


def insert_orders(
    number: int,
    source: str,
    columns: OrderColumns,
    types: dict[str, str],
    leave_out: Collection[str],
    ways: OrderWays = PLAIN_WAYS,
) -> str:
    status = f"trim(CAST({quoted_name(columns.status)} AS VARCHAR))" if columns.status else "NULL"
    words = ", ".join(_text(word.strip().lower()) for word in leave_out)
    left_out = f"coalesce(lower({status}) IN ({words}), false)" if words else "false"
    day = _read_days(quoted_name(columns.date), types[columns.date], ways.days)
    amount = _amounts(columns.amount, types, ways.mark)
    refund, given_refund = _NOTHING, "NULL"
    if columns.refund:
        given_refund = quoted_name(columns.refund)
        refund = _amounts(columns.refund, types, ways.mark)
    order = "NULL"
    if columns.order == columns.date:  # all that is bought on a day is one order
        order = f"CAST({day.value('day_read')} AS VARCHAR)"
    elif columns.order:
        order = "lower(given_order)"
    given_order = _named(columns.order, types) if columns.order else "NULL"
    return f"""
        INSERT INTO orders
        SELECT {number}, status, left_out, customer, lower(customer), {order},
            {day.value("day_read")}, {amount.value("amount_read")},
            coalesce({refund.value("refund_read")}, 0),
            {day.bad("day_read", "given_day")}, {amount.bad("amount_read", "given_amount")},
            {refund.bad("refund_read", "given_refund")},
            CASE WHEN {refund.value("refund_read")} < 0 AND NOT left_out
                THEN CAST(given_refund AS VARCHAR) END
        FROM (
            SELECT {status} AS status, {left_out} AS left_out, {given_order} AS given_order,
                {_named(columns.customer, types)} AS customer,
                {quoted_name(columns.date)} AS given_day, {day.first} AS day_read,
                {quoted_name(columns.amount)} AS given_amount, {amount.first} AS amount_read,
                {given_refund} AS given_refund, {refund.first} AS refund_read
            FROM ({source})
        )"""


def _named(column: str | None, types: dict[str, str]) -> str:
    """A customer or an order by name, NULL where there is none."""
    assert column is not None
    shown = quoted_name(column)
    if types[column] in _FRACTIONS:  # what pandas makes of whole numbers with a blank among them
        shown = f"CASE WHEN {shown} = trunc({shown}) THEN CAST({shown} AS HUGEINT) END"
    edges = _text(EDGES)
    trimmed = f"trim(CAST({shown} AS VARCHAR), {edges})"
    name = f"trim(regexp_replace({trimmed}, '^=\"([^\"]*)\"$', '\\1'), {edges})"
    return f"CASE WHEN {name} NOT IN ({', '.join(map(_text, sorted(MISSING)))}) THEN {name} END"


def _read_days(column: str, type_: str, style: DayStyle) -> _SqlReading:
    """A day: a date or time as it is, a text such as 2024-06-30, a number as Excel counts days."""
    if type_ == "DATE" or type_.startswith("TIMESTAMP"):
        return _SqlReading(f"TRY_CAST({column} AS DATE)", _in_calendar("{0}"))
    text = f"trim(CAST({column} AS VARCHAR))"
    respelled = rf"regexp_replace({text}, '{_DAY}', '\1-\2\4\6-\3\5\7')"
    left_out = f"{style.year or 0}, '{style.order or ''}'"
    read = (
        f"CASE WHEN regexp_matches({text}, '{_DAY}') THEN {respelled}"
        f" ELSE written_day({text}, {left_out}) END"
    )
    day = _in_calendar("TRY_CAST(nullif({0}, '') AS DATE)")
    if not any(word in type_ for word in _NUMBERS):
        return _SqlReading(read, day, "{0} = ''")
    serial = f"CAST(DATE '{DAY_ZERO}' + CAST(floor({column}) AS INTEGER) AS VARCHAR)"
    missing = f"WHEN isnan(CAST({column} AS DOUBLE)) THEN ''"
    whole = f"written_day(CAST(CAST({column} AS BIGINT) AS VARCHAR), {left_out})"
    year = f"floor({column}) BETWEEN 1900 AND 2100"
    month = f"{column} BETWEEN 190001 AND 209912 AND {column} % 100 IN ({_MONTHS})"
    return _SqlReading(
        f"CASE {missing} WHEN {year} OR {month} THEN 'no day'"
        f" WHEN {column} BETWEEN 61 AND 2958465 THEN {serial} ELSE {whole} END",
        day,
        "{0} = ''",
    )


def _in_calendar(day: str) -> str:
    return f"CASE WHEN {day} BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}' THEN {day} END"


def _amounts(column: str, types: dict[str, str], mark: DecimalMark) -> _SqlReading:
    return _read_amounts(quoted_name(column), types[column], money_power(column), mark)


def _read_amounts(column: str, type_: str, power: int, mark: DecimalMark) -> _SqlReading:
    """Money, counted in that power of ten: a number, or a text that writes one.

    Digits are multiplied as they are shown, and before they become money: a cent in 亿元 has ten
    decimals, and no fraction of 2 keeps 0.1.
    """
    if not power and type_ not in _FRACTIONS and any(word in type_ for word in _NUMBERS):
        return _SqlReading(column, f"TRY_CAST({{0}} AS {MONEY})")
    text = f"trim(CAST({column} AS VARCHAR))"
    thousands = f"regexp_matches({text}, '{_THOUSANDS}')"
    ungrouped = f"regexp_replace({text}, '[,¥￥$]', '', 'g')"
    plain = _PLAIN if mark == "." else _WHOLE
    quick = f"WHEN regexp_matches({text}, '{plain}') THEN {text}"
    if power:
        quick += f" || 'e{power}'"
    elif mark == ".":
        quick += f" WHEN {thousands} THEN {ungrouped}"
    if type_ in _FRACTIONS:  # pandas' blanks
        quick = f"WHEN isnan({column}) THEN '' {quick}"
    return _SqlReading(
        f"CASE {quick} ELSE written_number({text}, {power}, '{mark}') END",
        f"TRY_CAST(nullif({{0}}, '') AS {MONEY})",
        "{0} = ''",
    )


_FURTHER_LINES = """
    AND (status IS NOT NULL OR ordered IS NULL OR ordered NOT IN (
        SELECT ordered FROM orders WHERE ordered IS NOT NULL GROUP BY ordered
        HAVING bool_or(left_out) AND bool_and(left_out OR status IS NULL)
    ))"""
"""Lines that leave the state to the first of their order go out with it."""
_ROWS = "SELECT buyer, customer, day, amount - refund AS net FROM counted"
_ORDERS = """
    SELECT buyer, min(customer) AS customer, min(day) AS day, sum(amount) - sum(refund) AS net
    FROM (
        SELECT coalesce(buyer, only_buyer) AS buyer, customer, day, coalesce(amount, 0) AS amount,
            refund, amount IS NOT NULL AS paid, ordered,
            CASE WHEN ordered IS NULL THEN line END AS alone
        FROM counted LEFT JOIN (
            SELECT ordered, min(buyer) AS only_buyer FROM counted
            WHERE ordered IS NOT NULL AND buyer IS NOT NULL
            GROUP BY ordered HAVING min(buyer) = max(buyer)
        ) USING (ordered)
    )
    GROUP BY buyer, ordered, alone HAVING bool_or(paid)"""
"""The orders of those rows that count: each row one, or all of an order on its first day."""


def select_customers(columns: OrderColumns) -> str:
    """Recency, frequency and value of each customer from the day ``$2`` to the day ``$1``."""
    return f"""
    WITH counted AS (
        SELECT *, rowid AS line FROM orders
        WHERE NOT left_out AND coalesce(day <= $1, {"true" if columns.order else "false"})
            {_FURTHER_LINES if columns.order and columns.status else ""}
    ), bought AS ({_ORDERS if columns.order else _ROWS})
    SELECT min(customer) AS customer,
        CAST($1 - max(day) FILTER (net > 0) AS DOUBLE) AS recency,
        CAST(count(*) FILTER (net > 0) AS DOUBLE) AS frequency,
        CAST(sum(net) AS DOUBLE) AS monetary
    FROM bought
    WHERE buyer IS NOT NULL AND net IS NOT NULL AND day BETWEEN $2 AND $1
    GROUP BY buyer
    HAVING count(*) FILTER (net > 0) > 0 AND sum(net) > 0
    ORDER BY 1"""


def select_rows(path: Path, copy: Path, encoding: str | None = None) -> tuple[str, Path | None]:
    """How DuckDB selects from *path*, by what the file is, and where its text stands in UTF-8.

    Texts of other encodings are copied; of packed files and Parquet there is no text to look at.
    """
    start = read_start(path)
    if start.startswith(b"PAR1"):
        return f"SELECT * FROM read_parquet({_exactly(path)})", None
    if start.startswith(b"PK\x03\x04"):
        hint = Words(
            "把工作表另存为“CSV UTF-8”；工作簿的行数反正不会超过 Excel",
            "save its sheet as 'CSV UTF-8'; a workbook holds no more rows than Excel anyway",
        )
        message = Words(
            "文件是工作簿，不是 CSV 或 Parquet", "the file is a workbook, not CSV or Parquet"
        )
        raise refuse("PS451", message, path.name, hint)
    if not start:
        raise refuse("PS451", Words("文件是空的", "the file is empty"), path.name)
    packed = start.startswith(_PACKED)
    if not packed:
        path = _as_utf8(path, start, copy, encoding)
    select = f"SELECT * FROM read_csv({_exactly(path)}, header = true, all_varchar = true)"
    return select, None if packed else path


def _exactly(path: Path) -> str:
    """*path* for DuckDB, which would take ``*``, ``?`` and ``[`` for a pattern."""
    plain = str(path.resolve())
    return _text("".join(f"[{letter}]" if letter in "*?[" else letter for letter in plain))


def _as_utf8(path: Path, start: bytes, copy: Path, asked: str | None) -> Path:
    """*path*, or *copy* with the same text in UTF-8."""
    marks = (name for mark, name in BYTE_ORDER_MARKS if start.startswith(mark))
    encoding = asked or next(marks, None)
    if encoding is None and _decodes(path, "utf-8"):
        encoding = "utf-8"
    if encoding is None:
        with path.open("rb") as stream:
            encoding = encoding_of(stream.read(_PIECE), path.name)
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
        called = NAMES.get(encoding, encoding)
        raise refuse(
            "PS402",
            Words(f"文本不是完整的 {called}", f"the text is not whole {called}"),
            path.name,
            Words("另存为“CSV UTF-8”", "save it again as 'CSV UTF-8'"),
        ) from None
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


def quoted_name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
