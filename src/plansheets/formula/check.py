"""What is wrong with the calls of a formula: names, arguments, the profile, ranges in wrong places.

The 2016 rule. Before dynamic arrays a range that meets an operator or a scalar argument is cut,
without a word, to the cell of the formula's own row or column. Only arguments that compute arrays
(SUMPRODUCT's, LOOKUP's) are worked out cell by cell, and in them only functions that are lifted.
So every node has a shape: ``one`` value, a ``range`` of cells that would be cut, or an ``array``
that is safe in memory; and a range where one value is wanted is a fault.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from typing import Final, Literal

from plansheets.errors import Level, nearest
from plansheets.formula.ast import (
    ArrayConstant,
    At,
    Binary,
    Call,
    CellRange,
    Invoke,
    Lines,
    Name,
    Node,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from plansheets.formula.call_words import (
    IN_ENGLISH,
    OWN_LISTED,
    VOLATILE_HINTS,
    above,
    counted,
    group_hint,
    has_many,
    many_hint,
    miscounted,
    not_lifted_hint,
    shown,
    wanted,
)
from plansheets.formula.extents import has_range, is_one_cell, may_be_cells, takes_whole_line
from plansheets.formula.functions import ExcelFunction, Programs, functions
from plansheets.formula.long_numbers import INSTEAD, lost_digits
from plansheets.formula.rewrite import children, depth, walk
from plansheets.formula.tokens import shortened
from plansheets.grid import MAX_FORMULA_DEPTH, MAX_FORMULA_TEXT
from plansheets.lengths import excel_length
from plansheets.records import dataclass
from plansheets.words import Words

ResultShape = Literal["one", "range", "array"]

_COLLAPSING: Final = frozenset({"AND", "OR", "XOR"})


@dataclass(frozen=True, slots=True)
class FormulaFault:
    """One thing wrong, from where to where in the formula's text."""

    code: str
    message: Words
    start: int
    end: int
    hint: Words | None = None
    level: Level = "error"


def check_calls(
    node: Node,
    profile: Programs,
    own_functions: Mapping[str, tuple[int, int]],
    *,
    gives: Literal["value", "range"] = "value",
    volatile_allowed: Collection[str] = (),
    range_names: Collection[str] = (),
) -> list[FormulaFault]:
    """Everything wrong with the calls in *node*.

    Parameters
    ----------
    own_functions
        The project's functions by name, with their fewest and most arguments.
    gives
        What the formula is for: the value of one cell, or cells (a defined name, a chart's values).
    volatile_allowed
        Volatile functions that may stand here: ``TODAY`` in the as-of cell.
    range_names
        Free names that stand for many cells.

    >>> from plansheets.formula.functions import EXCEL_2016
    >>> from plansheets.formula.parse import parse
    >>> [fault.message.en for fault in check_calls(parse("=SUMM(1)"), EXCEL_2016, {})]
    ["no function 'SUMM'"]
    """
    checker = ShapeChecker(
        profile, own_functions, volatile_allowed, frozenset(n.casefold() for n in range_names)
    )
    shape = checker.shape(node, lifted=False)
    if not profile.spills and gives == "value" and shape != "one":
        checker.fault(
            "PS236",
            Words(
                f"“{shown(node)}”有多个值，一个单元格只放一个",
                f"'{shown(node)}' gives many values, and a cell holds one",
            ),
            node.at,
            many_hint(node),
        )
    checker.check_limits(node)
    return sorted(checker.faults, key=lambda fault: (fault.start, fault.end, fault.code))


