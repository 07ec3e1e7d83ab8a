"""Order histories beyond Excel's rows: from CSV and Parquet, through DuckDB, one row a customer."""

from __future__ import annotations

import csv
import datetime
import io
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from glob import glob
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plansheets.errors import DataError, Problem, nearest
from plansheets.frames.csv import escaped
from plansheets.frames.header_units import money_power
from plansheets.frames.headers import told_power
from plansheets.frames.hints import read_hints
from plansheets.frames.order_currencies import currencies_of, two_currencies
from plansheets.frames.order_sql import (
    MONEY,
    OrderColumns,
    add_readers,
    insert_orders,
    select_customers,
    select_rows,
)
from plansheets.frames.order_ways import PLAIN_WAYS, find_order_ways
from plansheets.frames.raw import FileHints, refuse
from plansheets.records import dataclass
from plansheets.words import Words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from plansheets.functions import Customers

COLUMNS: Final = ("order", "customer", "last_order", "recency", "frequency", "monetary")
"""``order`` repeats the customer: the row stands for all of their orders where orders are due."""

_MOMENTS: Final = "TIMESTAMP WITH TIME ZONE"
"""What DuckDB calls a column of them."""


@dataclass(frozen=True, slots=True)
class GatheredCustomers:
    """Customers of an order history, sorted, with the day they were looked at from.

    .. versionadded:: 0.1.0
    """

    customers: Customers
    as_of: datetime.date
    rows: int
    """Rows read, those included that do not count."""
    notices: tuple[Problem, ...]


def gather_customers(
    orders: str | Path | Sequence[str | Path],
    *,
    customer: str,
    date: str,
    amount: str,
    status: str | None = None,
    leave_out: Collection[str] = (),
    as_of: datetime.date | None = None,
    window_days: int = 365,
    order: str | None = None,
    refund: str | None = None,
    encoding: str | None = None,
    decimal: str | None = None,
    dates: str | None = None,
    year: int | None = None,
) -> GatheredCustomers:
    """Recency, frequency and monetary value of every customer, from files of any length.

    What :func:`plansheets.functions.rfm` gives for the same orders; needs ``plansheets[duckdb]``.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    orders
        CSV (UTF-8, GB18030, UTF-16; packed by gzip too) or Parquet files; each a path or a pattern
        such as ``"orders/2024-*.parquet"``. One row an order, or with *order* several.
    customer, date, amount
        The columns' names in the files. A row without a customer, a day of payment or an amount
        does not count. Amounts under a header such as ``实付金额(万元)`` count in its unit, and a
        notice tells so. A negative amount is a refund of its own: it lowers the monetary value and
        is no order, nor is an amount of zero. Customers are the same in any case.
    status, leave_out
        Orders whose column *status* says one of *leave_out*, such as ``"已取消"``, do not count.
    as_of
        The day on which to look; the last day among the orders where it is not given.
    window_days
        Days up to and with *as_of* that count.
    order
        The column of the order that each row belongs to: its rows are one order, on the first of
        their days. The column of days makes all that a customer buys on a day one order.
    refund
        The column of what was paid back. An order of which nothing is left is none.
    encoding, decimal, dates, year
        How CSV files are written, where they do not show it themselves, as for
        :func:`plansheets.build`.

    Returns
    -------
    GatheredCustomers
        Those with at least one order and a monetary value above zero in the window.

    Raises
    ------
    DataError
        With every problem found: no such file or column, texts where a day or an amount is due, no
        order that counts, DuckDB not installed.
    """
    duckdb = _duckdb()
    hints = read_hints(encoding, decimal, dates, year)
    columns = OrderColumns(customer, date, amount, status, order, refund)
    paths = list(order_files((orders,) if isinstance(orders, str | Path) else orders))
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "false",
            "temp_directory": folder,
        }
        with duckdb.connect(":memory:", config=settings) as base:
            add_readers(base)
            told = _load(base, paths, columns, leave_out, Path(folder), hints)
            _refuse_bad_values(base, paths, columns)
            notices = (*told, *_unmatched(base, columns, leave_out))
            return _gathered(base, columns, as_of, window_days, notices)


def customers_csv(gathered: GatheredCustomers) -> str:
    """*gathered* as CSV: a row a customer, which rfm-segmentation takes for its orders, too."""
    import numpy as np  # noqa: PLC0415

    found = gathered.customers
    days = found.recency.astype(np.int64)
    last = np.datetime64(gathered.as_of) - days
    orders = found.frequency.astype(np.int64).tolist()
    money = [_money(one) for one in found.monetary.tolist()]
    names = [escaped(str(one)) for one in found.customer.tolist()]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = zip(names, names, last.astype(str).tolist(), days.tolist(), orders, money, strict=True)
    writer.writerows(rows)
    return text.getvalue()


