"""Every number among the parameters of a blueprint at its least or greatest: nothing fails."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from filled import error_values, shown
from plansheets.blueprint.read import read_blueprint

pytestmark = pytest.mark.slow

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"
NAMES = sorted(path.stem for path in BLUEPRINTS.glob("*.yaml") if path.stem != "annual-plan")
NUMBERS = {"amount", "count", "days", "money", "multiple", "number", "percent", "ratio"}
LEAST, MOST = "0", "1000000000"
DAY = datetime.date(2024, 6, 30)


def ends(name: str, least: bool) -> dict[str, str]:
    """What its parameters are set to; where a side is open, 0 or a thousand million."""
    found = {}
    for one in read_blueprint(BLUEPRINTS / f"{name}.yaml").parameters:
        if one.type.id in NUMBERS:
            end = one.minimum if least else one.maximum
            found[one.id] = (LEAST if least else MOST) if end is None else f"{end:.12g}"
    return found


@pytest.mark.parametrize("least", [True, False], ids=["least", "most"])
@pytest.mark.parametrize("name", NAMES)
def test_no_cell_shows_an_error_with_parameters_at_their_ends(name: str, least: bool) -> None:
    book = shown(name, locale="en", as_of=DAY, values=ends(name, least))
    assert error_values(book) == []
    assert [one for one in book.warnings if one.code in ("PS125", "PS331")] == []
