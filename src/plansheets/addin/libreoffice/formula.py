"""Calls of our functions as an ODF file spells them: ``of:=PLANSHEETS.FUNCTIONS.ROI([.E2];5)``."""

from __future__ import annotations

from plansheets.addin.libreoffice.interface import IMPLEMENTATION
from plansheets.addin.method_names import method_name
from plansheets.formula.ast import Boolean, Call, Cell, CellRange, Missing, Node, Number, Text
from plansheets.formula.spell import spell_number
from plansheets.functions.outline import find_function
from plansheets.grid import cell_name


def odf_formula(call: Call) -> str:
    """*call*, by our name or by Excel's, over cells and constants.

    >>> from plansheets.formula.parse import parse
    >>> odf_formula(parse('=PS_UNIT_COST(A1:A3,2)'))
    'of:=PLANSHEETS.FUNCTIONS.UNITCOST([.A1:.A3];2)'
    """
    return f"of:={_spelled(call)}"


def _spelled(node: Node) -> str:
    match node:
        case Cell(row, column):
            return f"[.{cell_name(row, column)}]"
        case CellRange(first, last):
            return f"[.{cell_name(first.row, first.column)}:.{cell_name(last.row, last.column)}]"
        case Number(value):
            return spell_number(value)
        case Text(value):
            return '"' + value.replace('"', '""') + '"'
        case Boolean(value):
            return "TRUE()" if value else "FALSE()"
        case Missing():
            return ""
        case Call(name, arguments) if function := find_function(name):
            method = f"{IMPLEMENTATION}.{method_name(function.name)}".upper()
            return f"{method}({';'.join(map(_spelled, arguments))})"
    message = f"no ODF is known for {node}"
    raise ValueError(message)
