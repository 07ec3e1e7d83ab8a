"""Blueprints that come with the program can be read, and compared, on a screen."""

from __future__ import annotations

import pytest

from plansheets.blueprint.catalog import shipped

MOST_CHARACTERS = 120


@pytest.mark.parametrize("name", shipped())
def test_no_line_of_a_shipped_blueprint_is_longer_than_a_screen_is_wide(name: str) -> None:
    lines = shipped()[name].read_text("utf-8").splitlines()
    assert [at for at, line in enumerate(lines, 1) if len(line) > MOST_CHARACTERS] == []
