"""Sheets called as people have renamed them, and everything that names them by their titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plansheets.formula.ast import Cell, CellRange, Lines, Node, Text
from plansheets.formula.rewrite import with_leaves
from plansheets.plan.canvas.canvas import internal_link
from plansheets.plan.formulas import Standing, rewrite_planned
from plansheets.plan.model import Plan, PlannedCell, PlannedSheet
from plansheets.plan.report import Report
from plansheets.plan.sheets.checks import LAST

_LINK = "internal:"
_CORNER = "!A1"


def call_sheets(plan: Plan, report: Report) -> Plan:
    """*plan* with sheets called as people do who have renamed them.

    The band on a sheet goes on saying what the sheet is.
    """
    chosen = report.choices.titles
    titles = {
        one.title: chosen[one.id]
        for one in plan.sheets
        if one.id in chosen and chosen[one.id] != one.title
    }
    if not titles:
        return plan
    called = _Called(titles)
    plan = rewrite_planned(plan, called.formula)
    return replace(
        plan,
        sheets=tuple(map(called.sheet, plan.sheets)),
        typed={id_: _cell(called.leaf(one)) for id_, one in plan.typed.items()},
        grids={key: _range(called.leaf(one)) for key, one in plan.grids.items()},
    )


class _Called:
    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._links = {_front(old): _front(new) for old, new in titles.items()}

    def formula(self, formula: Node, at: Standing) -> Node:
        checks = (
            at.sheet is not None
            and at.sheet.id == "checks"
            and isinstance(at.part, PlannedCell)
            and at.part.column >= LAST
        )
        if not checks:
            return with_leaves(formula, self.leaf)
        return with_leaves(formula, lambda node: self.leaf(self._words(node)))

    def leaf(self, node: Node) -> Node:
        match node:
            case Cell(sheet=str(title)) | Lines(sheet=str(title)) if title in self._titles:
                return replace(node, sheet=self._titles[title])
            case CellRange(first=Cell(sheet=str(title))) if title in self._titles:
                return replace(node, first=replace(node.first, sheet=self._titles[title]))
            case Text(value) if value.startswith("#'"):
                return replace(node, value=self._linked(value))
            case _:
                return node

    def _words(self, node: Node) -> Node:
        """What the link of a check says."""
        if isinstance(node, Text) and node.value in self._titles:
            return replace(node, value=self._titles[node.value])
        return node

    def _linked(self, text: str) -> str:
        """A link within the workbook, to the same sheet."""
        for old, new in self._links.items():
            if text.startswith(old):
                return new + text[len(old) :]
        return text

    def sheet(self, sheet: PlannedSheet) -> PlannedSheet:
        return replace(
            sheet,
            title=self._titles.get(sheet.title, sheet.title),
            cells=tuple(self._cell(one, sheet) for one in sheet.cells),
        )

    def _cell(self, cell: PlannedCell, sheet: PlannedSheet) -> PlannedCell:
        link, value = cell.link, cell.value
        if link is not None and link.startswith(_LINK):
            link = _LINK + self._linked("#" + link.removeprefix(_LINK)).removeprefix("#")
        if isinstance(value, str):
            leads = sheet.id == "about" and (cell.link or "").endswith(_CORNER)
            if value in self._titles and (leads or (sheet.id == "checks" and cell.column >= LAST)):
                value = self._titles[value]
            elif value.startswith("#'"):
                value = self._linked(value)
        if link == cell.link and value == cell.value:
            return cell
        return replace(cell, link=link, value=value)


def _front(title: str) -> str:
    """What a link to the sheet of that title begins with."""
    return "#" + internal_link(title).removeprefix(_LINK).removesuffix("A1")


def _cell(node: Node) -> Cell:
    assert isinstance(node, Cell)
    return node


def _range(node: Node) -> CellRange:
    assert isinstance(node, CellRange)
    return node
