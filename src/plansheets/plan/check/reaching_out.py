"""No formula of a blueprint reaches out of its workbook, nor leads out of it with data."""

from __future__ import annotations

from plansheets.blueprint.formulas import each_formula
from plansheets.blueprint.model import Blueprint
from plansheets.formula.ast import Binary, Call, Node, Text
from plansheets.formula.functions import functions
from plansheets.formula.rewrite import walk
from plansheets.plan.report import Report

_INSIDE = "#"
_OUTSIDE = ("https://", "http://", "mailto:")


def check_reaching_out(blueprint: Blueprint, report: Report) -> None:
    """Report functions that ask the network, and links that could carry cells to it."""
    for formula, _ in each_formula(blueprint):
        for node in walk(formula.tree):
            if not isinstance(node, Call):
                continue
            function = functions().get(node.name)
            if function and function.reaches_out:
                report.add_at(
                    formula,
                    node.name_at or node.at,
                    "PS241",
                    f"'{node.name}' asks the network, a service or another program",
                    "a workbook reaches out for nothing: let people type or import the value",
                )
            elif node.name == "HYPERLINK" and node.arguments and not _is_safe(node.arguments[0]):
                report.add_at(
                    formula,
                    node.arguments[0].at,
                    "PS242",
                    "the link leads to a program, a file or a share, or its address holds data",
                    "write one whole address in quotes, with https:// or mailto:; one that begins "
                    "with # leads within the workbook",
                )


def _is_safe(address: Node) -> bool:
    """Whether a click on *address* stays in the workbook, or goes to a place written in full."""
    if isinstance(address, Text) and address.value.lower().startswith(_OUTSIDE):
        return True
    while isinstance(address, Binary) and address.operator == "&":
        address = address.left
    return isinstance(address, Text) and address.value.startswith(_INSIDE)
