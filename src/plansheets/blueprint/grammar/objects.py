"""Every object of the language by its name, in the order of the reference."""

from __future__ import annotations

from plansheets.blueprint.grammar.document import DOCUMENT
from plansheets.blueprint.grammar.figures import FIGURES
from plansheets.blueprint.grammar.kinds import Object
from plansheets.blueprint.grammar.sheets import SHEETS
from plansheets.blueprint.grammar.tables import TABLES

OBJECTS: dict[str, Object] = {one.name: one for one in (*DOCUMENT, *TABLES, *FIGURES, *SHEETS)}
