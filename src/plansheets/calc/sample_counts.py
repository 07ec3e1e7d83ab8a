"""What checks count in the sample rows, held against what their blueprint says they do."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.blueprint.model import Blueprint
from plansheets.errors import Problem
from plansheets.formula.ast import Cell
from plansheets.plan.blocks.checklist import result_name
from plansheets.plan.model import Plan, Values


def unexpected_counts(blueprint: Blueprint, plan: Plan, values: Values) -> Iterator[Problem]:
    """A warning for each check whose ``sample`` is another number than it counts."""
    places = {name.name: name.target for name in plan.names}
    for check in blueprint.checks:
        result = places.get(result_name(check).name)
        if check.sample_span is None or not isinstance(result, Cell) or result.sheet is None:
            continue
        found = values.cells.get((result.sheet, result.row, result.column + 1))
        if isinstance(found, int | float) and found != check.sample:
            yield Problem(
                "PS124",
                f"check '{check.id}' counts {found:,} in the sample, where {check.sample:,} is "
                "expected",
                check.sample_span,
                f"write 'sample: {found:g}' if that is meant, or mend the sample rows",
                "warning",
            )
