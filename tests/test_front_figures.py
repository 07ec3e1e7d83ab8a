"""Front pages over random data, a few of each blueprint: ``front_figures.py`` makes more."""

from __future__ import annotations

import pytest

from daily_boards import BOARD_CARDS
from front_case import Case
from front_figures import KINDS, case, faults, show
from plansheets.blueprint.read import read_blueprint
from test_front_pages import SHIPPED, cards

pytestmark = pytest.mark.slow


SEEDS = (2, 3, 5)


@pytest.mark.parametrize("blueprint", sorted(KINDS))
def test_a_front_page_shows_what_is_computed_a_second_time(blueprint: str) -> None:
    found = {}
    for seed in SEEDS:
        one = case(blueprint, seed)
        found[seed] = faults(one, show(blueprint, one))
    assert found == {seed: [] for seed in SEEDS}


@pytest.mark.parametrize("name", [path.stem for path in SHIPPED])
def test_every_card_of_a_front_page_is_computed_a_second_time(name: str) -> None:
    known = case(name, 2).figures.keys() if name in KINDS else BOARD_CARDS
    [path] = [path for path in SHIPPED if path.stem == name]
    assert {card.id for card in cards(read_blueprint(path))} - known == set()


def test_a_figure_that_differs_is_told() -> None:
    one = case("rfm-segmentation", 1)
    wrong = Case(one.data, one.as_of, {**one.figures, "rfm_customers": 999}, one.values)
    [told] = faults(wrong, show("rfm-segmentation", one))
    assert told.startswith("rfm_customers: ")
    assert told.endswith(", not 999")
