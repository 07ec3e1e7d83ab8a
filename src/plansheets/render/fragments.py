"""Single elements of a worksheet's part, for files that exist already."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plansheets.plan.model import PlannedValidation
from plansheets.render.formulas import SpelledFormulas
from plansheets.render.refusals import Refusals
from plansheets.render.rules import add_validation
from plansheets.render.worksheet import PlanWorksheet

_VALIDATION = re.compile(r"<dataValidation\s.*?(?:/>|</dataValidation>)", re.DOTALL)


def validation_elements(title: str, validations: Iterable[PlannedValidation]) -> tuple[str, ...]:
    """The ``dataValidation`` elements of *validations* on the sheet *title*, as a build has them.

    One that no file can hold is left out.
    """
    sheet = PlanWorksheet()
    sheet.name, sheet.refusals, sheet.known = title, Refusals(), SpelledFormulas()
    for validation in validations:
        add_validation(sheet, validation)
    return tuple(_VALIDATION.findall(sheet.validations_alone()))
