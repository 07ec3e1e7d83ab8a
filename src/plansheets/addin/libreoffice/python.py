"""Formula trees to Python: the module of functions that the extension carries.

A guard becomes a call, a chain of IF statements, everything else an expression. What Excel's
functions do with blanks and texts is in ``shipped/excel.py``, so that the generated code says what
is calculated and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
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
from plansheets.functions.function import Function

_WIDTH: Final = 100
_STEP: Final = "    "

_CONDITIONAL, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _ATOM = range(9)
"""How strongly Python's operators bind."""

_OPERATORS: Final = {
    "=": ("==", _COMPARISON),
    "<>": ("!=", _COMPARISON),
    "<": ("<", _COMPARISON),
    "<=": ("<=", _COMPARISON),
    ">": (">", _COMPARISON),
    ">=": (">=", _COMPARISON),
    "+": ("+", _SUM),
    "-": ("-", _SUM),
    "*": ("*", _PRODUCT),
    "/": ("/", _PRODUCT),
}

_CALLED: Final = {
    "ABS": "abs",
    "COUNT": "counted",
    "COUNTIF": "count_if",
    "COLUMNS": "column_count",
    "COUNTIFS": "count_ifs",
    "EDATE": "month_later",
    "EOMONTH": "month_end",
    "INDEX": "item",
    "INT": "whole_down",
    "MAX": "largest",
    "MIN": "smallest",
    "N": "number_or_zero",
    "NETWORKDAYS": "network_days",
    "NETWORKDAYS.INTL": "days_worked",
    "NORMSDIST": "normal_share",
    "NORMSINV": "normal_quantile",
    "POWER": "power",
    "ROUND": "rounded",
    "ROUNDDOWN": "rounded_down",
    "ROUNDUP": "rounded_up",
    "ROWS": "row_count",
    "SQRT": "square_root",
    "STDEVP": "standard_deviation",
    "SUM": "sum_of",
    "SUMIF": "sum_if",
    "SUMIFS": "sum_ifs",
    "SUMPRODUCT": "sum_of_products",
}
"""Excel's functions by what ``shipped/excel.py`` or Python calls them."""

_TABLE_ITEM: Final = "item_of_table"
"""``INDEX`` of a row and a column."""


def python_module(functions: Iterable[Function]) -> str:
    """The module of *functions*, and of how cells call each of them."""
    functions = tuple(functions)
    made = "\n\n".join(map(python_function, functions))
    words = set(re.findall(r"\b[a-zA-Z_]+\b", made))
    used = sorted(words & {*_CALLED.values(), _TABLE_ITEM, *_GUARDS} - {"abs"})
    imported = "".join(f"{_STEP}{name},\n" for name in used)
    calls = "".join(f"{line}\n" for function in functions for line in _indented(_listed(function)))
    return (
        '"""The functions of plansheets, written by it from its catalogue of formulas."""\n\n'
        "from plansheets_cells import tables\n"
        "from plansheets_cells.calls import CellCall\n"
        f"from plansheets_cells.excel import (\n{imported})\n\n\n"
        f'{made}\n\nCALLS = {{\n{calls}}}\n"""Every function by the name of its method."""\n'
    )


def _listed(function: Function) -> list[str]:
    shown = [function.name]
    many = [argument for argument in function.arguments if argument.many]
    for kind, named in (
        ("columns", [f'"{one.name}"' for one in many if not one.table]),
        ("tables", [f'"{one.name}"' for one in many if one.table]),
    ):
        if named:
            shown.append(f"{kind}=[{', '.join(named)}]")
    if function.shape != "value":
        shown.append(f'gives="{function.shape}"')
    head = f'"{method_name(function.name)}": CellCall('
    return _listing(head, shown, "),", _WIDTH - len(_STEP))


