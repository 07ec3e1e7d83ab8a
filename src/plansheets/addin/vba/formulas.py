"""Formula trees to VBA: a private function for each, and what a cell calls.

A guard becomes a call, IF and CHOOSE become statements: VBA's ``IIf``, ``And`` and ``Or`` evaluate
all that they are given, so a branch that is not taken must not stand in an expression. What
Excel's functions do with blanks and texts is in ``shipped/PlansheetsExcel.bas``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from plansheets.addin.conditions import Condition, condition_of, conditioned, counted_where
from plansheets.addin.guards import (
    FailsIf,
    InOrder,
    Needed,
    NumbersOrBlanks,
    OneOfWords,
    SameLength,
    Truth,
    guards,
)
from plansheets.addin.vba.lines import indented, vba_text, wrapped
from plansheets.formula.ast import (
    Binary,
    Boolean,
    Call,
    ErrorConstant,
    Name,
    Node,
    Number,
    Postfix,
    Text,
    Unary,
)
from plansheets.formula.parse import parse
from plansheets.functions.catalog import CATALOG
from plansheets.functions.function import Argument, Function

_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _ATOM = range(8)
"""How strongly VBA's operators bind."""

_OPERATORS: Final = {
    "=": _COMPARISON,
    "<>": _COMPARISON,
    "<": _COMPARISON,
    "<=": _COMPARISON,
    ">": _COMPARISON,
    ">=": _COMPARISON,
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
}

CALLED: Final = {
    "ABS": "Abs",
    "COUNT": "Counted",
    "COLUMNS": "ColumnCount",
    "EDATE": "MonthLater",
    "EOMONTH": "MonthEnd",
    "INDEX": "Item",
    "INT": "Int",
    "MAX": "Largest",
    "MIN": "Smallest",
    "N": "NumberOrZero",
    "NETWORKDAYS": "NetworkDays",
    "NETWORKDAYS.INTL": "DaysWorked",
    "NORMSDIST": "NormalShare",
    "NORMSINV": "NormalQuantile",
    "POWER": "RaisedTo",
    "ROUND": "Rounded",
    "ROUNDDOWN": "RoundedDown",
    "ROUNDUP": "RoundedUp",
    "ROWS": "RowCount",
    "SQRT": "SquareRoot",
    "STDEVP": "StandardDeviation",
    "SUM": "SumOf",
    "SUMPRODUCT": "SumOfProducts",
}
"""Excel's functions by what ``shipped/PlansheetsExcel.bas`` or VBA calls them."""

_TABLES: Final = {
    "abc_classes": "AbcClasses",
    "abc_xyz_classes": "AbcXyzClasses",
    "moving_averages": "MovingAverages",
    "outlier_scores": "OutlierScores",
    "pareto_shares": "ParetoShares",
    "rank_scores": "RankScores",
    "rfm": "RfmTable",
}
"""Functions that no formula expresses, by what ``shipped/PlansheetsTables.bas`` calls them."""


_KEYWORDS: Final = frozenset({"end", "next", "step", "date", "each", "to", "is", "in", "stop"})
"""Words of VBA that no argument may be called."""


def argument_name(name: str) -> str:
    """An argument's name as VBA lets it be."""
    return f"{name}_" if name in _KEYWORDS else name


def formula_name(name: str) -> str:
    """What the function over values is called: ``UnitCostOf``."""
    return "".join(map(str.capitalize, name.split("_"))) + "Of"


def constant(argument: Argument) -> str:
    """What stands for an argument that a call leaves out."""
    assert argument.default is not None
    return _Body().inline(parse(argument.default))


def vba_formula(function: Function) -> str:
    """The function of values.

    >>> print(vba_formula(CATALOG["share"]), end="")
    ' Share: =part/whole
    Private Function ShareOf(ByVal part As Variant, ByVal whole As Variant) As Variant
        NumbersOrBlanks part, whole
        Needed part, whole
        If whole = 0# Then Fail "#DIV/0!"
        ShareOf = Ratio(part, whole)
    End Function
    """
    name = formula_name(function.name)
    declared = ", ".join(
        f"{'' if argument.many else 'ByVal '}{argument_name(argument.name)} As Variant"
        for argument in function.arguments
    )
    body = _Body(
        frozenset(argument.name for argument in function.arguments if argument.takes == "boolean")
    )
    lines = [*_guards(function, body)]
    if function.value:
        lines += body.assigned(name, parse(function.value))
    else:
        given = ", ".join(argument_name(argument.name) for argument in function.arguments)
        lines.append(f"{name} = {_TABLES[function.name]}({given})")
    kept = ", ".join(f"{one} As Variant" for one in body.kept)
    lines = [*([f"Dim {kept}"] if kept else []), *lines]
    head = f"Private Function {name}({declared}) As Variant"
    listed = [*_said(function), *wrapped(head), *indented(wrapped(*lines)), "End Function"]
    return "".join(f"{line}\n" for line in listed)


