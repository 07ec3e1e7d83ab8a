"""Whether a formula has a value for each row of the columns that it looks at."""

from __future__ import annotations

from plansheets.formula.ast import Call, Node
from plansheets.formula.check import ResultShape, ShapeChecker
from plansheets.formula.functions import Programs, functions


def gives_many(node: Node, profile: Programs) -> bool:
    """Whether *node*, worked out cell by cell, has a value for each cell of what it looks at.

    >>> from plansheets.formula.functions import EXCEL_2016
    >>> from plansheets.formula.parse import parse
    >>> [gives_many(parse(f"={one}"), EXCEL_2016) for one in ("t[a]>1", "SUM(t[a])>1")]
    [True, False]
    """
    return _Measurer(profile, {}, (), frozenset()).shape(node, lifted=True) != "one"


class _Measurer(ShapeChecker):
    """Asks for shapes alone: calls of our own functions give what their arguments are."""

    __slots__ = ()

    def call(self, node: Call, *, lifted: bool) -> ResultShape:
        if node.name in functions():
            return super().call(node, lifted=lifted)
        shapes = [self.shape(argument, lifted=True) for argument in node.arguments]
        return "array" if any(shape != "one" for shape in shapes) else "one"
