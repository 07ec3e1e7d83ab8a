"""What checks count in the sample rows, held against what their blueprint says they do."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.blueprint.model import Blueprint, Check
from plansheets.errors import Problem
from plansheets.formula.ast import Cell
from plansheets.plan.blocks.checklist import result_name
from plansheets.plan.canvas.sample_keys import repeated_keys
from plansheets.plan.model import Plan, Values
from plansheets.plan.write_out.automatic_checks import automatic_checks, key_check
from plansheets.words import Words


def unexpected_counts(
    blueprint: Blueprint, written_out: Blueprint, plan: Plan, values: Values
) -> Iterator[Problem]:
    """A warning for each check whose ``sample`` is another number than it counts, and for each that
    follows from a table and finds an error there.
    """
    places = {name.name: name.target for name in plan.names}

    def counted(check: Check) -> int | float:
        result = places.get(result_name(check).name)
        if not isinstance(result, Cell) or result.sheet is None:
            return 0
        found = values.cells.get((result.sheet, result.row, result.column + 1))
        return found if isinstance(found, int | float) else 0

    told = {key_check(table) for table in blueprint.tables if any(repeated_keys(table))}
    for check in automatic_checks(written_out, plan.locale):
        if check.id in told:  # told with its rows
            continue
        if check.level == "error" and (found := counted(check)):
            message, hint = check.message, check.hint
            yield Problem.told(
                "PS124",
                Words(
                    f"示例里有 {found:,} 处“{message.zh}”",
                    f"the sample has {found:,} of '{message.en}'",
                ),
                check.span,
                hint,
                "warning",
            )
    for check in blueprint.checks:
        if check.sample_span is None:
            continue
        if (found := counted(check)) != check.sample:
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
