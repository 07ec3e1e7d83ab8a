"""The formulas of a plan as a workbook's are held against them, each made ready once."""

from __future__ import annotations

from plansheets.formula.ast import Node
from plansheets.formula.spell import FILE, spell
from plansheets.life.compare import expected_form
from plansheets.life.identity import Forms, Titles, hash_of, titles_of
from plansheets.plan.model import Plan, PlannedSheet


class ExpectedFormulas:
    """Remembers by the very node: those of the plan live as long as this does."""

    def __init__(self, plan: Plan) -> None:
        self.titles: Titles = titles_of(plan)
        self._spelled: dict[int, str] = {}
        self._forms: dict[int, Node] = {}
        self._sheets: dict[str, str] = {}
        self._hashes: dict[int, str] = {}

    def spelled(self, node: Node) -> str:
        """A formula of the plan as its file spells it."""
        found = self._spelled.get(id(node))
        if found is None:
            found = self._spelled[id(node)] = spell(node, FILE)
        return found

    def form(self, node: Node, sheet: str) -> Node:
        """A formula of the plan, on that sheet, as it is compared."""
        found = self._forms.get(id(node))
        if found is None:
            found = self._forms[id(node)] = expected_form(node, self.titles, sheet)
        return found

    def hash(self, node: Node, sheet: str) -> str:
        """What a formula of the plan is known by."""
        found = self._hashes.get(id(node))
        if found is None:
            found = self._hashes[id(node)] = hash_of(self.form(node, sheet))
        return found

    def sheet_hash(self, sheet: PlannedSheet) -> str:
        """What a sheet's formulas outside tables are known by."""
        found = self._sheets.get(sheet.id)
        if found is None:
            found = self._sheets[sheet.id] = Forms(self.titles).formulas_hash(sheet)
        return found
