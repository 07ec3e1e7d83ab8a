"""Ids: how they are spelt, that each names one thing, and that nothing stands unused."""

from __future__ import annotations

from pathlib import Path

import pytest

from plansheets.blueprint.read import examine_text

SOUND = """\
blueprint: stock
version: 1.0.0
title: Stock
parameters:
  least: {type: count, default: 5, min: 0, max: 9, label: Least}
lists:
  state: {open: Open, closed: Closed}
tables:
  goods:
    title: Goods
    columns:
      - {id: name, type: key, label: Name}
      - {id: state, type: choice, list: state, label: State}
      - {id: units, type: count, label: Units}
      - {id: short, type: flag, label: Short, formula: '=[@units]<least'}
metrics:
  total: {type: count, label: Total, formula: '=SUM(goods[units])'}
checks:
  - {id: none, level: error, count: '=1-SIGN(total)', message: Nothing}
sheets:
  - {id: main, title: Goods, blocks: [{cards: [total]}, {table: goods}]}
"""

Told = list[tuple[str, str, str | None]]


def told(text: str) -> Told:
    problems = examine_text(text, "stock.yaml", Path()).problems
    return [(problem.code, problem.message, problem.hint) for problem in problems]


def told_with(written: str, instead: str) -> Told:
    assert SOUND.count(written) == 1
    return told(SOUND.replace(written, instead))


def test_a_sound_blueprint_is_silent() -> None:
    assert told(SOUND) == []


SPELLING = "ids are English words in snake_case: a-z, 0-9 and _, a letter first"


@pytest.mark.parametrize(
    ("id_", "message", "hint"),
    [
        ("Total", "'Total' cannot be an id", f"write 'total'; {SPELLING}"),
        ("sold-today", "'sold-today' cannot be an id", f"write 'sold_today'; {SPELLING}"),
        ("2nd", "'2nd' cannot be an id", SPELLING),
        ("总数", "'总数' cannot be an id", SPELLING),
        (
            "a" * 500,
            f"the id '{'a' * 39}…' has 500 characters, at most 120",
            "shorten it",
        ),
        ("a.b", "'a.b' cannot be an id", f"write 'a_b'; {SPELLING}"),
        ("roi2024", "'roi2024' cannot be an id: Excel reads it as a cell", "write 'roi_2024'"),
        ("q1", "'q1' cannot be an id: Excel reads it as a cell", "write 'q_1'"),
        (
            "true",
            "'true' cannot be an id: it has a meaning in formulas",
            "write 'true_value', or a word that says more",
        ),
        (
            "prior",
            "'prior' cannot be an id: it has a meaning in formulas",
            "write 'prior_value', or a word that says more",
        ),
    ],
)
def test_a_word_that_cannot_be_an_id_is_told_with_one_that_can(
    id_: str, message: str, hint: str
) -> None:
    renamed = SOUND.replace("total", id_)
    assert told(renamed)[0] == ("PS109", message, hint)


@pytest.mark.parametrize(
    ("key", "written", "instead"),
    [
        ("blueprint", "blueprint: stock", "blueprint: Stock"),
        ("blueprint", "blueprint: stock", "blueprint: my_plan"),
        ("version", "version: 1.0.0", "version: 1.0"),
        ("version", "version: 1.0.0", "version: ١.٠.٠"),
    ],
)
def test_the_blueprints_own_id_and_version_have_a_form(
    key: str, written: str, instead: str
) -> None:
    [(code, message, _)] = told_with(written, instead)
    assert code == "PS109"
    assert f"is no {key}: it takes" in message


