"""Text to tree: Excel's grammar, by precedence climbing over the words of ``tokens``."""

from __future__ import annotations

from typing import Final, Literal, cast

from plansheets.formula.arrays import read_array
from plansheets.formula.ast import (
    Binary,
    BinaryOperator,
    Boolean,
    Call,
    Cell,
    CellRange,
    ErrorConstant,
    Invoke,
    Lines,
    Missing,
    Name,
    Node,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from plansheets.formula.binding import BINDING, COMPARISON, INTERSECTION, PERCENT, UNION
from plansheets.formula.bindings import check_parameters
from plansheets.formula.brackets import read_brackets
from plansheets.formula.functions import is_excel_function
from plansheets.formula.mistakes import (
    is_between_conditions,
    no_operand,
    no_operator,
    not_cells,
    stray,
    too_deep,
)
from plansheets.formula.rewrite import children
from plansheets.formula.token_reader import (
    ROW,
    TokenReader,
    cell_of,
    is_line,
    number,
    unprefixed,
    without_dollar,
)
from plansheets.formula.tokens import FormulaError, Token, half_width, tokenize
from plansheets.grid import (
    MAX_ROWS,
    column_number,
    parse_cell,
    quote_sheet,
)
from plansheets.words import Words

MAX_LEVELS = 240
"""Levels of a tree; keeps every recursive walk over it inside Python's own limit."""
_MAX_FRAMES = 600
"""Calls of this parser inside one another; Excel's 64 levels of functions need about 450, and 200
parentheses or 120 functions inside one another are refused whatever stands in them."""

_OPERAND_STARTS: Final = frozenset(
    {"number", "text", "name", "sheet", "brackets", "error", "(", "{"}
)


def parse(text: str) -> Node:
    """The tree of the formula *text*, with or without its ``=``.

    >>> parse("=[@revenue] - 2").left
    Structured(table=None, rows='this row', first='revenue', last=None)

    Raises
    ------
    FormulaError
        with the stretch of *text* that is wrong.
    """
    parser = _FormulaParser(tokenize(text))
    node = parser.formula()
    if len(parser.tokens) > MAX_LEVELS:
        _check_levels(node, len(text))
    return node


class _FormulaParser(TokenReader):
    __slots__ = ("bound", "frames", "union")

    def __init__(self, tokens: list[Token]) -> None:
        super().__init__(tokens)
        self.frames = 0
        self.union = True
        """Whether a comma joins ranges here: everywhere but between a call's arguments."""
        self.bound: list[str] = []
        """Names that LET and LAMBDA have bound so far, folded."""

    def formula(self) -> Node:
        if self.token.kind == "end":
            raise FormulaError("PS201", Words("公式是空的", "formula is empty"), 0, self.token.end)
        node = self.expression()
        if self.token.kind != "end":
            raise stray(self.token)
        return node

    def expression(self, weakest: int = COMPARISON) -> Node:
        """An operand and every operator after it that binds at least as tight as *weakest*."""
        start = self.token.start
        self.frames += 1
        if self.frames > _MAX_FRAMES:
            raise too_deep(start, self.token.end)
        left = self.operand()
        while True:
            token = self.token
            kind = token.kind
            binding = BINDING.get(kind)
            if binding is not None:
                if binding < weakest or (kind == "," and not self.union):
                    break
                self.advance()
                left = self.binary(token, left, self.expression(binding + 1), start)
            elif kind == "%":
                if weakest > PERCENT:
                    break
                self.advance()
                left = Postfix("%", left, (start, self.end))
            elif kind in ("#", ".index"):
                _check_reference(left, token, kind)
                self.advance()
                sign: Literal["#", ".index"] = "#" if kind == "#" else ".index"
                left = Postfix(sign, left, (start, self.end))
            elif kind not in _OPERAND_STARTS:
                break
            elif kind == "(" and not token.spaced and isinstance(left, (Call, Invoke, Name)):
                left = Invoke(left, self.arguments(), (start, self.end))
            elif is_between_conditions(token) or not (
                token.spaced and _is_reference(left) and self.may_be_cells()
            ):
                raise no_operator(left, token)
            elif weakest > INTERSECTION:
                break
            else:
                left = self.binary(
                    token._replace(kind=" "), left, self.expression(INTERSECTION + 1), start
                )
        self.frames -= 1
        return left

    def may_be_cells(self) -> bool:
        """Whether an operand that starts here may stand for cells: ``3`` does in ``3:5``."""
        if self.token.kind == "number":
            return self.peek().kind == ":"
        return self.token.kind not in ("text", "{")

    def binary(self, token: Token, left: Node, right: Node, start: int) -> Node:
        at = (start, self.end)
        operator = cast("BinaryOperator", token.kind)
        if operator in (":", " ", ","):
            _check_reference(left, token, operator)
            _check_reference(right, token, operator)
            if operator == ":" and isinstance(left, Cell) and isinstance(right, Cell):
                if right.sheet is None:
                    return CellRange(left, right, at)
                if right.sheet == left.sheet:
                    last = Cell(
                        right.row, right.column, None, right.row_absolute, right.column_absolute,
                        right.at,
                    )  # fmt: skip
                    return CellRange(left, last, at)
        return Binary(operator, left, right, at)

    def operand(self) -> Node:
        token = self.token
        match token.kind:
            case "name":
                return self.name()
            case "number":
                if self.peek().kind == ":" and ROW.fullmatch(token.text):
                    return self.lines(None, token.start)
                self.advance()
                return Number(number(token.text), (token.start, token.end))
            case "text":
                self.advance()
                return Text(token.text, (token.start, token.end))
            case "brackets":
                self.advance()
                return read_brackets(None, token.text, (token.start, token.end))
            case "(":
                return self.parentheses()
            case "-" | "+" | "@" as sign:
                self.advance()
                self.frames += 1
                operand = self.expression(UNION)
                self.frames -= 1
                return Unary(sign, operand, (token.start, self.end))
            case "sheet":
                return self.sheet(token.text, token.start)
            case "error":
                self.advance()
                return ErrorConstant(token.text, (token.start, token.end))
            case "{":
                return read_array(self)
            case _:
                raise no_operand(self.token, self.tokens[self.index - 1] if self.index else None)

    def parentheses(self) -> Node:
        opening = self.advance()
        outer, self.union = self.union, True
        self.frames += 2
        node = self.expression()
        self.frames -= 2
        self.union = outer
        self.close(")", opening)
        return node

    def name(self) -> Node:
        """A word: a call, a table, a cell, whole columns, a truth value or a name."""
        token = self.token
        following = self.peek()
        at = (token.start, token.end)
        if following.kind == "(" and not (following.spaced and parse_cell(token.text)):
            return self.call()
        if following.kind == "brackets" and not following.spaced:
            self.advance()
            self.advance()
            return read_brackets(token.text, following.text, (token.start, self.end))
        if following.kind == ":":
            last = self.peek(2)
            if is_line(token) and is_line(last):
                return self.lines(None, token.start)
            if last.kind == "sheet" and not parse_cell(token.text):
                self.advance()
                self.advance()
                return self.sheet(f"{token.text}:{last.text}", token.start)
        self.advance()
        cell = cell_of(token, None, token.start)
        if cell:
            return cell
        upper = token.text.upper()
        if upper in ("TRUE", "FALSE"):
            return Boolean(upper == "TRUE", at)
        if token.text.startswith("_xlop."):
            return Name(token.text[6:], at, optional=True)
        return Name(unprefixed(without_dollar(token)), at)

    def sheet(self, title: str, start: int) -> Node:
        """What stands after ``Sheet!``."""
        self.advance()
        token = self.token
        if token.kind == "error":
            self.advance()
            return ErrorConstant(token.text, (start, token.end))
        if token.kind not in ("name", "number") or token.spaced:
            raise FormulaError(
                "PS201",
                Words(
                    f"工作表“{title}”后面没有单元格或名称", f"no cell or name after sheet '{title}'"
                ),
                start,
                token.end,
                Words("写成 Sheet!A1 或 '我的表'!A1:B2", "write Sheet!A1 or 'My sheet'!A1:B2"),
            )
        if self.peek().kind == ":" and is_line(token):
            return self.lines(title, start)
        self.advance()
        cell = cell_of(token, title, start)
        if cell:
            return cell
        name = f"{quote_sheet(title)}!{without_dollar(token)}"
        if self.token.kind == "brackets" and not self.token.spaced:
            inside = self.advance()
            return read_brackets(name, inside.text, (start, self.end))
        return Name(name, (start, token.end))

    def lines(self, sheet: str | None, start: int) -> Node:
        """Whole rows ``3:5`` or whole columns ``A:C``."""
        first = self.advance()
        self.advance()
        last = self.token
        at = (start, last.end)
        (from_, to) = (first.text.replace("$", ""), last.text.replace("$", ""))
        fixed = (first.text.startswith("$"), last.text.startswith("$"))
        if from_.isdigit() and to.isdigit() and is_line(last):
            self.advance()
            if 1 <= int(from_) <= MAX_ROWS and 1 <= int(to) <= MAX_ROWS:
                return Lines("rows", int(from_) - 1, int(to) - 1, sheet, *fixed, at)
        elif not from_.isdigit() and not to.isdigit() and is_line(last):
            self.advance()
            return Lines("columns", column_number(from_), column_number(to), sheet, *fixed, at)
        raise FormulaError(
            "PS216",
            Words(
                f"“{first.text}:{last.text}”既不是工作表的行，也不是列",
                f"'{first.text}:{last.text}' are neither rows nor columns of a sheet",
            ),
            *at,
            Words(f"行号从 1 到 {MAX_ROWS:,}", f"rows run from 1 to {MAX_ROWS:,}"),
        )

    def call(self) -> Node:
        token = self.advance()
        at = (token.start, token.end)
        raw = token.text
        name = unprefixed(raw)
        if name.casefold() in self.bound:
            function = Name(name, at)
            return Invoke(function, self.arguments(), (token.start, self.end))
        upper = name.upper()
        if name != upper and is_excel_function(upper):
            name = upper
        elif not name.isascii():
            plain = "".join(half_width(letter) or letter for letter in upper)
            if is_excel_function(plain):
                raise FormulaError(
                    "PS206",
                    Words(f"全角的“{name}”", f"full-width '{name}'"),
                    *at,
                    Words(f"请输入 {plain}", f"type {plain}"),
                )
        depth = len(self.bound)
        arguments = self.arguments(name)
        del self.bound[depth:]
        whole = (token.start, self.end)
        if name in ("LAMBDA", "LET"):
            check_parameters(name, arguments, whole)
        elif raw.startswith("_xlfn.") and len(arguments) == 1:
            if name == "SINGLE":
                return Unary("@", arguments[0], whole)
            if name == "ANCHORARRAY":
                return Postfix("#", arguments[0], whole)
        return Call(name, arguments, whole, at)

    def arguments(self, name: str = "") -> tuple[Node, ...]:
        """What stands between a call's parentheses; LET and LAMBDA bind names on the way."""
        opening = self.advance()
        outer, self.union = self.union, False
        self.frames += 4
        arguments: list[Node] = []
        while True:
            token = self.token
            if token.kind in (",", ")"):
                if token.kind == ")" and not arguments:
                    break
                arguments.append(Missing((token.start, token.start)))
            else:
                arguments.append(self.expression())
            if self.token.kind != ",":
                break
            if name == "LAMBDA":
                self.bind_parameter(arguments)
            elif name == "LET" and len(arguments) % 2 == 0 and isinstance(arguments[-2], Name):
                self.bound.append(arguments[-2].name.casefold())
            self.advance()
        self.frames -= 4
        self.union = outer
        self.close(")", opening)
        return tuple(arguments)

    def bind_parameter(self, arguments: list[Node]) -> None:
        match arguments[-1]:
            case Structured(None, "data", str(name), None, at):  # ``[b]``: may be left out
                arguments[-1] = Name(name, at, optional=True)
                self.bound.append(name.casefold())
            case Name(name):
                self.bound.append(name.casefold())
            case _:
                pass


def _is_reference(node: Node) -> bool:
    """Whether *node* may stand for cells, so that ``:``, ``#`` and blanks can apply to it."""
    match node:
        case Name() | Structured() | Cell() | CellRange() | Lines() | Call() | Invoke():
            return True
        case Binary(":" | " " | ",") | Postfix("#") | ErrorConstant("#REF!"):
            return True
        case Unary("@", operand):
            return _is_reference(operand)
        case _:
            return False


def _check_reference(node: Node, token: Token, operator: str) -> None:
    if not _is_reference(node):
        raise not_cells(operator, node.at or (token.start, token.end))


def _check_levels(node: Node, length: int) -> None:
    level: list[Node] = [node]
    for _ in range(MAX_LEVELS):
        level = [child for each in level for child in children(each)]
        if not level:
            return
    raise too_deep(0, length)
