"""Order histories in several currencies, whose amounts are not added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from plansheets.errors import Problem
from plansheets.frames.currencies import names_currencies
from plansheets.frames.order_sql import quoted_name
from plansheets.values.currencies import NO_CURRENCY, currency_of
from plansheets.words import Words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def currencies_of(
    base: DuckDBPyConnection, source: str, types: Mapping[str, str]
) -> list[tuple[str, frozenset[str]]]:
    """The currencies that a file's column of them names, each with the codes it may stand for."""
    column = next((name for name in types if names_currencies(name)), None)
    if column is None:
        return []
    asked = f"SELECT DISTINCT trim({quoted_name(column)}::VARCHAR) FROM ({source}) ORDER BY 1"  # noqa: S608
    words = [str(row[0]) for row in base.execute(asked).fetchall() if row[0] is not None]
    return [(word, codes) for word in words if (codes := currency_of(word))]


def two_currencies(named: Mapping[str, list[tuple[str, frozenset[str]]]]) -> Iterator[Problem]:
    """A problem where the files, by name, do not all name one currency."""
    first, together = "", NO_CURRENCY
    for file, said in named.items():
        for word, codes in said:
            if first and together.isdisjoint(codes):
                yield Problem.told(
                    "PS456",
                    Words(
                        f"“{first}”和“{word}”不是一种货币",
                        f"'{first}' and '{word}' are two currencies",
                    ),
                    hint=Words(
                        "每种货币各算一次：文件里只留一种",
                        "gather each by itself: leave one currency in the files",
                    ),
                    where=file,
                )
                return
            together = together & codes if first else codes
            first = first or word
