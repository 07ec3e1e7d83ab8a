"""A build says which formulas show errors over the rows they are given, once, where it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

import plansheets
from plans import changed

WORTH = "'=[@price]*[@stock]'"
TOTAL = "'=SUM(goods[worth])'"


def told(folder: Path, *changes: tuple[str, str], **choices: object) -> list[str]:
    path = folder / "shop.yaml"
    path.write_text(changed(*changes), "utf-8")
    built = plansheets.build(
        path, folder / "shop.xlsx", locale="en", force=True, **choices  # type: ignore[arg-type]
    )  # fmt: skip
    return [str(one).split("\n", 1)[0] for one in built.warnings if one.code == "PS125"]


def test_what_to_write_is_made_of_the_formula_itself(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(changed((WORTH, "'=[@price]/([@stock]-12)*1000'")), "utf-8")
    built = plansheets.build(path, tmp_path / "shop.xlsx", locale="en")
    [hint] = [one.hint for one in built.warnings if one.code == "PS125"]
    assert hint == 'guard the divisor: IF(N([@stock]-12)=0, "", [@price]/([@stock]-12))'


def test_an_error_is_told_for_the_column_where_it_begins(tmp_path: Path) -> None:
    """The metric and the check that read the column show it, too: that is no news."""
    [said] = told(tmp_path, (WORTH, "'=[@price]/([@stock]-12)'"))
    assert "PS125 warning: 'Worth' shows #DIV/0! in 1 cell, first in Goods!" in said
    assert "shop.yaml:" in said


def test_a_column_that_reads_one_with_errors_is_not_told(tmp_path: Path) -> None:
    short = ("'=[@stock]<least'", "'=[@worth]<[@price]*least'")
    assert len(told(tmp_path, (WORTH, "'=[@price]/([@stock]-12)'"), short)) == 1


def test_an_error_outside_tables_is_told_by_its_cell(tmp_path: Path) -> None:
    [said] = told(tmp_path, (TOTAL, "'=1/(SUM(goods[stock])-15)'"))
    assert "PS125 warning: a formula shows #DIV/0!" in said


@pytest.mark.parametrize("choices", [{}, {"blank": True}])
def test_where_nothing_shows_one_nothing_is_told(
    tmp_path: Path, choices: dict[str, object]
) -> None:
    assert told(tmp_path, **choices) == []
