"""Whether a formula gives what its column, metric or parameter is declared to be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plansheets.blueprint.types import Type
from plansheets.formula.ast import Call, Node, Text
from plansheets.formula.check import FormulaFault
from plansheets.formula.rewrite import walk
from plansheets.plan.check.infer import Environment, infer
from plansheets.plan.check.kind_words import written_out
from plansheets.plan.check.kinds import Kind, fits
from plansheets.plan.check.operands import Operand
from plansheets.words import Words

_COLUMN = re.compile(r"[a-z]\w*\[[^\[\]]+\]|\[@[^\[\]]+\]")


def declared_faults(
    node: Node, declared: Type, what: Words, environment: Environment
) -> list[FormulaFault]:
    """Where the formula of *what* gives something else than its type *declared* says."""
    faults = []
    for result in results(node):
        part = Operand(result, infer(result, environment))
        if not fits(part.kind, declared):
            start, end = result.at or node.at or (0, 0)
            message = Words(
                f"{what.zh}声明为 {declared.id}，而{part.said.zh}",
                f"{what.en} is declared {declared.id}, but {part.said.en}",
            )
            hint = _unquoted(result) or _declared_hint(part.kind, declared)
            faults.append(FormulaFault("PS267", message, start, end, hint))
    return faults


def _unquoted(node: Node) -> Words | None:
    """What to write where a column stands in quotes, which make a text of it."""
    for one in walk(node):
        if isinstance(one, Text) and _COLUMN.fullmatch(one.value):
            return Words(
                f"引号里的是文字，不是列：去掉引号，写成 {one.value}",
                f"what stands in quotes is a text, no column: write {one.value} without them",
            )
    return None


def item_faults(node: Node, list_id: str, environment: Environment) -> list[FormulaFault]:
    """Texts written out as the value of a formula whose values are items of a list."""
    faults = []
    for result in results(node):
        if not isinstance(result, Text) or not result.value:
            continue
        text, (start, end) = result.value, result.at or node.at or (0, 0)
        if environment.item_named(list_id, text):
            message, hint = written_out(text, list_id, environment.item_hint(list_id, text))
            faults.append(FormulaFault("PS266", message, start, end, hint))
        elif not environment.has_item(list_id, text):
            message = Words(
                f"“{text}”不是列表“{list_id}”的一项", f"'{text}' is no item of the list '{list_id}'"
            )
            hint = environment.item_hint(list_id, text)
            faults.append(FormulaFault("PS224", message, start, end, hint))
    return faults


def results(node: Node) -> Iterator[Node]:
    """The parts of a formula that may become its value."""
    match node:
        case Call("IF" | "CHOOSE", (_, *branches)):
            for branch in branches:
                yield from results(branch)
        case Call("IFERROR" | "IFNA", arguments):
            for argument in arguments:
                yield from results(argument)
        case _:
            yield node


def _declared_hint(kind: Kind, declared: Type) -> Words:
    if kind.what == "text" and declared.kind in ("number", "date"):
        return Words(
            '没有值就给 ""：什么也不显示，也不计入；要的就是文字，则声明为 text',
            'where there is no value, give "": it shows nothing and counts as nothing; where a '
            "text is meant, declare it text",
        )
    if kind.unit == "quotient":
        return Words(
            "同单位的两个数相除是比率：声明为 percent 或 ratio",
            "two amounts of one unit make a share: declare it percent or ratio",
        )
    if kind.measured:
        return Words(
            f"声明为 {kind.unit}，或改公式", f"declare it {kind.unit}, or change the formula"
        )
    word = "flag" if kind.what == "boolean" else kind.what
    return Words(f"声明为 {word}，或改公式", f"declare it {word}, or change the formula")
