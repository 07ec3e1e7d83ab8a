"""Parts of a file that cannot hold structured references get plain ranges instead.

Excel refuses a file whose conditional formats, validations or charts name table columns.
"""

from __future__ import annotations

from dataclasses import replace

from plansheets.plan.lower import Places, lower, plan_places
from plansheets.plan.model import (
    Plan,
    PlannedChart,
    PlannedConditional,
    PlannedSheet,
    PlannedValidation,
)


def lower_references(plan: Plan) -> Plan:
    """*plan* with plain cells in every conditional format, validation and chart."""
    where = plan_places(plan)
    return replace(plan, sheets=tuple(_sheet(sheet, where) for sheet in plan.sheets))


def _sheet(sheet: PlannedSheet, where: Places) -> PlannedSheet:
    return replace(
        sheet,
        conditionals=tuple(_conditional(one, sheet, where) for one in sheet.conditionals),
        validations=tuple(_validation(one, sheet, where) for one in sheet.validations),
        charts=tuple(_chart(one, where) for one in sheet.charts),
    )


def _conditional(
    rule: PlannedConditional, sheet: PlannedSheet, where: Places
) -> PlannedConditional:
    if rule.formula is None:
        return rule
    return replace(rule, formula=lower(rule.formula, where, sheet.title, rule.box.first_row))


def _validation(rule: PlannedValidation, sheet: PlannedSheet, where: Places) -> PlannedValidation:
    formula = rule.formula
    if formula is not None:
        formula = lower(formula, where, sheet.title, rule.box.first_row)
    source = lower(rule.source, where, sheet.title) if rule.source is not None else None
    return replace(rule, formula=formula, source=source)


def _chart(chart: PlannedChart, where: Places) -> PlannedChart:
    series = tuple(
        replace(one, categories=lower(one.categories, where), values=lower(one.values, where))
        for one in chart.series
    )
    return replace(chart, series=series)
