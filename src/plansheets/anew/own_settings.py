"""What people have set on sheets of the blueprint: rules, links, filters, protection, all told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from plansheets.anew.held import OldBook
from plansheets.anew.left_parts import left_parts
from plansheets.anew.looks import is_protected
from plansheets.anew.own_links import links_on
from plansheets.anew.results import Leftover
from plansheets.boxes import Box, parse_box
from plansheets.formula.ast import Binary, Cell, Node, Text
from plansheets.grid import cell_name, range_name
from plansheets.life.cells import Spot
from plansheets.life.compare import shape_of, tree_of
from plansheets.life.identity import normal
from plansheets.life.others import own_places
from plansheets.life.whereabouts import SheetHome
from plansheets.plan.rules import FormulaFormat
from plansheets.words import Words

_LINK = Words("自己加的链接没有带过去", "a link of your own did not come along")
_FILTER = Words("筛选没有带过去，所有行都显示", "the filter did not come along: all rows are shown")
_PROTECTION = Words("保护没有带过去", "the protection did not come along")
_INPUT = Words("自己加的输入限制没有带过去", "an input rule of your own did not come along")
_FORMAT = Words("自己加的条件格式没有带过去", "a conditional format of your own did not come along")
_SPARKLINE = Words("自己加的迷你图没有带过去", "a sparkline of your own did not come along")
_MOST = 2_000
"""Rules of a sheet that are looked at."""


def own_settings(old: OldBook, home: SheetHome) -> Iterator[Leftover]:
    """What was set on the sheet of *home* that its plan does not set."""
    sheet, tree = home.sheet, old.book.contents(home.sheet).tree

    def left(why: Words, cells: str = "", value: str | None = None) -> Leftover:
        place = sheet.place(cells) if cells else ""
        return Leftover("own cell", sheet.title, why, place, value)

    for why in left_parts(old.book, sheet):
        yield left(why)
    for cell in own_sparklines_on(home, tree):
        yield left(_SPARKLINE, cell)
    planned = {one.link for one in home.planned.cells}
    for cells, target in links_on(old.book, sheet):
        if target not in planned:
            yield left(_LINK, cells, target)
    tables = (old.book.package.tree(one) for one in old.book.package.related(sheet.part, "table"))
    filters = chain(tree.iterfind("autoFilter"), *(one.iterfind("autoFilter") for one in tables))
    for one in filters:
        if one.find("filterColumn/*") is not None:  # one without a criterion hides a button alone
            yield left(_FILTER, one.get("ref", ""))
    if is_protected(tree) and not home.planned.protected:
        yield left(_PROTECTION)
    ours = _Planned(home)
    for element in list(tree.iter("dataValidation"))[:_MOST]:
        for box in _boxes(element.get("sqref", "")):
            if not ours.accepts(box[:2]):
                yield left(_INPUT, _named(box), (element.findtext("formula1") or "") or None)
    shown: dict[Spot, int] = {}
    for element in list(tree.iterfind("conditionalFormatting"))[:_MOST]:
        rules = element.findall("cfRule")
        for box in _boxes(element.get("sqref", "")):
            spot = box[:2]
            shown[spot] = shown.get(spot, 0) + sum(not ours.has(rule, spot) for rule in rules)
            if shown[spot] > ours.formats(spot):
                yield left(_FORMAT, _named(box), (rules[-1].findtext("formula") or "") or None)


def own_sparklines_on(home: SheetHome, tree: Element) -> Iterator[str]:
    """The cells with sparklines in columns for which the plan of the sheet of *home* has none."""
    ours = {
        column
        for one in home.planned.sparklines
        for column in range(one.box.first_column, one.box.last_column + 1)
    }
    for element in list(tree.iter("x14|sparkline"))[:_MOST]:
        box = parse_box(element.findtext("xm|sqref", "").strip())
        place = home.columns.back.get(box.first_column) if box is not None else None
        if box is not None and place not in ours:
            yield cell_name(*box[:2])


class _Planned:
    """How many rules the plan of a sheet has for a cell of the workbook."""

    def __init__(self, home: SheetHome) -> None:
        self._home = home
        self._columns = [(one.known, frozenset(one.columns)) for one in home.tables]
        self._shapes: frozenset[Node] | None = None
        self._own = [(one.known, frozenset(own_places(one.known))) for one in home.tables]

    def accepts(self, spot: Spot) -> bool:
        """Whether a cell has an input rule, or is where those of tables spread."""
        if self._spread(spot):
            return True
        place = self._home.back(*spot, None)
        if place is None and spot[0] not in self._home.rows.back:
            return spot[0] < max(self._home.rows.back)  # of a row that nobody knows any more
        return place is not None and any(
            one.box.holds(*place) for one in self._home.planned.validations
        )

    def has(self, rule: Element, spot: Spot) -> bool:
        """Whether a rule is the plan's which begins in a cell that nobody knows any more, or is one
        that it has only where few rows wait.
        """
        tree = tree_of(rule.findtext("formula", ""))
        place = self._home.back(*spot, None)
        if place is not None:
            return tree is not None and self._shades_free_rows(tree, place)
        if spot[0] > max(self._home.rows.back):
            return False
        if self._shapes is None:
            self._shapes = frozenset(
                shape_of(normal(one.shows.formula))
                for one in self._home.planned.conditionals
                if isinstance(one.shows, FormulaFormat)
            )
        return tree is not None and shape_of(tree) in self._shapes

    def _shades_free_rows(self, tree: Node, place: tuple[int, int]) -> bool:
        """Whether a rule is the other half of one of the plan's, which has not got both of them."""
        held = {
            asked
            for one in self._home.planned.conditionals
            if one.box.holds(*place) and isinstance(one.shows, FormulaFormat)
            if (asked := _asks_for_nothing(one.shows.formula)) is not None
        }
        return _asks_for_nothing(tree) == "=" and held == {"<>"}

    def _spread(self, spot: Spot) -> bool:
        """Whether a cell is below a table, or in a column that people have put into it."""
        return any(spot[0] > known.last_row and spot[1] in columns
                   for known, columns in self._columns) or any(
            known.header_row < spot[0] <= known.last_row and spot[1] in columns
            for known, columns in self._own
        )  # fmt: skip

    def formats(self, spot: Spot) -> int:
        """How many conditional formats there may be that begin in a cell or above it."""
        place = self._home.back(*spot, None)
        if self._spread(spot):
            return _MOST
        if place is None:
            return 0
        return sum(one.box.holds(*place) for one in self._home.planned.conditionals)


def _boxes(text: str) -> list[Box]:
    return [box for one in text.split()[:_MOST] if (box := parse_box(one)) is not None]


def _named(box: Box) -> str:
    return range_name(*box)


def _asks_for_nothing(formula: Node) -> str | None:
    """How *formula* compares a cell with a blank text; None where it does something else."""
    match formula:
        case Binary(operator, Cell(), Text("")):
            return operator
        case _:
            return None