@pytest.mark.parametrize(
    ("written", "instead", "expected"),
    [
        ("list: state", "list: stat", ("PS113", "no list 'stat'", "did you mean 'state'?")),
        (
            "{cards: [total]}",
            "{cards: [totals]}",
            ("PS113", "no metric 'totals'", "did you mean 'total'?"),
        ),
        (
            "{table: goods}",
            "{table: goods}, {form: [leest]}",
            ("PS113", "no parameter 'leest'", "did you mean 'least'?"),
        ),
        (
            "message: Nothing",
            "message: Nothing, table: good",
            ("PS113", "no table 'good'", "did you mean 'goods'?"),
        ),
        (
            "type: count, label: Units",
            "type: count, unit_from: stat, label: Units",
            ("PS220", "no column 'stat' in 'goods'", "did you mean 'state'?"),
        ),
        (
            "title: Goods\n",
            "title: Goods\n    key: names\n",
            ("PS220", "no column 'names' in 'goods'", "did you mean 'name'?"),
        ),
        (
            "title: Goods\n",
            "title: Goods\n    sample: [{nam: x}]\n",
            ("PS220", "no column 'nam' in 'goods'", "did you mean 'name'?"),
        ),
    ],
)
def test_an_id_that_names_nothing_is_told_with_the_nearest(
    written: str, instead: str, expected: tuple[str, str, str]
) -> None:
    assert expected in told_with(written, instead)


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("  total:", "  least:", "the id 'least' is taken twice"),
        ("  total:", "  goods:", "the id 'goods' is taken twice"),
        ("id: units", "id: state", "the column 'state' stands in table 'goods' twice"),
        ("closed: Closed", "closed: Open", "'Open' stands in list 'state' twice"),
        (
            "closed: Closed",
            "closed: {zh-CN: Open, en: Closed}",
            "'Open' stands in list 'state' twice",
        ),
        (
            "{id: none,",
            "{id: none, level: error, count: '=0', message: A}\n  - {id: none,",
            "the id 'none' is taken twice",
        ),
        (
            "{id: main,",
            "{id: main, title: A, blocks: []}\n  - {id: main,",
            "the id 'main' is taken twice",
        ),
    ],
)
def test_what_two_things_share_is_told(written: str, instead: str, message: str) -> None:
    found = told_with(written, instead)
    assert ("PS110", message) in [(code, said) for code, said, _ in found]


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("<least'", "<5'", "the parameter 'least' is used nowhere"),
        ("type: choice, list: state,", "type: text,", "the list 'state' is used nowhere"),
        (", {table: goods}", "", "the table 'goods' stands on no sheet"),
    ],
)
def test_what_is_used_nowhere_is_told(written: str, instead: str, message: str) -> None:
    assert ("PS118", message) in [(code, said) for code, said, _ in told_with(written, instead)]


@pytest.mark.parametrize(
    ("default", "message"),
    [
        ("-1", "'default' of parameter 'least' is -1; at least 0 is allowed"),
        ("10", "'default' of parameter 'least' is 10; at most 9 is allowed"),
    ],
)
def test_a_parameter_outside_its_bounds_is_told(default: str, message: str) -> None:
    [(code, said, _)] = told_with("default: 5", f"default: {default}")
    assert (code, said) == ("PS117", message)


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        (
            "default: 5",
            "default: 5, formula: '=1'",
            "parameter 'least' has both 'default' and 'formula'",
        ),
        ("type: key,", "type: key, list: state,", "'name' has a list but is of type 'key'"),
        (
            "type: flag,",
            "type: flag, required: yes,",
            "column 'short' is computed, so 'required' has no effect",
        ),
        (
            "type: flag,",
            "type: flag, max: 1,",
            "column 'short' is computed, so 'max' has no effect",
        ),
        (
            "    columns:\n      - {id: name,",
            "    rows: {count: 3}\n    expected_rows: 9\n    columns:\n      - {id: name,",
            "the rows of table 'goods' are given, so 'expected_rows' has no effect",
        ),
        (
            "{table: goods}",
            "{table: goods, heading: Goods}",
            "a block has exactly one key; 2 were found",
        ),
    ],
)
def test_keys_that_contradict_each_other_are_told(written: str, instead: str, message: str) -> None:
    assert [(code, said) for code, said, _ in told_with(written, instead)] == [("PS114", message)]


@pytest.mark.parametrize("source", ["beside", "other"])
def test_rows_are_not_taken_from_a_table_that_takes_its_own(source: str) -> None:
    tables = (
        f"  beside: {{title: B, rows: {{from: {source}}},\n"
        "           columns: [{id: a, type: text, label: A}]}\n"
        "  other: {title: O, rows: {from: beside}, columns: [{id: a, type: text, label: A}]}\n"
    )
    text = SOUND.replace("metrics:\n", f"{tables}metrics:\n")
    placed = text.replace("{table: goods}", "{table: beside}, {table: other}, {table: goods}")
    assert (
        "PS114",
        f"table 'beside' takes its rows from '{source}', which has none of its own",
    ) in [(code, said) for code, said, _ in told(placed)]


CHART = "{chart: {type: column, title: T, over: goods, category: name, series: [{column: units}]}}"


@pytest.mark.parametrize(
    ("written", "instead", "expected"),
    [
        ("", "", []),
        (
            "over: goods",
            "over: good",
            [("PS113", "no table or grid 'good'", "did you mean 'goods'?")],
        ),
        (
            "column: units",
            "column: unit",
            [("PS220", "no column 'unit' in 'goods'", "did you mean 'units'?")],
        ),
        (
            "category: name",
            "category: names",
            [("PS220", "no column 'names' in 'goods'", "did you mean 'name'?")],
        ),
        (
            "category: name, ",
            "",
            [
                (
                    "PS106",
                    "a chart over a table lacks 'category'",
                    "category: the column along the axis",
                )
            ],
        ),
    ],
)
def test_a_chart_draws_columns_that_exist(written: str, instead: str, expected: Told) -> None:
    chart = CHART.replace(written, instead) if written else CHART
    assert told_with("{cards: [total]}", f"{{cards: [total]}}, {chart}") == expected