def _money(amount: float) -> str:
    """An amount to the cent, with all of its decimals where it has more."""
    whole, _, decimals = f"{Decimal(repr(amount)):f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2}"


_INSTALL = "pip install 'plansheets[duckdb]'"


def _duckdb() -> Any:
    if find_spec("duckdb") is None:
        message = Words(
            "没有安装读订单历史的 DuckDB", "DuckDB is not installed, which reads order histories"
        )
        raise refuse("PS450", message, "", Words(_INSTALL, _INSTALL))
    import duckdb  # noqa: PLC0415 - an extra

    return duckdb


def order_files(given: Iterable[str | Path]) -> Iterator[Path]:
    """Every file that is named; a pattern stands for what it matches, in order."""
    for one in given:
        named: list[str | Path] = [one]
        if not os.path.exists(one):  # noqa: PTH110  # a name too long is no file, and no exception
            named = [*sorted(glob(str(one), recursive=True))] or named  # noqa: PTH207 - a pattern may be absolute
        yield from map(Path, named)


def _load(
    base: DuckDBPyConnection,
    paths: Sequence[Path],
    columns: OrderColumns,
    leave_out: Collection[str],
    folder: Path,
    hints: FileHints,
) -> tuple[Problem, ...]:
    """The table ``orders``: what counts of each row, and what cannot be read. Gives warnings."""
    import duckdb  # noqa: PLC0415 - an extra

    problems: list[Problem] = []
    notices: list[Problem] = []
    named: dict[str, list[tuple[str, frozenset[str]]]] = {}
    base.execute(
        f"CREATE TABLE orders (file INTEGER, status VARCHAR, left_out BOOLEAN, customer VARCHAR,"
        f" buyer VARCHAR, ordered VARCHAR, day DATE, amount {MONEY}, refund {MONEY},"
        f" bad_day VARCHAR, bad_amount VARCHAR, bad_refund VARCHAR, below_zero VARCHAR)"
    )
    for number, path in enumerate(paths):
        try:
            source, text = select_rows(path, folder / f"{number}.csv", hints.encoding)
            types = {row[0]: row[1] for row in base.execute(f"DESCRIBE {source}").fetchall()}
            found = _found(columns, types, path)
            if types[found.date] == _MOMENTS:
                base.execute("SET TimeZone = 'UTC'")  # the same days on every computer
                notices.append(_of_no_clock(path, columns.date))
            notices.extend(_of_units(path, found))
            amounts = [one.strip() for one in (found.amount, found.refund) if one]
            ways = (
                find_order_ways(text, path.name, amounts, found.date, hints) if text else PLAIN_WAYS
            )
            base.execute(insert_orders(number, source, found, types, leave_out, ways))
            named[path.name] = currencies_of(base, source, types)
        except duckdb.Error as error:
            message = str(error).splitlines()[0].partition(": ")[2] or str(error)
            hint = Words("带表头的 CSV，或 Parquet", "CSV with a header row, or Parquet")
            said = Words(f"读不了：{message}", f"not readable: {message}")
            problems.append(Problem.told("PS451", said, hint=hint, where=path.name))
        except DataError as error:
            problems.extend(error.problems)
    problems += two_currencies(named)
    if problems:
        raise DataError(problems)
    return tuple(notices)


def _of_no_clock(path: Path, column: str) -> Problem:
    """A warning: Parquet keeps moments, and not the clock that showed them to the shop."""
    return Problem.told(
        "PS454",
        Words(
            f"“{column}”里是带时区的时刻，日期按 UTC 算",
            f"'{column}' holds moments with a time zone; their days are those of UTC",
        ),
        hint=Words(
            "写店铺当地的时间，不带时区", "write the time on the shop's clock, without a zone"
        ),
        where=path.name,
        level="warning",
    )


def _of_units(path: Path, columns: OrderColumns) -> Iterator[Problem]:
    """A warning for each column of money whose header counts in more than 元."""
    for name in filter(None, dict.fromkeys((columns.amount, columns.refund))):
        if power := money_power(name):
            told = told_power(name.strip(), power)
            yield Problem.told("PS438", told, where=path.name, level="warning")


def _found(columns: OrderColumns, types: dict[str, str], path: Path) -> OrderColumns:
    """The columns as the file spells them; spaces around a name do not count."""
    names = {name.strip(): name for name in types}
    wanted = (
        *(columns.customer, columns.date, columns.amount),
        *(columns.status, columns.order, columns.refund),
    )
    problems = [
        Problem.told(
            "PS406",
            Words(f"没有列“{name}”", f"no column '{name}'"),
            hint=nearest(name, names, listed=20),
            where=path.name,
        )
        for name in wanted
        if name is not None and name.strip() not in names
    ]
    if problems:
        raise DataError(problems)
    customer, date, amount, *others = (name and names[name.strip()] for name in wanted)
    assert customer is not None
    assert date is not None
    assert amount is not None
    return OrderColumns(customer, date, amount, *others)


