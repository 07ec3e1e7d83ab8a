from __future__ import annotations

import re
from pathlib import Path

import pytest

from effort import effort
from plansheets.formula import functions as module
from plansheets.formula.functions import (
    EXCEL_365,
    EXCEL_2016,
    LAMBDA_TAKERS,
    LEVELS,
    PROFILES,
    functions,
)

TABLE = functions().values()
TSV = Path(module.__file__).with_name("functions.tsv")


def test_the_table_holds_every_function_a_planning_workbook_meets() -> None:
    assert {
        "SUM",
        "SUMPRODUCT",
        "XLOOKUP",
        "LAMBDA",
        "GROUPBY",
        "NETWORKDAYS.INTL",
    } <= functions().keys()
    assert functions().keys() >= LAMBDA_TAKERS


def test_the_rows_of_the_table_are_consistent() -> None:
    for function in TABLE:
        assert re.fullmatch(r"[A-Z][A-Z0-9]*(\.[A-Z0-9]+)*", function.name)
        assert re.fullmatch(r"-|\*|[vxrafpl]*(\?[vxrafpl]+)?(\*[vxrafpl]+~?)?", function.arguments)
        assert 0 <= function.minimum <= function.maximum <= 255, function
        assert function.takes(function.minimum), function
        assert not function.takes(256), function
        assert function.level in LEVELS, function


@pytest.mark.parametrize(
    ("name", "fewest", "most"),
    [("INDEX", 2, 4), ("AGGREGATE", 3, 255), ("LOOKUP", 2, 3), ("SUBTOTAL", 2, 255)],
)
def test_a_function_takes_as_many_arguments_as_excel_says(
    name: str, fewest: int, most: int
) -> None:
    """LibreOffice's filter for Excel's files holds the same counts for all older functions."""
    function = functions()[name]
    assert (function.minimum, function.maximum) == (fewest, most)


def test_a_function_newer_than_2007_is_prefixed_in_files() -> None:
    plain = {each.name for each in TABLE if each.level != "2007" and not each.prefix}
    assert plain == {"ISO.CEILING", "NETWORKDAYS.INTL", "WORKDAY.INTL"}
    assert not [each.name for each in TABLE if each.level == "2007" and each.prefix]


def test_a_function_above_2016_names_what_to_use_instead() -> None:
    newer = [each for each in TABLE if LEVELS.index(each.level) > LEVELS.index("2016")]
    assert [each.name for each in newer if not each.instead] == []


def test_what_to_use_instead_is_known_in_2016() -> None:
    for function in TABLE:
        instead = function.instead.en + function.instead.zh if function.instead else ""
        for word in re.findall(r"\b[A-Z][A-Z.0-9]+(?=\()", instead):
            assert EXCEL_2016.has(functions()[word]), (function.name, word)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("PI", [0], [1]),
        ("IF", [2, 3], [1, 4]),
        ("SUM", [1, 2, 255], [0, 256]),
        ("SUMIF", [2, 3], [1, 4]),
        ("SUMIFS", [3, 5, 7], [2, 4]),
        ("COUNTIFS", [2, 4], [1, 3]),
        ("SWITCH", [3, 4, 5, 6], [2]),
        ("IFS", [2, 4], [1, 3]),
        ("VLOOKUP", [3, 4], [2, 5]),
        ("ROW", [0, 1], [2]),
        ("NETWORKDAYS.INTL", [2, 3, 4], [1, 5]),
        ("XLOOKUP", [3, 4, 5, 6], [2, 7]),
        ("LET", [3, 5], []),
    ],
)
def test_arguments_are_counted_as_excel_counts(name: str, good: list[int], bad: list[int]) -> None:
    function = functions()[name]
    assert [count for count in good + bad if function.takes(count)] == good


def test_profiles_differ_by_level_and_by_where_a_function_works() -> None:
    table = functions()
    assert PROFILES.keys() == {"excel2016", "excel365"}
    works = ["SUMIFS", "AGGREGATE", "IFNA", "NETWORKDAYS.INTL", "CEILING.MATH", "FORECAST.LINEAR"]
    lacks = [
        "IFS",
        "XLOOKUP",
        "LET",
        "FILTER",
        "FORECAST.ETS",
        "BAHTTEXT",
        "CUBEVALUE",
        "WEBSERVICE",
    ]
    assert [name for name in works + lacks if EXCEL_2016.has(table[name])] == works
    assert all(EXCEL_365.has(table[name]) for name in works + lacks)


def test_volatile_functions_are_marked() -> None:
    assert {function.name for function in TABLE if function.volatile} == {
        "CELL", "INDIRECT", "INFO", "NOW", "OFFSET", "RAND", "RANDARRAY", "RANDBETWEEN", "TODAY",
    }  # fmt: skip


def test_the_table_is_read_at_little_more_cost_than_taking_it_apart() -> None:
    lines = TSV.read_text("utf-8").splitlines()
    taking_apart = effort(lambda: [line.split("\t") for line in lines])
    assert effort(_reading) < 40 * taking_apart  # about 12 times, as measured


def _reading() -> None:
    functions.cache_clear()
    functions()
