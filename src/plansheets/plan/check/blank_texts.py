"""Numbers that may be `""` compared: Excel finds every text greater than every number."""

from __future__ import annotations

from plansheets.blueprint.formulas import each_formula
from plansheets.blueprint.model import Blueprint
from plansheets.formula.ast import Binary, Call, Name, Node, Postfix, Structured, Text
from plansheets.formula.rewrite import children, walk
from plansheets.functions.catalog import FORMULAS
from plansheets.plan.check.declared import results
from plansheets.plan.check.operands import shown
from plansheets.plan.report import Report
from plansheets.words import Words

_TESTS = frozenset({"ISNUMBER", "ISTEXT", "ISBLANK", "N", "COUNT", "COUNTA", "LEN"})
_GREATER = {">": "left", ">=": "left", "<": "right", "<=": "right"}
"""Which side of a comparison is to be the greater one."""


def check_blank_texts(blueprint: Blueprint, report: Report) -> None:
    """Warn of comparisons that also hold where a formula shows nothing."""
    formulas = {
        context.owner: formula.tree
        for formula, context in each_formula(blueprint)
        if context.owner and (context.column or context.metric) and context.slot == "formula"
    }
    in_order = {list_.id for list_ in blueprint.lists if list_.ordered}
    blank: dict[str, bool] = {}

    def may_be_blank(node: Node) -> bool:
        id_ = _owner(node)
        if id_ is None or id_ not in formulas:
            return False
        if id_ not in blank:
            blank[id_] = False  # as long as nothing else is known, for what leads back here
            blank[id_] = any(map(shows_nothing, results(formulas[id_])))
        return blank[id_]

    def shows_nothing(result: Node) -> bool:
        match result:
            case Text("") | Postfix(".index"):
                return True
            case Call(name) if name in FORMULAS:
                return FORMULAS[name].gives not in ("boolean", "text")
            case _:
                return may_be_blank(result)

    def tells_of(node: Node, tested: list[Node]) -> bool:
        """Whether a cell was *tested* that has something in common with the one at *node*."""
        return _in_this_row(node) and any(
            not sources(node).isdisjoint(sources(one)) for one in tested
        )

    def sources(node: Node) -> set[str]:
        """What the cell at *node* is, and all that it is computed from."""
        waiting, found = [_owner(node)], set[str]()
        while waiting:
            id_ = waiting.pop()
            if id_ is not None and id_ not in found:
                found.add(id_)
                waiting += map(_owner, walk(formulas[id_])) if id_ in formulas else ()
        return found

    for formula, context in each_formula(blueprint):
        if context.slot == "column":
            continue
        tested = _tested(formula.tree)
        for part in walk(formula.tree):
            if not isinstance(part, Binary) or part.operator not in _GREATER:
                continue
            left = _GREATER[part.operator] == "left"
            great, less = (part.left, part.right) if left else (part.right, part.left)
            if isinstance(less, Name) and less.name.partition(".")[0] in in_order:
                continue  # compared by its place, which a blank has not
            if not may_be_blank(great) or great in tested or tells_of(great, tested):
                continue
            name = shown(great)
            report.add_at(
                formula,
                part.at,
                "PS269",
                Words(
                    f'{name} 是 "" 时，{shown(part)} 也成立："" 比任何数字都大',
                    f'{shown(part)} holds also where {name} is "", which is greater than every '
                    "number",
                ),
                _way_out(formula.tree, great, shown(part)),
                level="warning",
            )


def _way_out(tree: Node, great: Node, comparison: str) -> Words:
    name = shown(great)
    if not _in_this_row(great):
        return Words(
            f"只让数字算数：ISNUMBER({name})*({comparison})",
            f"let numbers alone count: ISNUMBER({name})*({comparison})",
        )
    if isinstance(tree, Call) and tree.name in ("IF", "IFS"):  # 0 would take another way
        guard, rung = f'IF({name}="", "", …)', f"{{when: '={name}=\"\"', then: '=\"\"'}}"
        return Words(
            f"先说空白时写什么：{guard}；用“first”时，第一级写 {rung}",
            f"say first what a blank gives: {guard}, or {rung} as the first rung of 'first'",
        )
    return Words(f"改写成 N({name})，那时它是 0", f"write N({name}) in its place, which is 0 there")


def _owner(node: Node) -> str | None:
    """What the graph of formulas calls the column or metric that *node* names."""
    match node:
        case Structured(table=str(table), rows="this row" | "data", first=str(first), last=None):
            return f"{table}[{first}]"
        case Name(name):
            return name
        case _:
            return None


def _in_this_row(node: Node) -> bool:
    return not isinstance(node, Structured) or node.rows == "this row"


def _tested(tree: Node) -> list[Node]:
    """What the formula asks about being blank, or a number."""
    found: list[Node] = []
    for part in walk(tree):
        match part:
            case Call(name) if name in _TESTS:
                found += children(part)
            case Binary("=" | "<>", left, Text("")):
                found.append(left)
            case Binary("=" | "<>", Text(""), right):
                found.append(right)
            case _:
                pass
    return found
