"""Formula trees to JavaScript: a method for each function, over values, columns and tables.

Guards become calls, conditions ``?:``, everything else an expression. What Excel's functions do
with blanks and texts is in ``shipped/excel.js``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
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
from plansheets.addin.javascript.lines import indented, wrapped
from plansheets.addin.method_names import method_name
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

_CHOICE, _OR, _AND, _EQUALITY, _COMPARISON, _SUM, _PRODUCT, _SIGN, _ATOM = range(9)
"""How strongly JavaScript's operators bind."""

_OPERATORS: Final = {
    "=": ("===", _EQUALITY),
    "<>": ("!==", _EQUALITY),
    "<": ("<", _COMPARISON),
    "<=": ("<=", _COMPARISON),
    ">": (">", _COMPARISON),
    ">=": (">=", _COMPARISON),
    "+": ("+", _SUM),
    "-": ("-", _SUM),
    "*": ("*", _PRODUCT),
}

CALLED: Final = {
    "ABS": "Math.abs",
    "COLUMNS": "excel.columnCount",
    "COUNT": "excel.counted",
    "EDATE": "excel.monthLater",
    "EOMONTH": "excel.monthEnd",
    "INDEX": "excel.item",
    "INT": "Math.floor",
    "MAX": "excel.largest",
    "MIN": "excel.smallest",
    "N": "excel.numberOrZero",
    "NETWORKDAYS": "excel.networkDays",
    "NETWORKDAYS.INTL": "excel.daysWorked",
    "NORMSDIST": "excel.normalShare",
    "NORMSINV": "excel.normalQuantile",
    "POWER": "excel.power",
    "ROUND": "excel.rounded",
    "ROUNDDOWN": "excel.roundedDown",
    "ROUNDUP": "excel.roundedUp",
    "ROWS": "excel.rowCount",
    "SQRT": "excel.squareRoot",
    "STDEVP": "excel.standardDeviation",
    "SUM": "excel.total",
    "SUMPRODUCT": "excel.sumOfProducts",
}
"""Excel's functions by what ``shipped/excel.js`` or JavaScript calls them."""

_TABLES: Final = frozenset(
    {"abc_classes", "abc_xyz_classes", "moving_averages", "outlier_scores", "pareto_shares"}
    | {"rank_scores", "rfm"}
)
"""Functions that no formula expresses and ``shipped/tables.js`` has."""

_KEYWORDS: Final = frozenset(
    {"arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger"}
    | {"default", "delete", "do", "else", "enum", "eval", "export", "extends", "finally", "for"}
    | {"function", "if", "implements", "import", "in", "instanceof", "interface", "let", "new"}
    | {"package", "private", "protected", "public", "return", "static", "super", "switch", "this"}
    | {"throw", "try", "typeof", "var", "void", "while", "with", "yield"}
    | {"excel", "formulas", "tables", "undefined"}
)
"""Words that no argument may be called: JavaScript's, and those of the script itself."""


def argument_name(name: str) -> str:
    """An argument's name as JavaScript lets it be."""
    return f"{name}_" if name in _KEYWORDS else name


def javascript_method(function: Function) -> str:
    """The function of values, as a method of ``formulas``.

    >>> print(javascript_method(CATALOG["share"]), end="")
    // 占比 · Share: =part/whole
    share(part = null, whole = null) {
      excel.numbersOrBlanks(part, whole);
      excel.needed(part, whole);
      if (whole === 0) excel.fail("#DIV/0!");
      return excel.ratio(part, whole);
    },
    """
    declared = ", ".join(map(_declared, function.arguments))
    body = list(_guarded(function))
    if function.value:
        body += _returned(parse(function.value))
    elif function.name not in _TABLES:
        message = f"no JavaScript is known for {function.name}"
        raise ValueError(message)
    else:
        given = ", ".join(argument_name(argument.name) for argument in function.arguments)
        body.append(f"return tables.{method_name(function.name)}({given});")
    statements = [part for line in body for part in wrapped(line, 2)]
    head = wrapped(f"{method_name(function.name)}({declared}) {{")
    lines = [*_said(function), *head, *indented(statements), "},"]
    return "".join(f"{line}\n" for line in lines)


def _declared(argument: Argument) -> str:
    """An argument with what stands for it where it is left out: a blank cell, if nothing else."""
    left_out = argument.default
    default = "null" if left_out in (None, '""') else _spelled(parse(left_out))
    if argument.many:
        default = f"[[{default}]]" if argument.table else f"[{default}]"
    return f"{argument_name(argument.name)} = {default}"


def _said(function: Function) -> Iterator[str]:
    formula = f": ={function.value}" if function.value else ""
    for line in wrapped(f"{function.title.zh} · {function.title.en}{formula}", 3):
        yield f"// {line.strip()}"


def _guarded(function: Function) -> Iterator[str]:
    for guard in guards(function):
        match guard:
            case NumbersOrBlanks(names):
                yield f"excel.numbersOrBlanks({_listed(names)});"
            case Truth(name):
                yield f"{argument_name(name)} = excel.truth({argument_name(name)});"
            case OneOfWords(name, words):
                place = argument_name(name)
                listed = ", ".join(map(_text, words))
                yield f"{place} = excel.oneOf({place}, {listed});"
            case SameLength(names):
                yield f"excel.sameLength({_listed(names)});"
            case Needed(names):
                yield f"excel.needed({_listed(names)});"
            case FailsIf(condition, code):
                yield f'if ({_spelled(condition)}) excel.fail("{code}");'
            case InOrder(name, either):
                yield f"excel.inOrder({argument_name(name)}, {str(either).lower()});"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(argument_name, names))


