"""What LibreOffice loads: the functions as methods that cells call."""

from __future__ import annotations

import unohelper
from com.sun.star.lang import XServiceInfo
from org.plansheets import XFunctions
from plansheets_cells.formulas import CALLS

IMPLEMENTATION = "plansheets.Functions"


class Functions(unohelper.Base, XServiceInfo, XFunctions):  # type: ignore[misc]
    """An object with a method for every function; ``functions.xcu`` says how cells call them."""

    def __init__(self, context: object) -> None:
        self.context = context

    def getImplementationName(self) -> str:
        return IMPLEMENTATION

    def getSupportedServiceNames(self) -> tuple[str]:
        return (IMPLEMENTATION,)

    def supportsService(self, name: str) -> bool:
        return name == IMPLEMENTATION


for _name, _call in CALLS.items():
    setattr(Functions, _name, _call)

g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Functions, IMPLEMENTATION, (IMPLEMENTATION,))
