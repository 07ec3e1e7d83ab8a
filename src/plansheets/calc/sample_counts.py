"""What checks count in the sample rows, held against what their blueprint says they do."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.blueprint.model import Blueprint
from plansheets.errors import Problem
from plansheets.formula.ast import Cell
from plansheets.plan.blocks.checklist import result_name
from plansheets.plan.model import Plan, Values
from plansheets.words import Words


def unexpected_counts(blueprint: Blueprint, plan: Plan, values: Values) -> Iterator[Problem]:
    """A warning for each check whose ``sample`` is another number than it counts."""
    places = {name.name: name.target for name in plan.names}
    for check in blueprint.checks:
        result = places.get(result_name(check).name)
        if check.sample_span is None or not isinstance(result, Cell) or result.sheet is None:
            continue
        found = values.cells.get((result.sheet, result.row, result.column + 1))
        if isinstance(found, int | float) and found != check.sample:
            yield Problem.told(
                "PS124",
                Words(
                    f"检查“{check.id}”在示例里数出 {found:,} 个，预期是 {check.sample:,} 个",
                    f"check '{check.id}' counts {found:,} in the sample, where "
                    f"{check.sample:,} is expected",
                ),
                check.sample_span,
                Words(
                    f"确实如此就写“sample: {found:g}”，否则改示例行",
                    f"write 'sample: {found:g}' if that is meant, or mend the sample rows",
                ),
                "warning",
            )
