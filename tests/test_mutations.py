"""Changed blueprints end in problems or in a workbook: the mutants of ``mutations.py``."""

from __future__ import annotations

from collections import Counter

import pytest

from mutations import SMALL, mutant, outcome

EACH = 50


@pytest.mark.parametrize("first", range(0, 400, EACH))
def test_a_changed_blueprint_ends_in_problems_or_in_a_workbook(first: int) -> None:
    ends: Counter[str] = Counter()
    for number in range(first, first + EACH):
        text, path = mutant(number, SMALL)
        ends[outcome(text, path.parent, number)] += 1
    assert set(ends) == {"problems", "workbook"}