def python_function(function: Function) -> str:
    """One function of the module.

    >>> python_function(CATALOG["favourable_deviation"]).splitlines()[-1].strip()
    'return (target - actual if lower else actual - target) / abs(target)'
    """
    declared = [
        argument.name
        if argument.default is None
        else f"{argument.name}={_spelled(parse(argument.default))}"
        for argument in function.arguments
    ]
    head = _listing(f"def {function.name}(", declared, "):", _WIDTH)
    room = _WIDTH - len(_STEP)
    if function.value:
        value = list(_statements(parse(function.value), room))
    else:
        names = [argument.name for argument in function.arguments]
        value = _listing(f"return tables.{function.name}(", names, ")", room)
    body = [*_docstring(function), *_guards(function), *value]
    return "\n".join([*head, *_indented(body)]) + "\n"


def _docstring(function: Function) -> Iterator[str]:
    title = f'"""{function.title.zh} · {function.title.en}'
    if not function.value:
        yield f'{title}"""'
        return
    yield title
    yield ""
    yield from wrap(f"={function.value}", _WIDTH - len(_STEP), break_on_hyphens=False)
    yield '"""'


_GUARDS: Final = (
    "CellError",
    "in_order",
    "needed",
    "numbers_or_blanks",
    "one_of",
    "same_length",
    "truth",
)


def _guards(function: Function) -> Iterator[str]:
    room = _WIDTH - len(_STEP)
    for guard in guards(function):
        match guard:
            case NumbersOrBlanks(names):
                yield from _listing("numbers_or_blanks(", names, ")", room)
            case Truth(name):
                yield f"{name} = truth({name})"
            case OneOfWords(name, words):
                listed = ", ".join(f'"{word}"' for word in words)
                yield f"{name} = one_of({name}, {listed})"
            case SameLength(names):
                yield from _listing("same_length(", names, ")", room)
            case Needed(names):
                yield from _listing("needed(", names, ")", room)
            case FailsIf(condition, code):
                yield from _statements(Call("IF", (condition, ErrorConstant(code))), room)
            case InOrder(name, either):
                yield f"in_order({name}, either={either})"


def _statements(node: Node, room: int) -> Iterator[str]:
    """What gives the value of *node* and ends the function."""
    match node:
        case Call("IF", (condition, there, *otherwise)):
            yield from _led("if ", _fitted(condition, room, 3, 1), ":")
            yield from _indented(_statements(there, room - len(_STEP)))
            for one in otherwise:
                yield from _statements(one, room)
        case Call("CHOOSE", (place, *choices)):
            for number, choice in enumerate(choices, 1):
                yield f"if int({_spelled(place)}) == {number}:"
                yield from _indented(_statements(choice, room - len(_STEP)))
            yield 'raise CellError("#VALUE!")'
        case ErrorConstant(code):
            yield f'raise CellError("{code}")'
        case Call("NA", ()) | Name("missing"):
            yield 'raise CellError("#N/A")'
        case _:
            yield from _led("return ", _fitted(node, room, 7))