def _returned(node: Node) -> Iterator[str]:
    """The statements that give the value of *node* and end the method."""
    match node:
        case Call("IF", (condition, there, otherwise)):
            yield f"if ({_spelled(condition)}) return {_spelled(there)};"
            yield from _returned(otherwise)
        case _:
            yield f"return {_spelled(node)};"


def _spelled(node: Node) -> str:
    return _spell(node)[0]


def _enclosed(node: Node, weakest: int) -> str:
    """*node* in parentheses where it binds weaker than *weakest*."""
    text, binding = _spell(node)
    return f"({text})" if binding < weakest else text


def _spell(node: Node) -> tuple[str, int]:
    """*node* as an expression, and how strongly it binds; a condition in a sum is 1 or 0 there."""
    match node:
        case Number(value):
            return _number(value), _ATOM
        case Postfix("%", Number(value)):
            return _number(value / 100), _ATOM
        case Postfix("%", Unary("-", operand)):
            return _spell(Unary("-", Postfix("%", operand)))
        case Text(value):
            return _text(value), _ATOM
        case Boolean(value):
            return str(value).lower(), _ATOM
        case Name("missing") | Call("NA", ()):
            return 'excel.fail("#N/A")', _ATOM
        case ErrorConstant(code):
            return f'excel.fail("{code}")', _ATOM
        case Name(name):
            return argument_name(name), _ATOM
        case Unary("-" | "+" as sign, operand):
            return sign + _enclosed(operand, _ATOM), _SIGN
        case Binary("/", left, right):
            return _called("excel.ratio", (left, right)), _ATOM
        case Binary(operator, left, right) if operator in _OPERATORS:
            spelled, binding = _OPERATORS[operator]
            return f"{_enclosed(left, binding)} {spelled} {_enclosed(right, binding + 1)}", binding
        case Call("IF", (condition, there, otherwise)):
            parts = _enclosed(condition, _OR), _enclosed(there, _OR), _spelled(otherwise)
            return "{} ? {} : {}".format(*parts), _CHOICE
        case Call("CHOOSE", (which, *choices)):
            return _chosen(_called("Math.floor", (which,)), 1, choices), _CHOICE
        case Call("AND" | "OR" as word, operands):
            between, binding = (" && ", _AND) if word == "AND" else (" || ", _OR)
            return between.join(_enclosed(one, binding + 1) for one in operands), binding
        case Call("NOT", (operand,)):
            return f"!{_enclosed(operand, _ATOM)}", _SIGN
        case Call("SUMPRODUCT", (Binary("*") as product,)):
            column, asked = counted_where(product)
            return _where("excel.countWhere", column, asked), _ATOM
        case Call("INDEX", (_, _, _) as given):
            return _called("excel.itemOfTable", given), _ATOM
        case Call("COUNTIF" | "COUNTIFS", (column, *_) as pairs) if set(pairs[::2]) == {column}:
            return _where("excel.countWhere", column, map(condition_of, pairs[1::2])), _ATOM
        case Call("SUMIFS", (summed, *pairs)):
            columns = ", ".join([_spelled(summed), *_pairs(pairs)])
            return f"excel.sumWhereAll({columns})", _ATOM
        case Call("COUNTIFS", pairs):
            return f"excel.countWhereAll({', '.join(_pairs(pairs))})", _ATOM
        case Call("SUMIF", (column, criterion, summed)):
            met = _condition(condition_of(criterion))
            return f"excel.sumWhere({_spelled(column)}, {met}, {_spelled(summed)})", _ATOM
        case Call(name, given) if name in CATALOG:
            return _called(f"formulas.{method_name(name)}", given), _ATOM
        case Call(name, given) if name in CALLED:
            return _called(CALLED[name], given), _ATOM
    message = f"no JavaScript is known for {node}"
    raise ValueError(message)


def _called(name: str, given: tuple[Node, ...]) -> str:
    return f"{name}({', '.join(map(_spelled, given))})"


def _chosen(place: str, number: int, choices: list[Node]) -> str:
    if not choices:
        return 'excel.fail("#VALUE!")'
    first, *others = choices
    return f"{place} === {number} ? {_spelled(first)} : {_chosen(place, number + 1, others)}"


def _where(name: str, column: Node, asked: Iterable[Condition]) -> str:
    return f"{name}({', '.join([_spelled(column), *map(_condition, asked)])})"


def _pairs(pairs: Sequence[Node]) -> Iterator[str]:
    """Columns, each with the condition on its numbers."""
    for column, criterion in conditioned(pairs):
        yield f"[{_spelled(column)}, {_condition(condition_of(criterion))}]"


def _condition(asked: Condition) -> str:
    """An operator and a number, as ``excel.js`` takes them."""
    operator, bound = asked
    return f'["{operator}", {_spelled(bound)}]'


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