def _refuse_bad_values(
    base: DuckDBPyConnection, paths: Sequence[Path], columns: OrderColumns
) -> None:
    number = Words("写一个数，如 1234.56", "write one number, as 1234.56")
    no_number = Words("不是数", "is not a number")
    asked = (
        (
            "bad_day",
            "PS424",
            columns.date,
            Words("不是日期", "is not a day"),
            Words("日期写成 2024-05-01", "write days as 2024-05-01"),
        ),
        ("bad_amount", "PS420", columns.amount, no_number, number),
        ("bad_refund", "PS420", columns.refund, no_number, number),
        (
            "below_zero",
            "PS423",
            columns.refund,
            Words("应不小于 0", "is not at least 0"),
            Words("写退了多少", "write what was paid back"),
        ),
    )
    counts = ", ".join(f"count({name}), min({name})" for name, *_ in asked)
    question = f"SELECT file, {counts} FROM orders GROUP BY file ORDER BY file"  # noqa: S608
    bad = base.execute(question).fetchall()
    problems = []
    for file, *found in bad:
        for (_, code, column, fault, hint), many, shown in zip(
            asked, found[::2], found[1::2], strict=True
        ):
            if many:
                others = f", nor are {many - 1:,} others" if many > 1 else ""
                chinese = f"，另有 {many - 1:,} 个" if many > 1 else ""
                message = Words(f"“{shown}”{fault.zh}{chinese}", f"'{shown}' {fault.en}{others}")
                where = f"{paths[file].name}, '{column}'"
                problems.append(Problem.told(code, message, hint=hint, where=where))
    if problems:
        raise DataError(problems)


def _unmatched(
    base: DuckDBPyConnection, columns: OrderColumns, leave_out: Collection[str]
) -> tuple[Problem, ...]:
    """A warning for each word that no order has: it may be spelled otherwise."""
    if columns.status is None or not leave_out:
        return ()
    found = base.execute("SELECT DISTINCT status FROM orders WHERE status IS NOT NULL").fetchall()
    known = [str(row[0]) for row in found]
    folded = {one.lower() for one in known}
    return tuple(
        Problem.told(
            "PS452",
            Words(
                f"“{columns.status}”里没有订单是“{word}”，所以没有为它去掉任何订单",
                f"no order is '{word}' in '{columns.status}', so none was left out for it",
            ),
            hint=nearest(word, known, listed=20),
            level="warning",
        )
        for word in leave_out
        if word.strip().lower() not in folded
    )


def _gathered(
    base: DuckDBPyConnection,
    columns: OrderColumns,
    as_of: datetime.date | None,
    window_days: int,
    notices: tuple[Problem, ...],
) -> GatheredCustomers:
    import numpy as np  # noqa: PLC0415

    from plansheets.functions import Customers  # noqa: PLC0415 - loads numpy

    rows, first, last = base.execute("SELECT count(*), min(day), max(day) FROM orders").fetchall()[
        0
    ]
    until = as_of or last or datetime.date.min
    since = until - datetime.timedelta(min(window_days, until.toordinal()) - 1)
    found = base.execute(select_customers(columns), [until, since]).fetchnumpy()
    if not len(found["customer"]):
        held = _days_held(rows, first, last)
        window = Words("", "")
        if as_of or last:
            window = Words(f"从 {since} 到 {until}", f" from {since} to {until}")
        message = Words(
            f"{window.zh}没有订单计入：{held.zh}", f"no order counts{window.en}: {held.en}"
        )
        hint = Words("换一天看，或放宽天数", "look from another day, or over a longer window")
        raise refuse("PS453", message, "", hint)
    names, recency, frequency, monetary = map(np.asarray, found.values())
    return GatheredCustomers(Customers(names, recency, frequency, monetary), until, rows, notices)


def _days_held(rows: int, first: datetime.date | None, last: datetime.date | None) -> Words:
    if first is None:
        return Words("没有一行有日期", "no row has a day")
    if first == last:
        if rows == 1:
            return Words(f"唯一的一行是 {first}", f"the only row is of {first}")
        return Words(f"日期都是 {first}", f"all days are {first}")
    return Words(
        f"{rows:,} 行的日期从 {first} 到 {last}",
        f"the {rows:,} rows have days from {first} to {last}",
    )