def _fitted(
    node: Node, room: int, before: int = 0, after: int = 0, *, enclosed: bool = False
) -> list[str]:
    """*node* on one line if *room* suffices, with what stands before and after it.

    On several lines it stands in parentheses, unless it is *enclosed* in those of a call.
    """
    flat = _spelled(node)
    if before + len(flat) + after <= room:
        return [flat]
    inner = room if enclosed else room - len(_STEP)
    match node:
        case Call("IF", (condition, there, otherwise)):
            lines = [
                *_operand(there, inner, "", _OR),
                *_operand(condition, inner, "if ", _OR),
                *_operand(otherwise, inner, "else ", _CONDITIONAL),
            ]
        case Call("AND" | "OR" as word, arguments):
            binding = (_AND if word == "AND" else _OR) + 1
            leads = chain([""], repeat(f"{word.lower()} "))
            pairs = zip(arguments, leads, strict=False)
            lines = [line for one, lead in pairs for line in _operand(one, inner, lead, binding)]
        case Unary("-" | "+" as sign, operand):
            return _operand(operand, room, sign, _SIGN)
        case Call("COUNTIF" | "COUNTIFS", (column, *_) as pairs) if set(pairs[::2]) == {column}:
            conditions = (_fitted_condition(pair, room - len(_STEP)) for pair in pairs[1::2])
            lines = [line for one in conditions for line in _led("", one, ",")]
            return ["count_if(", *_indented([f"{_spelled(column)},", *lines]), ")"]
        case Call("SUMIFS", (summed, *pairs)):
            lines = [line for one in _fitted_pairs(pairs, inner) for line in one]
            return ["sum_ifs(", *_indented([f"{_spelled(summed)},", *lines]), ")"]
        case Call("COUNTIFS", pairs):
            lines = [line for one in _fitted_pairs(pairs, inner) for line in one]
            return ["count_ifs(", *_indented(lines), ")"]
        case Call(name, arguments) if _word(name):
            inner = room - len(_STEP)
            listed = (_fitted(argument, inner, 0, 1, enclosed=True) for argument in arguments)
            lines = [line for one in listed for line in _led("", one, ",")]
            return [f"{_word(name)}(", *_indented(lines), ")"]
        case Binary(operator):
            binding = _OPERATORS[operator][1]
            first, *others = _run(node, binding)
            lines = _operand(first[1], inner, "", binding + (binding == _COMPARISON))
            for own, operand in others:
                lines += _operand(operand, inner, f"{_OPERATORS[own][0]} ", binding + 1)
        case _:
            return [flat]
    return lines if enclosed else ["(", *_indented(lines), ")"]


def _operand(node: Node, room: int, lead: str, weakest: int) -> list[str]:
    """*node* after *lead*, in parentheses where it binds weaker than *weakest*."""
    inside = _inside(node, weakest)
    if len(lead) + len(inside) <= room:
        return [lead + inside]
    return _led(lead, _fitted(node, room, len(lead)))


def _run(node: Node, binding: int) -> list[tuple[str, Node]]:
    """The operands of operators of one strength, each with the operator before it."""
    if isinstance(node, Binary) and _OPERATORS[node.operator][1] == binding:
        left = [("", node.left)] if binding == _COMPARISON else _run(node.left, binding)
        return [*left, (node.operator, node.right)]
    return [("", node)]


def _listing(head: str, items: Iterable[str], tail: str, room: int) -> list[str]:
    items = list(items)
    flat = head + ", ".join(items) + tail
    if len(flat) <= room:
        return [flat]
    return [head, *_indented(f"{item}," for item in items), tail]


def _led(lead: str, lines: list[str], end: str = "") -> list[str]:
    led = [lead + lines[0], *lines[1:]]
    return [*led[:-1], led[-1] + end]


def _indented(lines: Iterable[str]) -> list[str]:
    return [_STEP + line if line else "" for line in lines]


def _spelled(node: Node) -> str:
    return _spell(node)[0]


def _inside(node: Node, weakest: int) -> str:
    """*node* as an operand, in parentheses where it binds weaker than *weakest*."""
    text, binding = _spell(node)
    return f"({text})" if binding < weakest else text


