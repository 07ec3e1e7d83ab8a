"""The functions come along as LAMBDA names where they are asked for."""

from __future__ import annotations

from dataclasses import replace

from plansheets.plan.model import Plan
from plansheets.plan.report import Report


def add_lambdas(plan: Plan, report: Report) -> Plan:
    """*plan* with the functions as names, where they are asked for or Excel 365 is."""
    if not (report.choices.lambdas or report.choices.profile == "excel365"):
        return plan
    # It loads every function, and few builds want them.
    from plansheets.plan.write_out.lambdas import lambda_names  # noqa: PLC0415

    return replace(plan, names=(*plan.names, *lambda_names(report.choices.locale)))
