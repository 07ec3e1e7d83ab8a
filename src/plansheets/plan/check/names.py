"""Ids that become names of the file: Excel has its own idea of what a name may be."""

from __future__ import annotations

from plansheets.blueprint.model import Blueprint, Metric, Parameter, Table
from plansheets.grid import MAX_NAME, looks_like_cell
from plansheets.plan.names import VERDICT
from plansheets.plan.report import Report

_TAKEN = frozenset({VERDICT, "print_area", "print_titles"})
"""Names that the workbook or Excel gives itself."""


def check_names(blueprint: Blueprint, report: Report) -> None:
    """Report the parameters, metrics and tables that Excel would not let be called so."""
    all_named: tuple[Parameter | Metric | Table, ...] = (
        *blueprint.parameters,
        *blueprint.metrics,
        *blueprint.tables,
    )
    for named in all_named:
        id_ = named.id
        if looks_like_cell(id_):
            report.add(
                "PS109",
                f"'{id_}' cannot be an id here: Excel reads it as a cell",
                named.span,
                f"write '{id_}_value', or a word that says more",
            )
        elif id_ in _TAKEN:
            report.add(
                "PS109",
                f"'{id_}' cannot be an id: every workbook has a name like it",
                named.span,
                f"write '{id_}_value', or a word that says more",
            )
        elif len(id_) > MAX_NAME:
            report.add(
                "PS109",
                f"an id has {len(id_)} characters; Excel allows {MAX_NAME}",
                named.span,
                "shorten it",
            )
