"""What making one workbook of a run leaves for the others."""

from __future__ import annotations

from plansheets.calc.columnar.again import Calculated
from plansheets.life.again import KnownForms
from plansheets.plan.draw import Understood
from plansheets.plan.redraw import Drawings
from plansheets.render.again import Imprints
from plansheets.render.formulas import SpelledFormulas
from plansheets.workbook.known import Verified


class Kept:
    """What is found out once for all workbooks that are made of one blueprint.

    Every workbook comes out as if it were the only one: what is kept saves finding it out again. A
    run, or each process of one, has its own, and hands it down to what may keep something.
    """

    def __init__(self, understood: Understood) -> None:
        self.drawings = Drawings(understood)
        self.forms = KnownForms()
        self.calculated = Calculated()
        self.spelled = SpelledFormulas()
        self.imprints = Imprints()
        self.verified = Verified()
