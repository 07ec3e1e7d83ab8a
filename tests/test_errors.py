"""Problems as their reader sees them, however many there are and however long their lines."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from effort import effort
from plansheets.blueprint.read import examine_text
from plansheets.errors import (
    Problem,
    WorkbookError,
    did_you_mean,
    format_problem,
    format_problems,
)
from plansheets.plan.build import check
from plansheets.source import Source, Span


def at(line: str, word: str) -> Problem:
    return Problem("PS220", "wrong", Span(Source("a.yaml", line), 1, line.index(word) + 1, 4))


@pytest.mark.parametrize(("before", "after"), [(0, 9_000), (9_000, 0), (5_000, 5_000), (30, 30)])
def test_a_long_line_is_quoted_around_the_word_that_is_wrong(before: int, after: int) -> None:
    problem = at("a" * before + "word" + "b" * after, "word")
    _, _, quoted, marks = format_problem(problem).splitlines()
    place = marks.index("^")
    assert quoted[place : place + marks.count("^")] == "word"
    assert len(quoted) < 210
    assert ("…" in quoted) == (before + after > 200)


def test_nothing_that_is_quoted_steers_the_terminal() -> None:
    said = format_problem(at("a: \x1b]0;title\x07 \x9b31m\u202e word", "word"))
    assert all(each.isprintable() or each == "\n" for each in said)
    named = Problem("PS105", "no key '\x1b[2J'", hint="\x1b[2J", where="\x1b.yaml")
    assert format_problem(named) == "?.yaml: PS105 no key '?[2J'\n  = help: ?[2J"


def test_problems_of_one_kind_are_counted_after_the_first_twenty() -> None:
    problems = [Problem("PS220", f"no {number}") for number in range(3_000)]
    problems.insert(2_000, Problem("PS301", "another"))
    told = [*format_problems(problems)]
    assert told[19:] == ["PS220 no 19", "PS301 another", "PS220: 2,980 more of this kind"]
    assert str(WorkbookError(problems)) == "\n".join(told)


def test_a_thousand_problems_on_one_line_cost_little_more_than_reading_it() -> None:
    def text(cells: int, other: str) -> str:
        rows = ", ".join(f"{{kk: k{number}, {other}: 1}}" for number in range(cells))
        return f"""
blueprint: ff
version: 1.0.0
title: ff
tables:
  tt:
    title: T
    columns: [{{id: kk, type: key, label: k}}, {{id: qty, type: number, label: q}}]
    sample: [{rows}]
sheets: [{{id: main, title: Main, blocks: [table: tt]}}]
"""

    def seconds(other: str) -> float:
        begun = time.process_time()
        found = check(examine_text(text(3_000, other), "a.yaml", Path()))
        said = "".join(format_problems(found))
        assert len(said) < 20_000
        assert (len(found) > 2_000) == (other == "zz")
        return time.process_time() - begun

    # the least of three, in turns: another process on the same core, or the collector, is not ours
    spent = [(seconds("zz"), seconds("qty")) for _ in range(3)]
    wrong, right = (min(one) for one in zip(*spent, strict=True))
    assert wrong < 3 * right + 0.5


def test_a_misspelt_word_is_compared_with_few_of_many_names() -> None:
    names = [f"Metric_{number}" for number in range(3_000)]
    assert did_you_mean("metric_2999x", names) == "did you mean 'Metric_2999'?"
    assert did_you_mean("nosuch", names) is None
    one, another = effort(lambda: did_you_mean("metric_x", names)), effort(lambda: sorted(names))
    assert one < 60 * another


def test_a_problem_shown_in_python_holds_no_whole_file() -> None:
    source = Source("a.yaml", "first: 1\n" * 1000)
    assert len(repr(Problem("PS220", "wrong", Span(source, 1, 1, 4)))) < 300
