"""Whatever a blueprint holds, it compiles or its problems are told; the same one always alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from inspect import isfunction, signature
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import SHOP, changed, planned
from plansheets.blueprint.read import examine_text, read_text
from plansheets.errors import BlueprintError
from plansheets.plan import check as check_room
from plansheets.plan import lower as lower_room
from plansheets.plan import write_out as write_out_room
from plansheets.plan.build import CHECKS, FUNCTIONS, LOWERING, NAMES, WORDS, check, plan
from plansheets.plan.choices import Choices
from plansheets.plan.names import RIBBON
from plansheets.render.text import describe
from strategies import blueprints


@given(blueprints(), st.sampled_from(["zh-CN", "en"]), st.booleans())
def test_a_blueprint_compiles_or_its_problems_are_told(text: str, locale: str, blank: bool) -> None:
    reading = examine_text(text, "any.yaml", Path())
    told = check(reading)
    failed = any(problem.level == "error" for problem in told)
    if reading.failed:
        assert failed
        return
    try:
        plan(reading.sound(), Choices(locale=locale, blank=blank))  # type: ignore[arg-type]
    except BlueprintError:
        assert failed


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_same_blueprint_gives_an_equal_plan(locale: str) -> None:
    assert planned(locale=locale) == planned(locale=locale)
    assert describe(planned(locale=locale)) == describe(planned(locale=locale))


def test_every_cell_stands_on_the_grid_and_in_reading_order() -> None:
    for sheet in planned().sheets:
        places = [(cell.row, cell.column) for cell in sheet.cells]
        assert places == sorted(places)
        assert min(places) >= (0, 0)


def test_errors_of_every_pass_come_together_in_the_order_of_lines() -> None:
    text = changed(
        ("'=[@price]*[@stock]'", "'=[@prise]*[@stock]'"),
        ("'=[@stock]<least'", "'=[@stock]<SUMM(least)'"),
        ("'=SUM(goods[worth])'", "'=total+1'"),
    )
    with pytest.raises(BlueprintError) as error:
        plan(read_text(text, "shop.yaml", Path()), Choices())
    assert [problem.code for problem in error.value.problems] == ["PS220", "PS230", "PS226"]


def test_warnings_do_not_stop_a_plan() -> None:
    text = changed(
        ("    key: name\n", "    key: name\n    expected_rows: 9999\n"),
        ("'=[@price]*[@stock]'", "'=[@price]+MAX(goods[price])'"),
    )
    _, warnings = plan(read_text(text, "shop.yaml", Path()), Choices())
    assert [(one.code, one.level) for one in warnings] == [("PS227", "warning")]


def test_a_profile_decides_what_functions_there_are() -> None:
    written = SHOP.replace("'=[@price]*[@stock]'", "'=IFS([@price]>1,[@stock],TRUE,0)*[@price]'")
    blueprint = read_text(written, "shop.yaml", Path())
    assert plan(blueprint, Choices(profile="excel365"))[0].profile == "excel365"
    with pytest.raises(BlueprintError) as error:
        plan(blueprint, Choices(profile="excel2016"))
    assert [problem.code for problem in error.value.problems] == ["PS232"]


def test_choices_change_only_what_they_are_about() -> None:
    made, other = planned(), planned(blank=True)
    assert replace(other, sheets=made.sheets, names=made.names) == made
    # the ribbon of a sample goes with it
    assert [one.name for one in other.names] == [
        one.name for one in made.names if one.name != RIBBON
    ]


def passes_that_there_are() -> Iterator[Callable[..., object]]:
    """What takes a blueprint or a plan, and the report, in the rooms where passes stand."""
    for room in (check_room, write_out_room, lower_room):
        for _, name, _ in iter_modules(room.__path__, f"{room.__name__}."):
            for function in vars(import_module(name)).values():
                if isfunction(function) and function.__module__ == name:
                    takes = [str(one.annotation) for one in signature(function).parameters.values()]
                    if takes in (["Blueprint", "Report"], ["Plan", "Report"]):
                        yield function


def test_every_pass_is_run() -> None:
    run = {*NAMES, *CHECKS, *FUNCTIONS, *WORDS, *LOWERING}
    assert [one.__name__ for one in passes_that_there_are() if one not in run] == [], (
        "its name in one of the lists of plan/understand.py or plan/draw.py"
    )