def _said(function: Function) -> Iterator[str]:
    title = function.title.en.encode("ascii", "replace").decode()
    formula = f": ={function.value}" if function.value else ""
    for line in wrap(f"{title}{formula}", 96, break_on_hyphens=False):
        yield f"' {line}"


def _guards(function: Function, body: _Body) -> Iterator[str]:
    for guard in guards(function):
        match guard:
            case NumbersOrBlanks(names):
                yield f"NumbersOrBlanks {', '.join(map(argument_name, names))}"
            case Truth(name):
                yield f"{argument_name(name)} = Truth({argument_name(name)})"
            case OneOfWords(name, words):
                place = argument_name(name)
                yield f"{place} = OneOf({place}, {', '.join(map(vba_text, words))})"
            case SameLength(names):
                yield f"SameLength {', '.join(map(argument_name, names))}"
            case Needed(names):
                yield f"Needed {', '.join(map(argument_name, names))}"
            case FailsIf(condition, code):
                before: list[str] = []
                asked = body.spelled(condition, before)
                yield from before
                yield f'If {asked} Then Fail "{code}"'
            case InOrder(name, either):
                yield f"InOrder {argument_name(name)}, {either}"


class _Body:
    """The statements of one function, whose arguments *truths* hold conditions."""

    def __init__(self, truths: frozenset[str] = frozenset()) -> None:
        self.kept: list[str] = []
        self._truths = truths

    def assigned(self, place: str, node: Node) -> list[str]:
        """The statements that give *place* the value of *node*, or fail."""
        lines: list[str] = []
        match node:
            case Call("IF", (condition, there, otherwise)):
                asked = self.spelled(condition, lines)
                lines += [f"If {asked} Then", *indented(self.assigned(place, there))]
                others = self.assigned(place, otherwise)
                if others[0].startswith("If ") and others.index("End If") == len(others) - 1:
                    return [*lines, f"Else{others[0]}", *others[1:]]
                return [*lines, "Else", *indented(others), "End If"]
            case Call("CHOOSE", (which, *choices)):
                lines.append(f"Select Case Int({self.spelled(which, lines)})")
                for number, choice in enumerate(choices, 1):
                    lines.append(f"    Case {number}")
                    lines += indented(indented(self.assigned(place, choice)))
                return [*lines, '    Case Else: Fail "#VALUE!"', "End Select"]
            case ErrorConstant(code):
                return [f'Fail "{code}"']
            case Call("NA", ()) | Name("missing"):
                return ['Fail "#N/A"']
            case _:
                pass
        value = self.spelled(node, lines)
        return [*lines, f"{place} = {value}"]

    def inline(self, node: Node) -> str:
        """*node* as an expression that needs no statement before it."""
        before: list[str] = []
        spelled = self.spelled(node, before)
        if before:
            message = f"{node} needs statements"
            raise ValueError(message)
        return spelled

    def spelled(self, node: Node, before: list[str]) -> str:
        """*node* as an expression; what it needs is added to the statements *before* it."""
        return self._spell(node, before)[0]

    def _spell(self, node: Node, before: list[str]) -> tuple[str, int]:
        match node:
            case Number(value):
                return _number(value), _ATOM
            case Postfix("%", Number(value)):
                return _number(value / 100), _ATOM
            case Postfix("%", Unary("-", operand)):
                return self._spell(Unary("-", Postfix("%", operand)), before)
            case Text(value):
                return vba_text(value), _ATOM
            case Boolean(value):
                return str(value), _ATOM
            case Name(name):
                return argument_name(name), _ATOM
            case Unary("-" | "+" as sign, operand):
                return sign + self._operand(operand, _SIGN, before), _SIGN
            case Binary("/", left, right):
                return self._call("Ratio", (left, right), before)
            case Binary(operator, left, right) if operator in _OPERATORS:
                binding = _OPERATORS[operator]
                first = self._operand(left, binding, before)
                return f"{first} {operator} {self._operand(right, binding + 1, before)}", binding
            case Call("IF" | "CHOOSE"):
                place = f"kept{len(self.kept) + 1}"
                self.kept.append(place)
                before.extend(self.assigned(place, node))
                return place, _ATOM
            case Call("AND" | "OR" as word, operands):
                binding = _AND if word == "AND" else _OR
                spelled = [self._enclosed(one, binding + 1, before) for one in operands]
                return f" {word.capitalize()} ".join(spelled), binding
            case Call("NOT", (operand,)):
                return f"Not {self._enclosed(operand, _NOT, before)}", _NOT
            case Call("SUMPRODUCT", (Binary("*") as product,)):
                return f"CountWhere({', '.join(self._counting(product, before))})", _ATOM
            case Call("INDEX", (_, _, _) as given):
                return self._call("ItemOfTable", given, before)
            case Call("COUNTIF" | "COUNTIFS", (column, *_) as pairs) if set(pairs[::2]) == {column}:
                asked = [self._condition(condition_of(pair), before) for pair in pairs[1::2]]
                return f"CountWhere({self.spelled(column, before)}, {', '.join(asked)})", _ATOM
            case Call("SUMIFS", (summed, *pairs)):
                asked = [self.spelled(summed, before), *self._pairs(pairs, before)]
                return f"SumWhereAll({', '.join(asked)})", _ATOM
            case Call("COUNTIFS", pairs):
                return f"CountWhereAll({', '.join(self._pairs(pairs, before))})", _ATOM
            case Call("SUMIF", (column, criterion, summed)):
                met = self._condition(condition_of(criterion), before)
                columns = self.spelled(column, before), self.spelled(summed, before)
                return f"SumWhere({columns[0]}, {met}, {columns[1]})", _ATOM
            case Call(name, given) if name in CATALOG:
                defaults = [argument.default for argument in CATALOG[name].arguments[len(given) :]]
                left_out = tuple(parse(default) for default in defaults if default is not None)
                everything = (self.spelled(one, before) for one in (*given, *left_out))
                return f"{formula_name(name)}({', '.join(everything)})", _ATOM
            case Call(name, given) if name in CALLED:
                return self._call(CALLED[name], given, before)
        message = f"no VBA is known for {node}"
        raise ValueError(message)

    def _call(self, name: str, given: tuple[Node, ...], before: list[str]) -> tuple[str, int]:
        return f"{name}({', '.join(self._operand(one, _OR, before) for one in given)})", _ATOM

    def _enclosed(self, node: Node, weakest: int, before: list[str]) -> str:
        """*node* in parentheses where it binds weaker than *weakest*."""
        text, binding = self._spell(node, before)
        return f"({text})" if binding < weakest else text

    def _operand(self, node: Node, weakest: int, before: list[str]) -> str:
        """*node* where a number may be due: VBA's True is -1."""
        if self._is_condition(node):
            return f"OneIf({self.spelled(node, before)})"
        return self._enclosed(node, weakest, before)

    def _is_condition(self, node: Node) -> bool:
        match node:
            case Boolean() | Call("AND" | "OR" | "NOT"):
                return True
            case Binary(operator):
                return _OPERATORS.get(operator) == _COMPARISON
            case Name(name):
                return name in self._truths
            case Call("IF", (_, *branches)):
                return all(map(self._is_condition, branches))
            case Call(name) if name in CATALOG:
                return CATALOG[name].gives == "boolean"
        return False

    def _condition(self, asked: Condition, before: list[str]) -> str:
        """An operator and a number, as the runtime takes them."""
        operator, bound = asked
        return f'"{operator}", {self.spelled(bound, before)}'

    def _pairs(self, pairs: Sequence[Node], before: list[str]) -> Iterator[str]:
        """Columns, each with the condition on its numbers."""
        for column, criterion in conditioned(pairs):
            yield self.spelled(column, before)
            yield self._condition(condition_of(criterion), before)

    def _counting(self, product: Node, before: list[str]) -> Iterator[str]:
        """The column that is counted, and the conditions on its numbers."""
        column, asked = counted_where(product)
        yield self.spelled(column, before)
        yield from (self._condition(each, before) for each in asked)


def _number(value: float) -> str:
    """A Double: a whole number without its mark is an Integer, and 300 * 300 too great for it."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value)}#"
    return repr(float(value)).upper()
