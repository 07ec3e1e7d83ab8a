"""Front pages over random data, a few of each blueprint: ``front_figures.py`` makes more."""

from __future__ import annotations

import pytest

from front_figures import KINDS, Case, case, faults, show

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("blueprint", sorted(KINDS))
def test_a_front_page_shows_what_is_computed_a_second_time(blueprint: str) -> None:
    one = case(blueprint, 2)
    assert faults(one, show(blueprint, one)) == []


def test_a_figure_that_differs_is_told() -> None:
    one = case("rfm-segmentation", 1)
    wrong = Case(one.data, one.as_of, {**one.figures, "rfm_customers": 999}, one.values)
    [told] = faults(wrong, show("rfm-segmentation", one))
    assert told.startswith("rfm_customers: ")
    assert told.endswith(", not 999")
