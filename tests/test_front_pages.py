"""Front pages: every card names its period, and a figure has one rule of colour everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plansheets.blueprint.blocks import Cards
from plansheets.blueprint.chart import Chart
from plansheets.blueprint.model import Blueprint, Column, Metric, Rule, Sheet
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.read import read_blueprint

SHIPPED = sorted(Path(__file__).parent.parent.joinpath("blueprints").glob("*.yaml"))
GUARDS = (
    (r"\bAND\(ISNUMBER\(X\), (.*)\)$", r"\1"),
    (r"\bN\(X\)", "X"),
    (r"\babove\(X, 0\)", "X>0"),
)
"""Spellings that are the same rule."""


def front_page(blueprint: Blueprint) -> Sheet:
    return next(sheet for sheet in blueprint.sheets if sheet.one_page)


def cards(blueprint: Blueprint) -> list[Metric]:
    ids = [
        id_
        for block in front_page(blueprint).blocks
        if isinstance(block, Cards)
        for id_ in block.metrics
    ]
    return [metric for id_ in ids if (metric := blueprint.metric(id_)) is not None]


def elsewhere(blueprint: Blueprint) -> Iterator[tuple[str, Column]]:
    """Every column of a table and every row of a grid."""
    for table in blueprint.tables:
        for column in table.columns:
            yield table.id, column
    for sheet in blueprint.sheets:
        for block in sheet.blocks:
            if isinstance(block, PeriodGrid):
                for row in block.rows:
                    yield block.id, row


def lights(rules: tuple[Rule, ...], *names: str) -> set[tuple[str, str]]:
    """The rules that light up, over X in place of the figure's own name; grey is no light."""
    found = set()
    for rule in rules:
        if rule.mean == "muted":
            continue
        said = rule.formula.text.removeprefix("=")
        for name in names:
            said = said.replace(name, "X")
        for pattern, plain in GUARDS:
            said = re.sub(pattern, plain, said)
        found.add((rule.mean, said))
    return found


def is_the_figure(column: Column, metric: Metric) -> bool:
    """Whether a column is *metric* by its rows: of the same name, or with it as its total."""
    total = column.total
    return (total is not None and total.text == f"={metric.id}") or (
        column.label == metric.label and column.type.kind == metric.type.kind
    )


@pytest.fixture(params=SHIPPED, ids=[path.stem for path in SHIPPED])
def blueprint(request: pytest.FixtureRequest) -> Blueprint:
    path: Path = request.param
    return read_blueprint(path)


def test_every_card_of_a_front_page_names_its_period(blueprint: Blueprint) -> None:
    assert [card.id for card in cards(blueprint) if card.period is None] == []


def test_every_chart_of_a_front_page_names_its_period(blueprint: Blueprint) -> None:
    charts = [block for block in front_page(blueprint).blocks if isinstance(block, Chart)]
    unnamed = [one.over for one in charts if one.along != "time" and one.period is None]
    assert unnamed == []


def test_a_figure_has_one_rule_of_colour(blueprint: Blueprint) -> None:
    """95.5 % was amber on its card and green in the row below."""
    apart = []
    for card in cards(blueprint):
        wanted = lights(card.rules, card.id)
        for place, column in elsewhere(blueprint):
            if not column.rules or not card.rules or not is_the_figure(column, card):
                continue
            found = lights(column.rules, f"[@{column.id}]", f"[@[{column.id}]]")
            if found != wanted:
                apart.append((card.id, place, column.id, wanted, found))
    assert apart == []
