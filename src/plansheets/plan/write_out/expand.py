"""Calls of the project's own functions, written out as the plain formulas they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final, Literal

from plansheets.errors import nearest
from plansheets.formula.ast import Call, Missing, Node, Structured, Text
from plansheets.formula.call_words import argument_of, counted
from plansheets.formula.check import FormulaFault
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import children, substitute, transform, walk
from plansheets.formula.template import fill
from plansheets.formula.tokens import FormulaError
from plansheets.functions.catalog import CATALOG, FORMULAS
from plansheets.functions.function import Argument, Function
from plansheets.grid import MAX_ARGUMENTS
from plansheets.plan.write_out.simplify import simplify
from plansheets.records import dataclass
from plansheets.words import Words, write

FormulaForm = Literal["cell", "function"]

CALLED: Final = dict.fromkeys(FORMULAS, (0, MAX_ARGUMENTS)) | {"prior": (2, 2), "group": (1, 1)}
"""Every name of ours as ``formula.check`` wants it: the catalogue, whose arguments are checked
here, and ``prior`` and ``group``, words of the language that look like calls."""
MOST_PARTS: Final = 20_000
"""Parts of a formula with its calls written out, before what is known twice goes. A function may
name an argument several times, so calls inside calls grow without end; what fits into Excel's
8,192 characters stays below a half of this."""
MOST_TOGETHER: Final = 200_000
"""Parts of all formulas of a blueprint, likewise: thirty times those of the largest shipped one."""


@dataclass(slots=True)
class Budget:
    """How many parts of formulas may still be written out."""

    left: int = MOST_TOGETHER


def expand(node: Node, budget: Budget | None = None) -> Node:
    """*node* with every call of our own written out; calls with faults stay as they are.

    Every node made by us carries the place of the call it came from. Raises FormulaError where
    there would be more than MOST_PARTS nodes, or more than *budget* has left.

    >>> from plansheets.formula.spell import spell
    >>> spell(expand(parse("=sales_to_stock([@sold], [@stock])")))
    '=IF(COUNT([@sold],[@stock])<2,"",IF([@stock]<=0,"",[@sold]/[@stock]))'
    """
    if not any(isinstance(part, Call) and part.name in FORMULAS for part in walk(node)):
        return node
    written = _write_out(node, "cell")
    parts = _parts(written, {})
    if parts > MOST_PARTS:
        raise FormulaError(
            "PS306",
            Words(
                f"公式把调用的函数展开后有 {parts:,} 个部分；最多 {MOST_PARTS:,} 个",
                f"the formula has {parts:,} parts once the functions it calls are "
                f"written out; {MOST_PARTS:,} are allowed",
            ),
            *(node.at or (0, 0)),
            Words(
                "把里层的调用放到单独的列里算", "compute the inner calls in columns of their own"
            ),
        )
    if budget is not None:
        if parts > budget.left:
            raise FormulaError(
                "PS306",
                Words(
                    f"到这里为止，蓝图的公式展开后已超过 {MOST_TOGETHER:,} 个部分",
                    "up to here the blueprint's formulas have more than "
                    f"{MOST_TOGETHER:,} parts once the functions they call are "
                    "written out",
                ),
                *(node.at or (0, 0)),
                Words(
                    "把里层的调用放到单独的列里算，或把蓝图分开",
                    "compute inner calls in columns of their own, or split the blueprint",
                ),
            )
        budget.left -= parts
    return simplify(written)


def _parts(node: Node, known: dict[int, int]) -> int:
    """How many nodes *node* has; those that stand in it several times are visited once."""
    if id(node) not in known:
        known[id(node)] = 1 + sum(_parts(child, known) for child in children(node))
    return known[id(node)]


def written_out(function: Function, form: FormulaForm = "cell") -> Node:
    """*function* as a formula over the names of its own arguments, nothing of ours left in it.

    The cell form shows an empty text where there is no value, the function form an error.
    """
    return simplify(_formula(function.name, form))


def own_call_faults(node: Node) -> list[FormulaFault]:
    """What is wrong with the arguments of our own functions in *node*."""
    return [
        fault
        for part in walk(node)
        if isinstance(part, Call) and part.name in CATALOG
        for fault in _check_call(part, CATALOG[part.name])
    ]


def _write_out(node: Node, form: FormulaForm) -> Node:
    """*node* with its calls written out, every guard still in place."""

    def one(part: Node) -> Node:
        if not isinstance(part, Call) or part.name not in FORMULAS:
            return part
        function = FORMULAS[part.name]
        if next(_check_call(part, function), None):
            return part
        return fill(_formula(part.name, form), _bind(part, function), part.at)

    return transform(node, one)


@cache
def _formula(name: str, form: FormulaForm) -> Node:
    """The formula of a function over its own arguments, the functions that it calls written out."""
    function = FORMULAS[name]
    if form == "cell":
        formula = _parsed(function.cell_formula, function.blank)
    else:
        formula = _parsed(function.function_formula, "NA()")
    return _write_out(formula, form)


@cache
def _parsed(formula: str, missing: str = "") -> Node:
    node = parse(formula)
    return substitute(node, {"missing": parse(missing)}) if missing else node


def _bind(call: Call, function: Function) -> dict[str, Node]:
    """The node that stands for each argument of *function*, defaults where none is given."""
    given = list(call.arguments) + [Missing()] * (len(function.arguments) - len(call.arguments))
    bound = {}
    for argument, node in zip(function.arguments, given, strict=True):
        if isinstance(node, Missing):
            bound[argument.name] = fill(_parsed(argument.default or ""), {}, call.at)
        else:
            bound[argument.name] = node
    return bound


def _check_call(call: Call, function: Function) -> Iterator[FormulaFault]:
    arguments = function.arguments
    start, end = call.at or (0, 0)
    if function.why_no_formula:
        yield FormulaFault(
            "PS230",
            Words(
                f"“{function.name}”做的事没有公式能做",
                f"no formula does what '{function.name}' does",
            ),
            start,
            end,
            Words(
                f"{function.why_no_formula.zh}：请在加载项或 Python 里调用",
                f"it {function.why_no_formula.en}: call it from an add-in or from Python",
            ),
        )
        return
    if not function.required <= len(call.arguments) <= len(arguments):
        expected = counted(function.required, len(arguments))
        names = ", ".join(argument.name for argument in arguments)
        yield FormulaFault(
            "PS250",
            Words(
                f"{function.name} {expected.zh}：{names}；这里有 {len(call.arguments)} 个",
                f"{function.name} takes {expected.en}: {names}; {len(call.arguments)} given",
            ),
            start,
            end,
            write(function.signature),
        )
        return
    for argument, node in zip(arguments, call.arguments, strict=False):
        fault = _check_argument(function, argument, node)
        if fault:
            message, hint = fault
            at = node.at or (start, end)
            code = "PS251" if argument.takes == "option" else "PS252"
            yield FormulaFault(code, message, *at, hint)


def _check_argument(
    function: Function, argument: Argument, node: Node
) -> tuple[Words, Words | None] | None:
    """What is wrong with the shape of one argument, and what to do."""
    where = argument_of(function.name, argument.name)
    match node:
        case Missing() if argument.default is None:
            return Words(f"{where.zh}没有写", f"{where.en} is left out"), Words(
                f"它是：{argument.help('zh-CN')}", f"it holds {argument.help('en')}"
            )
        case Missing():
            return None
        case Text(word) if argument.takes == "option":
            if word not in argument.options:
                return Words(
                    f"{where.zh}不能是“{word}”", f"{where.en} cannot be '{word}'"
                ), nearest(word, argument.options)
        case _ if argument.takes == "option":
            options = ", ".join(f'"{option}"' for option in argument.options)
            return Words(
                f"{where.zh}要直接写 {options} 中的一个",
                f"{where.en} is one of {options}, written out",
            ), Words("要选择，就用 IF 分别调用", "choose with IF between two calls")
        case Structured(table, "data", str(first)) if not argument.many:
            hint = Words(f"本行的值写成 [@{first}]", f"write [@{first}] for the value of this row")
            return Words(
                f"{where.zh}只要一个值，{table or ''}[{first}] 是整列",
                f"{where.en} takes one value, {table or ''}[{first}] is a whole column",
            ), hint
        case Structured(_, "this row", str(first)) if argument.many:
            return Words(
                f"{where.zh}要一整列，[@{first}] 是一个值",
                f"{where.en} takes a column, [@{first}] is one value",
            ), Words(f"写成 表[{first}]", f"write table[{first}]")
    return None