def _spell(node: Node) -> tuple[str, int]:
    """*node* as an expression on one line, and how strongly it binds."""
    match node:
        case Number(value):
            return str(value), _ATOM
        case Postfix("%", Number(value)):
            return str(value / 100), _ATOM
        case Postfix("%", Unary("-", operand)):
            return _spell(Unary("-", Postfix("%", operand)))
        case Text(value):
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"', _ATOM
        case Boolean(value):
            return str(value), _ATOM
        case Name(name):
            return name, _ATOM
        case Unary("-" | "+" as before, operand):
            return before + _inside(operand, _SIGN), _SIGN
        case Binary(operator, left, right) if operator in _OPERATORS:
            sign, binding = _OPERATORS[operator]
            # comparisons in a row mean something else in Python
            tied = binding + (binding == _COMPARISON)
            return f"{_inside(left, tied)} {sign} {_inside(right, binding + 1)}", binding
        case Call("IF", (condition, there, otherwise)):
            parts = _inside(there, _OR), _inside(condition, _OR), _inside(otherwise, _CONDITIONAL)
            return "{} if {} else {}".format(*parts), _CONDITIONAL
        case Call("AND" | "OR" as word, arguments):
            binding = _AND if word == "AND" else _OR
            sign = f" {word.lower()} "
            return sign.join(_inside(argument, binding + 1) for argument in arguments), binding
        case Call("NOT", (operand,)):
            return f"not {_inside(operand, _NOT)}", _NOT
        case Call("SUMPRODUCT", (Binary("*") as product,)):
            return f"count_if({', '.join(_counting(product))})", _ATOM
        case Call("INDEX", (table, row, column)):
            shown = map(_spelled, (table, row, column))
            return f"{_TABLE_ITEM}({', '.join(shown)})", _ATOM
        case Call("COUNTIF" | "COUNTIFS", (column, *_) as pairs) if set(pairs[::2]) == {column}:
            conditions = (_condition(condition_of(pair)) for pair in pairs[1::2])
            return f"count_if({_spelled(column)}, {', '.join(conditions)})", _ATOM
        case Call("SUMIFS", (summed, *pairs)):
            return f"sum_ifs({', '.join([_spelled(summed), *_each_condition(pairs)])})", _ATOM
        case Call("COUNTIFS", pairs):
            return f"count_ifs({', '.join(_each_condition(pairs))})", _ATOM
        case Call("SUMIF", (column, criterion, summed)):
            asked = _spelled(column), _condition(condition_of(criterion)), _spelled(summed)
            return f"sum_if({', '.join(asked)})", _ATOM
        case Call(name, arguments) if _word(name):
            return f"{_word(name)}({', '.join(map(_spelled, arguments))})", _ATOM
    message = f"no Python is known for {node}"
    raise ValueError(message)


def _word(name: str) -> str | None:
    return name if name in CATALOG else _CALLED.get(name)


def _fitted_condition(node: Node, room: int) -> list[str]:
    """A condition of COUNTIF, its number on lines of its own where *room* does not suffice."""
    operator, bound = asked = condition_of(node)
    flat = _condition(asked)
    if len(flat) + 1 <= room:
        return [flat]
    number = _led("", _fitted(bound, room - len(_STEP), 0, 1, enclosed=True), ",")
    return ["(", *_indented([f'"{operator}",', *number]), ")"]


def _fitted_pairs(pairs: Sequence[Node], room: int) -> Iterator[list[str]]:
    """Columns with their conditions, on lines of their own where *room* does not suffice."""
    for (column, criterion), flat in zip(conditioned(pairs), _each_condition(pairs), strict=True):
        if len(flat) + 1 <= room - len(_STEP):
            yield [f"{flat},"]
            continue
        condition = _led("", _fitted_condition(criterion, room - 2 * len(_STEP)), ",")
        yield ["(", *_indented([f"{_spelled(column)},", *condition]), "),"]


def _each_condition(pairs: Sequence[Node]) -> Iterator[str]:
    """Columns with the condition on each, as the extension's own functions take them."""
    for column, criterion in conditioned(pairs):
        yield f"({_spelled(column)}, {_condition(condition_of(criterion))})"


def _condition(asked: Condition) -> str:
    """An operator and a number, as the extension's own functions take them."""
    operator, bound = asked
    return f'("{operator}", {_spelled(bound)})'


def _counting(product: Node) -> Iterator[str]:
    """The column that is counted, and the conditions on its numbers."""
    column, asked = counted_where(product)
    yield _spelled(column)
    yield from map(_condition, asked)