@dataclass(slots=True)
class ShapeChecker:
    """Finds what each part of a formula amounts to, and every fault on the way."""

    profile: Programs
    own: Mapping[str, tuple[int, int]]
    volatile_allowed: Collection[str]
    range_names: frozenset[str]
    faults: list[FormulaFault] = field(default_factory=list)
    around: list[str] = field(default_factory=list)
    """Names of the calls around the node at hand, the nearest last."""

    def fault(
        self, code: str, message: Words, at: At, hint: Words | None = None, level: Level = "error"
    ) -> None:
        start, end = at or (0, 0)
        self.faults.append(FormulaFault(code, message, start, end, hint, level))

    def check_limits(self, node: Node) -> None:
        levels = depth(node)
        if levels > MAX_FORMULA_DEPTH:
            self.fault(
                "PS238",
                Words(
                    f"函数嵌套了 {levels} 层，Excel 最多 {MAX_FORMULA_DEPTH} 层",
                    f"{levels} levels of nested functions, Excel allows {MAX_FORMULA_DEPTH}",
                ),
                node.at,
                Words(
                    "分到辅助列里算，或在表里查各种情况",
                    "compute parts in helper columns, or look the cases up in a table",
                ),
            )
        for each in walk(node):
            if isinstance(each, Number) and (lost := lost_digits(each)):
                self.fault("PS211", lost, each.at, INSTEAD)
            if isinstance(each, Text) and (length := excel_length(each.value)) > MAX_FORMULA_TEXT:
                self.fault(
                    "PS237",
                    Words(
                        f"公式里的文字有 {length} 个字符，Excel 最多 {MAX_FORMULA_TEXT} 个",
                        f"text of {length} characters in a formula, Excel allows "
                        f"{MAX_FORMULA_TEXT}",
                    ),
                    each.at,
                    Words(
                        "拆成几段用“&”连接，或放进单元格",
                        "cut it into pieces joined by '&', or put it into a cell",
                    ),
                )

    def shape(self, node: Node, *, lifted: bool) -> ResultShape:
        """What *node* amounts to; *lifted* inside an argument that computes arrays."""
        match node:
            case ArrayConstant(rows):
                return "one" if len(rows) == len(rows[0]) == 1 else "array"
            case Name(name):
                return "range" if name.casefold() in self.range_names else "one"
            case Structured() | CellRange() | Lines():
                return "one" if is_one_cell(node) else "range"
            case Call():
                return self.call(node, lifted=lifted)
            case Invoke():
                for child in children(node):
                    self.shape(child, lifted=True)
                return "one"
            case Unary("@", operand):
                self.check_operator(node, "@")
                self.shape(operand, lifted=True)
                return "one"
            case Postfix("#", operand):
                self.check_operator(node, "#")
                self.shape(operand, lifted=True)
                return "range"
            case Postfix(".index"):
                return "one"
            case Binary(":" | "," | " " as operator, left, right):
                self.shape(left, lifted=lifted)
                self.shape(right, lifted=lifted)
                return "one" if operator == " " else "range"
            case Binary(operator, left, right):
                shapes = [self.operand(each, operator, lifted=lifted) for each in (left, right)]
                return "array" if "array" in shapes else "one"
            case Unary(operator, operand) | Postfix(operator, operand):
                return self.operand(operand, operator, lifted=lifted)
            case _:
                return "one"

    def operand(self, node: Node, operator: str, *, lifted: bool) -> ResultShape:
        """An operator's operand: one value, or an array computed cell by cell."""
        shape = self.shape(node, lifted=lifted)
        if shape != "range":
            return shape
        if lifted:
            return "array"
        self.too_many(node, f"'{operator}'")
        return "one"

    def check_operator(self, node: Node, operator: str) -> None:
        if not self.profile.spills:
            self.fault(
                "PS239",
                Words(
                    f"“{operator}”要 Excel 2021；这里面向 {self.profile.title.zh}",
                    f"'{operator}' needs Excel 2021; this is for {self.profile.title.en}",
                ),
                node.at,
                Words(
                    "本行写 [@列]，或写明区域", "write [@column] for this row, or name the range"
                ),
            )

    def too_many(self, node: Node, taker: str) -> None:
        if self.profile.spills:
            return
        sums = next((name for name in reversed(self.around) if name != taker), "")
        outer = functions().get(sums)
        if taker == "ROW" and isinstance(node, Structured) and node.first:
            hint = Words(
                f"首行写成 ROW({node.table or ''}[[#Headers],[{node.first}]])+1",
                f"write ROW({node.table or ''}[[#Headers],[{node.first}]])+1 for its first row",
            )
        elif outer and outer.repeated == "r" and outer.result == "number":
            hint = Words(
                f"{sums} 不逐格计算，SUMPRODUCT 才会",
                f"{sums} does not compute cell by cell, SUMPRODUCT does",
            )
        else:
            hint = many_hint(node)
        self.fault("PS234", has_many(taker, node), node.at, hint)

    def call(self, node: Call, *, lifted: bool) -> ResultShape:
        at = node.name_at or node.at
        function = functions().get(node.name)
        if node.name in self.own:
            self.check_own(node)
            function = None
        elif function is None:
            known = [*functions(), *self.own]
            self.fault(
                "PS230",
                Words(
                    f"没有“{shortened(node.name)}”这个函数", f"no function '{shortened(node.name)}'"
                ),
                at,
                nearest(node.name, known) or (OWN_LISTED if node.name.isascii() else IN_ENGLISH),
            )
        if function is None:
            # what an own function does with a range shows once it is written out
            for argument in node.arguments:
                self.shape(argument, lifted=True)
            return "one"
        self.check_function(node, function)
        self.around.append(node.name)
        shapes = [
            self.argument(argument, function, place, lifted=lifted)
            for place, argument in enumerate(node.arguments)
        ]
        self.around.pop()
        return self.result(node, function, shapes, lifted=lifted)

    def check_own(self, node: Call) -> None:
        if node.name in ("prior", "group"):
            return  # what they take is told where they are written out
        fewest, most = self.own[node.name]
        if not fewest <= len(node.arguments) <= most:
            message = miscounted(node.name, counted(fewest, most), len(node.arguments))
            self.fault("PS231", message, node.at)

    def check_function(self, node: Call, function: ExcelFunction) -> None:
        at = node.name_at or node.at
        count = len(node.arguments)
        if not function.takes(count):
            message = miscounted(node.name, wanted(function), count)
            self.fault("PS231", message, node.at, group_hint(function))
        if not self.profile.has(function):
            instead = function.instead
            if instead:
                instead = Words(f"改用 {instead.zh}", f"write {instead.en}")
            self.fault("PS232", above(function, self.profile), at, instead)
        if function.volatile and node.name not in self.volatile_allowed:
            self.fault(
                "PS233",
                Words(
                    f"工作簿一有改动，“{node.name}”就重算",
                    f"'{node.name}' is computed anew at every change of the workbook",
                ),
                at,
                VOLATILE_HINTS.get(node.name),
                "warning",
            )

    def argument(
        self, node: Node, function: ExcelFunction, place: int, *, lifted: bool
    ) -> ResultShape:
        kind = function.kind(place)
        computed = kind == "f" and not may_be_cells(node, self.own)
        young = function.result == "array" and not self.profile.has(function)  # has been told
        shape = self.shape(node, lifted=lifted or computed or young or kind in ("a", "l"))
        match kind:
            case "v" if shape == "range" and not lifted:
                self.too_many(node, function.name)
                return "one"
            case "x" if shape == "range" or (shape == "array" and lifted):
                self.never_lifted(node, function)
                return "one"
            case "f" if computed:
                self.fault(
                    "PS235",
                    Words(
                        f"{function.name} 这里要单元格，“{shown(node)}”是算出来的",
                        f"{function.name} takes cells here, and '{shown(node)}' is computed",
                    ),
                    node.at,
                    Words("把算出的值放进辅助列", "put the computed values into a helper column"),
                )
            case "r" if lifted and function.name in _COLLAPSING and has_range(node):
                self.fault(
                    "PS234",
                    Words(
                        f"{function.name} 把整个“{shown(node)}”合成一个值",
                        f"{function.name} makes one value of all of '{shown(node)}'",
                    ),
                    node.at,
                    Words(
                        "“且”用相乘，“或”用相加：(a>1)*(b>2)，((a>1)+(b>2)>0)",
                        "multiply conditions for AND, add them for OR: (a>1)*(b>2), "
                        "((a>1)+(b>2)>0)",
                    ),
                    "warning",
                )
        return shape

    def never_lifted(self, node: Node, function: ExcelFunction) -> None:
        if self.profile.spills:
            return
        hint = not_lifted_hint(function.name) if self.around[:-1] else many_hint(node)
        self.fault("PS234", has_many(function.name, node), node.at, hint)

    def result(
        self, node: Call, function: ExcelFunction, shapes: list[ResultShape], *, lifted: bool
    ) -> ResultShape:
        kinds = [function.kind(place) for place in range(len(shapes))]
        passed: list[ResultShape] = [
            s for s, kind in zip(shapes, kinds, strict=True) if kind == "p"
        ]
        if "range" in passed:
            return "range"
        if "array" in passed or function.result == "array":
            return "array"
        if function.name in ("ROW", "COLUMN") and node.arguments:
            return self.line_numbers(node, lifted=lifted)
        if function.name == "INDEX" and takes_whole_line(node):
            return "range"
        if function.name == "OFFSET" and (len(shapes) > 3 or shapes[0] == "range"):
            return "range"
        for shape, kind in zip(shapes, kinds, strict=True):
            if kind in ("v", "x") and (shape == "array" or (shape == "range" and lifted)):
                return "array"
        return "one"

    def line_numbers(self, node: Call, *, lifted: bool) -> ResultShape:
        """ROW and COLUMN of many cells: as many numbers, of which a cell keeps the first."""
        operand = node.arguments[0]
        match operand:
            case Structured(_, "headers" | "totals" | "this row") if node.name == "ROW":
                return "one"
            case Structured(_, _, str(), None) if node.name == "COLUMN":
                return "one"
            case CellRange(first, last) if node.name == "ROW" and first.row == last.row:
                return "one"
            case CellRange(first, last) if node.name == "COLUMN" and first.column == last.column:
                return "one"
            case Structured() | CellRange() | Lines() if not is_one_cell(operand):
                if lifted:
                    return "array"
                self.too_many(operand, node.name)
        return "one"
