"""Rungs that nothing reaches: where one of them holds, one above it has held already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from plansheets.blueprint.formulas import each_formula
from plansheets.blueprint.model import Blueprint, ItemList
from plansheets.formula.ast import Binary, Call, Name, Node, Number, Postfix, Unary
from plansheets.formula.rewrite import walk
from plansheets.plan.check.operands import shown
from plansheets.plan.report import Report
from plansheets.words import Words

_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


class _Threshold(NamedTuple):
    """A comparison with a constant: what is compared, how, and with what."""

    subject: Node
    sign: str
    value: float


def check_rungs(blueprint: Blueprint, report: Report) -> None:
    """Warn of conditions of IF in IF, and of ladders, that one above them leaves nothing to."""
    lists = {list_.id: list_ for list_ in blueprint.lists if list_.ordered}
    for formula, _ in each_formula(blueprint):
        if formula.text.count("IF(") < 2:
            continue
        for part in walk(formula.tree):
            above: list[Node] = []
            for condition in _conditions(part):
                held = next((one for one in above if _follows(condition, one, lists)), None)
                if held is not None:
                    report.add_at(
                        formula,
                        condition.at,
                        "PS272",
                        Words(
                            f"{shown(condition)} 永远轮不到：它成立时，上面的 {shown(held)} "
                            "已经成立",
                            f"{shown(condition)} is never reached: where it holds, {shown(held)} "
                            "above has held already",
                        ),
                        Words(
                            "把更严的条件写在前面：>= 从大到小，<= 从小到大",
                            "put the stricter one first: >= from large to small, <= from small to "
                            "large",
                        ),
                        level="warning",
                    )
                above.append(condition)


def _conditions(node: Node) -> Iterator[Node]:
    """The conditions of a chain of IF, each in the last place of the one before."""
    while isinstance(node, Call) and node.name == "IF" and len(node.arguments) == 3:
        condition, _, node = node.arguments
        yield condition


def _follows(later: Node, earlier: Node, lists: Mapping[str, ItemList]) -> bool:
    """Whether *earlier* holds wherever *later* does, as far as constants say so."""
    if later == earlier:
        return True
    if isinstance(later, Call) and later.name == "AND":
        return any(_follows(one, earlier, lists) for one in later.arguments)
    if isinstance(earlier, Call) and earlier.name == "OR":
        return any(_follows(later, one, lists) for one in earlier.arguments)
    inner, outer = _threshold(later, lists), _threshold(earlier, lists)
    if inner is None or outer is None or inner.subject != outer.subject:
        return False
    match outer.sign:
        case ">":
            least = inner.value > outer.value or (inner.sign == ">" and inner.value == outer.value)
            return inner.sign in (">", ">=", "=") and least
        case ">=":
            return inner.sign in (">", ">=", "=") and inner.value >= outer.value
        case "<":
            most = inner.value < outer.value or (inner.sign == "<" and inner.value == outer.value)
            return inner.sign in ("<", "<=", "=") and most
        case "<=":
            return inner.sign in ("<", "<=", "=") and inner.value <= outer.value
        case _:
            return inner.sign == "=" and inner.value == outer.value


def _threshold(node: Node, lists: Mapping[str, ItemList]) -> _Threshold | None:
    if not isinstance(node, Binary) or node.operator not in _TURNED:
        return None
    for subject, other, sign in (
        (node.left, node.right, node.operator),
        (node.right, node.left, _TURNED[node.operator]),
    ):
        value = _constant(other, lists)
        if value is not None and _constant(subject, lists) is None:
            return _Threshold(subject, sign, value)
    return None


def _constant(node: Node, lists: Mapping[str, ItemList]) -> float | None:
    """The number that *node* is, or the place of the item that it names."""
    match node:
        case Number(value):
            return value
        case Unary("-", operand) if (found := _constant(operand, {})) is not None:
            return -found
        case Postfix("%", operand) if (found := _constant(operand, {})) is not None:
            return found / 100
        case Name(name):
            list_id, _, item = name.partition(".")
            ids = [one.id for one in lists[list_id].items] if list_id in lists else []
            return ids.index(item) if item in ids else None
        case _:
            return None
